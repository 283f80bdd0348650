"""Taking a call back: the card returns, nobody's work is lost, no safety event vanishes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert

from desktop.domain.errors import ChangedSince, Refused
from desktop.domain.vocabulary import (
    CallbackKind,
    CallOutcome,
    Direction,
    IdentityCheck,
    MilestoneKind,
    Reason,
    Relation,
)
from desktop.services.call_form import CallForm, PromiseForm, ReadLine
from desktop.services.changes import Writing
from desktop.services.leases import Leases
from desktop.services.trail import broken_links
from desktop.storage import tables
from tests.services.phone import TOMORROW_TEN, TONIGHT, Phone, call_id
from tests.services.world import CHICAGO, WORDS_FOR_ALL, World, edit


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone.at(world)


def full_card(phone: Phone, outcome: CallOutcome) -> CallForm:
    """Everything filled in that a card can hold."""
    world = phone.world
    due_at = TOMORROW_TEN if outcome is CallOutcome.CALLBACK else None
    owner = world.front_desk if outcome in PROMISING else None
    return phone.card(
        outcome,
        promise=PromiseForm(due_at=due_at, owner_team_id=owner),
        relation=Relation.SPOUSE,
        speaker_id=world.rowan,
        subject_id=world.juniper,
        identity_check=IdentityCheck.ADDRESS,
        identity_checked_at=world.clock.now,
        reasons=(Reason.REFUND, Reason.ACQUISITION, Reason.MEDICAL),
        language="Spanish",
        interpreter=True,
        ended_at=world.clock.now + timedelta(minutes=4),
        read_lines=(
            ReadLine(UUID(int=7), 0, "Is my appointment still on?", world.clock.now),
            ReadLine(UUID(int=3), 2, "Where to turn: “You are not alone.”", world.clock.now),
        ),
    )


PROMISING = (CallOutcome.CALLBACK, CallOutcome.MISSED)
"""Outcomes with a promise, whose panel comes back; without one there is nothing to bring back."""


@pytest.mark.parametrize("outcome", [o for o in CallOutcome if o is not CallOutcome.SAFETY])
def test_each_outcome_goes_and_its_card_returns(
    world: World, phone: Phone, outcome: CallOutcome
) -> None:
    form = full_card(phone, outcome)
    written = phone.log(form)
    assert len(phone.rows("callback")) == (outcome in PROMISING)
    undone = phone.take_back(written)
    assert phone.rows("call") == phone.rows("callback") == []
    (draft,) = phone.drafts.open_drafts(world.wren)
    assert undone.value == written.value == draft.id
    assert draft.form == form
    assert not list(broken_links(world.database))
    # And it can be logged again, as it was.
    phone.log(draft.form, draft_id=draft.id)
    assert phone.drafts.open_drafts(world.wren) == ()
    assert len(phone.rows("call")) == 1


def test_a_promise_returns_with_what_was_agreed(world: World, phone: Phone) -> None:
    form = phone.promising(
        due_at=TONIGHT,
        promise={
            "what": "Read her the letter",
            "milestone": MilestoneKind.CLOSING,
            "hours_reason": "Works nights",
            "owner_team_id": world.chicago_team,
            "owner_user_id": world.robin.user_id,
            "kind": CallbackKind.TRANSITION,
        },
        ended_at=world.clock.now,
    )
    phone.take_back(phone.log(form))
    (draft,) = phone.drafts.open_drafts(world.wren)
    assert draft.form == form


def test_a_late_entry_returns_as_one(world: World, phone: Phone) -> None:
    really = world.clock.now - timedelta(hours=3)
    form = phone.card(
        real_started_at=really,
        speaker_id=None,
        speaker_name="Somebody",
        subject_name="Their aunt",
        number_text="anonymous",
        direction=Direction.OUT,
        notes="SSN 219-09-9999",
        sensitive_kept=True,
    )
    phone.take_back(phone.log(form))
    (draft,) = phone.drafts.open_drafts(world.wren)
    assert draft.form == form


def test_where_they_said_they_are_returns(world: World, phone: Phone) -> None:
    form = phone.promising(
        number_text="+44 20 7946 0018",
        speaker_id=None,
        zone="Europe/London",
        ended_at=world.clock.now,
        promise={"owner_team_id": world.front_desk},
    )
    phone.take_back(phone.log(form))
    (draft,) = phone.drafts.open_drafts(world.wren)
    assert draft.form == form


def test_a_new_number_goes_too_unless_somebody_uses_it(world: World, phone: Phone) -> None:
    new: dict[str, Any] = {"number_text": "713 555 0168", "speaker_id": None}
    phone.take_back(phone.log(phone.card(**new)))
    assert phone.rows("phone_number", e164="+17135550168") == []
    written = phone.log(phone.card(**new))
    other = phone.log(phone.card(**new), world.robin)
    phone.take_back(written)
    assert len(phone.rows("phone_number", e164="+17135550168")) == 1
    assert [row.id for row in phone.rows("call")] == [other.value]


def test_a_worked_promise_stays_and_says_whose(world: World, phone: Phone) -> None:
    written = phone.log(phone.promising())
    edit(world, world.robin, "callback", phone.callback().id, attempts=1)
    with pytest.raises(ChangedSince, match="Robin Vale changed this since"):
        phone.take_back(written)
    assert len(phone.rows("call")) == len(phone.rows("callback")) == 1
    assert phone.drafts.open_drafts(world.wren) == ()


def test_a_promise_somebody_is_ringing_stays(world: World, phone: Phone) -> None:
    written = phone.log(phone.promising())
    leases = Leases(world.database, world.clock)
    leases.claim(world.robin, phone.callback().id)
    with pytest.raises(Refused, match="Robin Vale is at work"):
        phone.take_back(written)
    world.clock.forward(minutes=11)
    phone.take_back(written)
    assert phone.rows("callback") == phone.rows("lease") == []


def test_a_call_with_something_noted_on_it_stays(world: World, phone: Phone) -> None:
    written = phone.log(phone.card())

    def told(writing: Writing) -> UUID:
        statement = writing.insert("statement", {**WORDS_FOR_ALL, "number": 3})
        return writing.insert(
            "disclosure",
            {
                "statement_id": statement,
                "call_id": written.value,
                "told_id": world.juniper,
                "subject_id": world.juniper,
                "user_id": world.robin.user_id,
                "told_at": writing.now,
            },
        )

    world.ledger.write_unattended("told", uuid4(), told)
    with pytest.raises(ChangedSince, match="Something was noted on this call"):
        phone.take_back(written)
    assert len(phone.rows("call")) == 1


def test_a_safety_follow_up_outlives_its_call(world: World, phone: Phone) -> None:
    written = phone.log(phone.card(CallOutcome.SAFETY))
    first = phone.callback()
    phone.take_back(written)
    assert phone.rows("call") == []
    (draft,) = phone.drafts.open_drafts(world.wren)
    left = phone.callback()
    assert (left.id, left.state, left.call_id) == (first.id, "open", None)
    assert left.due_at == first.due_at
    # Logged again as a safety call: the same follow-up, still due since then.
    world.clock.forward(minutes=5)
    again = phone.log(draft.form, draft_id=draft.id)
    taken_up = phone.callback()
    assert (taken_up.id, taken_up.call_id) == (first.id, again.value)
    assert taken_up.due_at == first.due_at
    # And once more.
    phone.take_back(again)
    assert phone.callback().call_id is None
    (draft,) = phone.drafts.open_drafts(world.wren)
    once_more = phone.log(draft.form, draft_id=draft.id)
    assert phone.callback().call_id == once_more.value


def test_a_safety_follow_up_learns_the_number_when_its_card_is_logged_again(
    world: World, phone: Phone
) -> None:
    phone.take_back(phone.log(phone.card(CallOutcome.SAFETY, number_text="", speaker_id=None)))
    (draft,) = phone.drafts.open_drafts(world.wren)
    # Juniper rang from home, where she must never be rung.
    known = replace(draft.form, number_text="(312) 555-0162", speaker_id=world.juniper)
    written = phone.log(known, draft_id=draft.id)
    row = phone.callback()
    assert (row.number_id, row.asks_number) == (world.shared_number, False)
    phone.take_back(written)
    (draft,) = phone.drafts.open_drafts(world.wren)
    phone.log(replace(draft.form, number_text="", speaker_id=None), draft_id=draft.id)
    row = phone.callback()
    assert (row.number_id, row.asks_number) == (world.shared_number, False)


def test_a_safety_follow_up_stays_even_when_worked_or_logged_otherwise(
    world: World, phone: Phone
) -> None:
    written = phone.log(phone.card(CallOutcome.SAFETY))
    edit(world, world.robin, "callback", phone.callback().id, attempts=1)
    phone.take_back(written)
    (draft,) = phone.drafts.open_drafts(world.wren)
    phone.log(replace(draft.form, outcome=CallOutcome.RESOLVED), draft_id=draft.id)
    row = phone.callback()
    assert (row.state, row.kind, row.call_id, row.attempts) == (
        "open",
        CallbackKind.SAFETY,
        None,
        1,
    )


def test_a_card_with_the_same_draft_is_no_twin(world: World, phone: Phone) -> None:
    """A call logged from a draft and taken back: one card, not two."""
    draft_id = uuid4()
    phone.drafts.save(world.wren, draft_id, phone.card())
    written = phone.log(phone.card(), draft_id=draft_id)
    phone.take_back(written)
    assert [draft.id for draft in phone.drafts.open_drafts(world.wren)] == [call_id(written)]


def test_an_old_lease_does_not_hold_a_call(world: World, phone: Phone) -> None:
    written = phone.log(phone.promising())
    with world.database.write() as conn:
        conn.execute(
            insert(tables.metadata.tables["lease"]).values(
                callback_id=phone.callback().id,
                user_id=world.wren.user_id,
                desk_id=world.desk,
                until=world.clock.now + timedelta(minutes=5),
            )
        )
    phone.take_back(written)
    assert phone.rows("call") == []


def test_a_time_told_in_another_zone_is_the_same_time(world: World, phone: Phone) -> None:
    there = TOMORROW_TEN.astimezone(ZoneInfo(CHICAGO))
    phone.take_back(phone.log(phone.promising(due_at=there)))
    assert phone.rows("callback") == []
    (draft,) = phone.drafts.open_drafts(world.wren)
    assert draft.form.promise.due_at == TOMORROW_TEN


def test_a_follow_up_that_has_its_call_is_not_taken_from_it(world: World, phone: Phone) -> None:
    phone.take_back(phone.log(phone.card(CallOutcome.SAFETY)))
    (draft,) = phone.drafts.open_drafts(world.wren)
    phone.log(draft.form, draft_id=draft.id)
    phone.log(draft.form, draft_id=draft.id)  # the card came back once more, late
    assert len({row.call_id for row in phone.rows("callback")}) == 2
