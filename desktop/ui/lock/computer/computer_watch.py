"""What every system tells in its own way."""

from collections.abc import Callable
from typing import Protocol


class ComputerWatch(Protocol):
    """Hears that somebody locked the computer, that it goes to sleep, and that it is back."""

    def start(self, locked: Callable[[], object]) -> None:
        """Call ``locked`` in the window's thread, each time. Does nothing where the system tells
        nobody: the desk locks by its own time all the same."""

    def stop(self) -> None:
        """Call nobody any more."""
