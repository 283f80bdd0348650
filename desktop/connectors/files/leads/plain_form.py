"""Any other form: label and value, flat or under one of the usual names. Only where nobody else
knows it, and only with somebody to reach in it."""

from collections.abc import Iterator
from typing import Final

from desktop.connectors.files.format import NO, PERHAPS
from desktop.connectors.files.leads.submissions import Body
from desktop.connectors.files.leads.values import answer_text, first_text, mapping_of, text_of
from desktop.connectors.files.mapped import is_of_calls
from desktop.domain.incoming import IncomingLead
from desktop.domain.lead_answers import Answer, lead_of, sheet_of
from desktop.domain.lead_times import sent_at
from desktop.domain.people_titles import PersonField, meaning_of
from desktop.domain.time_reading import TimeReader

_INSIDE: Final = ("data", "fields", "form_data", "answers", "payload", "submission", "form_fields")
_TIMES: Final = (
    "submitted_at",
    "submittedAt",
    "created_at",
    "createdAt",
    "date_submitted",
    "submission_date",
    "timestamp",
)
_CHANNELS: Final = frozenset((PersonField.PHONE, PersonField.EMAIL))


class PlainForm:
    """Label → value."""

    name = "form"
    title = "Web form"
    source = "form"

    def recognise(self, body: Body) -> int:
        """A number or an e-mail under a title that says so."""
        if is_of_calls([str(title) for title in body]):
            return NO
        for title, value in _fields(body).items():
            if meaning_of(str(title)) in _CHANNELS and _text(value):
                return PERHAPS
        return NO

    def read(self, body: Body, times: TimeReader) -> Iterator[IncomingLead]:
        """One lead."""
        fields = _fields(body)
        yield lead_of(
            self.source,
            sheet_of(Answer(str(key), _text(value)) for key, value in fields.items()),
            times,
            form=first_text(body, "form_name", "formName", "form_title", "form"),
            sent=sent_at(times, first_text(body, *_TIMES)),
            external_id=first_text(body, "id", "submission_id", "submissionId", "uuid"),
        )


def _fields(body: Body) -> Body:
    for name in _INSIDE:
        if inside := mapping_of(body.get(name)):
            return inside
    return body


def _text(value: object) -> str:
    parts = mapping_of(value)
    return text_of(parts["value"]) if "value" in parts else answer_text(value)
