"""Tells the demo's story, one Change after the other."""

from collections.abc import Callable
from datetime import datetime
from random import Random
from uuid import UUID

from desktop.domain.ids import uuid7
from desktop.services.changes import Ledger, Writing


class Teller:
    """Keeps the identities by name while the records are written."""

    def __init__(
        self, ledger: Ledger, now: datetime, set_clock: Callable[[datetime], None]
    ) -> None:
        self.ledger = ledger
        self.now = now
        self.set_clock = set_clock
        self.random = Random(now.toordinal())  # noqa: S311 - the same demo each time
        self.ids: dict[tuple[str, str], UUID] = {}
        self.zones: dict[str, str] = {}
        self.calls: dict[str, UUID] = {}

    def id_of(self, kind: str, name: str) -> UUID:
        return self.ids[(kind, name)]

    def new_id(self, at: datetime) -> UUID:
        return uuid7(at, self.random.getrandbits(74))

    def change(self, at: datetime, action: str, work: Callable[[Writing], UUID | None]) -> None:
        self.set_clock(at)
        self.ledger.write_unattended(action, self.new_id(at), work)

    def keep(self, writing: Writing, record: str, called: str, /, **values: object) -> UUID:
        row = {"id": self.new_id(writing.now), **values}
        self.ids[(record, called)] = writing.insert(record, row)
        return self.ids[(record, called)]
