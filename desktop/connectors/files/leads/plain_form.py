"""Any other form: label and value, flat or under one of the usual names. Only where nobody else
knows it, and only with somebody to reach in it."""

from collections.abc import Iterator, Sequence
from typing import Final

from desktop.connectors.files.format import NO, PERHAPS
from desktop.connectors.files.leads.shapes import shape_of, written
from desktop.connectors.files.leads.submissions import Body
from desktop.connectors.files.leads.values import first_text, text_of
from desktop.connectors.files.mapped import is_call
from desktop.domain.incoming import IncomingLead
from desktop.domain.lead_answers import Answer, lead_of, sheet_of
from desktop.domain.lead_secrets import without_secrets
from desktop.domain.lead_times import sent_at
from desktop.domain.people_titles import PersonField, meaning_of
from desktop.domain.time_reading import TimeReader

_TIMES: Final = (
    "submitted_at",
    "submittedAt",
    "created_at",
    "createdAt",
    "date_submitted",
    "submission_date",
    "submissionTime",
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
        if is_call([str(title) for title in body]):
            return NO
        for title, value in shape_of(body).answers:
            if meaning_of(title) in _CHANNELS and written(value):
                return PERHAPS
        return NO

    def read(self, body: Body, times: TimeReader) -> Iterator[IncomingLead]:
        """One lead."""
        shape = shape_of(body)
        around = shape.envelopes or [body]
        yield lead_of(
            self.source,
            sheet_of(Answer(title, written(value)) for title, value in shape.answers),
            times,
            form=_said(around, "form_name", "formName", "form_title", "form"),
            sent=sent_at(times, _said(around, *_TIMES)),
            external_id=first_text(body, "id", "submission_id", "submissionId", "uuid"),
            left_out=text_of(without_secrets(shape.left_out)),
        )


def _said(around: Sequence[Body], *names: str) -> str:
    return next(filter(None, (first_text(body, *names) for body in around)), "")
