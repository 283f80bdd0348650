"""Where the words that were looked for stand in a text, and the part of it worth showing."""

import re
from collections.abc import Sequence

from desktop.domain.folding import fold

Span = tuple[int, int]
"""Where a piece of a text begins, and how many characters it has."""

_WORD = re.compile(r"[^\W_]+")
_BEFORE = 24
"""Characters shown before the first word that was found."""


def marks(text: str, words: Sequence[str]) -> tuple[Span, ...]:
    """Beginnings of the words of ``text`` that one of ``words`` (folded) is the beginning of:
    "Wants her records" and "rec" → the "rec" of "records"."""
    found: list[Span] = []
    for match in _WORD.finditer(text):
        folded = fold(match[0])
        most = max((len(word) for word in words if word and folded.startswith(word)), default=0)
        if most:
            # A letter that folds into two ("ß") leaves no place to stop at: the whole word then.
            same = len(folded) == len(match[0])
            found.append((match.start(), most if same else len(match[0])))
    return tuple(found)


def digit_marks(text: str, digits: str) -> tuple[Span, ...]:
    """Where ``digits`` stand in a number as it is written, from the last ones: "0147" in
    "(312) 555-0147", "31255" in it from its first digit to its fifth."""
    places = [place for place, letter in enumerate(text) if letter.isdecimal()]
    shown = "".join(text[place] for place in places)
    at = shown.rfind(digits) if digits else -1
    if at < 0:
        return ()
    first, last = places[at], places[at + len(digits) - 1]
    return ((first, last + 1 - first),)


def excerpt(text: str, words: Sequence[str], most: int) -> str:
    """At most ``most`` characters of ``text`` on one line, with the first word that was found and
    a little before it; what is left out shows as …"""
    line = " ".join(text.split())
    found = marks(line, words)
    start = 0
    if found and found[0][0] + found[0][1] > most - 1:
        start = max(0, found[0][0] - _BEFORE)
        gap = line.find(" ", start)
        if 0 <= gap < found[0][0]:
            start = gap + 1
    shown = line[start:]
    if len(shown) > most:
        shown = shown[: most - 1].rstrip(" ,;:.") + "…"
    return f"…{shown}" if start else shown
