"""Promises come about: promised, after a missed call, and by a Safety card."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID, uuid4

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from desktop.domain.vocabulary import CallbackKind, CallOutcome, MilestoneKind, Reason, SafetyEnding
from desktop.services.call_form import CallForm
from desktop.services.calls import Calls
from desktop.services.missed_again import calls_of_promise
from desktop.services.new_promise import NewPromise
from desktop.services.safety_form import SafetyForm
from tests.services.promise_model import AHEAD, NUMBERS, WHO, WHY, Made, PromiseModel
from tests.services.world import edit

_BEGINNINGS: Final = (
    datetime(2026, 11, 17, 21, 18, tzinfo=UTC),  # a Tuesday
    datetime(2026, 10, 31, 3, 50, tzinfo=UTC),  # the evening before summer time ends
    datetime(2026, 11, 25, 22, 0, tzinfo=UTC),  # the afternoon before a holiday
    datetime(2027, 3, 13, 2, 30, tzinfo=UTC),  # the night before summer time begins
)
_SHARED, _HOME = "(312) 555-0147", "(312) 555-0162"


class PromiseMaking(PromiseModel):
    """All the ways in which a promise is made."""

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
        who=WHO,
        kind=st.sampled_from(CallbackKind),
        person=st.sampled_from(["juniper", "rowan", "hazel", "sorrel", None]),
        number=st.sampled_from(["", *NUMBERS]),
        ahead=AHEAD,
        waits=st.booleans(),
        mine=st.booleans(),
        why=WHY,
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
            self.made[callback_id] = Made(kind, actor, self.clock.now, set())
            assert made.written.change_id is not None
            self.done[-1] = (actor, made.written.change_id, callback_id)

    @rule(
        who=WHO,
        person=st.sampled_from(["juniper", "rowan", "hazel", None, None]),
        number=st.sampled_from([*NUMBERS, _SHARED, _SHARED, _SHARED, _HOME]),
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
            self.made[callback_id] = Made(CallbackKind.SERVICE, actor, self.clock.now, set())
        theirs = made or self._rang_again(written.value)
        if theirs:
            self.missed[written.change_id] = (written.value, theirs)

    def _rang_again(self, call_id: UUID) -> set[UUID]:
        """The promises that show a call as a further one."""
        with self.database.read() as conn:
            return {each for each in self.made if call_id in calls_of_promise(conn, each)}

    @rule(
        who=WHO,
        person=st.sampled_from(["juniper", "rowan", "hazel", "sorrel", None]),
        number=st.sampled_from(["", "anonymous", *NUMBERS]),
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
            self.made[event.follow_up_id] = Made(CallbackKind.SAFETY, actor, self.clock.now, set())
        self.done.append((actor, recorded.written.change_id or uuid4(), None))
