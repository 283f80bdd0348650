"""CallRail's form submissions: the webhook and its API."""

from collections.abc import Iterator

from desktop.connectors.files.format import CERTAIN, LIKELY, NO
from desktop.connectors.files.leads.submissions import Body
from desktop.connectors.files.leads.values import answers_of, first_text, mapping_of
from desktop.domain.incoming import IncomingLead
from desktop.domain.lead_answers import Answer, lead_of, sheet_of
from desktop.domain.lead_times import sent_at
from desktop.domain.people_titles import PersonField
from desktop.domain.time_reading import TimeReader

_MARKS = frozenset(
    [
        "form_url",
        "landing_page_url",
        "submitted_at",
        "first_form",
        "person_id",
        "company_id",
        "referring_url",
    ]
)
_KNOWN = (
    ("customer_name", PersonField.NAME),
    ("customer_phone_number", PersonField.PHONE),
    ("customer_email", PersonField.EMAIL),
)


class CallRailForms:
    """``form_data`` by label; what CallRail knows of the customer fills what was not typed."""

    name = "callrail-forms"
    title = "CallRail form submissions"
    source = "callrail"

    def recognise(self, body: Body) -> int:
        """The data beside CallRail's own names."""
        if not mapping_of(body.get("form_data")):
            return NO
        found = len(body.keys() & _MARKS)
        return CERTAIN if found > 1 else LIKELY if found else NO

    def read(self, body: Body, times: TimeReader) -> Iterator[IncomingLead]:
        """One lead."""
        sheet = sheet_of(answers_of(mapping_of(body.get("form_data"))))
        named = bool(sheet.name)
        digits = {_digits(number) for number in sheet.numbers}
        for key, meaning in _KNOWN:
            text = first_text(body, key)
            same = meaning is PersonField.PHONE and _digits(text) in digits
            if text and not same and not (named and meaning is PersonField.NAME):
                sheet.add(Answer(key, text, meaning))
        parts = [first_text(body, key) for key in ("source", "medium", "campaign")]
        yield lead_of(
            self.source,
            sheet,
            times,
            form=first_text(body, "form_name", "form_url"),
            campaign=" / ".join(filter(None, parts)),
            sent=sent_at(times, first_text(body, "submitted_at")),
            external_id=first_text(body, "id", "resource_id"),
        )


def _digits(text: str) -> str:
    """The last ten digits: with and without the country it is the same number."""
    return "".join(c for c in text if c.isdecimal())[-10:]
