"""A night of messages by keys and clicks: listened to, promised, closed, taken back, to the end."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from PySide6.QtWidgets import QApplication

from desktop.domain.incoming import Disposition, IncomingCall
from desktop.domain.incoming_states import VoicemailState
from desktop.domain.vocabulary import CallbackKind, Direction
from desktop.domain.voicemail_ends import VoicemailEnd
from desktop.services.changes import Ledger
from desktop.services.listener import find_listener
from desktop.services.voicemail_rows import Heard, VoicemailBox, VoicemailRow
from desktop.ui.voicemails.voicemails_page import VoicemailsPage
from tests.workflows.conftest import Hands, Open
from tests.workflows.looking import actor_of, open_promise, promises

NEW = "+19285550152"
SISTER = "+17025550138"


def page(hands: Hands) -> VoicemailsPage:
    """The page of the box."""
    return hands.window.voicemails


def box(hands: Hands) -> VoicemailBox:
    """The box as it is stored."""
    return hands.desk.app.services.voicemails.box(actor_of(hands))


def waiting(hands: Hands) -> list[VoicemailRow]:
    """What waits, as it is stored."""
    return [row for row in box(hands).rows if not row.is_done]


def stored(hands: Hands, message_id: UUID) -> VoicemailRow:
    """One message as it is stored."""
    return next(row for row in box(hands).rows if row.id == message_id)


def left(hands: Hands, message: str = "Please call me back.", caller: str = NEW) -> UUID:
    """A message is left, by the service that takes what comes from outside."""
    app = hands.desk.app
    listener = find_listener(app.database, Ledger(app.database, hands.clock))
    record = IncomingCall(
        direction=Direction.IN,
        caller=caller,
        called="855-KET-WELL",
        source="phone system",
        started_at=hands.clock.now - timedelta(hours=1),
        disposition=Disposition.VOICEMAIL,
        message=message,
        external_id=uuid4().hex,
    )
    receipt = app.services.receiving.take(listener, record)
    return next(row.id for row in waiting(hands) if row.call_id == receipt.record_id)


def open_box(hands: Hands) -> None:
    """Go there; the first message is in hand."""
    hands.press("Ctrl+Shift+M")
    assert hands.window.page == "voicemails"
    hands.qtbot.waitUntil(lambda: page(hands).pane.form.number.hasFocus())


def go_to(hands: Hands, name: str) -> VoicemailRow:
    """The next ones until somebody's is in hand."""
    open_box(hands)
    for _ in range(len(waiting(hands))):
        row = page(hands).list.in_hand()
        if row is not None and row.name == name:
            return row
        hands.press("PageDown")
    pytest.fail(f"no message of {name}")


def shown(hands: Hands) -> UUID | None:
    """Which message is shown."""
    look = page(hands).pane.look
    return look.row.id if look is not None else None


def as_robin(hands: Hands, message_id: UUID) -> None:
    """Robin closes it at another desk."""
    app = hands.desk.app
    assert app.demo is not None
    row = stored(hands, message_id)
    app.services.voicemails.close(
        app.demo.actor("Robin Vale"), row.id, row.version, VoicemailEnd.HANDLED, Heard(), uuid4()
    )


def test_a_night_is_worked_off_by_keys_alone(hands: Hands) -> None:
    # GIVEN a clerk who begins at the callbacks, where messages wait
    hands.press("Ctrl+2")
    assert hands.sees("7 voicemails wait")
    assert hands.sees("1 with words of danger")
    open_box(hands)
    assert hands.sees("2 of 9 done")
    # WHEN each is promised or closed without a hand at the mouse
    hands.write("seen to")  # in the number: nonsense
    hands.press("Ctrl+A")
    hands.press("Backspace")
    first = page(hands).list.in_hand()
    assert first is not None
    assert (first.name, first.danger) == ("Willow Tarn", True)
    hands.press("Ctrl+Enter")
    assert "Willow Tarn is rung back" in hands.last_said
    hands.press("Alt+3")
    hands.press("Ctrl+Enter")
    assert "Hazel Birch is rung back" in hands.last_said
    assert stored_names(hands, VoicemailState.PROMISED) == ["Hazel Birch", "Willow Tarn"]
    assert page(hands).pane.form.number.hasFocus()
    for digit in "125":
        hands.press("Alt+C")
        hands.press(digit)
    hands.press("Ctrl+Enter")
    hands.press("Alt+C")
    hands.press("3")
    # THEN the page says that all are done, and what is next
    assert waiting(hands) == []
    assert hands.sees("9 of 9 done")
    assert hands.sees("3 to ring back, 6 closed. The first is due")
    assert page(hands).pane.finished.button.hasFocus()
    hands.press("Space")
    assert hands.window.page == "callbacks"
    assert not hands.window.callbacks.messages.isVisible()
    # AND who comes back finds it said again
    hands.press("Ctrl+Shift+M")
    assert page(hands).pane.finished.isVisible()


def stored_names(hands: Hands, state: VoicemailState) -> list[str]:
    """Whose messages stand so."""
    return sorted(row.name for row in box(hands).rows if row.state is state)


def test_the_promise_is_for_the_number_they_say(open_desk: Open) -> None:
    # GIVEN Sage, who asks to be rung at her sister's, and has a promise already
    hands = open_desk()
    row = go_to(hands, "Sage Holloway")
    before = open_promise(hands, "+17025550135")
    # WHEN the number she says is typed, with what she asks for, for tomorrow and with Robin
    hands.write("7025550138")
    assert page(hands).pane.form.number.text() == "(702) 555-0138"
    assert hands.sees("Another number · Nevada")
    hands.press("Enter")
    hands.write("Her appointment, before noon")
    hands.press("Alt+3")
    hands.press("Ctrl+Enter")
    # THEN she is rung there, and the other promise is as it was
    made = open_promise(hands, SISTER)
    assert made is not None
    detail = hands.desk.app.services.callbacks.detail(actor_of(hands), made.id)
    assert (detail.promise, made.name) == ("Her appointment, before noon", "Sage Holloway")
    assert made.due_at - hands.clock.now > timedelta(hours=12)
    assert open_promise(hands, "+17025550135") == before
    assert stored(hands, row.id).spoken == "(702) 555-0138"
    # AND it is taken back after a restart
    hands = open_desk()
    open_box(hands)
    hands.press("Ctrl+Z")
    assert open_promise(hands, SISTER) is None
    assert stored(hands, row.id).state is VoicemailState.WAITING


def test_undone_it_comes_back_with_what_was_typed(hands: Hands) -> None:
    row = go_to(hands, "Sage Holloway")
    hands.write("7025550138")
    hands.press("Alt+C")
    hands.press("1")
    assert stored(hands, row.id).state is VoicemailState.CLOSED
    assert shown(hands) != row.id
    hands.press("Ctrl+Z")
    assert stored(hands, row.id).state is VoicemailState.WAITING
    hands.qtbot.waitUntil(lambda: shown(hands) == row.id)
    assert page(hands).pane.form.number.text() == "(702) 555-0138"


def test_words_of_danger_open_the_safety_card_with_their_number(hands: Hands) -> None:
    # GIVEN a message with words of danger that has just been left
    message_id = left(hands, "I am going to kill myself tonight.")
    open_box(hands)
    hands.qtbot.waitUntil(lambda: message_id in {row.id for row in page(hands).list.rows.rows()})
    names = [row.name for row in page(hands).list.rows.rows()[:2]]
    assert names == ["Willow Tarn", "(928) 555-0152"]
    hands.press("PageDown")
    hands.qtbot.waitUntil(lambda: shown(hands) == message_id)
    assert hands.sees("Words of danger: “kill myself")
    assert hands.sees("No flag does not mean safe")
    assert hands.sees("It is never put off")
    assert not page(hands).pane.form.when.isVisible()
    # WHEN F8 is pressed
    hands.press("F8")
    card = hands.window.safety.card
    assert card is not None
    # THEN the card has their number, and saved it goes on with the follow-up that waited
    assert card.head.ring.number.words() == "(928) 555-0152"
    assert card.form.call_draft_id == stored(hands, message_id).call_id
    hands.press("T")
    hands.press("Y")
    hands.press("Ctrl+Enter")
    assert hands.window.safety.card is None
    follow_ups = [row for row in promises(hands) if row.kind is CallbackKind.SAFETY]
    assert [row.e164 for row in follow_ups] == [NEW]
    # AND it is not closed with a key, but kept
    hands.qtbot.waitUntil(lambda: page(hands).isVisible())
    page(hands).pane.form.focus_number()
    hands.press("Alt+C")
    hands.press("2")
    assert hands.sees("safety follow-up waits for this message")
    assert stored(hands, message_id).state is VoicemailState.WAITING
    hands.click_on("Keep the follow-up")
    assert stored(hands, message_id).state is VoicemailState.PROMISED
    assert "the safety follow-up stays open" in hands.last_said


def test_the_cards_button_takes_the_number_they_said(hands: Hands) -> None:
    """Somebody may be on the line in Intake: the button is about the message all the same."""
    hands.press("F2")
    hands.write("6025550118")
    go_to(hands, "Willow Tarn")
    hands.write("7735550177")
    hands.click(page(hands).pane.message.danger.open)
    card = hands.window.safety.card
    assert card is not None
    assert (card.form.name, card.form.number_text) == ("Willow Tarn", "(773) 555-0177")
    assert card.form.language == "Spanish"
    hands.press("Esc")
    hands.qtbot.waitUntil(lambda: hands.window.safety.card is None)
    # F8 is about who is on the line.
    hands.press("F8")
    card = hands.window.safety.card
    assert card is not None
    assert card.form.number_text == "(602) 555-0118"


def test_a_withheld_caller_cannot_be_promised_without_a_number(hands: Hands) -> None:
    before = len(promises(hands))
    row = go_to(hands, "No name yet")
    assert hands.sees("Withheld number")
    hands.press("Ctrl+Enter")
    assert "Type the number they say" in page(hands).pane.form.number_field.problem
    assert page(hands).pane.form.number.hasFocus()
    assert (len(promises(hands)), stored(hands, row.id).is_done) == (before, False)
    hands.write("602555014")
    hands.press("Ctrl+Enter")
    assert "One digit is missing" in page(hands).pane.form.number_field.problem
    assert not stored(hands, row.id).is_done
    hands.write("2")
    hands.press("Ctrl+Enter")
    assert open_promise(hands, "+16025550142") is not None
    assert stored(hands, row.id).state is VoicemailState.PROMISED


def test_one_of_the_household_is_named(hands: Hands) -> None:
    go_to(hands, "(312) 555-0147")
    *people, nobody = [chip.words() for chip in page(hands).pane.form.who.chips.values()]
    assert (sorted(people), nobody) == (["Juniper Moss", "Rowan Moss"], "Nobody named")
    hands.press("Alt+W")
    hands.press("Left")
    hands.press("Space")
    hands.press("Ctrl+Enter")
    assert f"{people[-1]} is rung back" in hands.last_said
    made = [row.e164 for row in promises(hands) if row.name == people[-1]]
    assert "+13125550147" in made


def test_another_desk_was_quicker(hands: Hands) -> None:
    """What was typed is still there, and nothing is promised twice."""
    row = go_to(hands, "Sage Holloway")
    hands.write("7025550138")
    before = len(promises(hands))
    # Robin closes it a moment before Wren's press arrives.
    as_robin(hands, row.id)
    hands.press("Ctrl+Enter")
    assert hands.sees("Robin Vale changed this")
    assert len(promises(hands)) == before
    hands.qtbot.waitUntil(lambda: hands.sees("Handled already"))
    assert hands.sees("You had typed: (702) 555-0138")
    # The next one is a key away.
    hands.press("PageDown")
    hands.qtbot.waitUntil(lambda: shown(hands) not in (None, row.id))
    assert page(hands).pane.form.number.hasFocus()
    assert page(hands).pane.form.number.text() == ""


def test_another_desk_closes_it_while_it_is_read(hands: Hands) -> None:
    row = go_to(hands, "Cedar Pell")
    as_robin(hands, row.id)
    page(hands).on_changed(frozenset())
    hands.settle()
    assert shown(hands) == row.id
    assert hands.sees("Robin Vale, ")
    assert not page(hands).pane.foot.isVisible()
    hands.press("Ctrl+Enter")
    assert stored(hands, row.id).state is VoicemailState.CLOSED


def test_typed_for_one_message_stays_with_it(hands: Hands) -> None:
    row = go_to(hands, "Sage Holloway")
    hands.write("7025550138")
    hands.press("Alt+2")
    hands.press("PageUp")
    hands.qtbot.waitUntil(lambda: shown(hands) != row.id)
    assert page(hands).pane.form.number.text() == ""
    hands.press("PageDown")
    hands.qtbot.waitUntil(lambda: shown(hands) == row.id)
    assert page(hands).pane.form.number.text() == "(702) 555-0138"
    hands.window.lock()
    hands.desk.enter_demo()
    hands.settle()
    go_to(hands, "Sage Holloway")
    assert page(hands).pane.form.number.text() == "(702) 555-0138"


def test_where_to_listen_is_copied_and_hostile_text_stays_plain(hands: Hands) -> None:
    left(hands, "<b>bold</b> <img src='file:///etc/hostname'>\u202eevil")
    go_to(hands, "(928) 555-0152")
    assert page(hands).pane.message.words.text() == (
        "<b>bold</b> <img src='file:///etc/hostname'>\u202eevil"
    )
    go_to(hands, "Sage Holloway")
    hands.press("Alt+L")
    assert QApplication.clipboard().text() == "https://voice.example.org/messages/7f3a91"


def test_found_by_searching_and_its_keys_are_in_the_map(hands: Hands) -> None:
    hands.press("Ctrl+K")
    hands.write("voicemail")
    hands.press("Enter")
    assert hands.window.page == "voicemails"
    hands.press("F1")
    for words in ("In the voicemail box", "Next message", "Close the message, then 1–5 for why"):
        assert hands.find_all(words), words
    hands.press("Esc")


def test_a_done_one_shows_its_callback(hands: Hands) -> None:
    row = go_to(hands, "Cedar Pell")
    hands.press("Ctrl+Enter")
    page(hands).list.focus_here()
    while (now := page(hands).list.in_hand()) is not None and now.id != row.id:
        hands.press("Down")
    hands.qtbot.waitUntil(lambda: shown(hands) == row.id)
    assert hands.sees("Ring back today by")
    hands.click_on("Show the callback")
    assert hands.window.page == "callbacks"
    hands.qtbot.waitUntil(lambda: hands.window.callbacks.detail.detail is not None)
    detail = hands.window.callbacks.detail.detail
    assert detail is not None
    assert detail.row.id == stored(hands, row.id).callback_id


def test_an_administrator_finds_no_messages(hands: Hands) -> None:
    demo = hands.desk.app.demo
    assert demo is not None
    hands.window.welcome(demo.actor("Martin Crane"))
    hands.settle()
    hands.press("Ctrl+Shift+M")
    assert hands.window.page == "settings"
