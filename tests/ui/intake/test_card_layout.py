"""The card in every size: reading order, nothing clipped, keys, names for screen readers."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.label import Label
from tests.ui.intake.conftest import Hands

SHARED = "3125550147"
SIZES = [
    (QSize(1440, 900), 1.0),
    (QSize(1280, 720), 1.0),
    (QSize(1440, 900), 1.25),
]


def promise_for_rowan(hands: Hands) -> None:
    hands.take_call(SHARED)
    hands.click(hands.find("Rowan Moss"))
    hands.press("Alt+2")


def fit(hands: Hands, theme: Theme, window: QSize, scale: float) -> None:
    theme.set_scale(scale)
    theme.fit(window)
    hands.window.resize(
        window.width() - theme.px(88), window.height() - theme.px(56) - theme.px(28)
    )
    hands.settle()


@pytest.fixture
def plain_again(worn_theme: Theme) -> object:
    yield worn_theme
    worn_theme.set_scale(1.0)
    worn_theme.fit(QSize(1440, 900))


@pytest.mark.parametrize(("window", "scale"), SIZES)
def test_nothing_is_cut_off(hands: Hands, plain_again: Theme, window: QSize, scale: float) -> None:
    promise_for_rowan(hands)
    fit(hands, plain_again, window, scale)
    card = hands.page.card
    for widget in card.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, QAbstractButton | Label | QComboBox):
            continue
        left = widget.mapTo(card, widget.rect().topLeft()).x()
        right = widget.mapTo(card, widget.rect().topRight()).x()
        name = widget.accessibleName()
        assert left >= 0, name
        assert right <= card.width(), f"{name} ends at {right} of {card.width()}"
        may_shrink = widget.minimumSizeHint().width() < widget.sizeHint().width()
        assert may_shrink or widget.width() >= widget.sizeHint().width(), name
    assert hands.page.width() == hands.window.width()


@pytest.mark.parametrize(("window", "scale"), SIZES[:2])
def test_every_reason_and_outcome_and_the_promise_can_be_seen(
    hands: Hands, plain_again: Theme, window: QSize, scale: float
) -> None:
    promise_for_rowan(hands)
    fit(hands, plain_again, window, scale)
    card = hands.page.card
    wanted: list[QWidget] = [
        *card.reasons.chips.values(),
        *card.outcome.chips.values(),
        *card.promise.quick.values(),
        card.notes.text,
        card.promise.own,
        card.promise.owner,
        card.bottom.save,
        card.bottom.first,
    ]
    for widget in wanted:
        assert widget.visibleRegion().boundingRect().height() >= widget.height() - 8, (
            widget.accessibleName()
        )


def test_tab_goes_in_reading_order(hands: Hands) -> None:
    promise_for_rowan(hands)
    card = hands.page.card
    card.focus_number()
    seen: list[str] = []
    for _ in range(40):
        QTest.keyClick(hands.focus, Qt.Key.Key_Tab)
        seen.append(hands.focus.accessibleName())
        if seen[-1].startswith("Discard"):
            break
    expected = [
        "Language English",
        "Rowan Moss, Spouse",
        "Check who it is",
        "New person",
        "Who is speaking",
        "Relation",
        "Call is about",
        "Clinic",
        "Reason 1",
        "Notes",
        "Callback",
        "Missed",
        "Tomorrow",
        "Who calls back",
        "Save call and promise",
        "Discard",
    ]
    assert [name[: len(want)] for name, want in zip(seen, expected, strict=False)] == expected
    assert len(seen) == len(expected)


def test_everything_that_takes_the_focus_has_a_name(hands: Hands) -> None:
    promise_for_rowan(hands)
    for widget in hands.page.findChildren(QWidget):
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()
        inner = isinstance(widget.parentWidget(), QComboBox) or isinstance(widget, QLineEdit)
        if takes and not inner:
            assert widget.accessibleName() or widget.focusProxy(), widget


def test_the_keys_work_from_beside_the_card(hands: Hands) -> None:
    hands.take_call("3035550112")
    hands.page.side.article.article_text.setFocus()
    hands.press("Alt+1")
    hands.press("Ctrl+Enter")
    assert hands.said[-1][0] == "Call saved."


def test_panes_for_f6(hands: Hands) -> None:
    assert hands.page.panes() == (hands.page.ready,)
    hands.page.new_call()
    hands.settle()
    assert hands.page.panes() == (hands.page.card, hands.page.side)


def test_names_are_never_markup(hands: Hands) -> None:
    hands.page.new_call()
    hands.settle()
    hands.page.card.who.speaker.setFocus()
    hands.write("<b>Fern</b> & Co")
    hands.press("Alt+2")
    assert "<b>Fern</b>" in hands.page.card.bottom.first.text()
    assert hands.page.card.bottom.first.textFormat() is Qt.TextFormat.PlainText
    assert QApplication.focusWidget() is hands.page.card.who.speaker
