"""A safety follow-up: first in the list, asked of more and more people, struck by a manager."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import app as composition
from desktop.domain.vocabulary import CallbackKind
from desktop.paths import resources
from desktop.ui.application import Desk
from desktop.ui.theme import Theme
from tests.conftest import Clock
from tests.workflows.conftest import Hands, Open, quick_passwords
from tests.workflows.looking import promises
from tests.workflows.safety_hands import become, card_of, event_of, follow_ups, pick_from_menu, take
from tests.workflows.test_intake import begin


def test_it_climbs_also_while_no_program_runs(open_desk: Open, desk_clock: Clock) -> None:
    hands = open_desk()
    hands.press("F8")
    hands.press("D")
    hands.press("Ctrl+Enter")
    [row] = follow_ups(hands, None)
    assert row.asks_number
    desk_clock.forward(minutes=40)
    hands = open_desk()
    assert "safety follow-up waits" in hands.window.notices.sentence
    become(hands, "Lark Moor")
    assert "managers on duty" in hands.window.notices.sentence


@pytest.fixture
def second_desk(
    qtbot: QtBot, qapp: QApplication, demo_data: Path, desk_clock: Clock
) -> Iterator[Hands]:
    """Robin at another window on the same data, with connections of its own."""
    theme = Theme(resources())
    theme.apply(qapp)
    desk = Desk(composition.build(demo_data, clock=desk_clock, passwords=quick_passwords), theme)
    desk.window.resize(1440, 900)
    desk.window.show()
    desk.enter_demo("Robin Vale")
    hands = Hands(qtbot, desk, desk_clock)
    hands.settle()
    yield hands
    desk.close()


def test_a_colleague_is_asked_in_another_window(hands: Hands, second_desk: Hands) -> None:
    mine, robins = hands.window.safety, second_desk.window.safety
    hands.window.activateWindow()
    hands.qtbot.waitUntil(hands.window.isActiveWindow)
    begin(hands)
    hands.press("F8")
    card = card_of(hands)
    hands.press("G")
    # THEN Robin's window says so within a second, this one does not
    sentence = "Wren Hill asks for help with a caller in danger."
    second_desk.qtbot.waitUntil(lambda: robins.notice.sentence == sentence)
    assert robins.notice.isVisible()
    assert mine.notice.sentence == ""
    # WHEN Robin comes
    robins.notice.come.click()
    second_desk.settle()
    # THEN the card says so, and nobody is asked any more
    hands.qtbot.waitUntil(lambda: card.head.colleague.words() == "Robin is coming")
    assert robins.notice.sentence == ""
    hands.settle()


def test_a_manager_strikes_a_card_that_was_a_mistake(hands: Hands) -> None:
    hands.press("F8")
    hands.press("T")
    hands.press("Ctrl+Enter")
    [row] = follow_ups(hands, None)
    become(hands, "Lark Moor")
    take(hands, row)
    pick_from_menu(hands, "The Safety card was a mistake")
    hands.press("Ctrl+Enter")
    assert follow_ups(hands, None), "not without a reason"
    hands.write("Practice with a new colleague")
    hands.press("Ctrl+Enter")
    assert follow_ups(hands, None) == []
    assert event_of(hands, row).struck_reason == "Practice with a new colleague"


def test_the_follow_up_is_first_and_marked(hands: Hands, desk_clock: Clock) -> None:
    hands.press("F8")
    hands.press("R")
    hands.press("Ctrl+Enter")
    hands.press("Ctrl+2")
    rows = hands.window.callbacks.list.rows.rows()
    assert rows[0].kind is CallbackKind.SAFETY
    assert rows[1].due_at < rows[0].due_at, "before one that is later still"
    cells = hands.window.callbacks.list.cells
    assert cells.due(rows[0]).icon == "life-buoy"
    desk_clock.now += timedelta(minutes=15)
    row = next(r for r in promises(hands) if r.id == rows[0].id)
    assert cells.owner(row).first == "Team asked"
    assert isinstance(row.id, UUID)
