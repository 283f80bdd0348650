"""Formstack: fields by label; a name or an address in parts, as an object or as lines
"first = Juniper"."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from desktop.connectors.files.format import CERTAIN, NO
from desktop.connectors.files.leads.submissions import Body
from desktop.connectors.files.leads.values import answer_text, first_text, mapping_of, text_of
from desktop.domain.incoming import IncomingLead
from desktop.domain.lead_answers import Answer, lead_of, sheet_of
from desktop.domain.lead_times import sent_at
from desktop.domain.people_titles import PersonField
from desktop.domain.time_reading import TimeReader

_ENVELOPE: Final = frozenset(("FormID", "UniqueID", "HandshakeKey", "Timestamp", "FormName"))
_LINE: Final = re.compile(r"([a-z_0-9]{1,30}) = (.*)")
_MEANINGS: Final = {
    "name": PersonField.NAME,
    "email": PersonField.EMAIL,
    "phone": PersonField.PHONE,
    "textarea": PersonField.MESSAGE,
    "file": PersonField.TECHNICAL,
    "signature": PersonField.TECHNICAL,
    "creditcard": PersonField.TECHNICAL,
}


class Formstack:
    """The webhook, JSON or form."""

    name = "formstack"
    title = "Formstack"
    source = "formstack"

    def recognise(self, body: Body) -> int:
        """Its two ids."""
        return CERTAIN if body.keys() >= {"FormID", "UniqueID"} else NO

    def read(self, body: Body, times: TimeReader) -> Iterator[IncomingLead]:
        """One lead. It has no time unless the form was told to send one."""
        yield lead_of(
            self.source,
            sheet_of(_answer(key, body[key]) for key in body if key not in _ENVELOPE),
            times,
            form=first_text(body, "FormName", "FormID"),
            sent=sent_at(times, first_text(body, "Timestamp")),
            external_id=first_text(body, "UniqueID"),
        )


def _answer(title: str, value: object) -> Answer:
    parts: Mapping[str, Any] = mapping_of(value) or _parts(text_of(value))
    kind = first_text(parts, "field_type")
    if not parts:
        return Answer(title, text_of(value))
    inside = {key: each for key, each in parts.items() if key != "field_type"}
    text = text_of(inside["value"]) if inside.keys() == {"value"} else answer_text(inside)
    meaning = _MEANINGS.get(kind)
    if meaning is None and inside.keys() & {"first", "last"}:
        meaning = PersonField.NAME
    return Answer(title, text, meaning)


def _parts(text: str) -> dict[str, str]:
    """``first = Juniper\\nlast = Moss``; a message that only looks like it in places is none."""
    lines = [_LINE.fullmatch(line.strip()) for line in text.splitlines() if line.strip()]
    if not lines or not all(lines):
        return {}
    return {line[1]: line[2] for line in lines if line}
