"""Many identities looked up together."""

from collections.abc import Collection, Iterable
from typing import Any, Final

_AT_ONCE: Final = 400


def some_at_a_time(keys: Collection[Any]) -> Iterable[list[Any]]:
    """A few hundred at a time, always as many so that the statement is compiled once."""
    everything = list(keys)
    for start in range(0, len(everything), _AT_ONCE):
        yield everything[start : start + _AT_ONCE]
