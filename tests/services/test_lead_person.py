"""Who a lead is: somebody known it is merged with, or a new person; on both engines."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Row

from desktop.domain.errors import ChangedSince, Refused
from desktop.domain.lead_merge import MergeKey
from desktop.domain.vocabulary import DoNotCallPurpose, VoicemailRule
from desktop.services.callbacks import Callbacks
from desktop.services.do_not_call import DoNotCalls
from desktop.services.lead_rows import LeadFate
from desktop.services.leases import Leases
from desktop.services.people import People
from desktop.services.person_details import PersonDetails
from desktop.services.recorded import Recorded
from tests.services.incoming import HAZELS, Intake
from tests.services.leads import Inbox
from tests.services.world import World, edit


@pytest.fixture
def inbox(world: World) -> Inbox:
    return Inbox(world)


def open_ones(inbox: Inbox) -> list[tuple[str, bool]]:
    """Who stands among the open ones, and whether they are still to be answered."""
    page = inbox.reads.page(inbox.world.wren, "open")
    return [(row.name, row.unanswered) for row in page.rows]


ANSWERS = {
    "Clinic": "Chicago",
    "Best time": "After 4 pm",
    "Voicemail": "no",
}


def test_somebody_known_is_suggested_and_a_household_alone_is_not(inbox: Inbox) -> None:
    world = inbox.world
    known = inbox.detail(inbox.came(answers=ANSWERS)).match
    assert known is not None
    assert (known.person_id, known.same) == (world.hazel, "Name and phone are the same")
    assert [each.key for each in known.differences] == [
        MergeKey.CLINIC,
        MergeKey.BEST_TIME,
        MergeKey.VOICEMAIL,
    ]
    shared = inbox.detail(inbox.came("Willow Tarn", "(312) 555-0147"))
    assert shared.match is None
    assert not shared.row.looks_same


def test_who_shares_only_a_number_is_suggested_and_not_taken_for_the_caller(inbox: Inbox) -> None:
    lead_id = inbox.came("Fern Oakley", suggested_id=inbox.world.hazel)
    detail = inbox.detail(lead_id)
    assert detail.match is not None
    assert (detail.match.person_id, detail.match.same) == (inbox.world.hazel, "Phone is the same")
    assert (detail.caller_id, detail.caller_name) == (None, "Fern Oakley")
    known = inbox.detail(inbox.came())
    assert (known.caller_id, known.caller_name) == (inbox.world.hazel, "Hazel Birch")


def test_merging_adds_what_was_missing_and_undo_takes_it_away_again(inbox: Inbox) -> None:
    world = inbox.world
    lead_id = inbox.came(email="hazel@example.org", number="(303) 555-0199", answers=ANSWERS)
    callback_id, _ = inbox.promise(lead_id)
    everybody = People(world.database, world.ledger, world.clock)
    before = everybody.get(world.wren, world.hazel)
    done = inbox.acts.merge(world.wren, (lead_id, 1), (world.hazel, before.version), uuid4())
    assert done.said == "This lead is Hazel Birch’s now."
    hazel = everybody.get(world.wren, world.hazel)
    assert [number.e164 for number in hazel.numbers] == ["+13035550112", "+13035550199"]
    assert [each.email for each in hazel.emails] == ["hazel@example.org"]
    assert (hazel.site_name, hazel.prefers) == ("Chicago", "After 4 pm")
    assert hazel.voicemail is VoicemailRule.NONE
    detail = inbox.detail(lead_id)
    assert (detail.row.fate, detail.person_id, detail.match) == (
        LeadFate.MERGED,
        world.hazel,
        None,
    )
    callbacks = Callbacks(world.database, world.ledger, world.clock)
    assert callbacks.detail(world.wren, callback_id).row.person_id == world.hazel
    inbox.take_back(done)
    after = everybody.get(world.wren, world.hazel)
    assert (after.numbers, after.emails, after.prefers, after.site_id, after.voicemail) == (
        before.numbers,
        before.emails,
        before.prefers,
        before.site_id,
        before.voicemail,
    )
    assert inbox.detail(lead_id).person_id is None
    assert callbacks.detail(world.wren, callback_id).row.person_id is None


def test_who_wrote_an_email_and_is_known_is_promised_a_call(inbox: Inbox) -> None:
    world = inbox.world
    lead_id = inbox.came("J. Moss", "", "jm@example.org", promised=False)
    everybody = People(world.database, world.ledger, world.clock)
    juniper = everybody.get(world.wren, world.juniper)
    done = inbox.acts.merge(world.wren, (lead_id, 1), (world.juniper, juniper.version), uuid4())
    assert done.said.startswith(f"This lead is {juniper.name}’s now. They are rung ")
    callback_id, _ = inbox.promise(lead_id)
    kept = Callbacks(world.database, world.ledger, world.clock).detail(world.wren, callback_id)
    assert (kept.row.person_id, kept.promise) == (world.juniper, "Please ring me.")
    assert kept.row.e164 == juniper.numbers[0].e164
    assert open_ones(inbox) == [("J. Moss", False)]
    inbox.take_back(done)
    assert inbox.detail(lead_id).callback_id is None
    assert open_ones(inbox) == []


def test_who_cannot_be_rung_stays_open_until_it_is_answered(inbox: Inbox) -> None:
    world = inbox.world
    written = inbox.came("Teasel Vetch", "", "teasel@example.com", promised=False)
    done = inbox.acts.new_person(world.wren, written, 1, "Teasel Vetch", uuid4())
    assert done.said.endswith("so it stays open until you say that it is answered.")
    assert open_ones(inbox) == [("Teasel Vetch", True)]
    assert inbox.reads.counts(world.wren).open == 1
    version = inbox.detail(written).row.version
    inbox.acts.answered(world.wren, written, version, uuid4())
    assert open_ones(inbox) == []
    # Who asked not to be called is not promised a call by it.
    stops = DoNotCalls(world.database, world.ledger)
    stops.set(world.wren, world.hazel, None, DoNotCallPurpose.ALL, "asked", uuid4())
    asked = inbox.came("H. Birch", "", "hazel@example.org", promised=False)
    hazel = People(world.database, world.ledger, world.clock).get(world.wren, world.hazel)
    inbox.acts.merge(world.wren, (asked, 1), (world.hazel, hazel.version), uuid4())
    assert open_ones(inbox) == [("H. Birch", True)]


def test_what_is_answered_already_stays_so_when_it_gets_a_person(inbox: Inbox) -> None:
    world = inbox.world
    lead_id = inbox.came("Hazel Birch", promised=False)
    inbox.acts.answered(world.wren, lead_id, 1, uuid4())
    hazel = People(world.database, world.ledger, world.clock).get(world.wren, world.hazel)
    inbox.acts.merge(world.wren, (lead_id, 2), (world.hazel, hazel.version), uuid4())
    detail = inbox.detail(lead_id)
    assert (detail.row.fate, detail.callback_id) == (LeadFate.ANSWERED, None)
    assert detail.person_id == world.hazel


def test_where_both_say_something_the_person_stays_until_it_is_chosen(inbox: Inbox) -> None:
    world = inbox.world
    edit(world, world.wren, "person", world.hazel, prefers="Mornings")
    everybody = People(world.database, world.ledger, world.clock)

    def merged(chosen: tuple[MergeKey, ...]) -> str | None:
        lead_id = inbox.came(answers={"Best time": "After 4 pm"})
        version = everybody.get(world.wren, world.hazel).version
        inbox.acts.merge(world.wren, (lead_id, 1), (world.hazel, version), uuid4(), chosen)
        return everybody.get(world.wren, world.hazel).prefers

    assert merged(()) == "Mornings"
    assert merged((MergeKey.BEST_TIME,)) == "After 4 pm"


def test_somebody_elses_change_wins(inbox: Inbox) -> None:
    world = inbox.world
    lead_id = inbox.came()
    seen = inbox.detail(lead_id).match
    assert seen is not None
    edit(world, world.robin, "person", world.hazel, notes="Robin was here")
    with pytest.raises(ChangedSince, match="Robin Vale"):
        inbox.acts.merge(world.wren, (lead_id, 1), (world.hazel, seen.version), uuid4())
    inbox.acts.spam(world.robin, lead_id, 1, uuid4())
    acts: tuple[Callable[[], Recorded], ...] = (
        lambda: inbox.acts.call(world.wren, lead_id, 1, uuid4()),
        lambda: inbox.acts.spam(world.wren, lead_id, 1, uuid4()),
        lambda: inbox.acts.merge(world.wren, (lead_id, 1), (world.hazel, 2), uuid4()),
        lambda: inbox.acts.schedule(
            world.wren, lead_id, 1, 0, world.clock.now + timedelta(days=1), uuid4()
        ),
    )
    for act in acts:
        with pytest.raises(ChangedSince, match="Robin Vale"):
            act()


def test_a_merge_is_not_undone_over_what_somebody_wrote_since(inbox: Inbox) -> None:
    world = inbox.world
    lead_id = inbox.came(answers=ANSWERS)
    version = People(world.database, world.ledger, world.clock).get(world.wren, world.hazel).version
    done = inbox.acts.merge(world.wren, (lead_id, 1), (world.hazel, version), uuid4())
    edit(world, world.robin, "person", world.hazel, prefers="Evenings")
    with pytest.raises(ChangedSince, match="Robin Vale"):
        inbox.take_back(done)
    assert inbox.detail(lead_id).row.fate is LeadFate.MERGED


def test_the_same_key_writes_once(inbox: Inbox) -> None:
    lead_id, key = inbox.came(), uuid4()
    first = inbox.acts.spam(inbox.world.wren, lead_id, 1, key)
    again = inbox.acts.spam(inbox.world.wren, lead_id, 1, key)
    assert again.written.repeated
    assert again.written.change_id == first.written.change_id


CONSENTS = (
    '[{"name": "You may call me.", "given": true, "text": "on"},'
    ' {"name": "You may write to me.", "given": false, "text": ""}]'
)


def test_a_new_person_has_all_that_the_lead_says(inbox: Inbox) -> None:
    world = inbox.world
    lead_id = inbox.came(
        "Teasel  Vetch",
        "(602) 555-0177",
        "teasel@example.com",
        answers={"Preferred clinic": "Tucson", "Best time to call": "After 4 pm"},
        consents=CONSENTS,
    )
    shown = inbox.reads.newcomer(world.wren, lead_id)
    assert (shown.says.numbers, shown.says.emails) == (("+16025550177",), ("teasel@example.com",))
    assert [(each.name, each.given) for each in shown.consents] == [
        ("You may call me.", True),
        ("You may write to me.", False),
    ]
    assert (shown.shares, shown.namesake) == (None, None)
    before = inbox.promise(lead_id)

    done = inbox.acts.new_person(world.wren, lead_id, 1, "Teasel  Vetch", uuid4())

    assert done.said == "Teasel Vetch is in your people now, and this lead is theirs."
    person_id = inbox.detail(lead_id).person_id
    assert person_id is not None
    page = People(world.database, world.ledger, world.clock).get(world.wren, person_id)
    assert (page.name, page.kind, page.prefers) == ("Teasel Vetch", "Web lead", "After 4 pm")
    assert [each.e164 for each in page.numbers] == ["+16025550177"]
    assert [each.email for each in page.emails] == ["teasel@example.com"]
    assert "Agreed to: “You may call me.”" in page.notes
    assert "Did not agree to: “You may write to me.”" in page.notes
    detail = inbox.detail(lead_id)
    assert (detail.row.fate, detail.callback_id) == (LeadFate.MERGED, before[0])
    kept = Callbacks(world.database, world.ledger, world.clock).detail(world.wren, before[0])
    assert kept.row.person_id == person_id
    # Found by their name, their number and a part of their address.
    people = People(world.database, world.ledger, world.clock)
    for text in ("teasel", "6025550177"):
        assert [hit.person_id for hit in people.find(world.wren, text)] == [person_id], text

    inbox.take_back(done)

    assert people.find(world.wren, "teasel") == ()
    assert inbox.detail(lead_id).row.fate is LeadFate.WAITS
    assert inbox.detail(lead_id).person_id is None


def test_a_new_person_is_warned_of_who_is_known(inbox: Inbox) -> None:
    world = inbox.world
    first = inbox.came("Teasel Vetch", "(602) 555-0177", "teasel@example.com")
    inbox.acts.new_person(world.wren, first, 1, "Teasel Vetch", uuid4())
    same_number = inbox.came("Vetch, Teasel", "(602) 555-0177")
    same_name = inbox.came("Teasel Vetch", "(602) 555-0178")
    somebody_else = inbox.came("Alder Quince", "(602) 555-0179")

    shares = inbox.reads.newcomer(world.wren, same_number).shares
    assert shares is not None
    assert shares.name == "Teasel Vetch"
    shown = inbox.reads.newcomer(world.wren, same_name)
    assert (shown.shares, shown.namesake and shown.namesake.name) == (None, "Teasel Vetch")
    assert inbox.reads.newcomer(world.wren, somebody_else).namesake is None


def test_a_new_person_needs_a_name_and_a_lead_that_is_nobodys(inbox: Inbox) -> None:
    world = inbox.world
    nameless = inbox.came("", "(602) 555-0177")
    with pytest.raises(Refused, match="left no name"):
        inbox.acts.new_person(world.wren, nameless, 1, "  ", uuid4())
    inbox.acts.new_person(world.wren, nameless, 1, "Teasel Vetch", uuid4())
    with pytest.raises(Refused, match="Teasel Vetch’s already"):
        inbox.acts.new_person(world.wren, nameless, 2, "Teasel Vetch", uuid4())
    spam = inbox.came("Alder Quince", "(602) 555-0178")
    inbox.acts.spam(world.wren, spam, 1, uuid4())
    with pytest.raises(Refused, match="spam"):
        inbox.acts.new_person(world.wren, spam, 2, "Alder Quince", uuid4())


def test_somebody_elses_change_wins_over_a_new_person(inbox: Inbox) -> None:
    world = inbox.world
    lead_id = inbox.came("Teasel Vetch", "(602) 555-0177")
    inbox.acts.spam(world.wren, lead_id, 1, uuid4())
    with pytest.raises(ChangedSince):
        inbox.acts.new_person(world.wren, lead_id, 1, "Teasel Vetch", uuid4())
    people_service = People(world.database, world.ledger, world.clock)
    assert people_service.find(world.wren, "teasel") == ()


def taken_for_hazel(inbox: Inbox, **more: Any) -> tuple[UUID, Row[Any]]:
    """A lead that is taken for Hazel's by itself, and the promise to her."""
    intake = Intake.at(inbox.world)
    receipt = intake.take(intake.lead(**{"name": "Birch", "numbers": (HAZELS,), **more}))
    assert receipt.record_id is not None
    promise = intake.row("callback")
    assert (promise.person_id, promise.subject_id) == (inbox.world.hazel, inbox.world.hazel)
    return receipt.record_id, promise


def test_a_promise_goes_with_the_lead_from_whom_it_was_taken_for(inbox: Inbox) -> None:
    world = inbox.world
    edit(world, world.wren, "person", world.hazel, zone="America/New_York")
    lead_id, before = taken_for_hazel(inbox)
    assert before.promised_zone == "America/New_York"
    done = inbox.acts.new_person(world.wren, lead_id, 1, "Ivy Birch", uuid4())
    assert done.said == "Ivy Birch is in your people now, and this lead is theirs."
    ivy = inbox.detail(lead_id).person_id
    after = Intake.at(world).row("callback")
    assert (after.person_id, after.subject_id, after.number_id) == (ivy, ivy, before.number_id)
    # Nothing that was known of Hazel is said of Ivy.
    assert after.promised_zone == "America/Denver"
    inbox.take_back(done)
    back = Intake.at(world).row("callback")
    assert (back.person_id, back.subject_id) == (world.hazel, world.hazel)
    assert back.promised_zone == "America/New_York"
    # The same where it turns out to be somebody known.
    juniper = People(world.database, world.ledger, world.clock).get(world.wren, world.juniper)
    version = inbox.detail(lead_id).row.version
    inbox.acts.merge(world.wren, (lead_id, version), (world.juniper, juniper.version), uuid4())
    assert Intake.at(world).row("callback").person_id == world.juniper


def test_a_promise_is_not_kept_at_the_number_of_whom_it_was_taken_for(inbox: Inbox) -> None:
    world = inbox.world
    details = PersonDetails(world.ledger)
    details.add_email(world.wren, world.hazel, "birch@example.org", uuid4())
    lead_id, before = taken_for_hazel(inbox, numbers=(), emails=("birch@example.org",))
    assert before.number_id == world.hazels_number
    inbox.acts.new_person(world.wren, lead_id, 1, "Ivy Birch", uuid4())
    after = Intake.at(world).row("callback")
    assert (after.number_id, after.asks_number, after.state) == (None, True, "open")


@pytest.mark.parametrize("worked", ["tried", "taken", "in hand", "renamed"])
def test_a_promise_that_somebody_works_on_stays_whose_it_is(inbox: Inbox, worked: str) -> None:
    world = inbox.world
    lead_id, promise = taken_for_hazel(inbox)
    if worked == "tried":
        edit(world, world.robin, "callback", promise.id, attempts=1)
    elif worked == "taken":
        edit(world, world.robin, "callback", promise.id, owner_user_id=world.robin.user_id)
    elif worked == "in hand":
        Leases(world.database, world.clock).claim(world.robin, promise.id)
    else:
        edit(world, world.robin, "callback", promise.id, subject_id=world.juniper)
    done = inbox.acts.new_person(world.wren, lead_id, 1, "Ivy Birch", uuid4())
    assert done.said.endswith("The promise to ring stays with Hazel Birch: see to it in Callbacks.")
    assert Intake.at(world).row("callback").person_id == world.hazel
    assert inbox.detail(lead_id).row.fate is LeadFate.MERGED
