"""Words read on a call, found in the article, approved by a manager: by keys and clicks."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desktop.domain.find_in_text import find_in_text
from desktop.paths import resources
from desktop.services.script_lines import Line
from desktop.ui.intake.intake_page import IntakePage
from desktop.ui.reference.selection import NOT_APPROVED, NOTHING_SELECTED, PARTLY_APPROVED
from desktop.ui.reference.use_column import NO_CALL, NO_WORDS
from tests.workflows.conftest import Hands, Open
from tests.workflows.looking import actor_of, call_of

JUNIPERS = "3125550147"
QUESTION = "Is my appointment still on?"
ALONE = "Where to turn: “If you or a loved one suffers from PTSD, know…”"


def begin(hands: Hands, number: str = "6025550155") -> IntakePage:
    """Type a number into the ready page; the card opens with the focus in Notes."""
    hands.press("Ctrl+1")
    hands.write(number)
    hands.press("Enter")
    return hands.window.intake


def juniper_asks_about_her_appointment(hands: Hands) -> IntakePage:
    page = begin(hands, JUNIPERS)
    hands.click_on("Juniper Moss")
    hands.press("Alt+R")
    hands.write("2")
    return page


def read_on_the_card(page: IntakePage) -> list[str]:
    return [line.title for line in page.state.form.read_lines]


def read_on_the_call(hands: Hands, e164: str = "+13125550147") -> list[str]:
    words, actor = hands.desk.app.services.words, actor_of(hands)
    return [row.title for row in words.read_on(actor, call_of(hands, e164).id)]


def lines(hands: Hands) -> tuple[Line, ...]:
    return hands.desk.app.services.words.lines(actor_of(hands))


def labels_with(hands: Hands, words: str) -> list[QLabel]:
    """Every label on the screen with these words in it."""
    shown = hands.window.findChildren(QLabel)
    return [label for label in shown if label.isVisible() and words in label.text()]


def go_down_to(hands: Hands, name: str) -> None:
    """Press Down until the line of this name has the focus."""
    for _ in range(30):
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus.accessibleName().startswith(name):
            return
        hands.press("Down")
    raise AssertionError(f"{name} is not in the list")


def test_what_is_read_is_found_on_the_call_and_given_back_by_undo(hands: Hands) -> None:
    page = juniper_asks_about_her_appointment(hands)
    hands.press("Ctrl+U")
    assert read_on_the_card(page) == [QUESTION]
    hands.press("Ctrl+7")
    hands.click_on(f"Use in call: {ALONE}")
    assert hands.sees("Used in this call")
    hands.press("Ctrl+1")
    hands.press("Alt+1")
    hands.press("Ctrl+Enter")
    assert read_on_the_call(hands) == [QUESTION, ALONE]

    call = call_of(hands, "+13125550147")
    line = next(each for each in lines(hands) if each.name == ALONE)
    found = hands.desk.app.services.words.calls_with(actor_of(hands), line.id)
    assert [each.id for each in found] == [call.id]

    hands.press("Ctrl+Z")
    assert page.working
    assert read_on_the_card(page) == [QUESTION, ALONE]
    assert hands.find_all(f"Take back: {ALONE}")
    hands.press("Ctrl+Enter")
    assert read_on_the_call(hands) == [QUESTION, ALONE]


def test_the_key_works_while_typing(hands: Hands) -> None:
    page = begin(hands)
    hands.write("Half a note")
    hands.press("Ctrl+U")
    assert read_on_the_card(page) == [ALONE]
    assert page.state.form.notes == "Half a note"
    hands.press("Ctrl+7")
    hands.write("half a word")
    hands.press("Ctrl+U")
    assert len(read_on_the_card(page)) == 2
    assert hands.window.reference.view.find_bar.field.text() == "half a word"


def test_the_history_says_what_was_read(hands: Hands) -> None:
    juniper_asks_about_her_appointment(hands)
    hands.press("Ctrl+U")
    hands.press("Alt+1")
    hands.press("Ctrl+Enter")
    juniper_asks_about_her_appointment(hands)
    hands.press("Ctrl+Tab")
    newest = hands.find("Called in")
    assert newest.accessibleName().startswith(f"Called in. Appointment. Read: {QUESTION}")


def test_what_was_read_survives_setting_aside_and_a_restart(open_desk: Open) -> None:
    hands = open_desk()
    juniper_asks_about_her_appointment(hands)
    hands.press("Ctrl+U")
    hands.press("Ctrl+Shift+D")
    hands = open_desk()
    hands.click_on("Open the card of Juniper Moss")
    assert read_on_the_card(hands.window.intake) == [QUESTION]
    assert hands.find_all(f"Take back: {QUESTION}")


def test_what_was_not_read_after_all_is_taken_back(hands: Hands) -> None:
    page = juniper_asks_about_her_appointment(hands)
    hands.click_on(f"Use in call: {QUESTION}")
    hands.click_on(f"Take back: {QUESTION}")
    assert read_on_the_card(page) == []
    hands.click_on(f"Use in call: {ALONE}")
    hands.press("Ctrl+7")
    hands.click_on(f"Take back: {ALONE}")
    assert read_on_the_card(page) == []
    hands.press("Ctrl+1")
    hands.press("Alt+1")
    hands.press("Ctrl+Enter")
    assert read_on_the_call(hands) == []


def test_answers_open_by_the_picked_reasons(hands: Hands) -> None:
    begin(hands)
    records = "You can ask for a copy at any time."
    assert not labels_with(hands, records)
    hands.press("Alt+R")
    hands.write("3")
    assert labels_with(hands, records)
    first = hands.window.intake.side.script.answers[0]
    assert first.question.accessibleName().startswith("How do I get my records?, matches reason")


def test_with_no_call_open_it_says_so_and_offers_to_copy(hands: Hands) -> None:
    hands.press("Ctrl+7")
    hands.click_on(f"Use in call: {ALONE}")
    assert hands.window.notices.sentence == NO_CALL
    hands.click_on(f"Copy: {ALONE}")
    assert QApplication.clipboard().text().startswith("If you or a loved one suffers from PTSD")
    assert hands.last_said == "Copied."


def test_finding_in_the_article(hands: Hands) -> None:
    hands.press("Ctrl+7")
    hands.press("Ctrl+F")
    hands.write("ketamine's")
    text = hands.window.reference.view.article_text
    hits = find_in_text(hands.desk.app.services.words.article().text, "ketamine's")
    assert hands.sees(f"1 of {len(hits)}")
    hands.press("Ctrl+F")
    hands.write("ptsd")
    count = len(find_in_text(hands.desk.app.services.words.article().text, "ptsd"))
    hands.press("F3")
    assert hands.sees(f"2 of {count}")
    hands.press("Shift+F3")
    hands.press("Shift+F3")
    assert hands.sees(f"{count} of {count}")
    assert text.verticalScrollBar().value() > 0
    hands.press("Ctrl+F")
    hands.write("((not there))")
    assert hands.sees("Not found")


def test_finding_beside_the_call(hands: Hands) -> None:
    begin(hands)
    hands.press("Ctrl+F")
    hands.write("800-273-8255")
    assert hands.sees("1 of 1")
    assert hands.window.intake.side.article.article_text.isVisible()
    hands.press("Alt+1")
    hands.press("Ctrl+Enter")
    assert "saved" in hands.last_said


def test_a_manager_approves_an_answer_and_the_clerk_is_offered_it(hands: Hands) -> None:
    question = "Would this treatment be right for me?"
    begin(hands)
    hands.press("Alt+R")
    hands.write("5")
    assert not labels_with(hands, "That is a question for a clinician.")

    hands.become("Lark Moor")
    hands.press("Ctrl+7")
    hands.click_on("Approved answers")
    go_down_to(hands, question)
    hands.press("Enter")
    hands.write("Please ask: ")
    hands.click_on("Approve with changes")
    assert hands.last_said == f"Approved: {question}."

    hands.become("Wren Hill")
    begin(hands, "6025550156")
    hands.press("Alt+R")
    hands.write("5")
    (label,) = labels_with(hands, "That is a question for a clinician.")
    assert "Please ask: " in label.text()
    hands.click_on(f"Use in call: {question}")
    assert read_on_the_card(hands.window.intake) == [question]


def test_undo_of_an_approval_takes_the_words_out_of_the_call(hands: Hands) -> None:
    hands.become("Lark Moor")
    hands.press("Ctrl+7")
    claim = next(line for line in lines(hands) if line.claims)
    hands.click_on("Article lines")
    go_down_to(hands, claim.name)
    hands.press("Enter")
    hands.press("Space")
    assert hands.last_said.startswith("Approved: ")
    assert claim.id in [line.id for line in lines(hands) if line.approved]
    hands.press("Ctrl+Z")
    assert claim.id not in [line.id for line in lines(hands) if line.approved]


def test_lines_about_how_well_it_works_are_not_offered_before_they_are_approved(
    hands: Hands,
) -> None:
    page = begin(hands)
    claim = next(line for line in lines(hands) if line.claims)
    assert claim.place is not None
    assert not labels_with(hands, claim.text)
    hands.press("Ctrl+7")
    assert not labels_with(hands, claim.text)
    text = hands.window.reference.view.article_text
    assert claim.text in text.toPlainText(), "it can be read"
    hands.press("Esc")
    text.select(claim.place.start, claim.place.end)
    hands.press("Ctrl+U")
    assert hands.window.notices.sentence == NOT_APPROVED
    text.select(claim.place.start - 20, claim.place.end)
    hands.click_on("Use selection")
    assert hands.window.notices.sentence == PARTLY_APPROVED
    text.select(claim.place.start, claim.place.start)
    hands.click_on("Use selection")
    assert hands.window.notices.sentence == NOTHING_SELECTED
    assert read_on_the_card(page) == []


def test_a_selection_inside_approved_words_is_noted_as_their_line(hands: Hands) -> None:
    page = begin(hands)
    article = hands.desk.app.services.words.article()
    start = article.text.index("know you are not alone")
    hands.press("Ctrl+F")
    hands.press("Esc")
    page.side.article.article_text.select(start, start + 22)
    hands.press("Ctrl+U")
    assert read_on_the_card(page) == [ALONE]


def test_a_managers_selection_becomes_a_line_that_waits_for_approval(hands: Hands) -> None:
    hands.become("Lark Moor")
    hands.press("Ctrl+7")
    article = hands.desk.app.services.words.article()
    start = article.text.index("Difficulty sleeping or concentrating")
    hands.window.reference.view.article_text.select(start, start + 36)
    hands.click_on("Use selection")
    name = "Signs of PTSD: “Difficulty sleeping or concentrating”"
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == f"Approve: {name}"
    hands.press("Space")
    hands.become("Wren Hill")
    page = begin(hands)
    hands.click_on(f"Use in call: {name}")
    assert read_on_the_card(page) == [name]


def test_a_half_changed_line_waits_for_its_manager(hands: Hands) -> None:
    hands.become("Lark Moor")
    hands.press("Ctrl+7")
    hands.click_on("Approved answers")
    hands.press("Enter")
    hands.write("Half. ")
    hands.click_on("Article lines")
    hands.click_on("Approved answers")
    hands.click(hands.find(QUESTION))
    assert hands.window.reference.editor.content.text.startswith("Half. ")
    hands.press("Ctrl+Enter")
    assert hands.last_said == f"Saved: {QUESTION.rstrip('.')}. It has to be approved again."
    hands.press("Ctrl+Z")
    assert next(line for line in lines(hands) if line.name == QUESTION).approved


def test_a_new_answer_and_taking_one_out_of_use(hands: Hands) -> None:
    hands.become("Lark Moor")
    hands.press("Ctrl+7")
    hands.click_on("Approved answers")
    hands.click_on("New answer")
    hands.write("Where do I park?")
    hands.press("Ctrl+Enter")
    assert hands.window.notices.sentence.startswith("There is nothing to read aloud yet.")
    hands.press("Tab")
    hands.write("Behind the clinic.")
    hands.press("Ctrl+Enter")
    assert hands.last_said == "Added: Where do I park?. It has to be approved."
    hands.click_on("Withdraw")
    assert "Where do I park?" not in [line.name for line in lines(hands)]


def test_html_of_a_manager_is_shown_as_text(hands: Hands) -> None:
    hands.become("Lark Moor")
    hands.press("Ctrl+7")
    hands.click_on("Approved answers")
    hands.press("Enter")
    html = "<b>Yes</b> <img src='file:///etc/hosts'> "
    hands.write(html)
    hands.click_on("Approve with changes")
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels_with(hands, html))
    hands.become("Wren Hill")
    juniper_asks_about_her_appointment(hands)
    (label,) = labels_with(hands, html)
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_a_clerk_cannot_change_words(hands: Hands) -> None:
    hands.press("Ctrl+7")
    hands.click_on("Approved answers")
    hands.press("Enter")
    assert not hands.window.reference.editor.isVisible()
    assert not hands.find_all("New answer")
    assert not hands.find_all("Approve with")


@pytest.fixture
def altered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program whose article is not the approved one."""
    copy = tmp_path / "resources"
    for name in ("article", "danger", "scripts"):
        shutil.copytree(resources() / name, copy / name)
    monkeypatch.setattr("desktop.app.resources", lambda: copy)
    file = copy / "article" / "article.txt"
    file.write_bytes(file.read_bytes() + b"!")
    return copy


def test_an_altered_article_is_said_and_nothing_of_it_is_offered(
    altered: Path, open_desk: Open
) -> None:
    hands = open_desk()
    hands.press("Ctrl+7")
    assert hands.sees("The article in this program is not the approved one")
    assert hands.sees(NO_WORDS[0])
    begin(hands)
    assert hands.find_all(QUESTION), "answers are not of the article"
    assert not hands.find_all("Use in call: Where to turn")


def test_a_missing_article_is_said(altered: Path, open_desk: Open) -> None:
    (altered / "article" / "article.txt").unlink()
    hands = open_desk()
    hands.press("Ctrl+7")
    assert hands.sees("The article is not in this program.")


def test_everything_that_takes_the_focus_in_reference_has_a_name(hands: Hands) -> None:
    hands.become("Lark Moor")
    hands.press("Ctrl+7")
    for name in ("", "Approved answers", "Safety wording"):
        if name:
            hands.click_on(name)
        for widget in hands.window.reference.findChildren(QWidget):
            takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()
            if takes:
                assert widget.accessibleName() or widget.focusProxy(), widget
