"""A desk of three that does anything in any order, and what must hold after each step."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from desktop.domain.errors import Refused
from desktop.domain.vocabulary import AttemptResult, CallbackKind, DoNotCallPurpose, Resolution
from desktop.services.actor import Actor
from tests.services.promise_invariants import PromiseInvariants
from tests.services.promise_making import PromiseMaking
from tests.services.promise_model import AHEAD, NUMBERS, WHO, WHY

_MISSED = [AttemptResult.VOICEMAIL, AttemptResult.NO_ANSWER, AttemptResult.BUSY]
_TRIES = st.lists(
    st.sampled_from([*_MISSED, *(r for r in AttemptResult if r is not AttemptResult.REACHED)]),
    min_size=1,
    max_size=4,
)
_PICK = st.integers(0, 40)


class PromiseMachine(PromiseMaking, PromiseInvariants):
    """Anything three people may do with promises. ``fresh`` gives an empty database."""

    @precondition(lambda self: self.made)
    @rule(
        who=WHO,
        pick=_PICK,
        results=_TRIES,
        number=st.sampled_from(["", *NUMBERS]),
        why=WHY,
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
        who=WHO,
        pick=_PICK,
        close=st.sampled_from([None, *Resolution]),
        ahead=AHEAD,
        why=WHY,
        note=WHY,
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
        who=WHO,
        pick=_PICK,
        decision=st.sampled_from(["letter", "manager", "unreachable", "again"]),
        note=WHY,
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
    @rule(who=WHO, picks=st.lists(_PICK, min_size=1, max_size=3), how=st.sampled_from(Resolution))
    def close(self, who: str, picks: list[int], how: Resolution) -> None:
        """Close some at once."""
        actor, which = self._actor(who), self._pick_some(picks)
        self._try(actor, None, lambda: self._callbacks.close(actor, which, how, "", uuid4()), which)

    @precondition(lambda self: self.made)
    @rule(who=WHO, pick=_PICK, ahead=AHEAD, why=WHY)
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
    @rule(who=WHO, picks=st.lists(_PICK, min_size=1, max_size=3), ahead=AHEAD, why=WHY)
    def postpone(self, who: str, picks: list[int], ahead: int, why: str) -> None:
        """Put some off."""
        actor, which = self._actor(who), self._pick_some(picks)
        due_at = self._at(ahead)
        self._try(
            actor, None, lambda: self._callbacks.postpone(actor, which, due_at, why, uuid4()), which
        )

    @precondition(lambda self: self.made)
    @rule(
        who=WHO, picks=st.lists(_PICK, min_size=1, max_size=3), to=st.sampled_from([None, "wren"])
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
    @rule(who=WHO, pick=_PICK, number=st.sampled_from(NUMBERS))
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
    @rule(who=WHO, pick=_PICK, claims=st.booleans())
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
    @rule(who=WHO, pick=_PICK, why=WHY)
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
        who=WHO,
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
    @rule(who=WHO, pick=_PICK)
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
