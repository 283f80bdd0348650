"""A desk that merges people, takes merges back and works on in between, in any order."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID, uuid4

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from desktop.domain.errors import Refused
from desktop.domain.vocabulary import (
    CallbackState,
    DoNotCallPurpose,
    NumberKind,
    Relation,
    Resolution,
    RestrictionKind,
    Scope,
)
from desktop.services import tallies
from desktop.services.do_not_call import in_force, stops
from desktop.services.merge_fields import CHOICES
from desktop.services.merge_moves import ADDED_UP, MOVED
from desktop.services.people import NewPerson
from desktop.services.recorded import Recorded
from desktop.services.trail import broken_links
from desktop.services.who_stays import who_stays
from desktop.storage.engine import Database
from tests.conftest import Clock
from tests.services.mergers import Merger, merger_of
from tests.services.world import build_world

_PICK = st.integers(0, 60)
_PLANTS: Final = ("Fern", "Birch", "Larch", "Thistle", "Cedar", "Heather")
_NUMBERS: Final = ("(602) 555-0101", "(602) 555-0102", "(602) 555-0103", "(602) 555-0104")
_TAKE = st.frozensets(st.sampled_from(sorted(CHOICES)), max_size=3)


@dataclass
class _Merge:
    """One merge of the model: what it moved, as it was told."""

    recorded: Recorded
    stays: UUID
    gone: UUID
    calls: set[UUID] = field(default_factory=set)
    promises: set[UUID] = field(default_factory=set)
    undone: bool = False


class MergeMachine(RuleBasedStateMachine):
    """Everything is told twice: to the desk and to a model of whose each call and promise is."""

    fresh: Callable[[], Database]

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.database = type(self).fresh()
        self.merger: Merger = merger_of(build_world(self.database, self.clock))
        self.world = self.merger.world
        self.people: list[UUID] = []
        self.names: dict[UUID, str] = {}
        self.calls: dict[UUID, UUID] = {}
        self.promises: dict[UUID, UUID] = {}
        self.merges: list[_Merge] = []

    def teardown(self) -> None:
        broken = list(broken_links(self.database))
        self.database.close()
        assert broken == []

    # -- what the desk does --------------------------------------------------------------------

    @initialize()
    def some_people(self) -> None:
        for count, plant in enumerate(_PLANTS):
            self.clock.forward(seconds=60)
            name = f"{plant} Mossley"
            made = self.merger.people.add(
                self.world.wren,
                NewPerson(name, number_text=_NUMBERS[count % 3], email=f"{plant}@example.com"),
                uuid4(),
            )
            assert made.value is not None
            self.people.append(made.value)
            self.names[made.value] = plant.lower()

    @rule(who=_PICK, about=_PICK)
    def call(self, who: int, about: int) -> None:
        speaker, subject = self._anybody(who), self._anybody(about)
        call = self.merger.log(speaker, subject)
        self.calls[call] = self._stays(speaker)

    @rule(who=_PICK)
    def promise(self, who: int) -> None:
        person = self._anybody(who)
        try:
            made = self.merger.promise(person, _NUMBERS[who % 4])
        except Refused:  # they asked not to be called, or may not be rung there
            return
        self.promises[made] = self._stays(person)

    @rule(one=_PICK, other=_PICK, take=_TAKE)
    def merge(self, one: int, other: int, take: frozenset[str]) -> None:
        stays, gone = self._anybody(one), self._anybody(other)
        try:
            recorded = self.merger.merge(stays, gone, sorted(take))
        except Refused:
            assert stays == gone or stays in self._gone() or gone in self._gone()
            return
        done = _Merge(recorded, stays, gone)
        for owners, moved in ((self.calls, done.calls), (self.promises, done.promises)):
            for each, owner in owners.items():
                if owner == gone:
                    owners[each] = stays
                    moved.add(each)
        if "name" in take:
            self.names[stays] = self.names[gone]
        self.merges.append(done)

    @precondition(lambda self: any(not merge.undone for merge in self.merges))
    @rule(which=_PICK)
    def undo(self, which: int) -> None:
        live = [merge for merge in self.merges if not merge.undone]
        merge = live[which % len(live)]
        self.merger.undo(merge.recorded)
        merge.undone = True
        meant = self._stays(merge.stays)
        for owners, moved in ((self.calls, merge.calls), (self.promises, merge.promises)):
            for each in moved:
                if owners[each] == meant:
                    owners[each] = merge.gone

    @rule(who=_PICK, number=_PICK, kind=st.sampled_from(NumberKind))
    def number(self, who: int, number: int, kind: NumberKind) -> None:
        person = self._anybody(who)
        text = _NUMBERS[number % 4]
        self.merger.people.add_number(self.world.robin, person, text, kind, uuid4())

    @rule(who=_PICK, number=_PICK)
    def remove_number(self, who: int, number: int) -> None:
        card = self.merger.people.get(self.world.robin, self._anybody(who))
        if card.numbers:
            gone = card.numbers[number % len(card.numbers)].number_id
            self.merger.details.remove_number(self.world.robin, card.id, gone, uuid4())

    @rule(who=_PICK, kind=st.sampled_from(RestrictionKind))
    def restrict(self, who: int, kind: RestrictionKind) -> None:
        self.merger.details.add_restriction(self.world.robin, self._anybody(who), kind, "", uuid4())

    @rule(who=_PICK, whom=_PICK)
    def allow(self, who: int, whom: int) -> None:
        try:
            self.merger.details.allow_to_speak(
                self.world.robin, self._anybody(who), self._anybody(whom),
                Relation.SPOUSE, Scope.RECORDS, "Told us", None, uuid4(),
            )  # fmt: skip
        except Refused:
            assert self._stays(self._anybody(who)) == self._stays(self._anybody(whom))

    @rule(who=_PICK, purpose=st.sampled_from(DoNotCallPurpose))
    def do_not_call(self, who: int, purpose: DoNotCallPurpose) -> None:
        self.merger.do_not_calls.set(
            self.world.robin, self._anybody(who), None, purpose, "Asked", uuid4()
        )

    @rule(who=_PICK, word=st.sampled_from(["Mornings", "Evenings", None]))
    def edit(self, who: int, word: str | None) -> None:
        card = self.merger.people.get(self.world.robin, self._anybody(who))
        self.merger.people.update(
            self.world.robin, card.id, card.version, uuid4(), prefers=word, notes=word or ""
        )

    @rule(who=_PICK, whom=_PICK)
    def not_same(self, who: int, whom: int) -> None:
        one, other = (self._stays(self._anybody(each)) for each in (who, whom))
        if one != other:
            self.merger.merging.not_same(self.world.robin, one, other, uuid4())

    @precondition(lambda self: bool(self.promises))
    @rule(which=_PICK)
    def close(self, which: int) -> None:
        promise = list(self.promises)[which % len(self.promises)]
        row = self.merger.row("callback", promise)
        if row["state"] == CallbackState.OPEN:
            self.merger.callbacks.close(
                self.world.robin,
                [(promise, row["version"])],
                Resolution.NOT_NEEDED,
                "Came by",
                uuid4(),
            )

    # -- what holds ----------------------------------------------------------------------------

    @invariant()
    def no_call_and_no_promise_is_lost(self) -> None:
        calls = {row["id"]: row["speaker_id"] for row in self.merger.rows("call")}
        promises = {row["id"]: row["person_id"] for row in self.merger.rows("callback")}
        assert calls == self.calls
        assert promises == self.promises

    @invariant()
    def nothing_refers_to_who_is_gone(self) -> None:
        gone = self._gone()
        for record, columns in {**MOVED, **ADDED_UP}.items():
            for row in self.merger.rows(record):
                assert not gone.intersection(row[name] for name in columns), (record, row)
        with self.database.read() as conn:
            for person in self.people:
                assert who_stays(conn, person) == self._stays(person)

    @invariant()
    def everybody_is_found_once(self) -> None:
        found = [
            hit.person_id for hit in self.merger.people.find(self.world.wren, "mossley", limit=40)
        ]
        assert sorted(found) == sorted(set(self.people) - self._gone())

    @invariant()
    def what_somebody_asked_not_to_be_called_for_is_not_open(self) -> None:
        with self.database.read() as conn:
            for row in self.merger.rows("callback"):
                if row["state"] == CallbackState.OPEN:
                    wishes = in_force(conn, row["person_id"], row["number_id"])
                    assert stops(row["kind"], wishes) is None

    @invariant()
    def the_number_of_people_is_kept(self) -> None:
        if self.people:
            others = len(self.merger.rows("person")) - len(self.people)
            live = len(set(self.people) - self._gone())
            assert tallies.people(self.database) == others + live

    # -- the model -----------------------------------------------------------------------------

    def _anybody(self, which: int) -> UUID:
        return self.people[which % len(self.people)]

    def _gone(self) -> set[UUID]:
        return {merge.gone for merge in self.merges if not merge.undone}

    def _stays(self, person: UUID) -> UUID:
        leads: dict[UUID, Any] = {m.gone: m.stays for m in self.merges if not m.undone}
        while person in leads:
            person = leads[person]
        return person
