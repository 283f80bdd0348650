"""Which of a million things were seen before, in a few bytes for each."""

from array import array
from typing import Final

_FIRST_SIZE: Final = 1 << 12
_WIDTH: Final = (1 << 64) - 1


class SeenBefore:
    """A set of hashes. Python's own takes five times the memory: an object and more for each."""

    def __init__(self) -> None:
        self._slots = array("Q", bytes(8 * _FIRST_SIZE))
        self._count = 0

    def add(self, key: int) -> bool:
        """Whether a hash was there already; it is from now on."""
        if 2 * self._count >= len(self._slots):
            self._grow()
        place = self._place(key := key & _WIDTH or 1)
        if self._slots[place]:
            return True
        self._slots[place] = key
        self._count += 1
        return False

    def _place(self, key: int) -> int:
        """Where a hash stands, or where there is room for it."""
        slots, last = self._slots, len(self._slots) - 1
        # The lower bits of our hashes may be alike; the product's upper ones are not.
        place = (key * 0x9E3779B97F4A7C15 & _WIDTH) >> 32 & last
        while (there := slots[place]) and there != key:
            place = place + 1 & last
        return place

    def _grow(self) -> None:
        old = self._slots
        self._slots = array("Q", bytes(16 * len(old)))
        for key in old:
            if key:
                self._slots[self._place(key)] = key
