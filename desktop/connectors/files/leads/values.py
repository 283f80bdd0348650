"""Loose values of JSON and of forms as texts."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from desktop.domain.clean_text import whole_text
from desktop.domain.lead_answers import Answer
from desktop.domain.people_titles import PersonField, meaning_of

_QUESTIONS = ("label", "title", "question", "name", "column_name", "key", "field")
"""How services call the question of an answer that stands beside it."""
_ANSWERS = ("value", "values", "answer", "string_value", "raw_value")
_CHANNELS = frozenset((PersonField.PHONE, PersonField.EMAIL))
_PARTS_OF_NAMES = ("prefix", "first", "middle", "last", "suffix")


def text_of(value: object) -> str:
    """A value as one text: lists with commas, objects by their values, "" for nothing."""
    if isinstance(value, str):
        return whole_text(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return " ".join(text for each in value.values() if (text := text_of(each)))
    if isinstance(value, list | tuple):
        return ", ".join(text for each in value if (text := text_of(each)))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def mapping_of(value: object) -> Mapping[str, Any]:
    """An object, also one inside a text (JSON in a form's field); empty where there is none."""
    if isinstance(value, str) and value.lstrip()[:1] == "{":
        value = loaded(value)
    return value if isinstance(value, Mapping) else {}


def list_of(value: object) -> list[Any]:
    """A list, also one inside a text; empty where there is none."""
    if isinstance(value, str) and value.lstrip()[:1] == "[":
        value = loaded(value)
    return value if isinstance(value, list) else []


def loaded(text: str) -> Any:
    """The JSON inside a text, None where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def first_text(body: Mapping[str, Any], *keys: str) -> str:
    """The first of these keys that says something."""
    for key in keys:
        if text := text_of(body.get(key)):
            return text
    return ""


def question_of(value: object) -> tuple[str, Any] | None:
    """The question and its answer where an object is one of these: ``{"label": "Phone", "value":
    …}``; None where it is a person or anything else."""
    if not isinstance(value, Mapping) or any(meaning_of(str(key)) in _CHANNELS for key in value):
        return None
    answer = next((key for key in _ANSWERS if key in value), None)
    said = (value.get(key) for key in _QUESTIONS)
    question = next((each for each in said if isinstance(each, str) and each.strip()), "")
    return (question, value[answer]) if question and answer else None


def answers_of(
    fields: Mapping[str, Any], *, without: frozenset[str] = frozenset()
) -> Iterator[Answer]:
    """Label → value, the way most forms send them."""
    for title, value in fields.items():
        if title not in without:
            yield Answer(str(title), answer_text(value))


def answer_text(value: object) -> str:
    """An answer; one in parts (first and last name, area code and number) in the order that people
    write it."""
    if not isinstance(value, Mapping):
        return text_of(value)
    parts = {str(key).casefold(): text_of(each) for key, each in value.items()}
    if parts.get("full"):
        return parts["full"]
    if "first" in parts or "last" in parts:
        return " ".join(parts[key] for key in _PARTS_OF_NAMES if parts.get(key))
    if parts.get("phone") and "area" in parts:
        return " ".join(filter(None, (parts.get("country", ""), parts["area"], parts["phone"])))
    return ", ".join(filter(None, parts.values()))
