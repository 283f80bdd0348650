"""Words of danger in what somebody wrote or said: found so that they come first.

That none is found never means that somebody is safe; whoever shows a text says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from desktop.domain.folding import fold

NEVER_SAFE = "No flag never means safe: read the words."
"""Stands wherever texts are shown that were looked through."""

_INSIDE_WORDS = str.maketrans("", "", "'’‘`´ʼ\u00ad\u200b\u200c\u200d\u2060\ufeff")


@dataclass(frozen=True, slots=True)
class DangerWord:
    """A word or a phrase, and the language it belongs to ("en", "es")."""

    language: str
    word: str


def danger_key(word: str) -> str:
    """What two spellings of a word have in common: "¡Can't   breathe!" → "cant breathe"."""
    folded = fold(word.translate(_INSIDE_WORDS))
    return " ".join("".join(c if c.isalnum() else " " for c in folded).split())


@lru_cache(maxsize=2048)
def _key_of(word: str) -> str:
    """The key of a word of the list, which is held against every text."""
    return danger_key(word)


def find_danger(text: str, words: Iterable[DangerWord]) -> tuple[str, ...]:
    """The words of danger that stand in ``text`` as whole words, in the order of the list, each
    once. Case, accents, apostrophes, punctuation and line breaks do not matter."""
    line = f" {danger_key(text)} "
    if not line.strip():
        return ()
    found: dict[str, None] = {}
    for each in words:
        key = _key_of(each.word)
        if key and f" {key} " in line:
            found[each.word] = None
    return tuple(found)
