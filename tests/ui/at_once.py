"""A runner that does the work where it is asked for, so that a test need not wait."""

from collections.abc import Callable
from typing import TypeVar

from desktop.domain.errors import Problem

T = TypeVar("T")


class AtOnce:
    """``held`` keeps what is asked for until :meth:`go_on`, as a slow disk would."""

    def __init__(self) -> None:
        self.held = False
        self._waiting: list[Callable[[], None]] = []

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Problem], None],
        *,
        replaces: str = "",
    ) -> None:
        """See :class:`desktop.ui.tasks.Runner`."""

        def job() -> None:
            try:
                value = work()
            except Problem as problem:
                failed(problem)
            else:
                done(value)

        if self.held:
            self._waiting.append(job)
        else:
            job()

    def run_network(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Problem], None]
    ) -> None:
        """See :class:`desktop.ui.tasks.Runner`."""
        self.run(work, done, failed)

    def go_on(self) -> None:
        """Do what was held back."""
        self.held = False
        while self._waiting:
            self._waiting.pop(0)()
