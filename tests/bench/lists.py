"""The list of all calls: any page, opening it, a frame of scrolling, what it holds in memory."""

import gc
import os
import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QHeaderView

from desktop import app as composition
from desktop.app import App
from desktop.paths import resources
from desktop.services.actor import Actor
from desktop.services.call_days import CallDay
from desktop.services.call_lines import END, CallKey, CallLine, read_lines
from desktop.services.call_list import Place
from desktop.services.demo.make import grow
from desktop.services.passwords import Cost, Passwords
from desktop.ui.calls.calls_page import CallsPage
from desktop.ui.column_fit import fit_columns
from desktop.ui.section_lines import BLOCK
from desktop.ui.theme import Theme
from desktop.ui.widgets.delegates import CELL_ROLE, GroupRow
from desktop.ui.widgets.table import Table
from tests.bench.sides import Result, in_turns
from tests.ui.at_once import AtOnce

MOST_DEEP, MOST_OPEN, MOST_FRAME, MOST_MEMORY = 1.1, 1.3, 1.4, 0.15
DEEP = 0.9
SMALL = 2_000
_SIZE = (1120, 740)


def measure(app: App, actor: Actor, folder: Path, rounds: int) -> Iterator[Result]:
    """The four figures of the list."""
    days = app.services.call_list.days(actor)
    total = sum(day.calls for day in days)
    yield _deep_page(app, actor, days, total, rounds)
    data = folder / "small-list"
    small = composition.build(
        data, demo=True, passwords=lambda: Passwords(Cost(passes=1, memory=8, lanes=1))
    )
    try:
        assert small.demo is not None
        grow(small.database, small.demo, SMALL, SMALL, lambda *_: None)
        yield from _opening(app, small, actor, small.demo.actor(actor.name), rounds)
    finally:
        small.close()
        shutil.rmtree(data, ignore_errors=True)
    yield _frame(app, actor, rounds)
    yield _memory(app, actor, total)


def _deep_page(
    app: App, actor: Actor, days: tuple[CallDay, ...], total: int, rounds: int
) -> Result:
    """A page at nine tenths of the list, and the same page at its top: the same stretch of pages
    on both sides, so that both find as much in the cache."""
    pages = 20

    def page(row: int) -> Callable[[int], object]:
        places = [place_of(days, row + number * BLOCK) for number in range(pages)]
        return lambda number: app.services.call_list.rows(actor, places[number % pages], BLOCK)

    deep, top = page(int(total * DEEP)), page(0)
    for number in range(pages):
        # Both sides find everything in the cache: a first look reads from the disk.
        deep(number)
        top(number)
    row = int(total * DEEP)
    return in_turns(f"a page of calls at row {row:,} | at row 1", deep, top, rounds, MOST_DEEP)


def place_of(days: tuple[CallDay, ...], row: int) -> Place:
    """Where the row of that number stands."""
    for day in days:
        if row < day.calls:
            return Place(day, row)
        row -= day.calls
    raise IndexError(row)


def _opening(app: App, small: App, actor: Actor, here: Actor, rounds: int) -> Iterator[Result]:
    """What the page asks when it opens: first as the service answers, then in the window, up to
    the painted list."""
    large_list, small_list = app.services.call_list, small.services.call_list
    yield in_turns(
        "open the list of all these calls | of 2,000, the service",
        lambda _n: large_list.opening(actor, BLOCK, 48),
        lambda _n: small_list.opening(here, BLOCK, 48),
        rounds * 3,
        MOST_OPEN,
    )
    shown_large, shown_small = _Window(app, actor), _Window(small, here)
    try:
        yield _opened(shown_large, shown_small, max(20, rounds // 2))
    finally:
        shown_large.close()
        shown_small.close()


def _opened(large: "_Window", small: "_Window", rounds: int) -> Result:
    """From an empty page to the painted list, in turns; making it empty again is not timed."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds + 3):
        for window, taken in zip((large, small), times, strict=True):
            window.empty()
            began = time.perf_counter()
            window.open()
            taken.append((time.perf_counter() - began) * 1000)
    ours, theirs = (sorted(taken[3:]) for taken in times)
    return Result(
        "open the list of all these calls | of 2,000, painted",
        statistics.median(ours),
        statistics.median(theirs),
        statistics.quantiles(ours, n=20)[-1],
        MOST_OPEN,
    )


class _Window:
    """The page in a window, whose work is done where it is asked for."""

    def __init__(self, app: App, actor: Actor) -> None:
        self.qt = _application()
        self.theme = _theme()
        self.tasks = AtOnce()
        self.actor = actor
        self.page = CallsPage(
            theme=self.theme, tasks=self.tasks, services=app.services, clock=app.clock
        )
        self.page.resize(*_SIZE)
        self.page.show()
        self.qt.processEvents()

    def empty(self) -> None:
        """As it is before somebody looks."""
        self.tasks.held = True
        self.page.set_actor(self.actor)
        self.tasks._waiting.clear()
        self.page.table.viewport().repaint()

    def open(self) -> None:
        """The first rows on the screen; the days, the clinics and the detail come behind them."""
        self.page.activate()
        first = self.tasks._waiting[0]
        first()
        self.page.table.viewport().repaint()
        self.tasks._waiting.clear()
        self.tasks.held = False

    def read_all(self) -> None:
        """The page as it stands a moment later."""
        self.page.set_actor(self.actor)
        self.page.activate()
        self.qt.processEvents()

    def close(self) -> None:
        """Away with it."""
        self.page.close()
        self.page.deleteLater()
        self.qt.processEvents()


def _frame(app: App, actor: Actor, rounds: int) -> Result:
    """One frame after a scroll to anywhere. The rows are at hand, as they are after the first
    frame there; the other side is the same view over Qt's own model with the same cells."""
    window = _Window(app, actor)
    window.read_all()
    table = window.page.table
    bar = table.verticalScrollBar()
    other = _standard(window)
    other_bar = other.verticalScrollBar()
    spots = [(number * 7_919 % 97) / 97 for number in range(40)]
    for spot in spots:
        bar.setValue(int(spot * bar.maximum()))
        table.viewport().repaint()
        window.qt.processEvents()
    steps = [0]

    def ours(number: int) -> None:
        # A block away from where it was just read, a few rows further each time.
        bar.setValue(int(spots[number % len(spots)] * bar.maximum()) + steps[0] % 3 * 38)
        table.viewport().repaint()

    def theirs(number: int) -> None:
        other_bar.setValue(
            int(spots[number % len(spots)] * other_bar.maximum()) + steps[0] % 3 * 38
        )
        other.viewport().repaint()
        steps[0] += 1

    try:
        return in_turns(
            "one frame of scrolling, anywhere | a C++ model of 2,000",
            ours,
            theirs,
            rounds,
            MOST_FRAME,
        )
    finally:
        other.close()
        other.deleteLater()
        window.close()


def _standard(window: _Window) -> Table:
    """The same view over a QStandardItemModel of 2,000 rows with the cells of real calls."""
    ours = window.page.table
    columns = ours.rows.columns
    model = QStandardItemModel(0, len(columns), window.page)
    rows = ours.rows.rows()
    heads: list[int] = []
    for number in range(SMALL):
        line: list[QStandardItem] = []
        if number % 40 == 0:
            heads.append(number)
        for at, column in enumerate(columns):
            item = QStandardItem()
            cell: Any = column.cell(rows[number % len(rows)])
            if number % 40 == 0:
                cell = GroupRow("Tuesday · 40", note="November 18") if at == 0 else None
                item.setSelectable(False)
            item.setData(cell, CELL_ROLE)
            line.append(item)
        model.appendRow(line)
    view = Table(window.theme, "Calls", row_height=38, group_height=30, small=True, below_head=40)
    view.setModel(model)
    view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.horizontalHeader().setMinimumSectionSize(1)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.resize(ours.size())
    view.show()
    fit_columns(view, window.theme, columns, frozenset(), 106)
    view.set_group_rows(heads)
    window.qt.processEvents()
    return view


def _memory(app: App, actor: Actor, total: int) -> Result:
    """What the open list holds after a look at forty places, beside all rows read at once."""
    window = _Window(app, actor)
    before = _resident()
    window.read_all()
    bar = window.page.table.verticalScrollBar()
    for number in range(40):
        bar.setValue(int(number / 40 * bar.maximum()))
        window.page.table.viewport().repaint()
        window.qt.processEvents()
    gc.collect()
    ours = _resident() - before
    window.close()
    gc.collect()
    before = _resident()
    kept = list(_all_lines(app, actor))
    theirs = _resident() - before
    assert sum(map(len, kept)) == total
    megabyte = 1024 * 1024
    return Result(
        "memory with the list open | all rows loaded (MB)",
        max(ours, 0) / megabyte,
        theirs / megabyte,
        max(ours, 0) / megabyte,
        MOST_MEMORY,
    )


def _all_lines(app: App, actor: Actor) -> Iterator[tuple[CallLine, ...]]:
    at: CallKey | None = END
    with app.database.read() as conn:
        while at is not None:
            lines = read_lines(conn, at, 0, 20_000)
            yield lines
            at = lines[-1].key if lines else None


def _resident() -> int:
    """Memory of this process in bytes."""
    with Path("/proc/self/statm").open() as stat:
        return int(stat.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


_KEPT: list[Any] = []


def _application() -> QApplication:
    found = QApplication.instance()
    return found if isinstance(found, QApplication) else QApplication([])


def _theme() -> Theme:
    if not _KEPT:
        theme = Theme(resources())
        theme.apply(_application())
        _KEPT.append(theme)
    theme = _KEPT[0]
    assert isinstance(theme, Theme)
    return theme
