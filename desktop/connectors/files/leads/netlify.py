"""Netlify Forms: the notification and the submissions of its API."""

from collections.abc import Iterator

from desktop.connectors.files.format import CERTAIN, LIKELY, NO
from desktop.connectors.files.leads.submissions import Body
from desktop.connectors.files.leads.values import (
    answer_text,
    answers_of,
    first_text,
    list_of,
    mapping_of,
)
from desktop.domain.incoming import IncomingLead
from desktop.domain.lead_answers import Answer, lead_of, sheet_of
from desktop.domain.lead_times import sent_at
from desktop.domain.people_titles import PersonField, meaning_of
from desktop.domain.time_reading import TimeReader

_MARKS = {"site_url", "human_fields", "ordered_human_fields", "form_name"}


class Netlify:
    """``data`` holds the fields by name; the human ones have titles."""

    name = "netlify"
    title = "Netlify Forms"
    source = "netlify"

    def recognise(self, body: Body) -> int:
        """The data beside two of Netlify's own names."""
        if not mapping_of(body.get("data")):
            return NO
        found = len(body.keys() & _MARKS)
        return CERTAIN if found > 1 else LIKELY if found and "created_at" in body else NO

    def read(self, body: Body, times: TimeReader) -> Iterator[IncomingLead]:
        """One lead."""
        data = mapping_of(body.get("data"))
        answers = [
            Answer(
                first_text(field, "title", "name"),
                answer_text(field.get("value")),
                key=first_text(field, "name"),
            )
            for field in map(mapping_of, list_of(body.get("ordered_human_fields")))
        ]
        known = {answer.key for answer in answers}
        answers += (each for each in answers_of(data) if each.title not in known)
        sheet = sheet_of(answers)
        if not sheet.name:
            for key in ("name", "first_name", "last_name"):
                sheet.add(Answer(key, first_text(body, key), meaning_of(key)))
        if not sheet.emails and (found := first_text(body, "email")):
            sheet.add(Answer("email", found, PersonField.EMAIL))
        yield lead_of(
            self.source,
            sheet,
            times,
            form=first_text(body, "form_name", "form_id"),
            sent=sent_at(times, first_text(body, "created_at")),
            external_id=first_text(body, "id"),
        )
