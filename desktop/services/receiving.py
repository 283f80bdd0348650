"""The one way in: every call, lead and contact from outside comes through here.

A connector hands a record to :meth:`Receiving.take` and has its receipt when it is safely written;
what it could not read it hands to :meth:`Receiving.set_aside`. :meth:`Receiving.take_all` is the
same for the rows of a file, many in one Change.
"""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4, uuid5

from desktop.domain.danger import find_danger
from desktop.domain.incoming import (
    Incoming,
    IncomingCall,
    IncomingLead,
    Receipt,
    SetAside,
    Take,
    Unreadable,
)
from desktop.domain.vocabulary import Permission
from desktop.services.actor import Actor, demand
from desktop.services.batch_memory import Memory
from desktop.services.changes import Ledger, Writing, Written
from desktop.services.danger_words import DangerWords
from desktop.services.intake_desk import IntakeDesk
from desktop.services.many_zones import Zones
from desktop.services.receiving_calls import take_call
from desktop.services.receiving_contacts import take_contact
from desktop.services.receiving_leads import take_lead
from desktop.services.receiving_many import take_plain
from desktop.services.told_again import note_told_again
from desktop.services.unheard_ends import end_unheard
from desktop.storage.engine import Database

ACTIONS = {IncomingCall: "receive_call", IncomingLead: "receive_lead"}
IN_DANGER: Final = "Words of danger stand in it: look at it now. "
_SET_ASIDE = UUID("0b6f4a0e-6a55-7f0b-8d40-6f0f5b3d9c11")

Heard = Callable[[Incoming, Receipt, Written], None]
"""Hears of each record that was taken, on the thread that took it, after it is safely written: to
announce a ringing caller, and to tell the screens what changed."""


class Receiving:
    """Takes in what comes from outside. ``heard`` may be called from any thread."""

    def __init__(
        self, database: Database, ledger: Ledger, words: DangerWords, heard: Heard | None = None
    ) -> None:
        self._database = database
        self._ledger = ledger
        self._words = words
        self._heard: list[Heard] = [heard] if heard else []
        self._remembers: tuple[Actor, Memory] | None = None

    def hear(self, heard: Heard) -> None:
        """Let one more hear of what is taken."""
        self._heard.append(heard)

    def as_take(self, actor: Actor) -> Take:
        """:meth:`take` for a connector, which knows no actor."""
        return lambda record: self.take(actor, record)

    def as_set_aside(self, actor: Actor) -> SetAside:
        """:meth:`set_aside` for a connector, which knows no actor."""
        return lambda unreadable: self.set_aside(actor, unreadable)

    def take(self, actor: Actor, record: Incoming) -> Receipt:
        """Take one record in: its receipt, after COMMIT. The same record again writes nothing.

        Raises :class:`NotAllowed`, and the storage problems: then nothing was taken.
        """
        action = ACTIONS.get(type(record), "receive_contact")
        (receipt,), written = self._take(actor, action, [record], is_live=True)
        for heard in self._heard:
            heard(record, receipt, written)
        return receipt

    def take_all(
        self,
        actor: Actor,
        records: Sequence[Incoming],
        within: Callable[[Writing], None],
        missed_since: datetime | None = None,
        import_id: UUID | None = None,
    ) -> tuple[Sequence[Receipt], Written]:
        """Take many records in as one Change ("import_rows"): all of them or none; their receipts
        in order. ``within`` is called in the same transaction, behind the last. Calls that were
        missed before ``missed_since`` are logged only. ``import_id`` is the import that they come
        with."""
        return self._take(actor, "import_rows", records, within, missed_since, import_id)

    def end_unheard(self, actor: Actor) -> int:
        """Miss the calls that began to ring more than an hour ago and whose end nobody told; how
        many. Before a phone line is heard again. Raises as :meth:`take`."""
        ended: list[int] = []

        def work(writing: Writing) -> None:
            desk = IntakeDesk(writing, actor, self._words.in_force(writing.conn))
            ended.append(end_unheard(desk))

        self._ledger.write(actor, "receive_call", Permission.RECEIVE, uuid4(), work)
        return sum(ended)

    def look(self, actor: Actor, records: Sequence[Incoming]) -> Sequence[Receipt]:
        """What taking them would do now; nothing is written. A record that repeats another of
        ``records`` is told as it would be taken behind that one."""
        demand(actor, Permission.RECEIVE)
        receipts: list[Receipt] = []
        try:
            self._ledger.write(
                actor,
                "look_at_rows",
                Permission.RECEIVE,
                uuid4(),
                lambda writing: self._look(writing, actor, records, receipts),
            )
        except _LookedAt:
            return receipts
        raise AssertionError("a look is never written")

    def _look(
        self,
        writing: Writing,
        actor: Actor,
        records: Sequence[Incoming],
        receipts: list[Receipt],
    ) -> UUID | None:
        receipts += self._each(writing, actor, records)
        raise _LookedAt

    def set_aside(self, actor: Actor, unreadable: Unreadable) -> None:
        """Keep what could not be read; returns after COMMIT. The same again is kept once. Words of
        danger that stand in it are said first of why it is kept."""
        digest = hashlib.sha256(unreadable.raw).hexdigest()
        name = "\x1f".join((unreadable.source, unreadable.external_id, digest))
        key = uuid5(_SET_ASIDE, name.encode("utf-8", "replace").decode())

        def work(writing: Writing) -> UUID:
            words = self._words.in_force(writing.conn)
            found = find_danger(unreadable.raw.decode("utf-8", "replace"), words)
            return writing.insert(
                "quarantine",
                {
                    "source": unreadable.source,
                    "reason": f"{IN_DANGER if found else ''}{unreadable.reason}",
                    "raw": unreadable.raw,
                    "external_id": unreadable.external_id,
                    "received_at": writing.now,
                    "handling": "",
                },
            )

        self._ledger.write(actor, "set_aside", Permission.RECEIVE, key, work)

    def _take(
        self,
        actor: Actor,
        action: str,
        records: Sequence[Incoming],
        within: Callable[[Writing], None] | None = None,
        missed_since: datetime | None = None,
        import_id: UUID | None = None,
        *,
        is_live: bool = False,
    ) -> tuple[Sequence[Receipt], Written]:
        receipts: list[Receipt] = []

        def work(writing: Writing) -> UUID | None:
            receipts.extend(
                self._each(writing, actor, records, missed_since, import_id, is_live=is_live)
            )
            if within is not None:
                within(writing)
            return receipts[-1].record_id if receipts else None

        written = self._ledger.write(actor, action, Permission.RECEIVE, uuid4(), work)
        return receipts, written

    def _each(
        self,
        writing: Writing,
        actor: Actor,
        records: Sequence[Incoming],
        missed_since: datetime | None = None,
        import_id: UUID | None = None,
        *,
        is_live: bool = False,
    ) -> list[Receipt]:
        if len(records) == 1:
            words = self._words.in_force(writing.conn)
            desk = IntakeDesk(
                writing,
                actor,
                words,
                missed_since=missed_since,
                import_id=import_id,
                is_live=is_live,
            )
            receipts = [_take_one(desk, record) for record in records]
            desk.write_keys()
            note_told_again(desk)
            return receipts
        memory = self._memory_of(actor)
        memory.open(writing)
        words = memory.words = memory.words or self._words.in_force(writing.conn)
        desk = IntakeDesk(writing, actor, words, memory.readings, missed_since, import_id=import_id)
        plain = take_plain(desk, memory, records)
        count = len(writing.items)
        receipts = [
            plain.get(place) or _take_one(desk, record) for place, record in enumerate(records)
        ]
        desk.write_keys()
        note_told_again(desk)
        memory.close(writing, writing.items[count:])
        return receipts

    def _memory_of(self, actor: Actor) -> Memory:
        if self._remembers is None or self._remembers[0] != actor:
            self._remembers = actor, Memory(Zones(actor.zone))
        return self._remembers[1]


def _take_one(desk: IntakeDesk, record: Incoming) -> Receipt:
    if isinstance(record, IncomingCall):
        return take_call(desk, record)
    if isinstance(record, IncomingLead):
        return take_lead(desk, record)
    return take_contact(desk, record)


class _LookedAt(Exception):
    """Rolls a look back: nothing of it is kept."""
