"""Hears on a clinic server, within milliseconds, that somebody has written."""

import threading
from typing import Any

import psycopg
from sqlalchemy import Engine

from desktop.storage.change_notices import CHANNEL
from desktop.storage.postgresql_engine import CONNECT_SECONDS

_Line = psycopg.Connection[Any]


class PostgresqlWatch:
    """A connection of its own that does nothing but listen. One that is lost is opened again by
    whoever asks next; what was written meanwhile counts as news. ``engine`` tells the way."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._line: _Line | None = None
        self._count = 0
        self._asked = (0, 0)

    def stir(self) -> int:
        """A number that moves when something was written. Nothing is asked of the server. Raises
        the driver's own exceptions while it is out of reach."""
        with self._lock:
            self._count += self._heard()
            return self._count

    def compare(self, version: int) -> None:
        """``version`` was asked of the server: where it has moved and nothing was heard, the line
        is dead without knowing it and is opened again."""
        with self._lock:
            if self._line is None:
                return
            self._count += self._heard()
            moved, heard = version != self._asked[0], self._count != self._asked[1]
            if moved and not heard:
                self._hang_up()
            self._asked = version, self._count

    def close(self) -> None:
        """Let the connection go."""
        with self._lock:
            self._hang_up()

    def _heard(self) -> bool:
        if self._line is None:
            self._line = self._call()
            return True
        try:
            return bool(list(self._line.notifies(timeout=0)))
        except psycopg.Error:
            self._hang_up()
            raise

    def _call(self) -> _Line:
        args, options = self._engine.dialect.create_connect_args(self._engine.url)
        options.setdefault("connect_timeout", CONNECT_SECONDS)
        line: _Line = psycopg.connect(
            *args, **options, autocommit=True, application_name="KetWell Desk, listening"
        )
        try:
            line.execute(f"LISTEN {CHANNEL}")
        except BaseException:
            line.close()
            raise
        return line

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None
