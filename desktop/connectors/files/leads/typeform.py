"""Typeform: the webhook and the responses of its API. The token is the answer's identity; the
event's id is another one at each delivery."""

from collections.abc import Iterator
from typing import Any, Final

from desktop.connectors.files.format import CERTAIN, LIKELY, NO
from desktop.connectors.files.leads.submissions import Body
from desktop.connectors.files.leads.values import (
    answers_of,
    first_text,
    list_of,
    mapping_of,
    text_of,
)
from desktop.domain.incoming import IncomingLead
from desktop.domain.lead_answers import Answer, Sheet, lead_of
from desktop.domain.lead_times import sent_at
from desktop.domain.people_titles import PersonField, meaning_of
from desktop.domain.time_reading import TimeReader

_KINDS: Final = {
    "email": PersonField.EMAIL,
    "phone_number": PersonField.PHONE,
}
_FREE: Final = frozenset(("long_text", "textarea"))
_NAMED: Final = frozenset(
    (PersonField.NAME, PersonField.FIRST, PersonField.MIDDLE, PersonField.LAST)
)
_DEPTH: Final = 4


class Typeform:
    """``form_response`` with answers by type."""

    name = "typeform"
    title = "Typeform"
    source = "typeform"

    def recognise(self, body: Body) -> int:
        """A form response, or an item of the API."""
        response = mapping_of(body.get("form_response"))
        if response:
            return CERTAIN if "answers" in response or "token" in response else LIKELY
        api = body.keys() >= {"answers", "landed_at"} and ("token" in body or "response_id" in body)
        return CERTAIN if api else NO

    def read(self, body: Body, times: TimeReader) -> Iterator[IncomingLead]:
        """One lead."""
        response = mapping_of(body.get("form_response")) or body
        definition = mapping_of(response.get("definition"))
        titles = _titles(list_of(definition.get("fields")), 0)
        sheet = Sheet()
        for answer in list_of(response.get("answers")):
            _take(sheet, mapping_of(answer), titles)
        # What the address of the form handed over (utm_source, a name) counts after what was typed.
        for hidden in answers_of(mapping_of(response.get("hidden"))):
            if meaning_of(hidden.title) is not None:
                sheet.add(hidden)
        yield lead_of(
            self.source,
            sheet,
            times,
            form=first_text(definition, "title") or first_text(response, "form_id"),
            sent=sent_at(times, first_text(response, "submitted_at", "landed_at")),
            external_id=first_text(response, "token", "response_id"),
        )


def _titles(fields: list[Any], depth: int) -> dict[str, str]:
    """Field id or reference → question; the fields of a group too."""
    titles: dict[str, str] = {}
    for each in fields:
        field = mapping_of(each)
        for key in ("id", "ref"):
            if name := first_text(field, key):
                titles[name] = first_text(field, "title")
        inside = list_of(mapping_of(field.get("properties")).get("fields"))
        if inside and depth < _DEPTH:
            titles |= _titles(inside, depth + 1)
    return titles


def _take(sheet: Sheet, answer: Body, titles: dict[str, str]) -> None:
    field = mapping_of(answer.get("field"))
    asked, kind = first_text(field, "type"), first_text(answer, "type")
    title = titles.get(first_text(field, "id")) or titles.get(first_text(field, "ref")) or ""
    title = title or first_text(field, "title", "ref") or asked.replace("_", " ")
    if asked == "legal":
        given = answer.get("boolean")
        sheet.consent(title, given is True, text_of(given))
        return
    if asked == "date" or kind in ("file_url", "payment"):
        meaning = None
    elif asked in _FREE:
        meaning = PersonField.MESSAGE
    else:
        meaning = _KINDS.get(kind) or (_named(title) if kind == "text" else None)
    sheet.add(Answer(title, _value(answer, kind), meaning))


def _named(title: str) -> PersonField | None:
    """Of a short text only a name is known by its question."""
    found = meaning_of(title)
    return found if found in _NAMED or found is PersonField.PHONE else None


def _value(answer: Body, kind: str) -> str:
    value = answer.get(kind)
    if isinstance(value, dict):
        parts = (value.get("label"), value.get("labels"), value.get("other"), value.get("success"))
        return text_of([part for part in parts if part not in (None, "")])
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return text_of(value)
