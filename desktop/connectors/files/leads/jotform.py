"""Jotform: the webhook (multipart, the answers as JSON inside ``rawRequest``) and its API."""

import re
from collections.abc import Iterator
from typing import Final

from desktop.connectors.files.format import CERTAIN, NO
from desktop.connectors.files.leads.submissions import Body
from desktop.connectors.files.leads.values import answer_text, first_text, mapping_of, text_of
from desktop.domain.incoming import IncomingLead
from desktop.domain.lead_answers import Answer, lead_of, sheet_of
from desktop.domain.lead_times import sent_at
from desktop.domain.people_titles import PersonField, meaning_of
from desktop.domain.time_reading import TimeReader

_QUESTION: Final = re.compile(r"q\d+_(.*)", re.DOTALL)
_PARTS_OF_NUMBERS: Final = frozenset(("area", "phone"))
_MEANINGS: Final = {
    "control_fullname": PersonField.NAME,
    "control_email": PersonField.EMAIL,
    "control_phone": PersonField.PHONE,
    "control_textarea": PersonField.MESSAGE,
    "control_head": PersonField.TECHNICAL,
    "control_button": PersonField.TECHNICAL,
    "control_text": PersonField.TECHNICAL,
    "control_captcha": PersonField.TECHNICAL,
    "control_fileupload": PersonField.TECHNICAL,
    "control_signature": PersonField.TECHNICAL,
}


class Jotform:
    """The webhook and the submissions of the API."""

    name = "jotform"
    title = "Jotform"
    source = "jotform"

    def recognise(self, body: Body) -> int:
        """Its ids beside the raw request, or numbered answers with the kind of their question."""
        if body.keys() >= {"formID", "submissionID"}:
            return CERTAIN
        answers = mapping_of(body.get("answers"))
        kinds = [mapping_of(each).get("type") for each in answers.values()]
        mine = "form_id" in body and any(str(kind).startswith("control_") for kind in kinds)
        return CERTAIN if mine else NO

    def read(self, body: Body, times: TimeReader) -> Iterator[IncomingLead]:
        """One lead."""
        raw = mapping_of(body.get("rawRequest"))
        given = mapping_of(body.get("answers"))
        answers = list(_of_request(raw)) or list(_of_api(given)) or list(_of_request(body))
        yield lead_of(
            self.source,
            sheet_of(answers or _of_pretty(first_text(body, "pretty"))),
            times,
            form=first_text(body, "formTitle", "form_title", "formID", "form_id"),
            sent=sent_at(times, first_text(body, "created_at", "createdAt")),
            external_id=first_text(body, "submissionID", "id"),
        )


def _of_request(raw: Body) -> Iterator[Answer]:
    """The numbers whose question does not call them so come last."""
    numbers = []
    for key, value in raw.items():
        if found := _QUESTION.fullmatch(key):
            parts = mapping_of(value)
            title = re.sub(r"\d+$", "", found[1]) or found[1]
            if parts.keys() >= _PARTS_OF_NUMBERS and "fax" not in title.casefold():
                numbers.append(Answer(title, answer_text(value), PersonField.PHONE))
                continue
            named = bool(parts.keys() & {"first", "last"})
            yield Answer(title, answer_text(value), PersonField.NAME if named else None)
    yield from sorted(numbers, key=lambda each: meaning_of(each.title) is not PersonField.PHONE)


def _of_api(given: Body) -> Iterator[Answer]:
    for field in map(mapping_of, given.values()):
        value = field.get("answer")
        kind = first_text(field, "type")
        if value not in (None, ""):
            title = first_text(field, "text", "name")
            yield Answer(title, answer_text(value), _MEANINGS.get(kind), text_of(field.get("name")))


def _of_pretty(pretty: str) -> Iterator[Answer]:
    """``Name:Juniper Moss, E-mail:…``, all there is where the raw request was left out."""
    for part in re.split(r", (?=[^,:]{1,80}:)", pretty):
        title, colon, text = part.partition(":")
        if colon:
            yield Answer(title.strip(), text.strip())
