"""Salesforce leads as JSON: the tree that its tools import and export, and answers to a query."""

from collections.abc import Iterator
from typing import Final

from desktop.connectors.files.format import CERTAIN, NO
from desktop.connectors.files.leads.lead_format import NotOurs
from desktop.connectors.files.leads.submissions import Body
from desktop.connectors.files.leads.values import first_text, mapping_of, text_of
from desktop.domain.incoming import IncomingLead
from desktop.domain.lead_answers import NO_CALLS, Answer, lead_of, sheet_of
from desktop.domain.lead_times import sent_at
from desktop.domain.people_titles import PersonField
from desktop.domain.time_reading import TimeReader

_FIELDS: Final = (
    ("Name", PersonField.NAME),
    ("FirstName", PersonField.FIRST),
    ("MiddleName", PersonField.MIDDLE),
    ("LastName", PersonField.LAST),
    ("Phone", PersonField.PHONE),
    ("MobilePhone", PersonField.PHONE),
    ("HomePhone", PersonField.PHONE),
    ("Email", PersonField.EMAIL),
    ("Description", PersonField.MESSAGE),
)
_NO_CALLS: Final = (("DoNotCall", NO_CALLS), ("HasOptedOutOfEmail", "E-mails"))


class Salesforce:
    """Records with ``attributes``."""

    name = "salesforce"
    title = "Salesforce leads"
    source = "salesforce"

    def recognise(self, body: Body) -> int:
        """The type in its attributes."""
        return CERTAIN if first_text(mapping_of(body.get("attributes")), "type") else NO

    def read(self, body: Body, times: TimeReader) -> Iterator[IncomingLead]:
        """One lead. A tree's references are the file's own and no identity."""
        kind = first_text(mapping_of(body.get("attributes")), "type")
        if kind != "Lead":
            raise NotOurs(f"a Salesforce {kind or 'record'}, not a lead")
        sheet = sheet_of(Answer(key, first_text(body, key), what) for key, what in _FIELDS)
        for key, name in _NO_CALLS:
            if text_of(body.get(key)).casefold() == "true":
                sheet.consent(name, given=False, text=key)
        yield lead_of(
            self.source,
            sheet,
            times,
            campaign=first_text(body, "LeadSource"),
            sent=sent_at(times, first_text(body, "CreatedDate")),
            external_id=first_text(body, "Id"),
        )
