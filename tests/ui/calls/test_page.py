"""The long list in its window: rows come where one looks, any call can be brought up."""

from datetime import timedelta
from uuid import uuid4

import pytest
from PySide6.QtWidgets import QApplication

from desktop.domain.vocabulary import CallOutcome
from desktop.services.call_filter import CallFilter
from desktop.services.call_form import CallForm
from desktop.services.call_list import Place
from desktop.ui.section_lines import BLOCK
from tests.ui.calls.conftest import MANY, Desk


@pytest.fixture(autouse=True)
def watched(desk: Desk) -> None:
    """Every test here has Qt's tester on the list."""
    desk.watch_model()


def look(desk: Desk) -> None:
    """Paint, and let what is wanted come."""
    for _ in range(3):
        desk.page.table.viewport().repaint()
        QApplication.processEvents()


def test_the_whole_list_is_there_at_once_and_little_of_it_is_read(desk: Desk) -> None:
    table = desk.page.table
    look(desk)
    days = desk.app.services.call_list.days(desk.actor)
    assert sum(day.calls for day in days) == MANY
    assert table.rows.rowCount() == MANY + len(days)
    assert desk.count <= 2 * BLOCK
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    look(desk)
    last = table.rows.row_at(table.rows.rowCount() - 1)
    assert last is not None
    (oldest,) = desk.app.services.call_list.rows(desk.actor, Place(days[-1], days[-1].calls - 1), 1)
    assert last.id == oldest.id
    assert desk.count <= 4 * BLOCK


def test_any_call_is_brought_up(desk: Desk) -> None:
    page, calls = desk.page, desk.app.services.call_list
    days = calls.days(desk.actor)
    (line,) = calls.rows(desk.actor, Place(days[400], 0), 1)
    page.table.filters.who.setText("nobody of that name")
    page.show_call(line.id)
    look(desk)
    in_hand = page.table.in_hand()
    assert in_hand is not None
    assert in_hand.id == line.id
    assert page.pane.detail is not None
    assert page.pane.detail.call.id == line.id
    assert page.filter == CallFilter()
    assert page.table.visualRect(page.table.currentIndex()).isValid()


def test_a_call_that_is_taken_back_leaves_the_next_one_in_hand(desk: Desk) -> None:
    page, services = desk.page, desk.app.services
    form = CallForm(
        started_at=desk.clock.now, number_text="3035550112", outcome=CallOutcome.RESOLVED
    )
    desk.clock.forward(minutes=1)
    written = services.calls.log(desk.actor, None, form, uuid4())
    page.on_changed(frozenset(written.touched))
    look(desk)
    page.table.take_line(1)
    look(desk)
    in_hand, below = page.table.in_hand(), page.table.rows.row_at(2)
    assert in_hand is not None
    assert below is not None
    assert in_hand.id == written.value
    assert written.change_id is not None
    undone = services.undo.undo(desk.actor, written.change_id, uuid4())
    page.on_changed(frozenset(undone.touched))
    look(desk)
    now = page.table.in_hand()
    assert now is not None
    assert now.id == below.id
    assert page.pane.detail is not None
    assert page.pane.detail.call.id == below.id


def test_at_midnight_today_becomes_yesterday(desk: Desk) -> None:
    page = desk.page
    look(desk)
    assert str(page.table.rows.index(0, 0).data()).startswith("Today")
    desk.clock.now += timedelta(days=1)
    page.tick()
    look(desk)
    assert str(page.table.rows.index(0, 0).data()).startswith("Yesterday")
    assert page.head.summary.endswith("0 today")


def test_nothing_is_read_for_a_page_that_nobody_looks_at(desk: Desk) -> None:
    page = desk.page
    page.hide()
    desk.tasks.held = True
    page.on_changed(frozenset())
    assert desk.tasks._waiting == []
    page.show()
    page.activate()
    assert desk.tasks._waiting != []
    desk.tasks.go_on()


def test_somebody_elses_list_begins_at_its_top(desk: Desk) -> None:
    page = desk.page
    page.table.filters.who.setText("zzz")
    assert page.empty.isVisible()
    assert desk.app.demo is not None
    page.set_actor(desk.app.demo.actor("Lark Moor"))
    page.activate()
    look(desk)
    assert not page.empty.isVisible()
    assert page.filter == CallFilter()
    assert page.table.currentIndex().row() == 1
    assert page.pane.detail is not None
