"""Looks at a password, and has whoever tries wrong ones wait.

The tries are counted in the data. Whether the wait is over is told by the clock, which somebody at
the desk may set, and by the seconds of this program, which nobody can: the longer of both counts.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Row

from desktop.domain.errors import Refused
from desktop.domain.sign_in import spoken_wait
from desktop.services import sign_in_state
from desktop.services.changes import Clock
from desktop.services.passwords import Passwords
from desktop.storage.engine import Database


class PasswordTries:
    """The tries of everybody in this program. Usable from any thread."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        passwords: Passwords,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database, self._clock = database, clock
        self._passwords, self._seconds = passwords, seconds
        self._tried: dict[UUID, float] = {}
        """When a password was tried last, until it is the right one."""

    def fits(self, account: Row[tuple[object, ...]] | None, password: str) -> bool:
        """Whether it is the one of ``account``; nobody's takes as long. Raises :class:`Refused`
        while there is a wait, and looks at nothing."""
        if account is None:
            return self._passwords.fits(password, None)
        now, last = self._seconds(), self._tried.get(account.id)
        passed = None if last is None else timedelta(seconds=now - last)
        with self._database.write() as conn:
            wait = sign_in_state.begin_password_try(conn, account.id, self._clock(), passed)
        if wait:
            raise Refused(f"Too many wrong tries. Wait {spoken_wait(wait)}, then try again.")
        self._tried[account.id] = now
        fits = self._passwords.fits(password, account.password_hash or None)
        if fits:
            self._tried.pop(account.id, None)
        return fits
