"""What belongs to one call and comes in several rows or messages, kept until it is together.

Systems write them close to each other, so what is kept has an end, whatever a file holds: the
oldest call is let go first, and what comes for it later is news about the same call.
"""

from collections import OrderedDict
from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")

CALLS_AT_MOST = 5000
PARTS_AT_MOST = 500
"""Of one call."""
CHARACTERS_AT_MOST = 24 * 1024 * 1024


class Together(Generic[T]):
    """Groups by key, in the order of their first parts."""

    def __init__(self) -> None:
        self._groups: OrderedDict[str, list[T]] = OrderedDict()
        self._sizes: dict[str, int] = {}
        self._size = 0

    def add(self, key: str, part: T, size: int) -> Iterator[list[T]]:
        """Keep ``part`` (``size`` characters); gives out the groups that had to be let go."""
        group = self._groups.setdefault(key, [])
        group.append(part)
        self._sizes[key] = self._sizes.get(key, 0) + size
        self._size += size
        if len(group) >= PARTS_AT_MOST:
            self._groups.move_to_end(key, last=False)
            yield self._let_go()
        while len(self._groups) > CALLS_AT_MOST or (
            self._size > CHARACTERS_AT_MOST and self._groups
        ):
            yield self._let_go()

    def take(self, key: str) -> list[T] | None:
        """The group of ``key``, which is whole; None where there is none."""
        group = self._groups.pop(key, None)
        if group is not None:
            self._size -= self._sizes.pop(key)
        return group

    def rest(self) -> Iterator[list[T]]:
        """The groups that are left."""
        while self._groups:
            yield self._let_go()

    def _let_go(self) -> list[T]:
        key, group = self._groups.popitem(last=False)
        self._size -= self._sizes.pop(key)
        return group
