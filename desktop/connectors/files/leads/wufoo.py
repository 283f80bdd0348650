"""Wufoo: form fields named Field1, Field2, and what they mean as JSON inside the form.

An entry's number is the form's own: the form's hash stands before it.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from desktop.connectors.files.format import CERTAIN, LIKELY, NO
from desktop.connectors.files.leads.submissions import Body
from desktop.connectors.files.leads.values import first_text, list_of, mapping_of, text_of
from desktop.domain.channels import may_be_number
from desktop.domain.incoming import IncomingLead
from desktop.domain.lead_answers import Answer, lead_of, sheet_of
from desktop.domain.lead_times import sent_at
from desktop.domain.people_titles import PersonField
from desktop.domain.time_reading import TimeReader

_FIELD: Final = re.compile(r"Field\d+(?:-\w+)?")
_MEANINGS: Final = {
    "email": PersonField.EMAIL,
    "phone": PersonField.PHONE,
    "textarea": PersonField.MESSAGE,
    "shortname": PersonField.NAME,
    "name": PersonField.NAME,
    "file": PersonField.TECHNICAL,
}


class Wufoo:
    """The webhook, with or without the form's structure, and the entries of its API."""

    name = "wufoo"
    title = "Wufoo"
    source = "wufoo"

    def recognise(self, body: Body) -> int:
        """Numbered fields and an entry's number."""
        if "EntryId" not in body:
            return NO
        numbered = any(_FIELD.fullmatch(key) for key in body) or "Fields" in body
        sure = "FieldStructure" in body or "HandshakeKey" in body
        return CERTAIN if sure else LIKELY if numbered else NO

    def read(self, body: Body, times: TimeReader) -> Iterator[IncomingLead]:
        """One lead."""
        structure = mapping_of(body.get("FieldStructure"))
        form = mapping_of(body.get("FormStructure"))
        values = {key: text_of(value) for key, value in body.items() if _FIELD.fullmatch(key)}
        for field in map(mapping_of, list_of(body.get("Fields"))):
            values.setdefault(first_text(field, "ID"), first_text(field, "Value"))
        entry, hashed = first_text(body, "EntryId"), first_text(form, "Hash", "Url")
        yield lead_of(
            self.source,
            sheet_of(_answers(list_of(structure.get("Fields")), values)),
            times,
            form=first_text(form, "Name", "Hash"),
            sent=sent_at(times, first_text(body, "DateCreated")),
            external_id=f"{hashed}/{entry}" if hashed and entry else entry,
        )


def _answers(fields: list[object], values: dict[str, str]) -> Iterator[Answer]:
    left = dict(values)
    for field in map(mapping_of, fields):
        kind, title = first_text(field, "Type"), first_text(field, "Title")
        parts = [mapping_of(part) for part in list_of(field.get("SubFields"))]
        ids = [first_text(part, "ID") for part in parts] or [first_text(field, "ID")]
        # Of a field in parts the first may go by the field's own id.
        texts = [left.pop(each, "") for each in ids]
        if first_text(field, "ID") not in ids:
            texts.insert(0, left.pop(first_text(field, "ID"), ""))
        yield _answer(kind, title, parts, list(filter(None, texts)))
    for key, text in left.items():
        # Without the structure an answer is known by what it is.
        yield Answer(key, text, PersonField.PHONE if may_be_number(text) else None)


def _answer(kind: str, title: str, parts: list[Mapping[str, object]], texts: list[str]) -> Answer:
    labels = {first_text(part, "Label") for part in parts}
    if kind in ("shortname", "name"):
        return Answer(title, " ".join(texts), PersonField.NAME)
    if kind == "phone" and len(texts) > 1:
        return Answer(title, "-".join(texts), PersonField.PHONE)
    # A consent's box says what was agreed to; the question above it may say nothing.
    meaning = _MEANINGS.get(kind)
    if kind == "checkbox" and meaning is None and len(labels) == 1 and not title:
        title = labels.pop()
    return Answer(title, ", ".join(texts), meaning)
