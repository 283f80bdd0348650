"""Google Ads lead forms: the webhook. Its key stands in the body and is kept out of the payload."""

from collections.abc import Iterator
from typing import Final

from desktop.connectors.files.format import CERTAIN, LIKELY, NO
from desktop.connectors.files.leads.submissions import Body
from desktop.connectors.files.leads.values import first_text, list_of, mapping_of, text_of
from desktop.domain.incoming import IncomingLead
from desktop.domain.lead_answers import Answer, lead_of, sheet_of
from desktop.domain.lead_times import sent_at
from desktop.domain.people_titles import PersonField
from desktop.domain.time_reading import TimeReader

_COLUMNS: Final = {
    "FULL_NAME": PersonField.NAME,
    "FIRST_NAME": PersonField.FIRST,
    "LAST_NAME": PersonField.LAST,
    "EMAIL": PersonField.EMAIL,
    "WORK_EMAIL": PersonField.EMAIL,
    "PHONE_NUMBER": PersonField.PHONE,
    "WORK_PHONE": PersonField.PHONE,
    "USER_PHONE": PersonField.PHONE,
    "USER_EMAIL": PersonField.EMAIL,
}


class GoogleAds:
    """``user_column_data``: columns with an id, a name, or both."""

    name = "google-ads"
    title = "Google Ads lead form"
    source = "google-ads"

    def recognise(self, body: Body) -> int:
        """The columns and the lead's id."""
        if not isinstance(body.get("user_column_data"), list):
            return NO
        return CERTAIN if "lead_id" in body else LIKELY

    def read(self, body: Body, times: TimeReader) -> Iterator[IncomingLead]:
        """One lead. ``is_test`` is set by Google's "Send test data" button."""
        yield lead_of(
            self.source,
            sheet_of(map(_answer, list_of(body.get("user_column_data")))),
            times,
            form=first_text(body, "form_name", "form_id"),
            campaign=first_text(body, "campaign_name", "campaign_id"),
            sent=sent_at(times, first_text(body, "lead_submit_time")),
            external_id=first_text(body, "lead_id"),
            is_test=text_of(body.get("is_test")).casefold() in ("true", "1"),
        )


def _answer(column: object) -> Answer:
    fields = mapping_of(column)
    key = first_text(fields, "column_id")
    title = first_text(fields, "column_name") or key.replace("_", " ").capitalize()
    text = first_text(fields, "string_value", "value")
    return Answer(title, text, _COLUMNS.get(key.upper()), key)
