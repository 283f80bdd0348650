"""The row model over a list of known length, whose rows come as they are looked at."""

from bisect import insort
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy
from PySide6.QtWidgets import QApplication

from desktop.ui import section_lines
from desktop.ui.row_model import Column, RowModel
from desktop.ui.section_lines import BLOCK, Section, SectionLines, Wanted
from desktop.ui.widgets.delegates import CELL_ROLE, Cell, GroupRow


@dataclass(frozen=True, slots=True)
class Leaf:
    """A row of these tests: the day it fell and its number from the end of all."""

    day: int
    number: int


COLUMNS: tuple[Column[Leaf], ...] = (
    Column("day", "Day", lambda leaf: Cell(f"day {leaf.day}")),
    Column("number", "Number", lambda leaf: Cell(str(leaf.number)), right=True),
)


def sections(*counts: tuple[int, int]) -> tuple[Section, ...]:
    """Days and their rows, the newest first."""
    return tuple(Section(day, GroupRow(f"Day {day} · {rows}"), rows) for day, rows in counts)


def rows_for(shown: tuple[Section, ...], wanted: Wanted) -> list[Leaf]:
    """What a service answers."""
    leaves: list[Leaf] = []
    total = sum(each.rows for each in shown)
    for section in shown:
        leaves += [Leaf(section.key, total - 1 - len(leaves) - n) for n in range(section.rows)]
    start = next(
        sum(each.rows for each in shown[:at]) + wanted.skip
        for at, each in enumerate(shown)
        if each.key == wanted.key
    )
    return leaves[start : start + wanted.rows]


class Long:
    """A model under Qt's tester, and whoever answers it."""

    def __init__(self, tested: bool = True) -> None:
        self.model: RowModel[Leaf] = RowModel(COLUMNS, lambda leaf: leaf, timeless=True)
        if tested:
            self.tester = QAbstractItemModelTester(
                self.model, QAbstractItemModelTester.FailureReportingMode.Fatal, self.model
            )
        self.shown: tuple[Section, ...] = ()
        self.wanted: list[Wanted] = []
        self.model.blocks_wanted.connect(self.wanted.extend)

    def show(self, *counts: tuple[int, int]) -> bool:
        self.shown = sections(*counts)
        return self.model.show_sections(self.shown)

    def look(self, *lines: int) -> None:
        """Paint these lines, then let what is wanted come."""
        for line in lines:
            self.model.index(line, 0).data(CELL_ROLE)
        QApplication.processEvents()
        while self.wanted:
            wanted = self.wanted.pop()
            self.model.give_block(wanted, rows_for(self.shown, wanted))

    def words(self, line: int) -> Any:
        return self.model.index(line, 0).data()


@pytest.fixture
def long(qapp: QApplication) -> Long:
    return Long()


def test_the_length_is_known_at_once_and_rows_come_as_they_are_looked_at(long: Long) -> None:
    assert long.show((9, 300), (8, 10), (7, 2_000))
    model = long.model
    assert model.rowCount() == 2_313
    assert model.group_lines == (0, 301, 312)
    assert (long.words(0), long.words(312)) == ("Day 9 · 300", "Day 7 · 2000")
    assert long.words(1_500) == "Loading"
    assert model.row_at(1_500) is None
    long.wanted.clear()
    long.look(1_500)
    assert long.words(1_500) == "day 7"
    row = model.row_at(1_500)
    assert row is not None
    assert model.line_of(row) == 1_500
    assert len(model.rows()) <= 6 * BLOCK
    # Every line knows its place, near and far.
    assert [model.number_at(line) for line in (0, 1, 300, 301, 302, 2_312)] == [
        2_309, 2_309, 2_010, 2_009, 2_009, 0,
    ]  # fmt: skip
    assert [model.line_of_number(number) for number in (2_309, 2_010, 2_009, 0)] == [
        1, 300, 302, 2_312,
    ]  # fmt: skip


def test_what_comes_in_at_the_top_moves_nothing_that_is_looked_at(long: Long) -> None:
    long.show((9, 300), (7, 2_000))
    long.look(1_500)
    here = QPersistentModelIndex(long.model.index(1_500, 0))
    before = long.model.row_at(1_500)
    inserted, resets = QSignalSpy(long.model.rowsInserted), QSignalSpy(long.model.modelReset)
    assert not long.show((9, 303), (7, 2_000))
    assert (inserted.count(), resets.count()) == (1, 0)
    assert here.row() == 1_503
    assert long.model.row_at(1_503) == before
    # And a new day.
    assert not long.show((10, 2), (9, 303), (7, 2_000))
    assert here.row() == 1_506
    assert long.model.row_at(1_506) == before
    assert long.model.group_lines == (0, 3, 307)


def test_a_section_that_shrinks_or_goes_takes_its_lines_along(long: Long) -> None:
    long.show((9, 30), (8, 1), (7, 200))
    long.look(5, 60, 120)
    below = QPersistentModelIndex(long.model.index(60, 0))
    assert not long.show((9, 29), (7, 200))
    assert long.model.rowCount() == 231
    assert long.model.group_lines == (0, 30)
    assert below.row() == 57
    long.look(1, 57)
    assert long.words(57) == "day 7"


def test_what_changed_is_shown_until_it_has_been_read_again(long: Long) -> None:
    long.show((9, 300))
    long.look(10)
    long.wanted.clear()
    long.model.mark_stale()
    assert long.words(10) == "day 9"
    QApplication.processEvents()
    assert [wanted.block for wanted in long.wanted] == [2]
    long.look(10)
    QApplication.processEvents()
    assert long.wanted == []


def test_a_block_that_comes_short_is_not_asked_for_in_a_circle(qapp: QApplication) -> None:
    """Somebody else has taken calls away, and the news is still under way."""
    long = Long(tested=False)
    long.show((9, 50))
    long.words(50)
    QApplication.processEvents()
    (wanted,) = long.wanted
    long.model.give_block(wanted, rows_for(long.shown, wanted)[:-3])
    long.wanted.clear()
    long.words(50)
    long.words(1)
    QApplication.processEvents()
    assert long.wanted == []
    long.show((9, 47))
    long.look(47)
    assert long.words(47) == "day 9"


def test_a_list_that_is_another_one_begins_anew(long: Long) -> None:
    long.show(*((day, 5) for day in range(40, 0, -1)))
    long.look(3)
    assert long.show(*((day, 5) for day in range(20, 0, -1)))
    assert long.words(1) == "Loading"
    # As many rows under other heads stand where they stood.
    long.look(1, 100)
    assert long.show((99, 100))
    assert long.model.row_at(1) is not None
    # And back to a list that is handed over.
    assert long.model.show_lines([Leaf(1, 1), Leaf(1, 0)])
    assert (long.model.rowCount(), long.model.is_long) == (2, False)


def test_few_blocks_are_kept(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(section_lines, "_KEPT", 3)
    long = Long(tested=False)
    long.show((9, 2_000))
    for line in range(1, 2_000, 100):
        long.look(line)
    assert len(long.model.rows()) <= 3 * BLOCK
    assert long.words(1) == "Loading"


COUNTS = st.dictionaries(st.integers(1, 6), st.integers(1, 9), max_size=5)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(COUNTS, min_size=1, max_size=6))
def test_from_any_list_to_any_other_every_line_is_right(
    qapp: QApplication, lists: list[dict[int, int]]
) -> None:
    long = Long()
    for counts in lists:
        ordered = sorted(counts.items(), reverse=True)
        long.show(*ordered)
        expected: list[str] = []
        for day, rows in ordered:
            expected += [f"Day {day} · {rows}", *[f"day {day}"] * rows]
        assert long.model.rowCount() == len(expected)
        long.look(*range(len(expected)))
        assert [long.words(line) for line in range(len(expected))] == expected
    QApplication.processEvents()


@given(st.lists(st.integers(1, 400), min_size=1, max_size=12))
def test_lines_and_numbers_from_the_end_are_two_ways_to_say_the_same(counts: list[int]) -> None:
    lines: SectionLines[Leaf] = SectionLines(lambda leaf: leaf)
    lines.set_sections(sections(*((len(counts) - n, rows) for n, rows in enumerate(counts))))
    heads = set(lines.heads())
    seen: list[int] = []
    for line in range(lines.count()):
        if line not in heads:
            number = lines.number_at(line)
            assert lines.line_of_number(number) == line
            insort(seen, number)
    assert seen == list(range(sum(counts)))
