"""Leads: the inbox, and what is done with one but for saying who it is; on both engines."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from desktop.domain.errors import ChangedSince, NeedsReason, NotAllowed, NotFound, Refused
from desktop.domain.vocabulary import CallbackKind, DoNotCallPurpose, Resolution
from desktop.services.callbacks import Callbacks
from desktop.services.do_not_call import DoNotCalls
from desktop.services.lead_rows import LeadFate, LeadRow, LeadTab
from desktop.services.recorded import Recorded
from tests.services.leads import Inbox
from tests.services.world import World

MINUTE = timedelta(minutes=1)


@pytest.fixture
def inbox(world: World) -> Inbox:
    return Inbox(world)


def names(inbox: Inbox, tab: LeadTab = "new") -> list[str]:
    return [row.name for row in inbox.reads.page(inbox.world.wren, tab).rows]


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


def test_a_test_is_not_queued(inbox: Inbox) -> None:
    inbox.came(state="test")
    assert names(inbox) == names(inbox, "open") == names(inbox, "done") == []


def notice_came(inbox: Inbox, external_id: str = "1234567890123456") -> UUID:
    """Only the identity of a lead came."""
    return inbox.came("", "", message="", state="pending", external_id=external_id, promised=False)


def test_one_without_contact_data_stands_with_the_new_ones_after_them(inbox: Inbox) -> None:
    clock, wren = inbox.world.clock, inbox.world.wren
    lead_id, first_at = notice_came(inbox), inbox.world.clock.now
    clock.now += MINUTE
    inbox.came("Fern One", "(602) 555-0101")
    inbox.came("Fern Two", "(602) 555-0102", state="called")
    rows = inbox.reads.page(wren, "new").rows
    assert [(row.name, row.pending, row.seen) for row in rows] == [
        ("Fern One", False, False),
        ("No name", True, False),
        ("Fern Two", False, True),
    ]
    counts = inbox.reads.counts(wren)
    assert (counts.new, counts.oldest_at) == (2, first_at)
    detail = inbox.detail(lead_id)
    assert (detail.external_id, detail.callback_id) == ("1234567890123456", None)
    # Page by page they are the same.
    paged: list[LeadRow] = []
    cursor = None
    while True:
        page = inbox.reads.page(wren, "new", 1, cursor)
        paged += page.rows
        cursor = page.next
        if cursor is None:
            break
    assert [row.id for row in paged] == [row.id for row in rows]


def test_one_without_contact_data_ends_as_spam_or_answered(inbox: Inbox) -> None:
    wren = inbox.world.wren
    spam, answered = notice_came(inbox, "1"), notice_came(inbox, "2")
    inbox.acts.spam(wren, spam, 1, uuid4())
    inbox.acts.answered(wren, answered, 1, uuid4())
    assert names(inbox, "done") == ["No name", "No name"]
    assert inbox.reads.counts(wren).new == 0
    # Once it is no spam it waits for its contact data again.
    inbox.acts.not_spam(wren, spam, 2, uuid4())
    assert inbox.detail(spam).row.pending


def test_only_who_reads_people_reads_leads(inbox: Inbox) -> None:
    lead_id, it = inbox.came(), inbox.world.it
    for read in (
        lambda: inbox.reads.page(it, "new"),
        lambda: inbox.reads.counts(it),
        lambda: inbox.reads.detail(it, lead_id),
        lambda: inbox.reads.match_with(it, lead_id, inbox.world.hazel),
        lambda: inbox.acts.call(it, lead_id, 1, uuid4()),
        lambda: inbox.acts.answered(it, lead_id, 1, uuid4()),
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
    inbox.take_back(done)
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


@pytest.mark.parametrize("before", [False, True])
def test_a_call_that_nobody_answers_is_tried_again(inbox: Inbox, before: bool) -> None:
    # GIVEN a lead without a promise to keep: somebody asked not to be called, which is over now
    world = inbox.world
    stops = DoNotCalls(world.database, world.ledger)
    lead_id = inbox.came(promised=before)
    stop = stops.set(world.wren, world.hazel, None, DoNotCallPurpose.ALL, "asked", uuid4())
    assert stop.written.value is not None
    stops.lift(world.lark, stop.written.value, "she wrote", uuid4())
    seen = inbox.detail(lead_id)
    assert seen.callback_id is None
    # WHEN they are rung, and nobody answers
    done = inbox.acts.call(world.wren, lead_id, seen.row.version, uuid4())
    # THEN they are promised a call, and the lead is not done
    detail = inbox.detail(lead_id)
    assert detail.due_at is not None
    assert names(inbox, "open") == ["Hazel Birch"]
    assert names(inbox, "done") == []
    inbox.take_back(done)
    assert inbox.detail(lead_id).callback_id is None
    assert inbox.detail(lead_id).row.fate is seen.row.fate


def test_a_call_about_what_is_kept_already_promises_nothing(inbox: Inbox) -> None:
    lead_id, world = inbox.came(), inbox.world
    callbacks = Callbacks(world.database, world.ledger, world.clock)
    callbacks.close(world.robin, [inbox.promise(lead_id)], Resolution.KEPT, "", uuid4())
    inbox.acts.call(world.wren, lead_id, inbox.detail(lead_id).row.version, uuid4())
    assert inbox.detail(lead_id).callback_id is None
    assert names(inbox, "done") == ["Hazel Birch"]


# -- answered -------------------------------------------------------------------------------------


def test_one_that_is_answered_is_done_and_comes_back_with_undo(inbox: Inbox) -> None:
    lead_id, wren = inbox.came("Fern", "", "fern@example.org", promised=False), inbox.world.wren
    assert names(inbox) == ["Fern"]
    done = inbox.acts.answered(wren, lead_id, 1, uuid4())
    assert done.said == "Fern is answered."
    assert inbox.detail(lead_id).row.fate is LeadFate.ANSWERED
    assert (names(inbox, "open"), names(inbox, "done")) == ([], ["Fern"])
    assert inbox.reads.counts(wren).new == 0
    inbox.take_back(done)
    assert inbox.detail(lead_id).row.fate is LeadFate.WAITS


def test_a_promise_is_kept_or_closed_and_not_answered_away(inbox: Inbox) -> None:
    lead_id = inbox.came()
    with pytest.raises(Refused, match="promised"):
        inbox.acts.answered(inbox.world.wren, lead_id, 1, uuid4())
    assert inbox.detail(lead_id).row.fate is LeadFate.WAITS


# -- schedule -------------------------------------------------------------------------------------


def test_scheduling_moves_the_promise_and_undo_puts_it_back(inbox: Inbox) -> None:
    lead_id, wren = inbox.came(), inbox.world.wren
    callback_id, version = inbox.promise(lead_id)
    before = inbox.detail(lead_id).due_at
    due_at = inbox.world.clock.now + timedelta(days=1)
    done = inbox.acts.schedule(wren, lead_id, 1, version, due_at, uuid4())
    detail = inbox.detail(lead_id)
    assert (detail.callback_id, detail.due_at) == (callback_id, due_at)
    assert (detail.row.fate, detail.row.fate_at) == (LeadFate.SCHEDULED, due_at)
    inbox.take_back(done)
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
    inbox.take_back(done)
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
    callback_id, version = inbox.promise(lead_id)
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
        inbox.take_back(done)


def test_spam_undone_is_as_it_was(inbox: Inbox) -> None:
    lead_id = inbox.came()
    before = inbox.detail(lead_id)
    inbox.take_back(inbox.acts.spam(inbox.world.wren, lead_id, 1, uuid4()))
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
    callback_id, version = inbox.promise(lead_id)
    callbacks = Callbacks(world.database, world.ledger, world.clock)
    callbacks.close(world.robin, [(callback_id, version)], Resolution.KEPT, "", uuid4())
    assert inbox.detail(lead_id).row.fate is LeadFate.KEPT
    assert inbox.reads.counts(world.wren).new == 0
    assert names(inbox, "done") == ["Hazel Birch"]


def test_who_can_be_rung_is_told(inbox: Inbox) -> None:
    world = inbox.world
    lead_id, written = inbox.came(), inbox.came("Fern", "", "fern@example.org", promised=False)
    assert inbox.detail(lead_id).can_be_rung
    assert not inbox.detail(written).can_be_rung
    stops = DoNotCalls(world.database, world.ledger)
    stops.set(world.wren, world.hazel, None, DoNotCallPurpose.ALL, "asked", uuid4())
    assert not inbox.detail(lead_id).can_be_rung
