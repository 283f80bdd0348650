"""Ctrl+K from anywhere: found by a word, by digits; opened, left, and nothing typed is lost."""

from collections import deque

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.vocabulary import Reason
from desktop.ui.keys import KEYS, Place
from desktop.ui.search.hit_model import HIT_ROLE
from desktop.ui.search.hits import Hit
from desktop.ui.search.search_box import SearchBox
from desktop.ui.shell.key_panel import KeyPanel
from desktop.ui.theme import Mode
from desktop.ui.widgets.label import Label
from tests.workflows.conftest import Hands
from tests.workflows.looking import promises
from tests.workflows.test_intake import begin


def search(hands: Hands, typed: str) -> None:
    """Ctrl+K, and type over what stands there."""
    hands.press("Ctrl+K")
    assert QApplication.focusWidget() is hands.window.top_bar.search
    hands.write(typed)


def shown(hands: Hands) -> list[tuple[str, list[str]]]:
    """Groups with what their results say."""
    panel = hands.window.search.panel
    assert panel.isVisible()
    return [(group.title, [hit.said for hit in group.hits]) for group in panel.results.groups]


def chosen(hands: Hands) -> Hit:
    hit = hands.window.search.panel.chosen
    assert hit is not None
    return hit


def card_is_open(hands: Hands) -> bool:
    return hands.window.safety.is_open


def is_closed(hands: Hands) -> bool:
    return hands.window.search.panel.isHidden()


def test_a_callback_is_found_by_a_word_of_its_promise_and_opened(hands: Hands) -> None:
    # GIVEN a call card with typing on it
    begin(hands)
    hands.write("Asks for her daughter")
    # WHEN a word of a promise is looked for
    search(hands, "records")
    groups = dict(shown(hands))
    assert "Hazel Birch, News of her records · Denver, 48 min late" in groups["Callbacks"]
    assert groups["Do"] == ["New callback about records"]
    hits = hands.window.search.panel.results.hits
    assert chosen(hands) == hits[0], "the first hit is chosen: words to read aloud come first"
    while chosen(hands).lead != "Hazel Birch":
        hands.press("Down")
    # THEN Enter brings it up
    hands.press("Enter")
    assert is_closed(hands)
    assert hands.window.page == "callbacks"
    in_hand = hands.window.callbacks.list.in_hand()
    assert in_hand is not None
    assert in_hand.name == "Hazel Birch"
    assert hands.window.top_bar.search.text() == ""
    # AND the card has kept what was typed
    hands.press("Ctrl+1")
    assert hands.window.intake.state.form.notes == "Asks for her daughter"


def test_words_to_read_aloud_are_found_and_brought_up(hands: Hands) -> None:
    search(hands, "how do I get my records")
    assert shown(hands)[0][0] == "Scripts you may read aloud"
    hands.press("Enter")
    assert hands.window.page == "reference"
    assert hands.window.reference.list.isVisible()
    search(hands, "duties of a night nurse")
    assert not any(title.startswith("Scripts") for title, _ in shown(hands))


def test_the_keys_go_over_the_heads_and_esc_goes_back(hands: Hands) -> None:
    begin(hands)
    notes = QApplication.focusWidget()
    search(hands, "rec")
    hits = hands.window.search.panel.results.hits
    assert len(hits) > 2
    for hit in hits[1:]:
        hands.press("Down")
        assert chosen(hands) == hit
    hands.press("Down")
    assert chosen(hands) == hits[-1], "the last one is the last"
    for hit in reversed(hits[:-1]):
        hands.press("Up")
        assert chosen(hands) == hit
    hands.press("Esc")
    assert is_closed(hands)
    assert QApplication.focusWidget() is notes
    # What was typed waits to be typed over.
    hands.press("Ctrl+K")
    assert hands.window.top_bar.search.selectedText() == "rec"
    assert not is_closed(hands)


def test_digits_find_the_number_and_begin_a_call(hands: Hands) -> None:
    hands.press("Ctrl+2")
    search(hands, "5550112")
    assert shown(hands)[0] == ("Numbers", ["New call from (303) 555-0112, Hazel Birch"])
    assert dict(shown(hands))["Callbacks"][0].startswith("Hazel Birch")
    hands.press("PadEnter")
    assert hands.window.page == "intake"
    assert hands.window.intake.state.form.number_text == "(303) 555-0112"
    assert [p.name for p in hands.window.intake.state.facts.caller.people] == ["Hazel Birch"]


def test_a_number_nobody_has_can_be_rung_and_taken(hands: Hands) -> None:
    search(hands, "312 555 0199")
    assert shown(hands)[0] == (
        "Numbers", ["New call from (312) 555-0199", "Call (312) 555-0199"]
    )  # fmt: skip
    hands.press("Down")
    hands.press("Enter")
    assert QApplication.clipboard().text() == "(312) 555-0199"
    assert "(312) 555-0199 is copied" in hands.window.notices.sentence


def test_what_the_program_can_do_is_found_and_done(hands: Hands) -> None:
    search(hands, "dark")
    assert hands.window.search.panel.results.hits[0].key == "switch_colours"
    hands.press("Enter")
    assert hands.desk.theme.mode is Mode.DARK
    search(hands, "bigger")
    hands.press("Enter")
    assert hands.desk.theme.scale == 1.1
    search(hands, "callbacks")
    hands.press("Enter")
    assert hands.window.page == "callbacks"
    search(hands, "suicide")
    while chosen(hands).key != "safety":
        hands.press("Down")
    hands.press("Enter")
    assert card_is_open(hands)
    hands.press("Esc")
    search(hands, "log off")
    hands.press("Enter")
    assert hands.window.actor is None


def test_a_callback_about_what_was_looked_for(hands: Hands) -> None:
    before = len(promises(hands))
    search(hands, "her refund")
    while chosen(hands).said != "New callback about her refund":
        hands.press("Down")
    hands.press("Enter")
    dialog = hands.window.callbacks.new.dialog
    assert dialog.what.text() == "her refund"
    assert dialog.reason_picked is Reason.REFUND
    hands.press("Esc")
    assert len(promises(hands)) == before


def test_somebody_new_is_asked_for_on_the_card(hands: Hands) -> None:
    hands.press("Ctrl+2")
    search(hands, "new person")
    hands.press("Enter")
    assert hands.window.page == "intake"
    hands.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    assert QApplication.activeModalWidget() is hands.window.intake.questions.person
    hands.press("Esc")


@pytest.mark.parametrize(
    "typed", ['"', "' OR 1=1 --", "(((", "*", "NEAR(a b)", "%_", "\0", "\t", "a " * 60]
)
def test_junk_is_answered(hands: Hands, typed: str) -> None:
    QApplication.clipboard().setText(f"{typed} moss")
    hands.press("Ctrl+K")
    hands.press("Ctrl+V")
    hands.press("Down")
    hands.press("Up")
    assert hands.window.notices.sentence == ""
    hands.press("Esc")
    assert is_closed(hands)


def test_ten_kilobytes_pasted_are_answered(hands: Hands) -> None:
    QApplication.clipboard().setText("😀 zebra\n" * 1_000)
    hands.press("Ctrl+K")
    hands.press("Ctrl+V")
    assert shown(hands) == []
    assert hands.sees("Nothing found")
    hands.press("Enter")
    assert hands.window.notices.sentence == ""


def test_with_the_mouse(hands: Hands) -> None:
    hands.click(hands.window.top_bar.search)
    hands.write("records")
    hits = hands.window.search.panel.list
    titles = [hits.model().index(row, 0).data() for row in range(hits.model().rowCount())]
    first = titles.index("Callbacks") + 1
    spot = hits.visualRect(hits.model().index(first, 0)).center()
    QTest.mouseMove(hits.viewport(), spot)
    hands.settle()
    assert chosen(hands) == hits.model().index(first, 0).data(HIT_ROLE)
    QTest.mouseClick(hits.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    hands.settle()
    assert is_closed(hands)
    assert hands.window.page == "callbacks"
    # A click elsewhere puts the results away.
    hands.click(hands.window.top_bar.search)
    hands.write("records")
    hands.click(hands.window.callbacks.head.filter)
    assert is_closed(hands)


def test_enter_waits_for_the_whole_answer(hands: Hands) -> None:
    hands.press("Ctrl+K")
    field = QApplication.focusWidget()
    assert isinstance(field, SearchBox)
    QTest.keyClicks(field, "news")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert not is_closed(hands), "nothing was found yet"
    hands.settle()
    in_hand = hands.window.callbacks.list.in_hand()
    assert in_hand is not None
    assert in_hand.name == "Hazel Birch"


def test_what_somebody_has_moved_to_stays_chosen_when_more_is_found(hands: Hands) -> None:
    hands.press("Ctrl+K")
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "new")
    assert [group.title for group in hands.window.search.panel.results.groups] == ["Do"]
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert chosen(hands).key == "new_callback"
    hands.settle()
    assert shown(hands)[0][0] == "Callbacks", "a moment later, above"
    assert chosen(hands).key == "new_callback"
    hands.press("Esc")


def test_nothing_is_left_for_the_next_person(hands: Hands) -> None:
    search(hands, "hazel")
    hands.press("Ctrl+L")
    assert is_closed(hands)
    assert hands.window.top_bar.search.text() == ""
    hands.press("Ctrl+K")
    assert is_closed(hands)


@pytest.mark.parametrize("keys", ["F8", "Ctrl+Shift+8"])
def test_the_safety_keys_work_over_a_dialog_too(hands: Hands, keys: str) -> None:
    hands.press(keys)
    assert card_is_open(hands)
    hands.press("Esc")
    assert not card_is_open(hands)
    hands.click_on("Safety card")
    assert card_is_open(hands)
    hands.press("Esc")
    hands.press("F1")
    hands.press(keys)
    assert card_is_open(hands)
    hands.press("Esc")
    assert hands.find("All keys", KeyPanel) is not None
    hands.press("Esc")


def test_f1_shows_every_key_and_goes_again(hands: Hands) -> None:
    begin(hands)
    notes = QApplication.focusWidget()
    hands.press("F1")
    panel = hands.find("All keys", KeyPanel)
    assert isinstance(panel, KeyPanel)
    told = {label.text() for label in panel.findChildren(Label) if label.isVisible()}
    assert {key.does for key in KEYS} <= told
    assert {place.value for place in Place} <= told
    hands.press("F1")
    # It is let go of as soon as it is closed; that may be by now.
    assert not shiboken6.isValid(panel) or panel.isHidden()
    hands.qtbot.waitUntil(lambda: QApplication.focusWidget() is notes)


def test_every_key_of_the_map_is_bound_and_none_twice_in_one_place(hands: Hands) -> None:
    deque(hands.window.build_rest(), maxlen=0)
    begin(hands)
    hands.press("Ctrl+Shift+B")
    bound: dict[object, list[str]] = {}
    for shortcut in hands.window.findChildren(QShortcut):
        sequences = [shortcut.key().toString()]
        bound.setdefault(shortcut.parent(), []).extend(sequences)
    window = set(bound[hands.window])
    for where, keys in bound.items():
        assert len(keys) == len(set(keys)), where
        assert where is hands.window or not window & set(keys), where
    every = {keys for where in bound.values() for keys in where}
    assert {k for key in KEYS if not key.typed for k in key.here()} <= every
    assert "Ctrl+Enter" in every, "the numbers' pad saves too"
    told = {sequence.replace("Enter", "Return") for sequence in every}
    assert told <= {k for key in KEYS for k in key.here()}, "what is bound is told of"
    hands.press("Esc")
