"""Acts that wait until the desk has time for them."""

from collections.abc import Callable


class WhenFree:
    """``is_free`` is asked before each act; call :meth:`go_on` when the answer may have changed."""

    def __init__(self, is_free: Callable[[], bool]) -> None:
        self._is_free = is_free
        self._waiting: list[Callable[[], None]] = []

    def do(self, act: Callable[[], None]) -> None:
        """Now, or in a moment."""
        if self._is_free():
            act()
        else:
            self._waiting.append(act)

    def go_on(self) -> None:
        """Do what waits."""
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            self.do(act)

    def forget(self) -> None:
        """Whoever wanted it is not here any more."""
        self._waiting = []
