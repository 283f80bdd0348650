"""Which letters of a name were typed: what a list of people found marks."""

import re

from desktop.domain.folding import fold

_WORD = re.compile(r"[^\W_]+")


def marked(name: str, words: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Start and length of the beginnings of words in ``name`` that match the folded ``words``;
    the longest of those that match one word."""
    found = []
    for piece in _WORD.finditer(name):
        length = max((_covered(piece.group(), word) for word in words), default=0)
        if length:
            found.append((piece.start(), length))
    return tuple(found)


def _covered(piece: str, word: str) -> int:
    """How many letters of ``piece`` the folded ``word`` stands for; a letter may fold to two."""
    if not word or not fold(piece).startswith(word):
        return 0
    return next(n for n in range(1, len(piece) + 1) if fold(piece[:n]).startswith(word))
