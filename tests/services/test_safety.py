"""The Safety card saved: its follow-up, the call it belongs to, what may not vanish."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from desktop.domain.errors import ChangedSince, NotAllowed, Refused
from desktop.domain.safety_climb import Asked
from desktop.domain.vocabulary import (
    AttemptResult,
    CallbackKind,
    CallbackState,
    CallOutcome,
    DoNotCallPurpose,
    Reason,
    Resolution,
    SafetyBranch,
    SafetyContactKind,
    SafetyEnding,
    SafetyStepKind,
)
from desktop.services import calls as call_service
from desktop.services import safety as safety_service
from desktop.services import safety_numbers
from desktop.services.actor import Actor
from desktop.services.calls import Calls
from desktop.services.do_not_call import DoNotCalls
from desktop.services.history import History
from desktop.services.queue_row import ViewFilter
from desktop.services.recorded import Recorded
from desktop.services.safety import Safety
from desktop.services.safety_form import SafetyForm, followed, from_json, to_json
from desktop.services.safety_numbers import SafetyContacts, SafetyNumberForm
from desktop.services.trail import broken_links
from desktop.services.undo import Undo
from desktop.storage import tables
from tests.services.phone import Phone
from tests.services.promises import Desk, at, desk_of
from tests.services.world import PHOENIX, World

_of = tables.metadata.tables


class Cards:
    """The services of the Safety card over the small world, in one line each."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.safety = Safety(world.database, world.ledger, world.clock)
        self.contacts = SafetyContacts(world.database, world.ledger)
        self.calls = Calls(world.database, world.ledger, world.clock)
        self.desk: Desk = desk_of(world)
        self.phone = Phone.at(world)
        inverses = {
            **safety_service.INVERSES,
            **safety_numbers.INVERSES,
            **call_service.INVERSES,
        }
        self.undo = Undo(world.database, world.ledger, inverses)

    def form(self, **more: Any) -> SafetyForm:
        """A card of a call with Juniper."""
        filled: dict[str, Any] = {
            "person_id": self.world.juniper,
            "subject_id": self.world.juniper,
            "name": "Juniper Moss",
            "number_text": "(312) 555-0147",
            "branch": SafetyBranch.SUICIDE,
        }
        form = SafetyForm(self.world.clock.now, **{**filled, **more})
        return form.with_answer(SafetyStepKind.STAYED, True, self.world.clock.now)

    def save(self, form: SafetyForm | None = None, actor: Actor | None = None) -> Recorded:
        """Save a card."""
        return self.safety.save(actor or self.world.wren, uuid4(), form or self.form(), uuid4())

    def rows(self, table: str) -> list[Any]:
        """What is stored."""
        query = select(_of[table]).order_by(_of[table].c.id)
        with self.world.database.read() as conn:
            return list(conn.execute(query).mappings())

    def rows_of_steps(self) -> list[Any]:
        """The steps that were answered."""
        with self.world.database.read() as conn:
            return list(conn.execute(select(_of["safety_step"])).mappings())

    def follow_up(self) -> Any:
        """The only safety follow-up."""
        [row] = [r for r in self.rows("callback") if r["kind"] == CallbackKind.SAFETY]
        return row


@pytest.fixture
def cards(world: World) -> Cards:
    """Wren with the Safety card."""
    return Cards(world)


def test_saving_makes_the_event_and_a_follow_up_due_now(cards: Cards) -> None:
    world = cards.world
    world.clock.now = at(PHOENIX, 17, 21, 30)
    DoNotCalls(world.database, world.ledger).set(
        world.wren, world.juniper, None, DoNotCallPurpose.ALL, "Asked", uuid4()
    )
    written = cards.save().written
    [event] = cards.rows("safety_event")
    follow_up = cards.follow_up()
    assert written.value == event["id"]
    assert event["follow_up_id"] == follow_up["id"]
    assert (follow_up["due_at"], follow_up["state"]) == (world.clock.now, CallbackState.OPEN)
    assert follow_up["owner_user_id"] == world.wren.user_id
    assert follow_up["hours_reason"] is None
    assert [row["step"] for row in cards.rows_of_steps()] == [SafetyStepKind.STAYED]
    assert list(broken_links(world.database)) == []


def test_the_same_key_saves_once(cards: Cards) -> None:
    key, draft_id, form = uuid4(), uuid4(), cards.form()
    first = cards.safety.save(cards.world.wren, draft_id, form, key)
    second = cards.safety.save(cards.world.wren, draft_id, form, key)
    assert second.written.repeated
    assert second.written.value == first.written.value
    assert len(cards.rows("safety_event")) == 1


@pytest.mark.parametrize("number", ["", "anonymous", "911", "no number"])
def test_nobody_named_and_nothing_to_ring(cards: Cards, number: str) -> None:
    form = SafetyForm(cards.world.clock.now, number_text=number, branch=SafetyBranch.THREATS)
    cards.save(form)
    follow_up = cards.follow_up()
    assert follow_up["number_id"] is None
    assert follow_up["asks_number"]
    dropped = replace(form, ending=SafetyEnding.DROPPED)
    with pytest.raises(Refused, match="“No number”"):
        cards.save(dropped)
    cards.save(replace(dropped, no_number=True))


def test_a_person_who_is_gone_does_not_stop_it(cards: Cards) -> None:
    cards.save(cards.form(person_id=uuid4(), subject_id=uuid4(), site_id=uuid4()))
    [event] = cards.rows("safety_event")
    assert event["person_id"] is None
    assert cards.follow_up()["number_id"] == cards.world.shared_number


def test_any_text_is_kept_as_text(cards: Cards) -> None:
    note = "<b>“She\0 said</b>\ud800"
    draft = uuid4()
    cards.safety.keep(cards.world.wren, draft, cards.form(note=note, place=note))
    [kept] = cards.safety.open_drafts(cards.world.wren)
    cards.safety.save(cards.world.wren, draft, kept.form, uuid4())
    [event] = cards.rows("safety_event")
    assert event["note"].startswith("<b>“She")


@pytest.mark.parametrize("outcome", [o for o in CallOutcome if o is not CallOutcome.CALLBACK])
def test_logging_its_call_links_it_and_makes_no_second_follow_up(
    cards: Cards, outcome: CallOutcome
) -> None:
    world, draft = cards.world, uuid4()
    cards.save(cards.form(call_draft_id=draft, person_id=None, subject_id=None, number_text=""))
    form = cards.phone.card(outcome)
    written = cards.calls.log(world.wren, draft, form, uuid4())
    follow_up, [event] = cards.follow_up(), cards.rows("safety_event")
    assert event["call_id"] == follow_up["call_id"] == written.value
    assert (event["person_id"], follow_up["person_id"]) == (form.speaker_id, form.speaker_id)
    assert follow_up["number_id"] is not None
    assert not follow_up["asks_number"]
    # Taking the call back leaves both, with the card that comes back.
    assert written.change_id is not None
    cards.undo.undo(world.wren, written.change_id, uuid4())
    follow_up, [event] = cards.follow_up(), cards.rows("safety_event")
    assert event["call_id"] is follow_up["call_id"] is None
    assert event["call_draft_id"] == written.value
    assert follow_up["state"] == CallbackState.OPEN
    # Logging it again finds them again.
    again = cards.calls.log(world.wren, written.value, form, uuid4())
    assert cards.follow_up()["call_id"] == again.value
    assert list(broken_links(world.database)) == []


def test_a_promise_of_the_call_stands_beside_the_follow_up(cards: Cards) -> None:
    world, draft = cards.world, uuid4()
    cards.save(cards.form(call_draft_id=draft))
    written = cards.calls.log(world.wren, draft, cards.phone.promising(), uuid4())
    kinds = sorted(row["kind"] for row in cards.rows("callback"))
    assert kinds == [CallbackKind.SAFETY, CallbackKind.SERVICE]
    assert written.change_id is not None
    cards.undo.undo(world.wren, written.change_id, uuid4())
    assert [row["kind"] for row in cards.rows("callback")] == [CallbackKind.SAFETY]


def test_a_card_saved_after_its_call_was_logged(cards: Cards) -> None:
    world, call_draft, draft = cards.world, uuid4(), uuid4()
    form = cards.form(call_draft_id=call_draft)
    cards.safety.keep(world.wren, draft, form)
    logged = cards.calls.log(world.wren, call_draft, cards.phone.card(CallOutcome.SAFETY), uuid4())
    cards.safety.save(world.wren, draft, form, uuid4())
    [event] = cards.rows("safety_event")
    assert event["call_id"] == logged.value
    assert event["follow_up_id"] == cards.follow_up()["id"], "the one of the call goes on"
    assert cards.safety.open_drafts(world.wren) == ()
    # And that call can be taken back too.
    assert logged.change_id is not None
    cards.undo.undo(world.wren, logged.change_id, uuid4())
    assert cards.follow_up()["call_id"] is None


def test_a_second_card_of_the_call_goes_on_with_the_follow_up(cards: Cards) -> None:
    draft = uuid4()
    for _ in range(2):
        cards.save(cards.form(call_draft_id=draft))
    assert len(cards.rows("safety_event")) == 2
    cards.follow_up()


def test_it_is_never_taken_back_but_struck_with_a_reason(cards: Cards) -> None:
    world = cards.world
    written = cards.save().written
    assert written.change_id is not None
    assert written.value is not None
    with pytest.raises(Refused, match="strike it with a reason"):
        cards.undo.undo(world.wren, written.change_id, uuid4())
    event_id: UUID = written.value
    with pytest.raises(NotAllowed):
        cards.safety.strike(world.wren, event_id, 1, "Training", uuid4())
    with pytest.raises(Refused, match="Why"):
        cards.safety.strike(world.lark, event_id, 1, "  ", uuid4())
    cards.safety.strike(world.lark, event_id, 1, "Training, nobody called", uuid4())
    with pytest.raises((Refused, ChangedSince)):
        cards.safety.strike(world.lark, event_id, 2, "Again", uuid4())
    event = cards.safety.event(world.wren, event_id)
    assert event is not None
    assert event.struck_reason == "Training, nobody called"
    follow_up = cards.follow_up()
    assert follow_up["state"] == CallbackState.CLOSED
    assert "struck" in follow_up["resolution_note"]


def test_history_tells_of_the_card_and_of_the_follow_up(cards: Cards) -> None:
    world, history = cards.world, History(cards.world.database)
    cards.save(cards.form(note="Calmer now", ending=SafetyEnding.WITH_988))
    world.clock.forward(minutes=5)
    follow_up = cards.follow_up()
    cards.desk.record(follow_up["id"], AttemptResult.REACHED, close=Resolution.KEPT)
    told = [(e.title, e.aside) for e in history.of_person(world.wren, world.juniper)]
    assert ("Safety card used", "1 of 6 steps") in told
    assert ("Safety follow-up kept", "") in told
    assert history.count(world.wren, world.juniper) == len(told)
    detail = cards.desk.callbacks.detail(world.wren, follow_up["id"])
    assert [e.kind for e in detail.timeline].count("safety") == 1
    cards.save(SafetyForm(world.clock.now, number_text="(303) 555-0112", note="Nobody named"))
    [entry, *_] = [
        e for e in history.of_number(world.wren, world.hazels_number) if e.kind == "safety"
    ]
    assert entry.detail == "Nobody named."


def test_the_queue_shows_it_first_and_asks_whom_the_climb_reaches(cards: Cards) -> None:
    world, desk = cards.world, cards.desk
    desk.promise(due_at=desk.now + timedelta(minutes=1), hours_reason="Asked")
    world.clock.forward(minutes=2)
    cards.save()
    follow_up = cards.follow_up()["id"]
    first = desk.queue()[0]
    assert first.id == follow_up, "before one that is due longer"
    elsewhere = replace(world.lark, team_id=world.chicago_team)

    def asked() -> set[str]:
        return {
            actor.name
            for actor in (world.wren, world.robin, elsewhere)
            if follow_up in {row.id for row in desk.queue(ViewFilter("mine"), actor)}
        }

    def climbed(actor: Actor, minutes: int) -> list[Asked]:
        since = world.clock.now - timedelta(minutes=minutes)
        rows = desk.callbacks.safety_climbed(actor, since, world.clock.now)
        return [row.climb.asked for row in rows if row.climb]

    assert asked() == {"Wren Hill"}
    world.clock.forward(minutes=15)
    assert asked() == {"Wren Hill", "Robin Vale"}
    assert climbed(world.robin, 1) == [Asked.TEAM]
    assert climbed(elsewhere, 1) == []
    world.clock.forward(minutes=14)
    assert climbed(world.robin, 10) == []
    desk.record(follow_up, AttemptResult.NO_ANSWER)
    world.clock.forward(minutes=1)
    assert asked() == {"Wren Hill", "Robin Vale", "Lark Moor"}
    assert climbed(elsewhere, 1) == [Asked.MANAGER]
    for actor in (world.wren, world.robin, elsewhere):
        mine = desk.queue(ViewFilter("mine"), actor)
        assert desk.callbacks.counts(actor).mine == len(mine)
    assert [r.id for r in desk.callbacks.safety_climbed(elsewhere, None, world.clock.now)] == [
        follow_up
    ]
    desk.record(follow_up, AttemptResult.REACHED, close=Resolution.KEPT)
    assert asked() == set()


def test_numbers_are_kept_by_managers_and_undone(cards: Cards) -> None:
    world = cards.world
    chicago = SafetyNumberForm(SafetyContactKind.DISPATCH, "", "(312) 555-0199", "Chicago")
    with pytest.raises(NotAllowed):
        cards.contacts.keep(world.wren, None, None, chicago, uuid4())
    for wrong in (
        replace(chicago, number_text=""),
        replace(chicago, number_text="911"),
        replace(chicago, place=" "),
        SafetyNumberForm(SafetyContactKind.MANAGER, "", "(602) 555-0100"),
    ):
        with pytest.raises(Refused):
            cards.contacts.keep(world.lark, None, None, wrong, uuid4())
    made = cards.contacts.keep(world.lark, None, None, chicago, uuid4())
    with pytest.raises(Refused, match="already"):
        cards.contacts.keep(world.lark, None, None, replace(chicago, place="CHICAGO"), uuid4())
    assert made.value is not None
    changed = replace(chicago, number_text="(312) 555-0198")
    cards.contacts.keep(world.lark, made.value, 1, changed, uuid4())
    with pytest.raises(ChangedSince):
        cards.contacts.keep(world.lark, made.value, 1, chicago, uuid4())
    removed = cards.contacts.remove(world.lark, made.value, 2, uuid4())
    assert cards.contacts.numbers().contacts == ()
    assert removed.change_id is not None
    cards.undo.undo(world.lark, removed.change_id, uuid4())
    [contact] = cards.contacts.numbers().contacts
    assert (contact.name, contact.number) == ("Chicago dispatch", "(312) 555-0198")


def test_the_dispatch_follows_the_place_and_never_the_desks_own_clinic(cards: Cards) -> None:
    world = cards.world
    for city, number in (("Chicago", "(312) 555-0199"), ("Phoenix", "(602) 555-0198")):
        form = SafetyNumberForm(SafetyContactKind.DISPATCH, "", number, city)
        cards.contacts.keep(world.lark, None, None, form, uuid4())
    numbers = cards.contacts.numbers()
    assert numbers.desk_city == "Phoenix"

    def dispatch(**more: Any) -> str:
        form = SafetyForm(world.clock.now, **{"site_id": world.phoenix, **more})
        found = numbers.dispatch_of(numbers.place_of(form))
        return found.name if found else ""

    assert dispatch() == "", "every call begins with the desk's clinic"
    assert dispatch(site_id=world.chicago) == "Chicago dispatch"
    assert dispatch(number_place="Chicago, IL") == "Chicago dispatch"
    assert dispatch(address="Phoenix", number_place="Chicago, IL") == "Phoenix dispatch"
    assert dispatch(place="Denver", address="Phoenix") == "", "a wrong one is worse than none"
    cards.save(cards.form(place="at her sister’s, Chicago"))
    assert cards.rows("safety_event")[0]["dispatch"] == "Chicago dispatch, (312) 555-0199"


def test_drafts_are_ones_own_and_those_of_the_locked_desk(cards: Cards) -> None:
    world = cards.world
    mine, locked, blank = uuid4(), uuid4(), uuid4()
    cards.safety.keep(world.wren, mine, cards.form())
    world.clock.forward(minutes=1)
    cards.safety.keep(None, locked, SafetyForm(world.clock.now, place="14 Fern Street"))
    cards.safety.keep(world.wren, blank, SafetyForm(world.clock.now, name="Juniper Moss"))
    assert [row.id for row in cards.safety.open_drafts(world.wren)] == [locked, mine]
    assert [row.id for row in cards.safety.open_drafts(world.robin)] == [locked]
    cards.safety.keep(world.robin, locked, SafetyForm(world.clock.now, place="14 Fern St, Chicago"))
    assert [row.id for row in cards.safety.open_drafts(world.wren)] == [mine]
    cards.safety.throw_away(world.wren, mine)
    assert cards.safety.open_drafts(world.wren) == ()
    with pytest.raises(NotAllowed):
        cards.safety.open_drafts(world.it)


def test_a_form_survives_its_payload(cards: Cards) -> None:
    form = cards.form(
        call_draft_id=uuid4(),
        site_id=uuid4(),
        no_number=True,
        ending=SafetyEnding.DROPPED,
        reason=Reason.MEDICAL,
        number_typed=True,
    ).with_answer(SafetyStepKind.ASKED, False, cards.world.clock.now)
    assert from_json(to_json(form)) == form
    assert form.with_answer(SafetyStepKind.ASKED, False, at(PHOENIX, 18, 1)) == form
    call = SafetyForm(form.opened_at, name="Rowan Moss", number_text="(312) 555-0162")
    assert followed(form, call).number_text == "(312) 555-0147", "typed on the card"
    assert followed(replace(form, number_typed=False), call).number_text == "(312) 555-0162"
    assert followed(form, call).answers == form.answers
