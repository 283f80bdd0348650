"""A desk of three that does anything in any order, and what must hold after each step."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from sqlalchemy import select

from desktop.domain.errors import Refused
from desktop.domain.vocabulary import (
    AttemptResult,
    CallbackKind,
    CallOutcome,
    DoNotCallPurpose,
    DueGroup,
    MilestoneKind,
    Reason,
    Resolution,
    SafetyEnding,
)
from desktop.services.actor import Actor
from desktop.services.call_form import CallForm
from desktop.services.callbacks import Callbacks, NewPromise
from desktop.services.calls import Calls
from desktop.services.missed_again import calls_of_promise
from desktop.services.open_promise import NO_COMMON_HOUR
from desktop.services.queue_row import QueueRow, ViewFilter
from desktop.services.reach import zones_at
from desktop.services.recorded import Recorded
from desktop.services.resolving import SAFETY_ENDS
from desktop.services.safety import Safety
from desktop.services.safety_form import SafetyForm
from desktop.services.trail import broken_links
from desktop.storage import tables
from desktop.storage.engine import Database
from tests.conftest import Clock
from tests.services.promises import Desk, desk_of
from tests.services.world import CHICAGO, PHOENIX, build_world, edit

_of = tables.metadata.tables
_QUARTER = timedelta(minutes=15)
_LEASE = timedelta(minutes=10)

_BEGINNINGS: Final = (
    datetime(2026, 11, 17, 21, 18, tzinfo=UTC),  # a Tuesday
    datetime(2026, 10, 31, 3, 50, tzinfo=UTC),  # the evening before summer time ends
    datetime(2026, 11, 25, 22, 0, tzinfo=UTC),  # the afternoon before a holiday
    datetime(2027, 3, 13, 2, 30, tzinfo=UTC),  # the night before summer time begins
)
# Two zones (Florida's west), Hawaii, abroad, toll-free, Chicago, Phoenix.
_NUMBERS: Final = (
    "(850) 555-0123",
    "(808) 555-0123",
    "+44 20 7946 0018",
    "855-555-0100",
    "(312) 555-0147",
    "(602) 555-0171",
)
_SHARED, _HOME = "(312) 555-0147", "(312) 555-0162"
_MISSED = [AttemptResult.VOICEMAIL, AttemptResult.NO_ANSWER, AttemptResult.BUSY]
_TRIES = st.lists(
    st.sampled_from([*_MISSED, *(r for r in AttemptResult if r is not AttemptResult.REACHED)]),
    min_size=1,
    max_size=4,
)
_PICK = st.integers(0, 40)
_WHO = st.sampled_from(["wren", "robin", "lark"])
_AHEAD = st.one_of(st.integers(-30, 36 * 60), st.sampled_from([15, 60, 24 * 60, 72 * 60, 240 * 60]))
_WHY = st.sampled_from(["", "", "They asked for it"])


@dataclass
class _Made:
    """What the model knows of a promise: who made it, its kind, when it was last written to, and
    the times agreed with the person."""

    kind: CallbackKind
    by: Actor
    written_at: datetime
    agreed: set[datetime]


@dataclass(frozen=True)
class _Data:
    """What is stored."""

    callbacks: list[Any]
    attempts: list[Any]
    wishes: list[Any]
    people: list[Any]
    numbers: list[Any]


class PromiseMachine(RuleBasedStateMachine):
    """Anything three people may do with promises. ``fresh`` gives an empty database."""

    fresh: Callable[[], Database]

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.database = type(self).fresh()
        self.desk: Desk = desk_of(build_world(self.database, self.clock))
        self.world = self.desk.world
        self.safety = Safety(self.database, self.world.ledger, self.clock)
        self.call_draft: UUID | None = None
        self.made: dict[UUID, _Made] = {}
        self.undone: set[UUID] = set()
        self.done: list[tuple[Actor, UUID, UUID | None]] = []
        self.leases: dict[UUID, tuple[Actor, datetime]] = {}
        self.missed: dict[UUID, tuple[UUID, set[UUID]]] = {}

    # What they do

    @initialize(begin=st.sampled_from(_BEGINNINGS), narrow=st.booleans())
    def begin(self, begin: datetime, narrow: bool) -> None:
        """Two promises to begin with. Some people can be rung for an hour of their evening only."""
        self.clock.now = begin
        self.promise("wren", CallbackKind.SERVICE, "juniper", "", 60, False, False, "Asked")
        self.promise("robin", CallbackKind.SAFETY, "rowan", "", 60, False, False, "")
        if narrow:
            edit(
                self.world,
                self.world.wren,
                "person",
                self.world.hazel,
                hours_from=19 * 60,
                hours_to=20 * 60,
            )

    @rule(
        who=_WHO,
        kind=st.sampled_from(CallbackKind),
        person=st.sampled_from(["juniper", "rowan", "hazel", "sorrel", None]),
        number=st.sampled_from(["", *_NUMBERS]),
        ahead=_AHEAD,
        waits=st.booleans(),
        mine=st.booleans(),
        why=_WHY,
    )
    def promise(
        self,
        who: str,
        kind: CallbackKind,
        person: str | None,
        number: str,
        ahead: int,
        waits: bool,
        mine: bool,
        why: str,
    ) -> None:
        """Promise a call of any kind for any hour."""
        actor = self._actor(who)
        new = NewPromise(
            reason=Reason.OTHER,
            due_at=self._at(ahead),
            person_id=getattr(self.world, person) if person else None,
            number_text=number,
            milestone=MilestoneKind.CLOSING if waits else None,
            owner_user_id=actor.user_id if mine else None,
            kind=kind,
            hours_reason=why,
        )
        made = self._try(actor, None, lambda: self._callbacks.promise(actor, new, uuid4()))
        if made is not None and made.written.value is not None:
            callback_id = made.written.value
            self.made[callback_id] = _Made(kind, actor, self.clock.now, set())
            assert made.written.change_id is not None
            self.done[-1] = (actor, made.written.change_id, callback_id)

    @rule(
        who=_WHO,
        person=st.sampled_from(["juniper", "rowan", "hazel", None, None]),
        number=st.sampled_from([*_NUMBERS, _SHARED, _SHARED, _SHARED, _HOME]),
    )
    def miss(self, who: str, person: str | None, number: str) -> None:
        """A missed call is logged: one promise for all of them from a number."""
        actor, before = self._actor(who), set(self._rows())
        form = CallForm(
            self.clock.now,
            number_text=number,
            speaker_id=getattr(self.world, person) if person else None,
            outcome=CallOutcome.MISSED,
        )
        calls = Calls(self.database, self.world.ledger, self.clock)
        written = calls.log(actor, None, form, uuid4())
        assert written.value is not None
        assert written.change_id is not None
        self.done.append((actor, written.change_id, None))
        made = set(self._rows()) - before
        for callback_id in made:
            self.made[callback_id] = _Made(CallbackKind.SERVICE, actor, self.clock.now, set())
        theirs = made or self._rang_again(written.value)
        if theirs:
            self.missed[written.change_id] = (written.value, theirs)

    def _rang_again(self, call_id: UUID) -> set[UUID]:
        """The promises that show a call as a further one."""
        with self.database.read() as conn:
            return {each for each in self.made if call_id in calls_of_promise(conn, each)}

    @rule(
        who=_WHO,
        person=st.sampled_from(["juniper", "rowan", "hazel", "sorrel", None]),
        number=st.sampled_from(["", "anonymous", *_NUMBERS]),
        ending=st.sampled_from([None, *SafetyEnding]),
        same_call=st.booleans(),
    )
    def safety_card(
        self,
        who: str,
        person: str | None,
        number: str,
        ending: SafetyEnding | None,
        same_call: bool,
    ) -> None:
        """Save a Safety card, of the same call as the last one or of another; it always works."""
        actor = self._actor(who)
        if not same_call or self.call_draft is None:
            self.call_draft = uuid4()
        form = SafetyForm(
            self.clock.now,
            call_draft_id=self.call_draft,
            person_id=getattr(self.world, person) if person else None,
            number_text=number,
            no_number=True,
            note="Said she cannot go on",
            ending=ending,
        )
        recorded = self.safety.save(actor, uuid4(), form, uuid4())
        assert recorded.written.value is not None
        event = self.safety.event(actor, recorded.written.value)
        assert event is not None
        assert event.follow_up_id is not None
        row = self._rows()[event.follow_up_id]
        assert row["state"] == "open"
        if event.follow_up_id not in self.made:
            assert row["due_at"] == self.clock.now, "it starts at once"
            self.made[event.follow_up_id] = _Made(CallbackKind.SAFETY, actor, self.clock.now, set())
        self.done.append((actor, recorded.written.change_id or uuid4(), None))

    @precondition(lambda self: self.made)
    @rule(
        who=_WHO,
        pick=_PICK,
        results=_TRIES,
        number=st.sampled_from(["", *_NUMBERS]),
        why=_WHY,
        between=st.sampled_from([1, 130, 24 * 60]),
    )
    def try_to_reach(
        self,
        who: str,
        pick: int,
        results: list[AttemptResult],
        number: str,
        why: str,
        between: int,
    ) -> None:
        """Tries that reached nobody, or a wish not to be called."""
        actor, callback_id = self._actor(who), self._pick(pick, "open")
        for result in results:
            self._try_once(actor, callback_id, result, number, why)
            self.clock.forward(minutes=between)

    def _try_once(
        self, actor: Actor, callback_id: UUID, result: AttemptResult, number: str, why: str
    ) -> None:
        held = self._held_by_other(actor, callback_id)
        row = self._rows()[callback_id]
        asks = number if result is AttemptResult.WRONG_NUMBER else ""
        recorded = self._try(
            actor,
            callback_id,
            lambda: self.desk.record(
                callback_id, result, actor, hours_reason=why, new_number_text=asks
            ),
        )
        if row["kind"] == CallbackKind.SAFETY and row["state"] == "open" and not held:
            assert recorded is not None, "a try of a safety follow-up was turned away"

    @precondition(lambda self: self.made)
    @rule(
        who=_WHO,
        pick=_PICK,
        close=st.sampled_from([None, *Resolution]),
        ahead=_AHEAD,
        why=_WHY,
        note=_WHY,
    )
    def reach(
        self, who: str, pick: int, close: Resolution | None, ahead: int, why: str, note: str
    ) -> None:
        """Reached: closed, or promised again."""
        actor, callback_id = self._actor(who), self._pick(pick, "open")
        again = None if close else self._at(ahead)
        recorded = self._try(
            actor,
            callback_id,
            lambda: self.desk.record(
                callback_id,
                AttemptResult.REACHED,
                actor,
                close=close,
                new_due_at=again,
                note=note,
                hours_reason=why,
            ),
        )
        if recorded is not None and again is not None:
            self.made[callback_id].agreed.add(again)

    @precondition(lambda self: self.made)
    @rule(
        who=_WHO,
        pick=_PICK,
        decision=st.sampled_from(["letter", "manager", "unreachable", "again"]),
        note=_WHY,
    )
    def decide(self, who: str, pick: int, decision: Any, note: str) -> None:
        """What the fourth try asks for."""
        asking = [row["id"] for row in self._rows().values() if row["needs_decision"]]
        actor = self._actor(who)
        callback_id = asking[pick % len(asking)] if asking else self._pick(pick)
        version = self.desk.version(callback_id)
        self._try(
            actor,
            callback_id,
            lambda: self._callbacks.decide(actor, *version, decision, uuid4(), note),
        )

    @precondition(lambda self: self.made)
    @rule(who=_WHO, picks=st.lists(_PICK, min_size=1, max_size=3), how=st.sampled_from(Resolution))
    def close(self, who: str, picks: list[int], how: Resolution) -> None:
        """Close some at once."""
        actor, which = self._actor(who), self._pick_some(picks)
        self._try(actor, None, lambda: self._callbacks.close(actor, which, how, "", uuid4()), which)

    @precondition(lambda self: self.made)
    @rule(who=_WHO, pick=_PICK, ahead=_AHEAD, why=_WHY)
    def reopen(self, who: str, pick: int, ahead: int, why: str) -> None:
        """Open a closed one again."""
        actor, callback_id = self._actor(who), self._pick(pick, "closed")
        version = self.desk.version(callback_id)
        due_at = self._at(ahead)
        self._try(
            actor,
            callback_id,
            lambda: self._callbacks.reopen(actor, *version, due_at, uuid4(), why),
        )

    @precondition(lambda self: self.made)
    @rule(who=_WHO, picks=st.lists(_PICK, min_size=1, max_size=3), ahead=_AHEAD, why=_WHY)
    def postpone(self, who: str, picks: list[int], ahead: int, why: str) -> None:
        """Put some off."""
        actor, which = self._actor(who), self._pick_some(picks)
        due_at = self._at(ahead)
        self._try(
            actor, None, lambda: self._callbacks.postpone(actor, which, due_at, why, uuid4()), which
        )

    @precondition(lambda self: self.made)
    @rule(
        who=_WHO, picks=st.lists(_PICK, min_size=1, max_size=3), to=st.sampled_from([None, "wren"])
    )
    def reassign(self, who: str, picks: list[int], to: str | None) -> None:
        """Give some to the other team, or to Wren."""
        actor, which = self._actor(who), self._pick_some(picks)
        team = self.world.front_desk if to else self.world.chicago_team
        user_id = self.world.wren.user_id if to else None
        self._try(
            actor,
            None,
            lambda: self._callbacks.reassign(actor, which, team, user_id, uuid4()),
            which,
        )

    @precondition(lambda self: self.made)
    @rule(who=_WHO, pick=_PICK, number=st.sampled_from(_NUMBERS))
    def give_number(self, who: str, pick: int, number: str) -> None:
        """Another number to ring."""
        actor, callback_id = self._actor(who), self._pick(pick)
        version = self.desk.version(callback_id)
        self._try(
            actor,
            callback_id,
            lambda: self._callbacks.give_number(actor, *version, number, uuid4()),
            ends_lease=False,
        )

    @precondition(lambda self: self.made)
    @rule(who=_WHO, pick=_PICK, claims=st.booleans())
    def lease(self, who: str, pick: int, claims: bool) -> None:
        """Be at work on one, or let it go."""
        actor, callback_id = self._actor(who), self._pick(pick)
        if not claims:
            self._callbacks.release(actor, callback_id)
            if self.leases.get(callback_id, (None,))[0] == actor:
                del self.leases[callback_id]
            return
        held = self._held_by_other(actor, callback_id)
        try:
            self._callbacks.claim(actor, callback_id)
        except Refused:
            assert held or self._rows()[callback_id]["state"] == "closed"
            return
        assert not held, "two at work on one promise"
        self.leases[callback_id] = (actor, self.clock.now)
        other = self.world.wren if actor == self.world.robin else self.world.robin
        with pytest.raises(Refused, match=actor.name):
            self._callbacks.claim(other, callback_id)

    @precondition(lambda self: self.made)
    @rule(who=_WHO, pick=_PICK, why=_WHY)
    def ring(self, who: str, pick: int, why: str) -> None:
        """Ask whether one may be rung now."""
        actor, callback_id = self._actor(who), self._pick(pick)
        row = self._rows()[callback_id]
        try:
            self._callbacks.may_ring(actor, callback_id, why)
        except Refused:
            if row["kind"] == CallbackKind.SAFETY and row["number_id"] is not None:
                assert self._held_by_other(actor, callback_id) or row["state"] == "closed"
            return
        assert row["state"] == "open"
        data = self._data()
        if row["kind"] != CallbackKind.SAFETY and not self._in_hours(data, row, self.clock.now):
            assert why, "a call outside the hours without a reason"
            assert row["kind"] != CallbackKind.MARKETING

    @precondition(lambda self: self.made and len(self._wishes()) < 2)
    @rule(
        who=_WHO,
        pick=_PICK,
        by_name=st.booleans(),
        purpose=st.sampled_from([DoNotCallPurpose.ALL, *DoNotCallPurpose]),
    )
    def stop_calls(self, who: str, pick: int, by_name: bool, purpose: DoNotCallPurpose) -> None:
        """Somebody, or whoever has a number, asks not to be called."""
        actor, row = self._actor(who), self._rows()[self._pick(pick, "open")]
        person_id = row["person_id"] if by_name else None
        number_id = None if by_name else row["number_id"]
        self._try(
            actor,
            None,
            lambda: self.desk.do_not_calls.set(
                actor, person_id, number_id, purpose, "Asked", uuid4()
            ),
        )

    @precondition(lambda self: self._wishes())
    @rule(who=_WHO, pick=_PICK)
    def lift(self, who: str, pick: int) -> None:
        """Lift a do-not-call."""
        rows, actor = self._wishes(), self._actor(who)
        row = rows[pick % len(rows)]
        self._try(
            actor,
            None,
            lambda: self.desk.do_not_calls.lift(actor, row["id"], "Changed mind", uuid4()),
        )

    @precondition(lambda self: self.done)
    @rule(pick=_PICK, by_another=st.booleans())
    def undo(self, pick: int, by_another: bool) -> None:
        """Take back one of the last Changes."""
        actor, change_id, promised = self.done[-1 - pick % min(6, len(self.done))]
        if by_another:
            actor = self.world.wren if actor == self.world.robin else self.world.robin
        mine = (actor, change_id) in [(a, c) for a, c, _ in self.done]
        before = set(self._rows())
        try:
            self.desk.undo.undo(actor, change_id, uuid4())
        except Refused:
            return
        assert mine, "somebody else's work was undone"
        self.done = [each for each in self.done if each[1] != change_id]
        if self.missed.pop(change_id, None) is not None:
            for callback_id in before - set(self._rows()):
                del self.made[callback_id]
        if promised is not None:
            assert self.made[promised].by == actor
            del self.made[promised]
            self.undone.add(promised)

    @rule(minutes=st.sampled_from([1, 9, 15, 121, 8 * 60, 24 * 60, 3 * 24 * 60 + 7]))
    def time_goes_on(self, minutes: int) -> None:
        """Minutes to days."""
        self.clock.forward(minutes=minutes)

    # What must hold

    @invariant()
    def everything_holds(self) -> None:
        """After each step; see each part."""
        data, queue = self._data(), self.desk.queue()
        self._none_is_lost(data, queue)
        self._the_queue_is_in_order_and_counted(queue)
        self._none_is_placed_outside_hours_without_a_reason(data)
        self._no_safety_follow_up_is_held_back(data)
        self._who_asked_not_to_be_called_is_not(data)

    def _none_is_lost(self, data: _Data, queue: list[QueueRow]) -> None:
        """Each is open and in the queue once, or closed with a resolution, or undone by whoever
        made it; tries are counted. Every missed call that was promised for still is."""
        assert {row["id"] for row in data.callbacks} == set(self.made)
        for _, theirs in self.missed.values():
            assert theirs & set(self.made), "a missed call that nobody rings back"
        is_open = sorted(row["id"] for row in data.callbacks if row["state"] == "open")
        assert sorted(row.id for row in queue) == is_open
        closed = {row.id for row in self.desk.queue(ViewFilter("closed"))}
        tries = Counter(each["callback_id"] for each in data.attempts)
        for row in data.callbacks:
            assert tries[row["id"]] == row["attempts"]
            if row["state"] == "closed":
                assert row["id"] in closed
                assert row["resolution"]
                assert row["closed_at"]
                assert not row["needs_decision"]
            else:
                assert row["resolution"] is row["closed_at"] is row["closed_by"] is None

    def _the_queue_is_in_order_and_counted(self, queue: list[QueueRow]) -> None:
        """Groups in their order; what is late and has time left asks for a decision; the tabs'
        counts are the rows'."""
        order = list(DueGroup)
        groups = [order.index(row.group) for row in queue if row.group is not None]
        assert groups == sorted(groups)
        assert len(groups) == len(queue)
        late = [row for row in queue if row.group is DueGroup.OVERDUE]
        assert all(row.needs_decision for row in late if row.due_at > self.clock.now)
        counts = self._callbacks.counts(self.world.wren)
        soon = sum(row.group is DueGroup.SOON for row in queue)
        assert (counts.overdue, counts.soon, counts.all) == (len(late), soon, len(queue))
        assert counts.due_now == len(late) + soon
        assert counts.mine == sum(row.is_mine or row.asks_me for row in queue)
        assert counts.waiting == sum(row.group is DueGroup.WAITING for row in queue)

    def _none_is_placed_outside_hours_without_a_reason(self, data: _Data) -> None:
        """No open promise is due then; marketing is not, whatever the reason."""
        for row in data.callbacks:
            if row["state"] != "open" or row["kind"] == CallbackKind.SAFETY:
                continue
            if not self._in_hours(data, row, row["due_at"]):
                assert row["hours_reason"], "due outside their hours without a reason"
                if row["kind"] == CallbackKind.MARKETING:
                    assert row["hours_reason"] == NO_COMMON_HOUR

    def _no_safety_follow_up_is_held_back(self, data: _Data) -> None:
        """Open until it is kept or decided with a note; due within a quarter of an hour of what was
        done last, or when the person agreed to."""
        for row in data.callbacks:
            if row["kind"] != CallbackKind.SAFETY:
                continue
            if row["state"] == "closed":
                assert row["resolution"] != Resolution.DO_NOT_CALL
                assert row["resolution"] in SAFETY_ENDS
                assert row["resolution"] == Resolution.KEPT or row["resolution_note"]
                continue
            self._climbs(data, row)
            made = self.made[row["id"]]
            assert row["due_at"] <= made.written_at + _QUARTER or row["due_at"] in made.agreed

    def _climbs(self, data: _Data, row: Any) -> None:
        """A quarter of an hour without contact asks the team, another the managers: told by the
        clock and the tries, and each of them has it among what they are to do."""
        talks = [
            each["at"]
            for each in data.attempts
            if each["callback_id"] == row["id"] and each["result"] == AttemptResult.REACHED
        ]
        waited = self.clock.now - max([row["first_due_at"], *talks])
        at_our_desk = row["owner_team_id"] == self.world.front_desk
        for actor in (self.world.wren, self.world.lark):
            mine = {each.id: each for each in self.desk.queue(ViewFilter("mine"), actor)}
            manages = actor == self.world.lark and waited >= 2 * _QUARTER
            asked = (at_our_desk and waited >= _QUARTER) or manages
            owns = row["owner_user_id"] == actor.user_id
            if asked or owns:
                assert row["id"] in mine
            elif row["owner_user_id"] is not None or not at_our_desk:
                assert row["id"] not in mine

    def _who_asked_not_to_be_called_is_not(self, data: _Data) -> None:
        """No open promise that a do-not-call in force stops, except safety follow-ups."""
        in_force = [wish for wish in data.wishes if wish["lifted_at"] is None]
        for row in data.callbacks:
            if row["state"] != "open" or row["kind"] == CallbackKind.SAFETY:
                continue
            for wish in in_force:
                about = wish["purpose"] in ("all", row["kind"])
                same_person = wish["person_id"] in (None, row["person_id"])
                same_number = wish["number_id"] in (None, row["number_id"])
                assert not (about and same_person and same_number)

    def teardown(self) -> None:
        """The chain of everything that was done verifies."""
        try:
            assert list(broken_links(self.database)) == []
        finally:
            self.database.close()

    # Helpers

    @property
    def _callbacks(self) -> Callbacks:
        return self.desk.callbacks

    def _actor(self, who: str) -> Actor:
        actor: Actor = getattr(self.world, who)
        return actor

    def _at(self, ahead: int) -> datetime:
        return self.clock.now + timedelta(minutes=ahead)

    def _pick(self, pick: int, state: str = "") -> UUID:
        """One of those in this state, or of all when there is none."""
        rows = self._rows()
        wanted = [i for i in self.made if state in (rows[i]["state"], "")] or list(self.made)
        return wanted[pick % len(wanted)]

    def _pick_some(self, picks: Sequence[int]) -> list[tuple[UUID, int]]:
        return [self.desk.version(i) for i in dict.fromkeys(map(self._pick, picks))]

    def _try(
        self,
        actor: Actor,
        callback_id: UUID | None,
        act: Callable[[], Recorded],
        which: Sequence[tuple[UUID, int]] = (),
        *,
        ends_lease: bool = True,
    ) -> Recorded | None:
        """Do it; a refusal changes nothing (the invariants see to that)."""
        try:
            recorded = act()
        except Refused:
            return None
        assert recorded.said
        if recorded.written.change_id is not None:
            self.done.append((actor, recorded.written.change_id, None))
        for each in (callback_id, *(each for each, _ in which)):
            if each is not None:
                self.made[each].written_at = self.clock.now
                if ends_lease:
                    self.leases.pop(each, None)
        return recorded

    def _held_by_other(self, actor: Actor, callback_id: UUID) -> bool:
        holder, since = self.leases.get(callback_id, (actor, self.clock.now))
        valid = self.clock.now < since + _LEASE
        return valid and holder != actor and actor != self.world.lark

    def _data(self) -> _Data:
        names = ("callback", "attempt", "do_not_call", "person", "phone_number")
        with self.database.read() as conn:
            return _Data(*(list(conn.execute(select(_of[name])).mappings()) for name in names))

    def _read(self, table: Any) -> list[Any]:
        with self.database.read() as conn:
            return list(conn.execute(select(table)).mappings())

    def _wishes(self) -> list[Any]:
        """The do-not-calls in force."""
        return [row for row in self._read(_of["do_not_call"]) if row["lifted_at"] is None]

    def _rows(self) -> dict[UUID, Any]:
        return {row["id"]: row for row in self._read(_of["callback"])}

    def _in_hours(self, data: _Data, row: Any, at: datetime) -> bool:
        """Held against the clocks directly, not by the rule under test."""
        person = next((each for each in data.people if each["id"] == row["person_id"]), None)
        number = next((each for each in data.numbers if each["id"] == row["number_id"]), None)
        opens = (person and person["hours_from"]) or 8 * 60
        closes = (person and person["hours_to"]) or 21 * 60
        here = PHOENIX if row["owner_team_id"] == self.world.front_desk else CHICAGO
        found = zones_at(
            person["zone"] if person else None, number["e164"] if number else None, here
        )
        said = row["zone_certain"] and not found.certain
        zones = (row["promised_zone"],) if said else found.zones
        local = (at.astimezone(ZoneInfo(zone)) for zone in zones)
        return all(opens <= each.hour * 60 + each.minute < closes for each in local)
