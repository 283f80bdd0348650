"""What is wrong with words to read aloud: an old number, a review that is due, old words quoted."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.domain.folding import fold

_OLD_LIFELINE = re.compile(r"800\D{0,3}273\D{0,3}(?:8255|talk)", re.IGNORECASE)
"""The lifeline's number until July 2022; it still works, but 988 is what people are told."""
_LIFELINE = re.compile(r"(?<!\d)988(?!\d)")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_NO_WORD = re.compile(r"[\W_]+")
_FEWEST_WORDS = 5
"""A sentence of fewer words ("Please hold.") is nobody's."""


class GuardKind(StrEnum):
    """What is wrong."""

    OLD_NUMBER = "old_number"
    REVIEW_DUE = "review_due"
    OLD_STATEMENT = "old_statement"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and what to do, in words for the manager."""

    kind: GuardKind
    words: str


@dataclass(frozen=True, slots=True)
class StatementWords:
    """A version of the approved words; ``holds``: current somewhere."""

    name: str
    text: str
    holds: bool


def findings(
    text: str, review_on: date | None, today: date, statements: Iterable[StatementWords] = ()
) -> tuple[Finding, ...]:
    """Everything that is wrong with a line."""
    found = []
    if _OLD_LIFELINE.search(text) and not _LIFELINE.search(text):
        found.append(
            Finding(
                GuardKind.OLD_NUMBER,
                "It gives 800-273-8255 without 988. Say 988 first, then approve it again.",
            )
        )
    if review_on is not None and review_on < today:
        found.append(
            Finding(
                GuardKind.REVIEW_DUE,
                f"It was to be looked at again by {review_on:%B} {review_on.day}. "
                "Read it through, then approve it with a new date.",
            )
        )
    quoted = _quoted(text, statements)
    if quoted:
        found.append(
            Finding(
                GuardKind.OLD_STATEMENT,
                f"It quotes statement {quoted}, which holds no more. Change it to what holds now.",
            )
        )
    return tuple(found)


def _quoted(text: str, statements: Iterable[StatementWords]) -> str:
    """The name of a version that ended whose words stand in the text, and in no version that
    holds."""
    statements = tuple(statements)
    holding = {each for words in statements if words.holds for each in _sentences(words.text)}
    said = f" {_plain(text)} "
    for words in statements:
        if words.holds:
            continue
        if any(f" {each} " in said for each in _sentences(words.text) - holding):
            return words.name
    return ""


def _sentences(text: str) -> set[str]:
    plain = (_plain(each) for each in _SENTENCE.split(text))
    return {each for each in plain if len(each.split()) >= _FEWEST_WORDS}


def _plain(text: str) -> str:
    return _NO_WORD.sub(" ", fold(text)).strip()
