"""From one list of sections to another, a section at a time."""

from collections.abc import Iterator, Sequence

from desktop.ui.section_lines import Section

Pair = tuple[Section | None, Section | None]
"""A section as it was (None: it comes) and as it is (None: it goes)."""


def paired(old: Sequence[Section], new: Sequence[Section]) -> tuple[Pair, ...]:
    """Both lists side by side, by their keys, which fall from the top down."""
    pairs: list[Pair] = []
    left, right = list(reversed(old)), list(reversed(new))
    while left or right:
        if left and right and left[-1].key == right[-1].key:
            pairs.append((left.pop(), right.pop()))
        elif not right or (left and left[-1].key > right[-1].key):
            pairs.append((left.pop(), None))
        else:
            pairs.append((None, right.pop()))
    return tuple(pairs)


def differs(pair: Pair) -> bool:
    """Whether lines come or go with it."""
    old, new = pair
    return old is None or new is None or old.rows != new.rows


def places(pairs: Sequence[Pair]) -> Iterator[tuple[int, Pair]]:
    """The pairs with which lines come or go, and which section it is when those before are done."""
    at = 0
    for pair in pairs:
        if differs(pair):
            yield at, pair
        at += pair[1] is not None
