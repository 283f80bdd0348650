"""The fields of a lead's payload as a person filled them in: what was asked and what was answered.

The payload is kept as it came; this only reads it. It may be JSON of any shape, a form as the web
sends it, or lines of "label: value"; what is none of these is one field without a label.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

MOST_FIELDS: Final = 200
_LONGEST: Final = 2_000
_DEEPEST: Final = 12
_MOST_PAIRS: Final = 5_000
_BRACKETS: Final = re.compile(r"[^\[\]]+")
_QUESTIONS: Final = ("title", "label", "question", "name", "column_name", "key", "field")
"""How services call the question of an answer that stands beside it."""
_ANSWERS: Final = ("value", "values", "answer", "text", "string_value", "raw_value")


@dataclass(frozen=True, slots=True)
class LeadField:
    """One field: ``label`` as it was sent, "" where it has none; ``text`` the answer."""

    label: str
    text: str


def fields_of(payload: str) -> tuple[LeadField, ...]:
    """The fields in their order, at most :data:`MOST_FIELDS`, each shortened to what a screen
    shows."""
    found: list[LeadField] = []
    for field in _all_fields(payload):
        if field.text:
            found.append(field)
        if len(found) == MOST_FIELDS:
            break
    return tuple(found)


def _all_fields(payload: str) -> Iterator[LeadField]:
    text = payload.strip()
    if not text:
        return
    if text[0] in "{[":
        try:
            body = json.loads(text)
        except (ValueError, RecursionError):
            body = None
        if body is not None:
            yield from _of_json("", body, 0)
            return
    if "=" in text and not any(c.isspace() for c in text):
        yield from _of_form(text)
        return
    for line in text.splitlines():
        label, colon, value = line.partition(":")
        if colon and value.strip() and len(label) <= 80:
            yield _field(label, value)
        elif line.strip():
            yield _field("", line)


def _of_form(text: str) -> Iterator[LeadField]:
    try:
        pairs = parse_qsl(text, max_num_fields=_MOST_PAIRS)
    except ValueError:
        yield _field("", text)
        return
    yield from _of_json("", dict(pairs), 0)


def _nested(value: dict[Any, Any]) -> dict[Any, Any]:
    """``fields[phone][value]`` as the form means it: what stands in brackets is inside."""
    if not any("[" in str(name) for name in value):
        return value
    whole: dict[Any, Any] = {}
    for name, inside in value.items():
        first, *rest = _BRACKETS.findall(str(name))[:_DEEPEST] or [str(name)]
        place, last = whole, first
        for part in rest:
            below = place.get(last)
            if not isinstance(below, dict):
                below = place[last] = {} if below is None else {"": below}
            place, last = below, part
        place[last] = inside
    return whole


def _of_json(label: str, value: Any, depth: int) -> Iterator[LeadField]:
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        value = _nested(value)
        asked = next((value[each] for each in _QUESTIONS if _said(value.get(each))), "")
        answer = next((value[each] for each in _ANSWERS if each in value), None)
        if asked and answer is not None:
            yield from _of_json(str(asked), answer, depth + 1)
            return
        for name, inside in value.items():
            yield from _of_json(str(name), inside, depth + 1)
    elif isinstance(value, list):
        if value and all(isinstance(each, str | int | float) for each in value):
            yield _field(label, ", ".join(map(_words, value)))
            return
        for inside in value:
            yield from _of_json(label, inside, depth + 1)
    elif value is not None and _words(value).strip():
        yield _field(label, _words(value))


def _said(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _field(label: str, text: str) -> LeadField:
    return LeadField(" ".join(label.split())[:200], text.strip()[:_LONGEST])
