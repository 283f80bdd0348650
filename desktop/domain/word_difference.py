"""What is new in a text since an earlier one, word by word, for marking on the screen."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

_WORDS = re.compile(r"\s+|[^\s]+")
_EDGES = ".,;:!?()[]“”\"'’…–-"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the newer text; ``new`` where the earlier one did not say it so. The pieces put
    together are the newer text, character for character."""

    text: str
    new: bool


def new_since(earlier: str, text: str) -> tuple[Piece, ...]:
    """``text`` in pieces. Words count the same whatever their case and the marks around them, so
    that a comma marks nothing; spaces between two new words are new as well."""
    if not text:
        return ()
    words = _WORDS.findall(text)
    real = [place for place, word in enumerate(words) if not word.isspace()]
    old = [_plain(word) for word in earlier.split()]
    new = [_plain(words[place]) for place in real]
    known = [False] * len(words)
    for match in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        for n in range(match.b, match.b + match.size):
            known[real[n]] = True
    for place, word in enumerate(words):
        if word.isspace():
            beside = [known[n] for n in (place - 1, place + 1) if 0 <= n < len(words)]
            known[place] = any(beside) or not beside
    return tuple(
        Piece("".join(word for _, word in some), not is_known)
        for is_known, some in groupby(zip(known, words, strict=True), key=lambda each: each[0])
    )


def changed_share(earlier: str, text: str) -> float:
    """How much of ``text`` is new since ``earlier``, from 0 to 1, by characters."""
    pieces = new_since(earlier, text)
    total = sum(len(piece.text) for piece in pieces)
    return sum(len(piece.text) for piece in pieces if piece.new) / total if total else 0.0


def _plain(word: str) -> str:
    return word.strip(_EDGES).casefold() or word
