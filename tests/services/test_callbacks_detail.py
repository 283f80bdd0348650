"""One promise in full: what the desk sees before it rings."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from desktop.domain.errors import NotFound
from desktop.domain.vocabulary import (
    AttemptResult,
    CallbackKind,
    Permission,
    Resolution,
    RestrictionKind,
    VoicemailRule,
)
from desktop.services.changes import Writing
from tests.services.promises import Desk, at
from tests.services.world import CHICAGO, PHOENIX, WORDS_FOR_ALL, edit


def _tell(desk: Desk, number: int) -> None:
    """Juniper was told this version."""
    world = desk.world

    def work(writing: Writing) -> None:
        statement = {**WORDS_FOR_ALL, "number": number}
        told = {
            "statement_id": writing.insert("statement", statement),
            "told_id": world.juniper,
            "subject_id": world.juniper,
            "user_id": world.wren.user_id,
            "told_at": writing.now,
        }
        writing.insert("disclosure", told)

    world.ledger.write(world.wren, "tell", Permission.LOG_CALLS, uuid4(), work)


def test_everything_about_a_promise(desk: Desk) -> None:
    world = desk.world
    edit(world, world.wren, "person", world.juniper, prefers="Afternoons", voicemail="neutral")
    callback_id = desk.promise(what="News of her records")
    world.clock.forward(minutes=1)
    desk.record(callback_id, AttemptResult.NO_ANSWER, note="Rang out")
    desk.world.clock.forward(minutes=1)
    _tell(desk, 2)
    world.clock.now = at(CHICAGO, 17, 17, 31)

    detail = desk.callbacks.detail(world.wren, callback_id)

    assert detail.promise == "News of her records"
    assert detail.promised_by == "Wren Hill"
    assert (detail.promised_zone, detail.first_due_at) == (CHICAGO, at(CHICAGO, 17, 16, 18))
    assert detail.candidates.zones == (CHICAGO,)
    assert [r.kind for r in detail.restrictions] == [RestrictionKind.NEVER_RING_HOME]
    assert (detail.voicemail, detail.prefers) == (VoicemailRule.NEUTRAL, "Afternoons")
    assert detail.neutral_words == "Please ask Juniper to ring Wren."
    assert detail.last_statement == "v2"
    assert detail.next_action.title == "Next: call now, second try"
    assert detail.next_action.call_now
    assert detail.outcome_lines[AttemptResult.BUSY] == "Again in 15 min"
    assert [n.e164 for n in detail.other_numbers] == ["+13125550162"]
    assert (detail.site.name, detail.site.zone) == ("Phoenix", PHOENIX)
    assert [entry.kind for entry in detail.timeline] == ["disclosure", "attempt", "callback"]
    assert detail.row == desk.queue()[0]


def test_outside_their_hours_it_says_what_the_call_needs(desk: Desk) -> None:
    world = desk.world
    service = desk.promise(due_at=at(CHICAGO, 17, 20, 50))
    market = desk.promise(due_at=at(CHICAGO, 17, 20, 50), kind=CallbackKind.MARKETING)
    safety = desk.promise(kind=CallbackKind.SAFETY)
    world.clock.now = at(CHICAGO, 17, 21, 30)

    def can(callback_id: UUID) -> tuple[bool, bool, bool]:
        action = desk.callbacks.detail(world.wren, callback_id).next_action
        return action.call_now, action.can_call, action.needs_reason

    assert can(service) == (False, True, True)
    assert can(market) == (False, False, False)
    assert can(safety) == (True, True, False)
    action = desk.callbacks.detail(world.wren, service).next_action
    assert "9:30 pm in Chicago is too late" in action.why_not
    desk.callbacks.claim(world.robin, safety)
    assert can(safety) == (False, False, False)


def test_with_nobody_named_there_is_nobody_to_ask_for(desk: Desk) -> None:
    world = desk.world
    callback_id = desk.promise(
        person_id=None, number_text="855-555-0100", due_at=desk.now + timedelta(days=1)
    )
    detail = desk.callbacks.detail(world.wren, callback_id)
    assert detail.neutral_words == "This is Wren. I will try again another time."
    assert detail.candidates.ask
    assert detail.candidates.zones == (PHOENIX,)
    assert detail.other_numbers == ()
    assert detail.last_statement is None


def test_a_closed_promise_tells_how_it_ended(desk: Desk) -> None:
    world = desk.world
    callback_id = desk.promise()
    desk.callbacks.close(
        world.wren, [desk.version(callback_id)], Resolution.RANG_US, "At noon", uuid4()
    )
    detail = desk.callbacks.detail(world.wren, callback_id)
    assert detail.next_action.title == "Promise closed, they rang us"
    assert not detail.next_action.can_call
    assert detail.resolution_note == "At noon"
    with pytest.raises(NotFound):
        desk.callbacks.detail(world.wren, uuid4())
