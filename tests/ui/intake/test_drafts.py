"""Nothing typed is lost: pauses, crashes, two lines at once, cards thrown away."""

from uuid import UUID

import pytest
from sqlalchemy import update

from desktop.domain.errors import DataLocked, DiskFull
from desktop.domain.vocabulary import Reason
from desktop.services.calls import Calls
from desktop.services.drafts import Drafts
from desktop.storage import tables
from tests.services.world import World
from tests.ui.intake.conftest import Hands, Open

HAZEL = "3035550112"


def half_type(hands: Hands, notes: str = "Half a sent") -> None:
    hands.take_call(HAZEL)
    hands.press("Alt+R")
    hands.press("3")
    hands.page.card.focus_notes()
    hands.write(notes)


def open_titles(hands: Hands) -> list[str]:
    return [draft.title for draft in hands.app.services.drafts.open_drafts(hands.actor)]


def logged(hands: Hands) -> UUID:
    """The newest call of who is on the card."""
    assert hands.form.speaker_id is not None
    call_id = hands.app.services.history.of_person(hands.actor, hands.form.speaker_id)[0].call_id
    assert call_id is not None
    return call_id


def test_a_pause_in_typing_saves_the_draft_and_says_so(hands: Hands) -> None:
    half_type(hands)
    hands.qtbot.waitUntil(lambda: open_titles(hands) == ["Hazel Birch"])
    hands.settle()
    assert hands.page.card.notes.saved_words == "Draft saved 2:18 pm"


def test_after_a_crash_the_card_is_offered_and_goes_on_as_it_was(open_intake: Open) -> None:
    hands = open_intake()
    half_type(hands)
    hands.press("Alt+2")
    hands.page.keep_draft()
    before = hands.form
    hands = open_intake()
    assert not hands.page.working
    hands.click(hands.find("Open the card of Hazel Birch"))
    assert hands.form == before
    hands.write("ence.")
    hands.press("Ctrl+Enter")
    assert hands.said[-1][0].startswith("Call saved.")
    assert hands.form.notes == "Half a sentence."
    assert open_titles(hands) == []


def test_a_new_call_sets_the_half_typed_one_aside(open_intake: Open, world: World) -> None:
    hands = open_intake()
    half_type(hands)
    hands.page.new_call()
    hands.settle()
    assert hands.form.is_blank
    assert hands.focus is hands.page.card.number.number
    hands.find("Set aside, Hazel Birch, just now").isVisible()
    hands.write("3125550147")
    hands.click(hands.find("Juniper Moss"))
    hands.click(hands.find("Set aside, Hazel Birch"))
    assert hands.form.notes == "Half a sent"
    assert hands.form.reasons == (Reason.RECORDS,)
    hands.find("Set aside, Juniper Moss")
    hands = open_intake()
    assert sorted(open_titles(hands)) == ["Hazel Birch", "Juniper Moss"]


def test_setting_aside_shows_the_minutes_and_reminds_once(hands: Hands) -> None:
    half_type(hands)
    hands.press("Ctrl+Shift+D")
    assert not hands.page.working
    hands.page.new_call()
    hands.settle()
    hands.clock.forward(minutes=1, seconds=59)
    hands.page.second()
    assert hands.troubled == []
    hands.find("Set aside, Hazel Birch, 1 min").isVisible()
    hands.clock.forward(seconds=1)
    hands.page.second()
    hands.page.second()
    assert len(hands.troubled) == 1
    assert "Hazel" not in hands.troubled[0]
    hands.find("Set aside, Hazel Birch, 2 min").isVisible()


def test_an_empty_card_is_no_draft(hands: Hands) -> None:
    hands.page.new_call()
    hands.settle()
    hands.page.new_call()
    hands.press("Ctrl+Shift+D")
    assert open_titles(hands) == []
    assert not hands.page.working


def test_a_card_thrown_away_comes_back_by_undo(hands: Hands) -> None:
    half_type(hands)
    before = hands.form
    hands.click(hands.page.card.bottom.discard)
    assert not hands.page.working
    assert open_titles(hands) == []
    assert hands.said[-1][0] == "Card thrown away."
    hands.click(hands.page.undo_bar.button)
    assert hands.form == before
    assert hands.page.working


def test_a_card_is_not_set_aside_while_it_is_being_saved(hands: Hands) -> None:
    """F2 right behind Ctrl+Enter: the call is logged once, and no draft of it is left."""
    half_type(hands)
    hands.press("Alt+1")
    hands.page.save()
    hands.page.new_call()
    hands.settle()
    assert hands.page.working
    assert hands.form.is_blank
    assert open_titles(hands) == []


def test_a_card_that_cannot_be_saved_stays(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise DiskFull("The disk is full. Make room, then try again.")

    half_type(hands)
    hands.press("Alt+1")
    with monkeypatch.context() as patch:
        patch.setattr(Calls, "log", full)
        hands.press("Ctrl+Enter")
    assert hands.page.working
    assert hands.refused == ["The disk is full. Make room, then try again."]
    hands.press("Ctrl+Enter")
    assert hands.said[-1][0] == "Call saved."


def test_a_draft_that_cannot_be_saved_is_tried_again(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> None:
        raise DataLocked("Another program holds the data.")

    half_type(hands)
    with monkeypatch.context() as patch:
        patch.setattr(Drafts, "save", locked)
        hands.page.keep_draft()
        hands.settle()
    assert hands.page.card.notes.saved_words == "Not saved yet"
    hands.page.keep_draft()
    hands.settle()
    assert open_titles(hands) == ["Hazel Birch"]


def test_a_sensitive_number_is_pointed_out_and_masked_unless_kept(hands: Hands) -> None:
    half_type(hands, "Card 4242 4242 4242 4242 please")
    notes = hands.page.card.notes
    assert notes.found.warning.text() == (
        "This looks like a payment card. It will be saved as •••• 4242."
    )
    hands.click(notes.found.keep)
    assert hands.form.sensitive_kept
    assert "as typed" in notes.found.warning.text()
    hands.click(notes.found.keep)
    hands.press("Alt+1")
    hands.press("Ctrl+Enter")
    call_id = logged(hands)
    assert hands.app.services.calls.get(hands.actor, call_id).notes == (
        "Card •••• •••• •••• 4242 please"
    )


def test_an_earlier_call_keeps_its_real_time_and_is_marked(hands: Hands) -> None:
    hands.take_call(HAZEL)
    hands.page.card.top.earlier_requested.emit()
    hands.settle()
    hands.write("1:05 pm")
    hands.press("Enter")
    assert hands.form.real_started_at == hands.clock.now.replace(hour=20, minute=5)
    assert hands.page.card.top.late.isVisible()
    hands.find("Call in. Today 1:05 pm").isVisible()
    hands.press("Alt+1")
    hands.press("Ctrl+Enter")
    call_id = logged(hands)
    call = hands.app.services.calls.get(hands.actor, call_id)
    assert call.late_entry
    assert call.started_at == hands.clock.now.replace(hour=20, minute=5)


def test_a_time_to_come_is_no_earlier_call(hands: Hands) -> None:
    hands.take_call(HAZEL)
    hands.page.card.top.earlier_requested.emit()
    hands.settle()
    hands.write("3 pm")
    hands.press("Enter")
    assert hands.form.real_started_at is None
    dialog = hands.page.questions.earlier
    assert dialog is not None
    assert dialog.isVisible()


def test_somebody_else_at_the_desk_sees_only_their_own_cards(hands: Hands, world: World) -> None:
    half_type(hands)
    hands.page.set_actor(world.robin)
    hands.settle()
    assert not hands.page.working
    assert hands.page.ready.draft_titles == []
    hands.page.set_actor(world.wren)
    hands.settle()
    assert hands.page.ready.draft_titles == ["Hazel Birch"]


def test_the_same_person_finds_the_call_open_after_unlocking(hands: Hands, world: World) -> None:
    half_type(hands)
    hands.page.keep_draft()
    hands.page.set_actor(world.wren)
    hands.settle()
    assert hands.page.working
    assert hands.form.notes == "Half a sent"


def test_cards_that_waited_before_they_were_seen_need_no_reminder(open_intake: Open) -> None:
    hands = open_intake()
    half_type(hands)
    hands.press("Ctrl+Shift+D")
    hands.clock.forward(minutes=12)
    hands = open_intake()
    hands.page.second()
    assert hands.troubled == []


def test_a_card_that_cannot_be_set_aside_is_kept_until_it_can(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next call is taken meanwhile: the first card stands nowhere else."""

    def locked(*_: object) -> None:
        raise DataLocked("Another program holds the data.")

    half_type(hands)
    with monkeypatch.context() as patch:
        patch.setattr(Drafts, "save", locked)
        patch.setattr(Drafts, "set_aside", locked)
        hands.page.new_call()
        hands.settle()
    assert hands.troubled == ["Another program holds the data."]
    hands.page.shelf.keep_all()
    hands.settle()
    (draft,) = hands.app.services.drafts.open_drafts(hands.actor)
    assert draft.form.notes == "Half a sent"
    hands.find("Set aside, Hazel Birch")


def test_an_answer_for_somebody_who_has_left_is_dropped(hands: Hands, world: World) -> None:
    half_type(hands)
    hands.press("Ctrl+Shift+D")
    (draft,) = hands.app.services.drafts.open_drafts(hands.actor)
    hands.page.open_draft(draft.id)
    hands.page.set_actor(world.robin)
    hands.settle()
    assert not hands.page.working
    assert hands.page.ready.draft_titles == []


def test_a_card_that_somebody_else_has_taken_on_says_so_and_is_listed_no_more(
    hands: Hands, world: World
) -> None:
    half_type(hands)
    hands.press("Ctrl+Shift+D")
    (waits,) = hands.app.services.drafts.open_drafts(hands.actor)
    table = tables.metadata.tables["draft"]
    with hands.app.database.write() as conn:
        conn.execute(update(table).values(user_id=world.robin.user_id))
    hands.page.open_draft(waits.id)
    hands.settle()
    assert not hands.page.working
    assert hands.troubled == ["Robin Vale has taken this card on."]
    assert hands.page.ready.draft_titles == []
