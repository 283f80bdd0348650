"""A desk at which people live, are held and are removed, in any order."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from sqlalchemy import select

from desktop.domain.errors import Refused
from desktop.domain.vocabulary import (
    AttemptResult,
    DoNotCallPurpose,
    HoldKind,
    NumberKind,
    Reason,
    Resolution,
)
from desktop.services import callbacks as callback_service
from desktop.services import calls as call_service
from desktop.services.callbacks import Callbacks
from desktop.services.do_not_call import DoNotCalls
from desktop.services.holds import Holds
from desktop.services.new_promise import NewPromise
from desktop.services.people import NewPerson, People
from desktop.services.person_details import PersonDetails
from desktop.services.removing import Removing
from desktop.services.trail import broken_links
from desktop.services.undo import Undo
from desktop.storage import tables
from desktop.storage.engine import Database
from tests.conftest import Clock
from tests.services.removals import cells, index_bytes, log
from tests.services.world import build_world

_WHO = st.integers(0, 3)
_SPARE = st.integers(0, 5)
_WORDS: Final = ("aspenword", "cedarword", "larchword", "maizeword")
"""What is in every text that is typed about each of them."""


class RemovalMachine(RuleBasedStateMachine):
    """Whoever is removed is nowhere; whoever is held loses nothing."""

    fresh: Callable[[], Database]

    def __init__(self) -> None:
        super().__init__()
        clock = Clock()
        self.database = type(self).fresh()
        self.world = world = build_world(self.database, clock)
        given = (world.database, world.ledger)
        self.people = People(*given, clock)
        self.callbacks = Callbacks(*given, clock)
        self.undo = Undo(*given, {**call_service.INVERSES, **callback_service.INVERSES})
        self.ids: list[UUID] = []
        self.there = set(range(len(_WORDS)))
        self.held: set[int] = set()
        self.changes: list[UUID] = []

    def teardown(self) -> None:
        broken = list(broken_links(self.database))
        self.database.close()
        assert broken == []

    @initialize()
    def four_people(self) -> None:
        for at, word in enumerate(_WORDS):
            new = NewPerson(
                f"{word} Reed", number_text=f"60255501{at:02}", email=f"{word}@example.com",
                notes=f"{word} likes mornings",
            )  # fmt: skip
            made = self.people.add(self.world.wren, new, uuid4()).value
            assert made is not None
            self.ids.append(made)

    @rule(who=_WHO, about=_WHO, spare=_SPARE)
    def call(self, who: int, about: int, spare: int) -> None:
        if {who, about} <= self.there:
            notes = f"{_WORDS[who]} spoke for {_WORDS[about]}"
            number = f"60255502{spare:02}"
            made = log(self.world, self.ids[who], self.ids[about], number, notes)
            self.changes.append(made)

    @precondition(lambda self: self.changes)
    @rule(which=st.integers(0, 60))
    def take_back(self, which: int) -> None:
        change = self.changes.pop(which % len(self.changes))
        before = self.notes()
        try:
            self.undo.undo(self.world.wren, change, uuid4())
        except Refused:
            return
        finally:
            with self.database.write() as conn:
                conn.execute(tables.metadata.tables["draft"].delete())  # the card is put away
        for who in self.held:
            assert self.many(before, who) == self.many(self.notes(), who)

    @rule(who=_WHO)
    def try_them(self, who: int) -> None:
        if who not in self.there:
            return
        due = self.world.clock.now + timedelta(hours=1)
        new = NewPromise(
            reason=Reason.RECORDS, due_at=due, person_id=self.ids[who], what=_WORDS[who]
        )
        wren = self.world.wren
        try:
            promise = self.callbacks.promise(wren, new, uuid4()).written.value
            assert promise is not None
            result = AttemptResult.NO_ANSWER
            tried = self.callbacks.record(wren, promise, 1, result, uuid4(), note=_WORDS[who])
            assert tried.written.change_id is not None
            if who not in self.held:
                self.undo.undo(wren, tried.written.change_id, uuid4())
            version = self.callbacks.detail(wren, promise).row.version
            closing = (wren, [(promise, version)], Resolution.NOT_NEEDED, "", uuid4())
            self.callbacks.close(*closing)
        except Refused:  # they asked not to be called
            return

    @rule(who=_WHO, spare=_SPARE, taken=st.booleans())
    def number(self, who: int, spare: int, taken: bool) -> None:
        if who not in self.there:
            return
        person, number = self.ids[who], f"60255502{spare:02}"
        card = self.people.get(self.world.wren, person)
        known = {each.e164: each.number_id for each in card.numbers}
        details = PersonDetails(self.world.ledger)
        if f"+1{number}" in known:
            if taken:
                details.remove_number(self.world.wren, person, known[f"+1{number}"], uuid4())
            return
        self.people.add_number(self.world.wren, person, number, NumberKind.WORK, uuid4())

    @rule(who=_WHO)
    def wish(self, who: int) -> None:
        if who in self.there:
            DoNotCalls(self.database, self.world.ledger).set(
                self.world.wren, self.ids[who], None, DoNotCallPurpose.MARKETING, _WORDS[who],
                uuid4(),
            )  # fmt: skip

    @rule(who=_WHO)
    def hold(self, who: int) -> None:
        if who in self.there - self.held and len(self.held) < 2:
            Holds(self.world.ledger).set(
                self.world.lark, self.ids[who], HoldKind.LEGAL, "Court order", uuid4()
            )
            self.held.add(who)

    @rule(who=_WHO)
    def remove(self, who: int) -> None:
        if who not in self.there:
            return
        removing = Removing(self.database, self.world.ledger, self.world.clock)
        before = self.texts()
        try:
            removing.remove(self.world.lark, self.ids[who], "Asked")
        except Refused:
            assert self.held, "nothing else is in the way"
            assert self.texts() == before
            return
        assert who not in self.held
        self.there.discard(who)
        after = self.texts()
        assert self.many(after, who) == 0
        assert _WORDS[who].encode() not in index_bytes(self.world)
        for other in self.held:
            assert self.many(after, other) == self.many(before, other)
        for other in self.there:
            assert self.people.get(self.world.wren, self.ids[other]).name.startswith(_WORDS[other])

    def texts(self) -> list[str]:
        """All that is written anywhere, in one order."""
        return sorted(cell.lower() for cell in cells(self.world) if isinstance(cell, str))

    def notes(self) -> list[str]:
        """What stands on the calls."""
        with self.database.read() as conn:
            return list(conn.execute(select(tables.metadata.tables["call"].c.notes)).scalars())

    def many(self, texts: list[str], who: int) -> int:
        return sum(_WORDS[who] in text for text in texts)
