"""The press, another clinic, a medical question: each has words of its own and confirms nobody."""

from uuid import uuid4

from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.vocabulary import (
    OutsiderKind,
    Relation,
    RequestKind,
    SafetyContactKind,
    SpecialCall,
)
from desktop.services.script_lines import Line, special_line
from desktop.ui.intake.advice_panel import (
    CONFIRM_NOBODY,
    MEDICAL_INSTEAD,
    MEDICAL_RULE,
    NO_ADVICE,
    AdvicePanel,
)
from desktop.ui.intake.side_pane import HISTORY
from tests.workflows.conftest import Hands
from tests.workflows.looking import actor_of, call_of
from tests.workflows.test_told import JUNIPER, ROWAN, names, speaks, told
from tests.workflows.test_words import JUNIPERS
from tests.workflows.transition_desk import manager, press_in_menu


def special(hands: Hands, call: SpecialCall) -> Line:
    """What is approved for a special call."""
    words = hands.desk.app.services.words
    line = special_line(words.approved(actor_of(hands)), call, "English")
    assert line is not None
    return line


def asks_medical(hands: Hands) -> AdvicePanel:
    """Juniper has a medical question."""
    speaks(hands)
    hands.press("Alt+R")
    hands.write("5")
    shown = hands.window.intake.side.script.medical
    assert shown.isVisible()
    return shown


def texts(hands: Hands) -> str:
    """Everything that the page says."""
    said = []
    for widget in hands.window.intake.findChildren(QWidget):
        if widget.isVisible():
            text = getattr(widget, "text", None)
            said += [widget.accessibleName(), str(text()) if callable(text) else ""]
    return "\n".join(said)


def relation(hands: Hands) -> Relation:
    """What the speaker is, as the card has it."""
    return hands.window.intake.state.form.relation


def outsider(hands: Hands, words: str) -> None:
    """Pick who it is, by keys."""
    hands.press("Alt+R")
    hands.write("8")
    press_in_menu(hands, words)
    if QApplication.activeModalWidget() is None:
        hands.window.activateWindow()
        hands.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)


def test_an_outsider_is_told_nothing_of_patients(hands: Hands) -> None:
    # GIVEN words for the press, and a call from a number that is a patient's
    services, script = hands.desk.app.services, hands.window.intake.side.script
    services.outsiders.approve(
        manager(hands), OutsiderKind.PRESS, 0, "We do not comment.", "Lark Moor", "6025550100",
        uuid4(),
    )  # fmt: skip
    card = speaks(hands)
    hands.press("Ctrl+T")
    assert JUNIPER in texts(hands)
    # WHEN it turns out to be a reporter, by keys
    outsider(hands, "Press")
    # THEN nobody is confirmed: no match, no history, no statement, no answers
    assert card.state.form.outsider is OutsiderKind.PRESS
    assert relation(hands) is Relation.OTHER, "a reporter is no patient"
    said = texts(hands)
    for hidden in (JUNIPER, ROWAN, "Statement v3", "Is my appointment still on?"):
        assert hidden not in said, hidden
    hands.qtbot.waitUntil(lambda: script.outsider.voice.text() == "We do not comment.")
    said = texts(hands)
    assert "Lark Moor deals with them: 6025550100" in said
    assert CONFIRM_NOBODY in said
    hands.click(card.side.tabs.button(HISTORY))
    assert JUNIPER not in texts(hands)
    assert "Nothing yet with this person" in texts(hands)
    hands.press("Ctrl+Tab")
    hands.press("Ctrl+Tab")
    # and a name that is typed is looked up by nobody
    hands.click(card.card.who.speaker)
    hands.write("Juniper")
    assert JUNIPER not in texts(hands)
    hands.press("Alt+4")
    hands.press("Ctrl+Enter")
    call = call_of(hands, f"+1{JUNIPERS}")
    assert (call.speaker_id, call.subject_id) == (None, None)
    assert names(told(hands, JUNIPER)) == ["v2"], "the press is not told the statement"
    # WHEN it was a patient after all
    hands.press("Ctrl+Z")
    assert card.state.form.outsider is OutsiderKind.PRESS
    outsider(hands, "A patient")
    assert relation(hands) is Relation.PATIENT
    assert "Statement v3" in texts(hands)
    assert JUNIPER in texts(hands)


def test_another_clinic_asks_for_records(hands: Hands) -> None:
    card = speaks(hands)
    outsider(hands, "Another clinic")
    dialog = card.questions.request
    assert dialog is not None
    hands.qtbot.waitUntil(dialog.organisation.hasFocus)
    hands.write("Cedar Clinic, Tucson")
    hands.press("Ctrl+Enter")
    assert "never take it from the caller" in dialog.trouble.text()
    hands.click(dialog.contact)
    hands.write("5205550142")
    hands.press("Tab")
    hands.write("Its own web page")
    hands.press("Ctrl+Enter")
    hands.qtbot.waitUntil(hands.window.isActiveWindow)
    assert JUNIPER not in texts(hands)
    assert "Another clinic asks for records" in texts(hands)
    # The words are a line that a manager approved, and reading them is noted.
    shown = hands.window.intake.side.script.outsider
    line = special(hands, SpecialCall.OTHER_CLINIC)
    assert shown.voice.text() == line.text
    assert shown.source.text().endswith("by Lark Moor")
    hands.press("Ctrl+U")
    assert [each.line_id for each in card.state.form.read_lines] == [line.id]
    hands.press("Alt+1")
    hands.press("Ctrl+Enter")
    (row,) = hands.desk.app.services.requests.list(actor_of(hands), kind=RequestKind.CLINIC_RECORDS)
    assert (row.organisation, row.contact_source) == ("Cedar Clinic, Tucson", "Its own web page")
    assert (row.person_id, row.callback_id) == (None, None)
    assert row.no_callback_reason


def test_medical_questions_go_to_the_clinician_on_call(hands: Hands) -> None:
    speaks(hands)
    hands.press("Alt+R")
    hands.write("5")
    assert hands.window.intake.side.script.medical.isVisible()
    said = texts(hands)
    assert MEDICAL_RULE in said
    on_call = hands.desk.app.services.safety_contacts.numbers().of(SafetyContactKind.CLINICIAN)[0]
    assert f"Clinician on call: {on_call.name}, {on_call.number}" in said
    assert special(hands, SpecialCall.MEDICAL).text in said


def test_a_manager_changes_and_approves_the_answer_to_medical_questions(hands: Hands) -> None:
    # GIVEN a clerk with a medical question on the line, and its approved answer
    medical = asks_medical(hands)
    line = special(hands, SpecialCall.MEDICAL)
    assert medical.voice.text() == line.text
    # WHEN a manager changes it in Reference, and only saves it
    hands.become("Lark Moor")
    hands.press("Ctrl+7")
    page = hands.window.reference
    hands.click_on("Special calls")
    assert not page.list.new.isVisible()
    hands.click(next(each for each in page.list.cards if each.line_id == line.id))
    assert not page.editor.withdraw.isVisible()
    hands.press("Ctrl+A")
    hands.write("I cannot answer that. The clinician on call in {clinic} will ring you.")
    hands.press("Ctrl+Enter")
    # THEN nothing is offered until it is approved
    hands.become("Wren Hill")
    asks_medical(hands)
    assert medical.voice.text() == MEDICAL_INSTEAD
    assert not medical.use.isVisible()
    assert NO_ADVICE in texts(hands)
    # WHEN it is approved
    hands.become("Lark Moor")
    hands.press("Ctrl+7")
    hands.click_on("Special calls")
    hands.click(next(each for each in page.list.cards if each.line_id == line.id))
    hands.click(page.editor.approve)
    # THEN the card has it, filled in
    hands.become("Wren Hill")
    asks_medical(hands)
    rewritten = "I cannot answer that. The clinician on call in Chicago will ring you."
    assert medical.voice.text() == rewritten
    assert medical.source.text() == "Answer · approved today by Lark Moor"


def test_special_calls_in_spanish_have_the_approved_spanish_words(hands: Hands) -> None:
    medical = asks_medical(hands)
    english = special(hands, SpecialCall.MEDICAL).text
    hands.window.intake.state.set_language("Spanish", False)
    hands.settle()
    assert medical.voice.text() == english, "the Spanish words are not approved yet"
    words = hands.desk.app.services.words
    spanish = next(
        line
        for line in words.lines(manager(hands))
        if line.key == SpecialCall.MEDICAL and line.language == "Spanish"
    )
    words.approve(manager(hands), spanish.id, 0, uuid4())
    hands.window.intake.advice.load()
    hands.settle()
    assert medical.voice.text() == spanish.text
