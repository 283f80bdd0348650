"""Where the answers of a form stand in what was posted: flat, under a usual name, as a list of
questions with their answers, and beside all of these."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from desktop.connectors.files.leads.submissions import Body
from desktop.connectors.files.leads.values import (
    answer_text,
    list_of,
    mapping_of,
    question_of,
    text_of,
)
from desktop.domain.people_titles import PersonField, meaning_in_form

_INSIDE: Final = (
    *("data", "fields", "form_data", "answers", "payload", "submission", "form_fields"),
    "submissions",
)
_DEEPEST: Final = 3
_IN_PARTS: Final = frozenset((PersonField.NAME, PersonField.PHONE, PersonField.MESSAGE))
"""What a person answers in parts: first and last name, area code and number."""
_OF_PROGRAMS: Final = frozenset(
    (
        *("event", "eventtype", "type", "action", "object", "trigger", "triggertype", "version"),
        *("success", "status", "code", "form", "formname", "formtitle", "uuid", "token", "site"),
        *("timestamp", "datesubmitted", "submissiondate", "submissiontime", "created"),
    )
)
_ID_OR_TIME: Final = re.compile(
    r"(?:^|[_\s-])id$|[a-z](?:Id|ID)$|(?<!you)(?<!You)(?:(?:^|[_\s-])at|(?<=[a-z])At)$"
)
"""How a program's titles end; "What number can we reach you at" is a question."""


@dataclass(slots=True)
class Shape:
    """``answers`` of people under their titles, ``envelopes`` around them (the outermost first),
    and what is ``left_out`` of these since it answers nothing."""

    answers: list[tuple[str, Any]] = field(default_factory=list)
    envelopes: list[Body] = field(default_factory=list)
    left_out: dict[str, Any] = field(default_factory=dict)


def shape_of(body: Body) -> Shape:
    """The answers of a submission, those inside first."""
    shape = Shape()
    _gather(body, shape, 0)
    return shape


def _gather(body: Body, shape: Shape, depth: int) -> None:
    inside = next((n for n in _INSIDE if mapping_of(body.get(n)) or _pairs(body.get(n))), None)
    if inside is None or depth == _DEEPEST:
        shape.answers += [(str(title), value) for title, value in body.items()]
    else:
        shape.envelopes.append(body)
        if pairs := _pairs(body[inside]):
            shape.answers += pairs
        else:
            _gather(mapping_of(body[inside]), shape, depth + 1)
        for title, beside in body.items():
            if title != inside:
                _put_beside(str(title), beside, shape)


def _put_beside(title: str, value: object, shape: Shape) -> None:
    """What stands beside the answers is one too, unless a program says it of the form."""
    in_parts = isinstance(value, Mapping) or (
        isinstance(value, list) and any(isinstance(each, Mapping | list) for each in value)
    )
    by_program = re.sub(r"[\W_]", "", title).casefold() in _OF_PROGRAMS
    if by_program or _ID_OR_TIME.search(title) or (in_parts and not _is_in_parts(title)):
        shape.left_out[title] = value
    else:
        shape.answers.append((title, value))


def _is_in_parts(title: str) -> bool:
    return meaning_in_form(title) in _IN_PARTS


def _pairs(value: Any) -> list[tuple[str, Any]]:
    """Questions with their answers, in a list or by their numbers; none where it is not all
    such."""
    each = mapping_of(value).values() or list_of(value)
    found = list(map(question_of, each))
    return [pair for pair in found if pair] if found and all(found) else []


def written(value: object) -> str:
    """An answer as a text; also one that stands under "value" with more about it."""
    parts = mapping_of(value)
    return text_of(parts["value"]) if "value" in parts else answer_text(value)
