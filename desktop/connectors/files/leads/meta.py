"""Meta lead ads: the page's webhook, which tells only that there is a lead, and the lead itself as
the Graph API gives it."""

import re
from collections.abc import Iterator
from typing import Final

from desktop.connectors.files.format import CERTAIN, NO
from desktop.connectors.files.leads.lead_format import NotOurs
from desktop.connectors.files.leads.submissions import Body
from desktop.connectors.files.leads.values import first_text, list_of, mapping_of, text_of
from desktop.domain.incoming import IncomingLead
from desktop.domain.lead_answers import Answer, identity, lead_of, sheet_of
from desktop.domain.lead_times import sent_at
from desktop.domain.time_reading import TimeReader

SOURCE: Final = "meta"
_PREFIX: Final = re.compile(r"^[a-z]{1,2}:")
_ROUNDED: Final = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_TEST_ID: Final = re.compile(r"4{9,}")
"""The id in the news that the button "Test" of Meta's own dashboard sends."""
_TEST: Final = "<test lead: dummy data for "
"""What Meta's own testing tool puts into every field."""


def is_test_text(text: str) -> bool:
    """Whether Meta's testing tool wrote it."""
    return _TEST in text


def bare_id(text: str) -> str:
    """An id without what Meta's exports write before it (``l:``, ``ag:``, ``as:``, ``c:``,
    ``f:``), so that the file and the webhook mean the same lead. One that a spreadsheet has
    rounded ("1.23E+15") is nobody's and is left out."""
    bare = _PREFIX.sub("", text.strip())
    return "" if _ROUNDED.fullmatch(bare) else identity(bare)


class MetaWebhook:
    """``object: page``: ids, no contact data. A pending lead each, whose details are fetched."""

    name = "meta-webhook"
    title = "Meta lead ads (webhook)"
    source = SOURCE

    def recognise(self, body: Body) -> int:
        """A page's changes in the field "leadgen"."""
        changes = [change for entry in _mappings(body.get("entry")) for change in _changes(entry)]
        mine = any(change.get("field") == "leadgen" for change in changes)
        return CERTAIN if mine and body.get("object") == "page" else NO

    def read(self, body: Body, times: TimeReader) -> Iterator[IncomingLead]:
        """One POST may tell of many leads."""
        found = 0
        for entry in _mappings(body.get("entry")):
            for change in _changes(entry):
                value = mapping_of(change.get("value"))
                lead_id = bare_id(first_text(value, "leadgen_id"))
                if change.get("field") != "leadgen" or not lead_id:
                    continue
                found += 1
                sent = sent_at(times, first_text(value, "created_time"))
                yield IncomingLead(
                    source=SOURCE,
                    form=bare_id(first_text(value, "form_id")),
                    submitted_at=sent.at,
                    external_id=lead_id,
                    is_pending=True,
                    is_test=_TEST_ID.fullmatch(lead_id) is not None,
                    remarks=(sent.remark,) if sent.remark else (),
                )
        if not found:
            raise NotOurs("other news of the page")


class MetaLead:
    """The lead as the Graph API gives it: ``field_data`` with lists of values."""

    name = "meta-lead"
    title = "Meta lead ads (lead)"
    source = SOURCE

    def recognise(self, body: Body) -> int:
        """``field_data`` is Meta's alone."""
        fields = _mappings(body.get("field_data"))
        return CERTAIN if fields and all("name" in field for field in fields) else NO

    def read(self, body: Body, times: TimeReader) -> Iterator[IncomingLead]:
        """One lead. Consents stand apart from the answers; "" is a no."""
        sheet = sheet_of(
            Answer(first_text(field, "name"), _values(field))
            for field in _mappings(body.get("field_data"))
        )
        for consent in _mappings(body.get("custom_disclaimer_responses")):
            checked = text_of(consent.get("is_checked"))
            sheet.consent(first_text(consent, "checkbox_key"), checked in ("1", "true"), checked)
        yield lead_of(
            SOURCE,
            sheet,
            times,
            form=first_text(body, "form_name") or bare_id(first_text(body, "form_id")),
            campaign=first_text(body, "campaign_name", "ad_name"),
            sent=sent_at(times, first_text(body, "created_time")),
            external_id=bare_id(first_text(body, "id", "leadgen_id")),
            is_test=any(is_test_text(_values(f)) for f in _mappings(body.get("field_data"))),
        )


def _values(field: Body) -> str:
    return text_of(field.get("values", field.get("value")))


def _changes(entry: Body) -> list[Body]:
    return _mappings(entry.get("changes"))


def _mappings(value: object) -> list[Body]:
    return [each for each in list_of(value) if isinstance(each, dict)]
