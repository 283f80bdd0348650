"""The card by itself: its keys, its order, its words, and that all of it can be seen."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.vocabulary import (
    SafetyBranch,
    SafetyContactKind,
    SafetyEnding,
    SafetyStepKind,
)
from desktop.paths import resources
from desktop.services.safety_form import SafetyForm
from desktop.services.safety_numbers import SafetyContactRow, SafetyNumbers
from desktop.services.safety_words import read_safety_lines
from desktop.ui.safety.safety_card import SafetyCard
from desktop.ui.theme import Theme
from tests.conftest import Clock

PHOENIX, CHICAGO = uuid4(), uuid4()


def contact(kind: SafetyContactKind, place: str, name: str, e164: str) -> SafetyContactRow:
    return SafetyContactRow(uuid4(), kind, None, place, name, e164, "", 1)


NUMBERS = SafetyNumbers(
    (
        contact(SafetyContactKind.DISPATCH, "Chicago", "Chicago dispatch", "+13125550199"),
        contact(SafetyContactKind.MANAGER, "", "Lark Moor", "+16025550100"),
        contact(SafetyContactKind.CLINICIAN, "", "Clinician on call", "+16025550102"),
    ),
    {PHOENIX: "Phoenix", CHICAGO: "Chicago"},
    PHOENIX,
    ("Lark Moor",),
    "America/Phoenix",
)


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1440, 900)
    theme.fit(window.size())
    window.show()
    return window


@pytest.fixture
def card(window: QWidget, theme: Theme, clock: Clock) -> Iterator[SafetyCard]:
    """The card of a call with Juniper Moss."""
    card = opened(window, theme, clock)
    yield card
    card.reject()


def opened(window: QWidget, theme: Theme, clock: Clock, *, approved: bool = False) -> SafetyCard:
    lines = read_safety_lines(resources())
    if approved:
        decisions = {line.id: (f"Approved: {line.text}", True) for line in lines}
        lines = read_safety_lines(resources(), decisions)
    card = SafetyCard(theme, window, window, clock, lines)
    card.show_reader("America/Phoenix", signed_in=True, manages=False)
    card.show_numbers(NUMBERS)
    card.show_form(
        SafetyForm(
            clock.now,
            call_draft_id=uuid4(),
            name="Juniper Moss",
            number_text="(312) 555-0147",
            number_place="Chicago, IL",
        )
    )
    card.begin()
    return card


def missing(card: SafetyCard) -> bool:
    """(A function, so that the type checker lets the answer change.)"""
    return card.number_is_missing


def press(card: SafetyCard, keys: str) -> None:
    for key in keys:
        QTest.keyClick(card.focusWidget(), getattr(Qt.Key, f"Key_{key}"))


@pytest.mark.parametrize(("key", "branch"), list(zip("TDHR", SafetyBranch, strict=True)))
def test_a_key_for_each_danger(card: SafetyCard, key: str, branch: SafetyBranch) -> None:
    press(card, key)
    assert card.form.branch is branch
    on = [each for each, button in card.steps.branches.items() if button.isChecked()]
    assert on == [branch]


def test_y_and_n_answer_one_step_after_the_other_with_the_time(
    card: SafetyCard, clock: Clock
) -> None:
    press(card, "TYY")
    later = clock.forward(minutes=2)
    press(card, "N")
    answers = [(a.step, a.done) for a in card.form.answers]
    assert answers == [
        (SafetyStepKind.STAYED, True),
        (SafetyStepKind.ASKED, True),
        (SafetyStepKind.GAVE_988, False),
    ]
    assert card.form.answers[-1].at == later
    # The one that has the focus is meant, also when it was answered.
    card.record.rows[SafetyStepKind.STAYED].focus_here()
    press(card, "N")
    assert card.form.answers[0].done is False
    # Pressed once more by a mouse it stays answered.
    row = card.record.rows[SafetyStepKind.STAYED]
    QTest.mouseClick(row.no, Qt.MouseButton.LeftButton)
    assert row.no.isChecked()
    assert not row.yes.isChecked()


def test_other_dangers_pass_over_988(card: SafetyCard) -> None:
    press(card, "DYYY")
    assert [a.step for a in card.form.answers] == [
        SafetyStepKind.STAYED,
        SafetyStepKind.ASKED,
        SafetyStepKind.DISPATCH_CALLED,
    ]


@pytest.mark.parametrize("field", ["place", "note", "number"])
def test_single_keys_never_act_in_a_field(card: SafetyCard, field: str) -> None:
    fields: dict[str, QWidget] = {
        "place": card.record.place,
        "note": card.record.note,
        "number": card.head.ring.field,
    }
    if field == "number":
        card.head.ring.number.click()
    asked: list[bool] = []
    card.help_requested.connect(lambda: asked.append(True))
    fields[field].setFocus()
    QTest.keyClicks(fields[field], "tdhryng")
    assert card.form.branch is None
    assert card.form.answers == ()
    assert asked == []
    if field != "number":
        assert getattr(card.form, field) == "tdhryng"


def test_g_asks_and_the_card_says_who_comes(card: SafetyCard, qtbot: QtBot) -> None:
    with qtbot.waitSignal(card.help_requested):
        press(card, "G")
    card.show_help("", asked=True)
    assert card.head.colleague.words() == "Every desk was asked"
    card.show_help("Robin", asked=True)
    assert card.head.colleague.words() == "Robin is coming"


def test_tab_goes_through_all_of_it_in_the_order_of_reading(card: SafetyCard) -> None:
    visited: list[QWidget] = []
    for _ in range(60):
        focus = card.focusWidget()
        assert focus is not None
        if focus in visited:
            break
        visited.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    rows = [card.record.rows[step].yes for step in SafetyStepKind]
    assert visited == [
        card.steps.branches[SafetyBranch.SUICIDE],
        *rows,
        card.record.place,
        card.record.note,
        card.record.endings[SafetyEnding.WITH_988],
        card.foot.save,
        card.foot.back,
        card.head.colleague,
        card.head.ring.number,
    ]


def test_everything_that_takes_the_focus_has_a_name(card: SafetyCard) -> None:
    press(card, "T")
    for kind in (QAbstractButton, QLineEdit, QTextEdit):
        for widget in card.findChildren(kind):
            assert not widget.isVisible() or widget.accessibleName(), widget
    step = card.record.rows[SafetyStepKind.MANAGER_TOLD]
    assert step.accessibleName() == "Manager told, not answered"
    assert card.steps.help.accessibleName() == "Ring 988, then the manager on duty"


@pytest.mark.parametrize("size", [QSize(1440, 900), QSize(1280, 720)])
def test_all_of_it_is_seen_at_both_sizes(
    card: SafetyCard, window: QWidget, theme: Theme, size: QSize
) -> None:
    window.resize(size)
    theme.fit(size)
    places = ("", "14 Fern Street, Chicago", "12 Elm Road, Boston")
    for branch, place in itertools.product([None, *SafetyBranch], places):
        card.show_form(replace(card.form, branch=branch, place=place, ending=SafetyEnding.DROPPED))
        QApplication.sendPostedEvents()
        for pane in (card.steps, card.record):
            assert pane.verticalScrollBar().maximum() == 0, (pane.accessibleName(), place)


def test_a_scroll_bar_breaks_no_line_anew(window: QWidget, card: SafetyCard) -> None:
    """With a width of its own it would make the words need more lines, and so itself for good."""
    window.resize(1280, 560)
    QApplication.sendPostedEvents()
    assert card.steps.verticalScrollBar().maximum() > 0
    assert card.steps.viewport().width() == card.steps.width()


def test_the_numbers_of_the_place(card: SafetyCard) -> None:
    shown = card.steps.help
    assert shown.dispatch_number.text() == "(312) 555-0199"
    assert "ask where they are" in shown.emergency.accessibleName()
    card.record.place.setText("12 Elm Road, Boston")
    card.record.place_typed.emit("12 Elm Road, Boston")
    assert shown.missing.text() == "No dispatch number yet for Boston"
    assert "(312)" not in shown.emergency.accessibleName()
    assert "838255" in shown.lifeline.accessibleName()
    assert card.steps.duty.accessibleName().startswith("Lark Moor, (602) 555-0100")


def test_a_dropped_call_asks_for_the_number(card: SafetyCard) -> None:
    card.show_form(replace(card.form, number_text=""))
    QTest.mouseClick(card.record.endings[SafetyEnding.DROPPED], Qt.MouseButton.LeftButton)
    assert missing(card)
    assert card.head.ring.field.hasFocus()
    QTest.keyClicks(card.head.ring.field, "3125550147")
    assert card.form.number_text == "(312) 555-0147"
    assert not missing(card)
    assert card.record.no_number.isHidden()


def test_the_words_are_marked_until_they_are_approved(
    card: SafetyCard, window: QWidget, theme: Theme, clock: Clock
) -> None:
    def marked(shown: SafetyCard) -> bool:
        return any(
            widget.isVisible() and "approved by your clinical lead" in widget.accessibleName()
            for widget in shown.findChildren(QWidget)
        )

    assert marked(card)
    card.reject()
    approved = opened(window, theme, clock, approved=True)
    assert not marked(approved)
    assert approved.steps.help.lifeline.accessibleName().startswith("988. Approved: Call or text")
    approved.reject()


def test_the_words_are_in_the_callers_language(card: SafetyCard) -> None:
    card.show_form(replace(card.form, language="Spanish"))
    said = [w.accessibleName() for w in card.findChildren(QWidget) if w.isVisible()]
    assert any("Me quedo en la línea con usted." in words for words in said)
    card.show_form(replace(card.form, language="Polish"))
    said = [w.accessibleName() for w in card.findChildren(QWidget) if w.isVisible()]
    assert any("I’m staying on the line with you." in words for words in said)


def test_what_was_recorded_by_mistake_goes_only_when_asked_twice(
    card: SafetyCard, qtbot: QtBot
) -> None:
    press(card, "T")
    thrown: list[bool] = []
    card.throw_away_requested.connect(lambda: thrown.append(True))
    button = card.foot.throw_away
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert thrown == []
    assert button.words() == "Throw away what was recorded?"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert thrown == [True]
