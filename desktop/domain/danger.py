"""Words of danger in what somebody wrote or said: found so that they come first.

That none is found never means that somebody is safe; whoever shows a text says so.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from desktop.domain.folding import fold

NEVER_SAFE = "No flag does not mean safe: read the words."
"""Stands wherever texts are shown that were looked through."""

_INSIDE_WORDS = str.maketrans("", "", "'’‘`´ʼ\u00ad\u200b\u200c\u200d\u2060\ufeff")

_BETWEEN_WORDS = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, slots=True)
class DangerWord:
    """A word or a phrase, and the language it belongs to ("en", "es")."""

    language: str
    word: str


def danger_key(word: str) -> str:
    """What two spellings of a word have in common: "¡Can't   breathe!" → "cant breathe"."""
    folded = fold(word.translate(_INSIDE_WORDS))
    if folded.isascii():
        return " ".join(_BETWEEN_WORDS.sub(" ", folded).split())
    return " ".join("".join(c if c.isalnum() else " " for c in folded).split())


@lru_cache(maxsize=2048)
def _key_of(word: str) -> str:
    """The key of a word of the list, which is held against every text."""
    return danger_key(word)


def beginnings(words: Iterable[DangerWord]) -> Mapping[str, Sequence[tuple[int, DangerWord]]]:
    """The words of danger by their first words, each with its place in the list: a text that has
    none of these has no danger word."""
    found: dict[str, list[tuple[int, DangerWord]]] = {}
    for place, each in enumerate(words):
        key = _key_of(each.word)
        if key:
            found.setdefault(key.partition(" ")[0], []).append((place, each))
    return found


def may_be_in(
    text: str, first_words: Mapping[str, Sequence[tuple[int, DangerWord]]]
) -> list[DangerWord]:
    """The words of danger of which the first word stands in a text, in the order of the list."""
    begun = first_words.keys() & danger_key(text).split()
    return [
        each
        for _, each in sorted(
            (pair for word in begun for pair in first_words[word]), key=itemgetter(0)
        )
    ]


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
