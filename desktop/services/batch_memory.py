"""What the rows of a file are held against, kept from batch to batch while nobody else writes.

Every write is a Change, and Changes stand in one line: when the last one is the batch before, all
that was looked up for it is as it was. As soon as anybody has written in between, and when a batch
comes to nothing, it is forgotten.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, select

from desktop.domain.danger import DangerWord
from desktop.domain.numbers import NumberReading
from desktop.services.changes import Item, Writing
from desktop.services.many_zones import Zones
from desktop.services.promising import Facts
from desktop.storage import tables
from desktop.storage.prepared import Prepared

_change = tables.metadata.tables["change"]
_NAMED = Prepared(select(_change.c.id).where(_change.c.seq == bindparam("this_seq")))
_KEPT_AT_MOST: Final = 100_000
"""Numbers and people: some 30 MB."""
_ADDED: Final = frozenset({"call", "phone_number", "lead", "voicemail"})
"""Records that may come to be without a word of what is remembered being wrong."""

Place = tuple[str, str]
"""A number: its E.164 and its extension, "" for none."""


@dataclass(slots=True)
class Memory:
    """Everything that was looked up for the rows before. ``zones`` and ``readings`` are of the
    texts alone and never wrong."""

    zones: Zones
    readings: dict[str, NumberReading] = field(default_factory=dict)
    words: tuple[DangerWord, ...] | None = None
    numbers: dict[Place, UUID] = field(default_factory=dict)
    people: dict[UUID, tuple[UUID, ...]] = field(default_factory=dict)
    """Number → who uses it; who was merged is whoever stays."""
    users: dict[UUID, frozenset[UUID]] = field(default_factory=dict)
    """The same where somebody was merged, with those who are gone: what they asked for still
    counts."""
    fresh: set[UUID] = field(default_factory=set)
    """Numbers that nobody had heard of before these rows."""
    facts: dict[UUID, Facts] = field(default_factory=dict)
    rung_back: dict[UUID, UUID | None] = field(default_factory=dict)
    """Number → the promise that missed calls from it wait for, which one more cannot change; None
    where they asked not to be called."""
    free: set[tuple[UUID, UUID | None]] = field(default_factory=set)
    """Numbers, with the person or nobody, that nothing keeps from being rung."""
    sites: dict[UUID, UUID] = field(default_factory=dict)
    """Team → where it works."""
    _upto: tuple[int, UUID | None] | None = None
    _before: UUID | None = None

    def users_of(self, number_id: UUID) -> Collection[UUID]:
        """Everybody who uses a number, also those who were merged into others."""
        return self.users.get(number_id) or self.people.get(number_id, ())

    def open(self, writing: Writing) -> None:
        """A batch begins: is all as the one before left it?"""
        row = _NAMED.first(writing.conn, {"this_seq": writing.after})
        self._before = row[0] if row else None
        if self._upto != (writing.after, self._before):
            self.forget()
        # Until it is over: a batch that fails leaves nothing behind.
        self._upto = None
        if len(self.readings) > _KEPT_AT_MOST:
            self.readings.clear()
        if max(len(self.numbers), len(self.people), len(self.facts)) > _KEPT_AT_MOST:
            self.forget()

    def close(self, writing: Writing, others: list[Item]) -> None:
        """A batch is written, ``others`` by those who know nothing of this memory."""
        if any(item.record not in _ADDED or item.before is not None for item in others):
            self.forget()
        written = bool(writing.items)
        self._upto = (
            (writing.after + 1, writing.change_id) if written else (writing.after, self._before)
        )

    def forget(self) -> None:
        """Look everything up anew."""
        self.words = None
        self.free.clear()
        self.fresh.clear()
        for kept in (
            *(self.numbers, self.people, self.users),
            *(self.facts, self.rung_back, self.sites),
        ):
            kept.clear()
