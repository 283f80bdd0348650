"""Logging a call: what is kept, what is promised, what is refused."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from desktop.domain.errors import ChangedSince, NeedsReason, NotAllowed, NotFound, Refused
from desktop.domain.vocabulary import (
    CallbackKind,
    CallOutcome,
    Direction,
    DoNotCallPurpose,
    IdentityCheck,
    MilestoneKind,
    NumberKind,
    Reason,
    Relation,
)
from desktop.services.call_form import PromiseForm
from desktop.services.do_not_call import DoNotCalls
from desktop.services.people import People
from tests.services.phone import TOMORROW_TEN, TONIGHT, Phone, call_id
from tests.services.world import CHICAGO, PHOENIX, World, edit

ODD = ["🌿 wilts \U0001f9d1\u200d⚕️", "NUL\0inside", "x" * 10_240, "שלום, ¿qué?", "\ud83d"]


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone.at(world)


def test_a_call_keeps_what_was_on_the_card(world: World, phone: Phone) -> None:
    checked = world.clock.now + timedelta(minutes=1)
    world.clock.forward(minutes=5)
    form = phone.card(
        relation=Relation.SPOUSE,
        speaker_id=world.rowan,
        subject_id=world.juniper,
        identity_check=IdentityCheck.DATE_OF_BIRTH,
        identity_checked_at=checked,
        reasons=(Reason.REFUND, Reason.ACQUISITION),
        language="Spanish",
        interpreter=True,
        started_at=world.clock.now - timedelta(minutes=5),
    )
    call = phone.calls.get(world.wren, call_id(phone.log(form)))
    assert (call.speaker_name, call.subject_name) == ("Rowan Moss", "Juniper Moss")
    assert (call.e164, call.number_text, call.withheld) == ("+13125550147", "", False)
    assert call.reasons == (Reason.REFUND, Reason.ACQUISITION)
    assert (call.identity_check, call.identity_checked_at) == ("date_of_birth", checked)
    assert (call.language, call.interpreter, call.site_name) == ("Spanish", True, "Chicago")
    assert call.ended_at == call.entered_at == world.clock.now
    assert call.started_at == call.answered_at == world.clock.now - timedelta(minutes=5)
    assert (call.late_entry, call.zone, call.user_name) == (False, CHICAGO, "Wren Hill")
    assert call.callback_id is None


def test_an_outcome_is_needed(phone: Phone) -> None:
    with pytest.raises(Refused, match="Pick an outcome"):
        phone.log(phone.card(outcome=None))
    assert phone.rows("call") == []


def test_the_same_key_logs_once(world: World, phone: Phone) -> None:
    key = uuid4()
    form = phone.promising()
    first = phone.calls.log(world.wren, None, form, key)
    again = phone.calls.log(world.wren, None, form, key)
    assert again.repeated
    assert (again.value, again.touched) == (first.value, first.touched)
    assert len(phone.rows("call")) == len(phone.rows("callback")) == 1


def test_an_administrator_neither_logs_nor_reads(world: World, phone: Phone) -> None:
    logged = call_id(phone.log(phone.card()))
    with pytest.raises(NotAllowed):
        phone.log(phone.card(), world.it)
    with pytest.raises(NotAllowed):
        phone.calls.get(world.it, logged)


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        (CallOutcome.RESOLVED, None),
        (CallOutcome.TRANSFERRED, None),
        (CallOutcome.MESSAGE, None),
        (CallOutcome.SAFETY, CallbackKind.SAFETY),
        (CallOutcome.MISSED, CallbackKind.SERVICE),
        (CallOutcome.HUNG_UP, None),
        (CallOutcome.WRONG_NUMBER, None),
        (CallOutcome.SPAM, None),
    ],
)
def test_which_outcomes_promise(
    world: World, phone: Phone, outcome: CallOutcome, kind: CallbackKind | None
) -> None:
    written = phone.log(phone.card(outcome))
    made = phone.rows("callback")
    assert [row.kind for row in made] == ([kind] if kind else [])
    if kind:
        assert made[0].due_at == world.clock.now
        assert made[0].call_id == written.value
        assert any(touched.id == made[0].id for touched in written.touched)


def test_a_promise_in_the_callers_own_time(world: World, phone: Phone) -> None:
    form = phone.promising(promise={"milestone": MilestoneKind.CLOSING})
    call = phone.calls.get(world.wren, call_id(phone.log(form)))
    row = phone.callback()
    assert call.callback_id == row.id
    assert (row.person_id, row.subject_id) == (world.juniper, world.juniper)
    assert row.number_id == world.shared_number
    assert row.due_at == row.first_due_at == TOMORROW_TEN
    assert (row.promised_wall, row.promised_zone) == ("Wed 10:00 am", CHICAGO)
    assert row.zone_certain
    assert row.promise == "Wants her records."
    assert (row.reason, row.milestone) == (Reason.RECORDS, MilestoneKind.CLOSING)
    assert (row.owner_team_id, row.owner_user_id) == (world.front_desk, None)
    assert (row.promised_by, row.promised_at) == (world.wren.user_id, world.clock.now)
    assert (row.site_id, row.state, row.attempts) == (world.chicago, "open", 0)


def test_a_promise_needs_a_time_and_something_to_ring(world: World, phone: Phone) -> None:
    with pytest.raises(Refused, match="Pick when to ring back"):
        phone.log(phone.promising(due_at=None))
    for text in ("", "anonymous", "+17378742833", "911"):
        with pytest.raises(Refused, match="no number to ring"):
            phone.log(phone.promising(number_text=text, speaker_id=world.sorrel))
    with pytest.raises(Refused, match="before the call"):
        phone.log(phone.promising(due_at=world.clock.now - timedelta(minutes=1)))
    assert phone.rows("call") == phone.rows("callback") == []


def test_a_withheld_caller_we_know_is_rung_at_their_own_number(world: World, phone: Phone) -> None:
    phone.log(phone.promising(number_text="Restricted"))
    (call,) = phone.rows("call")
    assert (call.withheld, call.number_id, call.number_text) == (True, None, "Restricted")
    assert phone.callback().number_id == world.shared_number


def test_outside_their_hours_asks_for_a_reason(world: World, phone: Phone) -> None:
    with pytest.raises(NeedsReason, match="10:30 pm in Chicago is too late"):
        phone.log(phone.promising(due_at=TONIGHT))
    with pytest.raises(Refused, match="for a marketing call"):
        phone.log(
            phone.promising(
                due_at=TONIGHT,
                promise={"kind": CallbackKind.MARKETING, "hours_reason": "They asked"},
            )
        )
    phone.log(phone.promising(due_at=TONIGHT, promise={"hours_reason": " Works nights "}))
    assert phone.callback().hours_reason == "Works nights"


def test_a_narrower_wish_counts(world: World, phone: Phone) -> None:
    edit(world, world.robin, "person", world.juniper, hours_from=12 * 60)
    with pytest.raises(NeedsReason, match="10:00 am in Chicago is too early"):
        phone.log(phone.promising())


def test_where_the_caller_says_they_are_counts_when_nothing_else_tells(
    world: World, phone: Phone
) -> None:
    abroad: dict[str, Any] = {"number_text": "+44 20 7946 0018", "speaker_id": None}
    phone.log(phone.promising(**abroad))
    assert (phone.callback().promised_zone, phone.callback().zone_certain) == (PHOENIX, False)
    written = phone.log(phone.promising(zone="Europe/London", **abroad))
    row = phone.rows("callback", call_id=written.value)[0]
    assert (row.promised_zone, row.zone_certain) == ("Europe/London", True)
    phone.log(phone.promising(zone="Europe/London"))  # Juniper is in Chicago, as stated
    assert phone.rows("callback", person_id=world.juniper)[0].promised_zone == CHICAGO


def test_do_not_call_stops_a_promise_but_never_a_safety_follow_up(
    world: World, phone: Phone
) -> None:
    stops = DoNotCalls(world.database, world.ledger)
    stops.set(world.wren, world.juniper, None, DoNotCallPurpose.ALL, "Asked", uuid4())
    with pytest.raises(Refused, match="Juniper Moss asked not to be called"):
        phone.log(phone.promising())
    phone.log(phone.card(CallOutcome.MISSED))
    assert phone.rows("callback") == []
    phone.log(phone.card(CallOutcome.SAFETY))
    assert phone.callback().kind == CallbackKind.SAFETY


def test_a_missed_call_is_rung_back_when_both_sides_can(world: World, phone: Phone) -> None:
    unknown = {"number_text": "(206) 555-0116", "speaker_id": None, "site_id": None}
    world.clock.now = datetime(2026, 11, 17, 14, 30, tzinfo=UTC)  # 6:30 am in Seattle
    phone.log(phone.card(CallOutcome.MISSED, **unknown))
    row = phone.callback()
    assert row.due_at == datetime(2026, 11, 17, 16, 0, tzinfo=UTC)
    assert row.hours_reason is None
    assert (row.promised_zone, row.person_id) == ("America/Los_Angeles", None)
    (call,) = phone.rows("call")
    assert call.answered_at is None


def test_a_missed_call_without_a_number_or_outward_promises_nothing(phone: Phone) -> None:
    phone.log(phone.card(CallOutcome.MISSED, number_text="anonymous", speaker_id=None))
    phone.log(phone.card(CallOutcome.MISSED, direction=Direction.OUT))
    assert phone.rows("callback") == []
    assert len(phone.rows("call")) == 2


def test_a_safety_call_is_followed_up_without_a_number_too(world: World, phone: Phone) -> None:
    phone.log(phone.card(CallOutcome.SAFETY, number_text="", speaker_id=None))
    row = phone.callback()
    assert (row.number_id, row.asks_number) == (None, True)
    assert row.due_at == world.clock.now


def test_never_ring_home_chooses_another_number(world: World, phone: Phone) -> None:
    phone.log(phone.promising(number_text="(312) 555-0162"))
    assert phone.callback().number_id == world.shared_number
    # Whom it concerns counts as well: Alder rings from Juniper's home.
    with pytest.raises(Refused, match="must never be rung at this number"):
        phone.log(
            phone.promising(
                number_text="(312) 555-0162", speaker_id=world.alder, subject_id=world.juniper
            )
        )


def test_nobody_named_now_and_attached_later(world: World, phone: Phone) -> None:
    written = phone.log(
        phone.promising(speaker_id=None, speaker_name="Hazel, I think", number_text="3035550112")
    )
    row = phone.callback()
    assert (row.person_id, row.number_id) == (None, world.hazels_number)
    call = phone.calls.get(world.wren, call_id(written))
    assert (call.speaker_id, call.speaker_name, call.version) == (None, "Hazel, I think", 1)
    attached = phone.calls.attach_person(world.robin, call.id, 1, uuid4(), speaker_id=world.hazel)
    call = phone.calls.get(world.wren, call.id)
    assert (call.speaker_id, call.subject_id) == (world.hazel, world.hazel)
    assert call.speaker_name == "Hazel Birch"
    row = phone.callback()
    assert (row.person_id, row.subject_id, row.version) == (world.hazel, world.hazel, 2)
    with pytest.raises(ChangedSince, match="Robin Vale"):
        phone.calls.attach_person(world.wren, call.id, 1, uuid4(), speaker_id=world.rowan)
    phone.take_back(attached, world.robin)
    assert phone.callback().person_id is None
    assert phone.rows("call")[0].speaker_id is None


def test_attaching_a_speaker_keeps_whom_it_concerns_apart(world: World, phone: Phone) -> None:
    written = phone.log(
        phone.promising(
            speaker_id=None,
            speaker_name="Rowan",
            relation=Relation.SPOUSE,
            subject_name="Juniper M.",
        )
    )
    call = phone.calls.get(world.wren, call_id(written))
    assert (call.subject_id, call.subject_name) == (None, "Juniper M.")
    phone.calls.attach_person(world.wren, call.id, 1, uuid4(), speaker_id=world.rowan)
    call = phone.calls.get(world.wren, call.id)
    assert (call.speaker_id, call.subject_id) == (world.rowan, None)
    phone.calls.attach_person(world.wren, call.id, 2, uuid4(), subject_id=world.juniper)
    row = phone.callback()
    assert (row.person_id, row.subject_id) == (world.rowan, world.juniper)
    with pytest.raises(Refused, match="Nobody is picked"):
        phone.calls.attach_person(world.wren, call.id, 3, uuid4())
    with pytest.raises(NotFound):
        phone.calls.attach_person(world.wren, call.id, 3, uuid4(), speaker_id=uuid4())


def test_somebody_gone_is_said(phone: Phone) -> None:
    with pytest.raises(NotFound, match="Pick them again"):
        phone.log(phone.card(speaker_id=uuid4()))
    with pytest.raises(NotFound, match="Pick them again"):
        phone.log(phone.card(subject_id=uuid4()))


def test_a_late_entry_keeps_both_times(world: World, phone: Phone) -> None:
    really = world.clock.now - timedelta(hours=3)
    form = phone.promising(
        due_at=really + timedelta(hours=1), real_started_at=really, ended_at=None
    )
    phone.log(form)
    (call,) = phone.rows("call")
    assert (call.started_at, call.entered_at, call.late_entry) == (really, world.clock.now, True)
    assert call.ended_at is None
    row = phone.callback()  # promised then, and overdue by now: still a promise
    assert (row.promised_at, row.due_at) == (really, really + timedelta(hours=1))
    with pytest.raises(Refused, match="still to come"):
        phone.log(phone.card(real_started_at=world.clock.now + timedelta(minutes=1)))


def test_cards_and_social_security_numbers_are_masked_unless_kept(phone: Phone) -> None:
    notes = "Card 4111 1111 1111 1111, SSN 219-09-9999."
    phone.log(phone.promising(notes=notes, promise={"what": f"Ask about {notes}"}))
    (call,) = phone.rows("call")
    assert call.notes == "Card •••• •••• •••• 1111, SSN •••-••-9999."
    assert phone.callback().promise == f"Ask about {call.notes}"
    for item in phone.rows("change_item"):
        assert "4111" not in (item.after or "")
    written = phone.log(phone.card(notes=notes, sensitive_kept=True))
    assert phone.rows("call", id=written.value)[0].notes == notes


@pytest.mark.parametrize("text", ODD, ids=["emoji", "nul", "10KB", "scripts", "half"])
def test_odd_texts_in_every_field(phone: Phone, text: str) -> None:
    kept = text.replace("\0", "").replace("\ud83d", "?")
    names = ("notes", "speaker_name", "subject_name", "called_line", "language")
    fields: dict[str, Any] = dict.fromkeys(names, text)
    written = phone.log(
        phone.promising(**fields, speaker_id=None, promise={"what": text, "hours_reason": text})
    )
    (call,) = phone.rows("call")
    assert [call._mapping[name] for name in fields] == [kept] * len(fields)
    assert phone.callback().promise == kept
    phone.take_back(written)
    assert phone.rows("call") == []


def test_what_cannot_be_read_as_a_number_is_kept_as_text(phone: Phone) -> None:
    text = "call 312 555 0147 or 303 555 0112\0 🌿"
    phone.log(phone.card(number_text=text, speaker_id=None))
    phone.log(phone.card(number_text="ask at the desk\0 🌿", speaker_id=None))
    both, neither = phone.rows("call")
    assert both.number_id is not None
    assert both.number_text == text.replace("\0", "")
    assert (neither.number_id, neither.number_text) == (None, "ask at the desk 🌿")


def test_a_new_number_is_made_once_and_shared(world: World, phone: Phone) -> None:
    first = phone.log(phone.card(number_text="713-555-0168 ext 4", speaker_id=None))
    phone.log(phone.card(number_text="+1 (713) 555-0168 x4", speaker_id=None))
    phone.log(phone.card(number_text="713 555 0168", speaker_id=None))
    numbers = phone.rows("phone_number", e164="+17135550168")
    assert sorted(number.extension for number in numbers) == ["", "4"]
    assert {number.reversed_digits for number in numbers} == {"86105553171"}
    with_extension = next(number.id for number in numbers if number.extension == "4")
    recent = phone.calls.recent_for_number(world.wren, with_extension)
    assert len(recent) == 2
    assert first.value in [call.id for call in recent]


def test_the_draft_goes_with_the_call_and_stays_when_it_is_refused(
    world: World, phone: Phone
) -> None:
    draft_id = uuid4()
    form = phone.promising(due_at=TONIGHT)
    phone.drafts.save(world.wren, draft_id, form)
    with pytest.raises(NeedsReason):
        phone.log(form, draft_id=draft_id)
    assert len(phone.drafts.open_drafts(world.wren)) == 1
    phone.log(phone.promising(), draft_id=draft_id)
    assert phone.drafts.open_drafts(world.wren) == ()


def test_an_owner_of_ones_own_team(world: World, phone: Phone) -> None:
    owner = {"owner_team_id": world.chicago_team, "owner_user_id": world.robin.user_id}
    phone.log(phone.promising(promise=owner))
    row = phone.callback()
    assert (row.owner_team_id, row.owner_user_id) == (world.chicago_team, world.robin.user_id)


@pytest.mark.parametrize("gone", [{"active": False}, {"role": "admin"}])
def test_a_promise_of_somebody_who_left_is_the_teams(
    world: World, phone: Phone, gone: dict[str, Any]
) -> None:
    edit(world, world.lark, "user_account", world.robin.user_id, **gone)
    phone.log(phone.promising(promise={"owner_user_id": world.robin.user_id}))
    row = phone.callback()
    assert (row.owner_team_id, row.owner_user_id) == (world.front_desk, None)


def test_a_person_with_no_number_here_is_rung_at_their_first(world: World, phone: Phone) -> None:
    people = People(world.database, world.ledger, world.clock)
    people.update(world.wren, world.sorrel, 1, uuid4(), date_of_birth=date(1980, 2, 29))
    people.add_number(world.wren, world.sorrel, "713 555 0168", NumberKind.WORK, uuid4())
    people.add_number(world.wren, world.sorrel, "713 555 0169", NumberKind.MOBILE, uuid4())
    phone.log(phone.promising(number_text="", speaker_id=world.sorrel))
    (number,) = phone.rows("phone_number", id=phone.callback().number_id)
    assert number.e164 == "+17135550168"


def test_who_is_attached_brings_their_number_and_their_restrictions(
    world: World, phone: Phone
) -> None:
    unnamed = phone.log(phone.card(CallOutcome.SAFETY, number_text="", speaker_id=None))
    phone.calls.attach_person(world.wren, call_id(unnamed), 1, uuid4(), speaker_id=world.hazel)
    row = phone.callback()
    assert (row.number_id, row.asks_number) == (world.hazels_number, False)
    home = phone.log(phone.promising(number_text="312 555 0162", speaker_id=None))
    phone.calls.attach_person(world.wren, call_id(home), 1, uuid4(), speaker_id=world.juniper)
    (row,) = phone.rows("callback", call_id=home.value)
    assert row.number_id == world.shared_number


@pytest.mark.parametrize(
    "outcome", [CallOutcome.SAFETY, CallOutcome.MISSED, CallOutcome.CALLBACK, CallOutcome.RESOLVED]
)
def test_a_clock_set_back_during_the_call_holds_nothing_up(
    world: World, phone: Phone, outcome: CallOutcome
) -> None:
    started = world.clock.now
    now = world.clock.forward(hours=-2)
    promise = PromiseForm(due_at=now + timedelta(hours=1))
    written = phone.log(phone.card(outcome, started_at=started, promise=promise))
    call = phone.calls.get(world.wren, call_id(written))
    assert call.ended_at is not None
    assert call.ended_at >= call.started_at
    assert (call.callback_id is not None) == (outcome is not CallOutcome.RESOLVED)
