"""Leads: the inbox, who they may be, and everything that is done with one, on both engines."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from desktop.domain.errors import ChangedSince, NeedsReason, NotAllowed, NotFound, Refused
from desktop.domain.lead_merge import MergeKey
from desktop.domain.vocabulary import CallbackKind, DoNotCallPurpose, Resolution, VoicemailRule
from desktop.services import leads as lead_service
from desktop.services import people
from desktop.services.callbacks import Callbacks
from desktop.services.do_not_call import DoNotCalls
from desktop.services.lead_rows import LeadFate, LeadTab
from desktop.services.people import People
from desktop.services.recorded import Recorded
from desktop.services.undo import Undo
from tests.services.leads import Inbox
from tests.services.world import World, edit

MINUTE = timedelta(minutes=1)


@pytest.fixture
def inbox(world: World) -> Inbox:
    return Inbox(world)


def names(inbox: Inbox, tab: LeadTab = "new") -> list[str]:
    return [row.name for row in inbox.reads.page(inbox.world.wren, tab).rows]


def undo(inbox: Inbox, done: Recorded) -> None:
    world = inbox.world
    inverses = {**people.INVERSES, **lead_service.INVERSES}
    assert done.written.change_id is not None
    Undo(world.database, world.ledger, inverses).undo(world.wren, done.written.change_id, uuid4())


def promise(inbox: Inbox, lead_id: UUID) -> tuple[UUID, int]:
    detail = inbox.detail(lead_id)
    assert detail.callback_id is not None
    return detail.callback_id, detail.callback_version


def test_words_of_danger_stand_first_then_who_waits_longest(inbox: Inbox) -> None:
    clock = inbox.world.clock
    inbox.came("Fern One", "(602) 555-0101")
    clock.now += MINUTE
    inbox.came("Fern Two", "(602) 555-0102")
    clock.now += MINUTE
    inbox.came("Fern Three", "(602) 555-0103", danger=True, danger_words="end it\n")
    assert names(inbox) == ["Fern Three", "Fern One", "Fern Two"]
    counts = inbox.reads.counts(inbox.world.wren)
    assert (counts.new, counts.open, counts.danger) == (3, 0, 1)
    assert counts.oldest_at == clock.now - 2 * MINUTE
    detail = inbox.detail(inbox.reads.page(inbox.world.wren, "new").rows[0].id)
    assert detail.danger_words == ("end it",)


def test_a_page_goes_on_where_the_one_before_ended(inbox: Inbox) -> None:
    clock, wren = inbox.world.clock, inbox.world.wren
    for number in range(7):
        if number % 2:
            clock.now += MINUTE
        inbox.came(f"Fern {number}", f"(602) 555-01{number:02}", danger=number in (3, 5))
    whole = [row.id for row in inbox.reads.page(wren, "new").rows]
    assert len(whole) == 7
    for limit in (1, 2, 3, 6, 7):
        read, cursor = [], None
        while True:
            page = inbox.reads.page(wren, "new", limit, cursor)
            read += [row.id for row in page.rows]
            cursor = page.next
            if cursor is None:
                break
        assert read == whole


def test_a_test_and_one_without_contact_data_are_not_queued(inbox: Inbox) -> None:
    inbox.came(state="test")
    inbox.came(state="pending")
    assert names(inbox) == names(inbox, "open") == names(inbox, "done") == []


def test_only_who_reads_people_reads_leads(inbox: Inbox) -> None:
    lead_id, it = inbox.came(), inbox.world.it
    for read in (
        lambda: inbox.reads.page(it, "new"),
        lambda: inbox.reads.counts(it),
        lambda: inbox.reads.detail(it, lead_id),
        lambda: inbox.reads.match_with(it, lead_id, inbox.world.hazel),
        lambda: inbox.acts.call(it, lead_id, 1, uuid4()),
        lambda: inbox.acts.spam(it, lead_id, 1, uuid4()),
        lambda: inbox.acts.not_spam(it, lead_id, 1, uuid4()),
        lambda: inbox.acts.merge(it, (lead_id, 1), (inbox.world.hazel, 1), uuid4()),
        lambda: inbox.acts.schedule(it, lead_id, 1, 1, inbox.world.clock.now, uuid4()),
    ):
        with pytest.raises(NotAllowed):
            read()


def test_one_who_is_gone_says_so(inbox: Inbox) -> None:
    with pytest.raises(NotFound):
        inbox.detail(uuid4())


# -- call -----------------------------------------------------------------------------------------


def test_called_leaves_the_new_ones_and_comes_back_with_undo(inbox: Inbox) -> None:
    lead_id, clock = inbox.came(), inbox.world.clock
    clock.now += 14 * MINUTE
    done = inbox.acts.call(inbox.world.wren, lead_id, 1, uuid4())
    assert "Hazel Birch is being rung" in done.said
    row = inbox.detail(lead_id).row
    assert (row.fate, row.fate_at) == (LeadFate.CALLED, clock.now)
    assert inbox.reads.counts(inbox.world.wren).new == 0
    assert names(inbox, "open") == ["Hazel Birch"]
    # Rung once more: the first call is what counts.
    clock.now += MINUTE
    again = inbox.acts.call(inbox.world.wren, lead_id, row.version, uuid4())
    assert again.written.change_id is None
    undo(inbox, done)
    assert inbox.detail(lead_id).row.fate is LeadFate.WAITS
    assert inbox.reads.counts(inbox.world.wren).new == 1


@pytest.mark.parametrize("promised", [True, False])
def test_outside_their_hours_a_reason_is_asked_for(inbox: Inbox, promised: bool) -> None:
    lead_id = inbox.came(promised=promised)
    inbox.world.clock.now += timedelta(hours=12)
    with pytest.raises(NeedsReason):
        inbox.acts.call(inbox.world.wren, lead_id, 1, uuid4())
    assert inbox.detail(lead_id).row.fate is LeadFate.WAITS
    inbox.acts.call(inbox.world.wren, lead_id, 1, uuid4(), "They asked for the night.")


@pytest.mark.parametrize("promised", [True, False])
def test_who_asked_not_to_be_called_is_not(inbox: Inbox, promised: bool) -> None:
    world = inbox.world
    lead_id = inbox.came(promised=promised)
    stops = DoNotCalls(world.database, world.ledger)
    stops.set(world.wren, world.hazel, None, DoNotCallPurpose.ALL, "asked", uuid4())
    detail = inbox.detail(lead_id)
    with pytest.raises(Refused):
        inbox.acts.call(world.wren, lead_id, detail.row.version, uuid4())


def test_without_a_number_there_is_nothing_to_ring(inbox: Inbox) -> None:
    lead_id = inbox.came("Fern", "", "fern@example.org", promised=False)
    assert inbox.detail(lead_id).e164 == ""
    with pytest.raises(Refused, match="no number"):
        inbox.acts.call(inbox.world.wren, lead_id, 1, uuid4())


# -- schedule -------------------------------------------------------------------------------------


def test_scheduling_moves_the_promise_and_undo_puts_it_back(inbox: Inbox) -> None:
    lead_id, wren = inbox.came(), inbox.world.wren
    callback_id, version = promise(inbox, lead_id)
    before = inbox.detail(lead_id).due_at
    due_at = inbox.world.clock.now + timedelta(days=1)
    done = inbox.acts.schedule(wren, lead_id, 1, version, due_at, uuid4())
    detail = inbox.detail(lead_id)
    assert (detail.callback_id, detail.due_at) == (callback_id, due_at)
    assert (detail.row.fate, detail.row.fate_at) == (LeadFate.SCHEDULED, due_at)
    undo(inbox, done)
    assert inbox.detail(lead_id).due_at == before
    assert inbox.detail(lead_id).row.fate is LeadFate.WAITS


def test_without_a_promise_a_new_one_is_made(inbox: Inbox) -> None:
    lead_id, world = inbox.came(promised=False), inbox.world
    due_at = world.clock.now + timedelta(days=1)
    done = inbox.acts.schedule(world.wren, lead_id, 1, 0, due_at, uuid4())
    detail = inbox.detail(lead_id)
    assert detail.due_at == due_at
    assert detail.callback_id is not None
    kept = Callbacks(world.database, world.ledger, world.clock).detail(
        world.wren, detail.callback_id
    )
    assert (kept.row.e164, kept.promise) == ("+13035550112", "Please ring me.")
    undo(inbox, done)
    assert inbox.detail(lead_id).callback_id is None


def test_a_time_gone_by_is_no_promise(inbox: Inbox) -> None:
    for promised in (True, False):
        lead_id = inbox.came(promised=promised)
        version = inbox.detail(lead_id).callback_version
        past = inbox.world.clock.now - MINUTE
        with pytest.raises(Refused, match="passed"):
            inbox.acts.schedule(inbox.world.wren, lead_id, 1, version, past, uuid4())


def test_a_promise_that_somebody_moved_meanwhile_stays_where_it_is(inbox: Inbox) -> None:
    lead_id, world = inbox.came(), inbox.world
    callback_id, version = promise(inbox, lead_id)
    callbacks = Callbacks(world.database, world.ledger, world.clock)
    later = world.clock.now + timedelta(days=2)
    callbacks.postpone(world.robin, [(callback_id, version)], later, "", uuid4())
    due_at = world.clock.now + timedelta(days=1)
    with pytest.raises(ChangedSince, match="Robin Vale"):
        inbox.acts.schedule(world.wren, lead_id, 1, version, due_at, uuid4())
    assert inbox.detail(lead_id).due_at == later


# -- spam -----------------------------------------------------------------------------------------


def test_spam_closes_its_promise_and_not_spam_opens_it_again(inbox: Inbox) -> None:
    lead_id, wren = inbox.came(), inbox.world.wren
    done = inbox.acts.spam(wren, lead_id, 1, uuid4())
    detail = inbox.detail(lead_id)
    assert (detail.row.fate, detail.callback_id) == (LeadFate.SPAM, None)
    assert names(inbox, "done") == ["Hazel Birch"]
    acts: tuple[Callable[[], Recorded], ...] = (
        lambda: inbox.acts.call(wren, lead_id, detail.row.version, uuid4()),
        lambda: inbox.acts.spam(wren, lead_id, detail.row.version, uuid4()),
    )
    for act in acts:
        with pytest.raises(Refused, match="spam"):
            act()
    inbox.acts.not_spam(wren, lead_id, detail.row.version, uuid4())
    again = inbox.detail(lead_id)
    assert again.row.fate is LeadFate.WAITS
    assert again.due_at is not None
    with pytest.raises(ChangedSince):  # it was changed again since
        undo(inbox, done)


def test_spam_undone_is_as_it_was(inbox: Inbox) -> None:
    lead_id = inbox.came()
    before = inbox.detail(lead_id)
    undo(inbox, inbox.acts.spam(inbox.world.wren, lead_id, 1, uuid4()))
    after = inbox.detail(lead_id)
    assert (after.due_at, after.row.fate) == (before.due_at, before.row.fate)
    assert after.callback_id == before.callback_id


def test_a_safety_follow_up_is_never_spam(inbox: Inbox) -> None:
    lead_id = inbox.came(danger=True, danger_words="end it", kind=CallbackKind.SAFETY)
    with pytest.raises(Refused, match="safety"):
        inbox.acts.spam(inbox.world.wren, lead_id, 1, uuid4())
    assert inbox.detail(lead_id).row.fate is LeadFate.WAITS


def test_a_promise_kept_among_the_callbacks_is_told_of_here(inbox: Inbox) -> None:
    lead_id, world = inbox.came(), inbox.world
    callback_id, version = promise(inbox, lead_id)
    callbacks = Callbacks(world.database, world.ledger, world.clock)
    callbacks.close(world.robin, [(callback_id, version)], Resolution.KEPT, "", uuid4())
    assert inbox.detail(lead_id).row.fate is LeadFate.KEPT
    assert inbox.reads.counts(world.wren).new == 0
    assert names(inbox, "done") == ["Hazel Birch"]


# -- merge ----------------------------------------------------------------------------------------


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
    callback_id, _ = promise(inbox, lead_id)
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
    undo(inbox, done)
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
        undo(inbox, done)
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
    before = promise(inbox, lead_id)

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

    undo(inbox, done)

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
