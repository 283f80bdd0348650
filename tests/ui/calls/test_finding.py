"""A rare call is looked for step by step: it says how far, it can be stopped, and it goes on."""

from desktop.ui.section_lines import BLOCK
from tests.ui.at_once import AtOnce
from tests.ui.calls.conftest import MANY, Desk


def test_it_says_how_far_it_has_looked_and_stops(desk: Desk) -> None:
    page, tasks = desk.page, desk.tasks
    assert page.head.summary == f"{MANY:,} calls · {page.head.summary.split()[-2]} today"
    tasks.held = True
    page.table.filters.selects["source"].set_value("file")
    page.table.filters.changed.emit()
    step(tasks)
    assert page.looking.words == "Looked through 200 calls so far…"
    assert page.head.summary.endswith("found so far")
    found = desk.count
    page.looking.button.click()
    assert page.looking.words == "Looked through the newest 200 calls, then stopped."
    tasks.go_on()
    assert desk.count == found, "what was under way when it was stopped is not shown"
    page.looking.button.click()
    assert page.looking.words == ""
    assert page.head.summary.endswith("calls found")


def test_what_is_plentiful_comes_a_screen_at_a_time(desk: Desk) -> None:
    page = desk.page
    page.table.filters.selects["outcome"].set_value("resolved")
    page.table.filters.changed.emit()
    assert BLOCK <= desk.count < 2 * BLOCK
    assert page.looking.words == ""
    assert page.head.summary.endswith("found so far")
    before = desk.count
    page.table.verticalScrollBar().setValue(page.table.verticalScrollBar().maximum())
    page.table.rows.fetchMore(page.table.rootIndex())
    assert desk.count > before
    ids = [row.id for row in page.table.rows.rows()]
    assert len(ids) == len(set(ids))


def test_something_else_asked_for_meanwhile_wins(desk: Desk) -> None:
    page, tasks = desk.page, desk.tasks
    tasks.held = True
    page.table.filters.selects["source"].set_value("file")
    page.table.filters.changed.emit()
    page.table.filters.clear()
    page.table.filters.changed.emit()
    tasks.go_on()
    assert page.table.rows.is_long
    assert "today" in page.head.summary
    assert page.looking.words == ""


def step(tasks: AtOnce) -> None:
    """Do what was asked for, and hold back what that asks for."""
    waiting, tasks._waiting = tasks._waiting, []
    for job in waiting:
        job()
