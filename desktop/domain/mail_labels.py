"""A label and its value in a line of a mail, however the form's template sets it: behind a bullet
or a number, in brackets, in bold, with a colon, a tab or a question mark."""

import re
from collections.abc import Iterator
from typing import Final

from desktop.domain.channels import emails_in, number_in
from desktop.domain.people_titles import PersonField, meaning_of

FORM_FIELDS: Final = frozenset(
    (
        PersonField.NAME,
        PersonField.FIRST,
        PersonField.LAST,
        PersonField.PHONE,
        PersonField.EMAIL,
        PersonField.MESSAGE,
    )
)
_BEFORE: Final = r"[*>\s]{0,8}(?:(?:[-–•·‣▪]|\d{1,2}[.)])\s{1,4})?[*\s]{0,4}"
_COLON: Final = re.compile(
    rf"{_BEFORE}(?P<label>[¿¡(\[_\w][^:：\n<>@\t]{{0,199}}?)\s{{0,4}}[*]{{0,2}}\s{{0,4}}"
    r"[:：][*]{0,2}[ \t]*(?P<value>.*)"
)
_TAB: Final = re.compile(rf"{_BEFORE}(?P<label>[^:\t\n]{{2,60}})\t\s{{0,8}}(?P<value>\S.*)")
_ASKED: Final = re.compile(rf"{_BEFORE}(?P<label>[^:?\t\n]{{2,60}}\?)\s{{1,8}}(?P<value>\S.*)")
_DIGITS_AT_MOST: Final = 4
"""A label of more is a number or a time with a colon behind it."""


def label_in(line: str) -> tuple[str, str] | None:
    """The label that ``line`` begins with, and what stands behind it; None for other lines."""
    found = _COLON.fullmatch(line)
    if found and _is_label(found["label"]):
        value = found["value"]
        # "*Name: *Juniper" is bold up to the blank.
        bold = value.startswith("*") and "*" in line[: found.start("label")]
        return found["label"].strip(), value.lstrip("*").lstrip() if bold else value
    found = _TAB.fullmatch(line)
    if found and meaning_of(found["label"]) in FORM_FIELDS:
        return found["label"].strip(), found["value"]
    found = _ASKED.fullmatch(line)
    if found and _is_answered(found["label"], found["value"]):
        return found["label"].strip(), found["value"]
    return None


def _is_answered(question: str, answer: str) -> bool:
    """Whether a question is a form's: a letter says "Questions? Call me" too."""
    meaning = meaning_of(question)
    if meaning is PersonField.EMAIL:
        return bool(emails_in(answer))
    if meaning is PersonField.PHONE:
        return bool(number_in(answer))
    is_message = question.casefold().startswith(("message", "mensaje", "comment"))
    return meaning in FORM_FIELDS and (meaning is not PersonField.MESSAGE or is_message)


def _is_label(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    digits = sum(map(str.isdecimal, text))
    return (
        letters > 0
        and digits <= _DIGITS_AT_MOST
        and (letters > 1 or digits == 0)
        and (not text.casefold().startswith(("http", "//")))
    )


def labelled(text: str) -> Iterator[tuple[str, str]]:
    """Label and value; lines without a label go on with the value before them. What stands before
    the first label comes under ""."""
    label, parts = "", list[str]()
    for line in text.splitlines():
        if found := label_in(line):
            if label or any(map(str.strip, parts)):
                yield label, "\n".join(parts).strip()
            label, parts = found[0], [found[1]]
        else:
            parts.append(line)
    if label or any(map(str.strip, parts)):
        yield label, "\n".join(parts).strip()
