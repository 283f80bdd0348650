"""For work in many parts: who is told how far it is, and who may stop it."""

from collections.abc import Callable
from typing import TypeAlias

Told: TypeAlias = Callable[[int, int], None]
"""Hears after each part how many are done, of how many; in the thread of the work."""
Stopped: TypeAlias = Callable[[], bool]
"""Asked before each part."""


def no_news(_done: int, _of: int) -> None:
    """For nobody who watches."""


def never() -> bool:
    """For nobody who might stop it."""
    return False
