"""One read-only table model for all lists: column specs, frozen rows, group heads, pages.

The page around the list asks the service and hands rows over. Either the model holds what it is
given, in that order, and asks for more when the view comes near the end (:meth:`show_lines`,
:meth:`add_lines`); or it is told at once how long the list is, and asks for the blocks of rows
that come on the screen (:meth:`show_sections`, :meth:`give_block`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from desktop.ui.section_lines import Section, SectionLines, Wanted
from desktop.ui.section_steps import Pair, differs, paired, places
from desktop.ui.widgets.delegates import CELL_ROLE, Cell, GroupRow

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_COMING = Cell("…", tone="text-3", spoken="Loading")
_BLANK = Cell()
_CELLS_KEPT = 2_000
"""Rows whose cells are kept where time does not change them: some screens."""
_MOST_STEPS = 8
"""Sections that come, go or change before the whole list counts as another."""


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """``cell`` makes the cell of a row. Widths are pixels at 100 %; 0 takes what the others leave.
    ``leaves`` says in which order columns go where the window is too narrow (1 first, 0 never);
    one without a ``compact_width`` is left out of every compact window. ``right``: figures, which
    line up at their right."""

    key: str
    title: str
    cell: Callable[[R], Cell]
    width: int = 0
    compact_width: int = 0
    leaves: int = 0
    right: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """A group head among the rows."""

    group: GroupRow


@dataclass(frozen=True, slots=True)
class StripRow(Generic[R]):
    """A line across all columns below ``under``, which the list fills with a widget."""

    under: R


class RowModel(QAbstractTableModel, Generic[R]):
    """Lines are rows, :class:`Head` and :class:`StripRow`; ``identity`` names a row's record.

    Heads and strips can be neither chosen nor focused. ``timeless`` cells say the same at any time
    and are kept while their rows are.
    """

    more_wanted = Signal()
    """The view came near the end and the service has further rows."""
    blocks_wanted = Signal(object)
    """``tuple[Wanted, ...]``: what is on the screen and not at hand. The last one counts."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        identity: Callable[[R], object],
        parent: QObject | None = None,
        *,
        timeless: bool = False,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._identity = identity
        self._timeless = timeless
        self._lines: tuple[R | Head | StripRow[R], ...] = ()
        self._lines_of: dict[object, int] = {}
        self._more = False
        self._long: SectionLines[R] | None = None
        self._cells: dict[int, tuple[Cell, ...]] = {}
        self._asking = QTimer(self, singleShot=True, interval=0)
        self._asking.timeout.connect(self._ask)

    # -- a list that is handed over --------------------------------------------------------------

    def show_lines(self, lines: Sequence[R | Head | StripRow[R]], *, more: bool = False) -> bool:
        """Show these instead; ``more`` says that the service has further rows.

        Where the same records stand in the same places nothing is reset, so that selection,
        focus and place are kept by themselves. Returns whether it was reset.
        """
        new = tuple(lines)
        same = self._long is None and list(map(self._name, new)) == list(
            map(self._name, self._lines)
        )
        if new and same:
            self._lines, self._more = new, more
            self.repaint_rows()
            return False
        self.beginResetModel()
        self._long = None
        self._cells.clear()
        self._lines, self._more = new, more
        self._lines_of = {}
        self._learn_places(0)
        self.endResetModel()
        return True

    def add_lines(self, lines: Sequence[R | Head | StripRow[R]], *, more: bool = False) -> None:
        """Append the next page."""
        self._more = more
        if not lines:
            return
        first = len(self._lines)
        self.beginInsertRows(QModelIndex(), first, first + len(lines) - 1)
        self._lines += tuple(lines)
        self._learn_places(first)
        self.endInsertRows()

    # -- a list of known length ------------------------------------------------------------------

    def show_sections(self, sections: Sequence[Section]) -> bool:
        """Show these instead, whatever their rows may be.

        Rows that came or went are inserted or removed at the top of their section, so that the
        view keeps its place; all rows at hand are read again as they are looked at. Returns
        whether it was reset, as it is when much has changed.
        """
        new = tuple(sections)
        long = self._long
        rows = sum(each.rows for each in new)
        pairs = paired(long.sections, new) if long is not None else ()
        steps = sum(map(differs, pairs))
        # From nothing or to nothing Qt is quicker to begin anew than to insert a million.
        another = steps > _MOST_STEPS or (steps and long and rows in (0, long.rows))
        if long is not None and not another and (long.rows or not steps):
            self._step_through(long, pairs, new)
            return False
        self.beginResetModel()
        self._lines, self._lines_of, self._more = (), {}, False
        self._cells.clear()
        # As many rows under other heads: what is at hand is shown until it has been read again.
        if long is None or long.rows != rows:
            long = SectionLines(self._identity)
        long.mark_stale()
        long.set_sections(new)
        self._long = long
        self.endResetModel()
        return True

    def give_block(self, wanted: Wanted, rows: Sequence[R]) -> None:
        """The rows of a block have come."""
        if self._long is None:
            return
        first, last = self._long.give(wanted, rows)
        if first >= 0:
            self._cells.clear()
            self._tell(first, last)

    def mark_stale(self) -> None:
        """Records have changed: what is on the screen is read again."""
        if self._long is not None:
            self._long.mark_stale()
            self.repaint_rows()

    @property
    def is_long(self) -> bool:
        """Whether it is a list of known length, whose rows come as they are looked at."""
        return self._long is not None

    def number_at(self, line: int) -> int:
        """The number from the end of the row at or below a line of a list of known length; -1
        without one. What comes in above leaves it as it is."""
        return self._long.number_at(line) if self._long is not None else -1

    def line_of_number(self, number: int) -> int:
        """The line of a row by that number; -1 without it."""
        if self._long is None or not 0 <= number < self._long.rows:
            return -1
        return self._long.line_of_number(number)

    def line_in(self, key: Any, skip: int) -> int:
        """The line of the row behind the ``skip`` first ones of a section; -1 without it."""
        return self._long.line_in(key, skip) if self._long is not None else -1

    def _step_through(
        self, long: SectionLines[R], pairs: Sequence[Pair], new: Sequence[Section]
    ) -> None:
        long.mark_stale()
        now = list(long.sections)
        for at, (old, fresh) in places(pairs):
            grown = (fresh.rows + 1 if fresh else 0) - (old.rows + 1 if old else 0)
            above = sum(each.rows for each in now[:at])
            if above:
                # What stands above gets other numbers from the end.
                long.drop_above(long.rows - above)
                self.repaint_rows()
            # Under a head that stays, rows come and go at the top; what it says changes later.
            first = at + above + (1 if old and fresh else 0)
            if grown > 0:
                self.beginInsertRows(QModelIndex(), first, first + grown - 1)
            else:
                self.beginRemoveRows(QModelIndex(), first, first - grown - 1)
            kept = replace(fresh, head=old.head) if old and fresh else fresh
            now[at : at + (old is not None)] = [kept] if kept else []
            long.set_sections(now)
            self._cells.clear()
            if grown > 0:
                self.endInsertRows()
            else:
                self.endRemoveRows()
        long.set_sections(new)
        self.repaint_rows()

    # -- both --------------------------------------------------------------------------------------

    def repaint_rows(self) -> None:
        """Time went on: the cells say something else, the rows are the same."""
        self._cells.clear()
        if self.rowCount():
            self._tell(0, self.rowCount() - 1)

    @property
    def columns(self) -> tuple[Column[R], ...]:
        """The columns, in order."""
        return self._columns

    @property
    def group_lines(self) -> tuple[int, ...]:
        """Line numbers of the group heads."""
        if self._long is not None:
            return self._long.heads()
        return tuple(n for n, line in enumerate(self._lines) if isinstance(line, Head))

    @property
    def strip_lines(self) -> tuple[tuple[int, R], ...]:
        """Line numbers of the strips, and the row each stands under."""
        return tuple(
            (n, line.under) for n, line in enumerate(self._lines) if isinstance(line, StripRow)
        )

    def rows(self) -> tuple[R, ...]:
        """The rows, without heads and strips; of a list of known length those at hand."""
        if self._long is not None:
            return self._long.at_hand()
        return tuple(line for line in self._lines if not isinstance(line, Head | StripRow))

    def row_at(self, line: int) -> R | None:
        """The row at a line; None for a head, a strip, outside, and for one that is not at hand:
        that one is asked for."""
        if self._long is not None:
            row = self._long.row_at(line) if line >= 0 else None
            if self._long.misses and not self._asking.isActive():
                self._asking.start()
            return row
        found = self._lines[line] if 0 <= line < len(self._lines) else None
        return None if isinstance(found, Head | StripRow) else found

    def is_row(self, line: int) -> bool:
        """Whether a row stands at a line, at hand or not."""
        if self._long is not None:
            return 0 <= line < self._long.count() and self._long.head_at(line) is None
        return 0 <= line < len(self._lines) and not isinstance(self._lines[line], Head | StripRow)

    def line_of(self, identity: object) -> int:
        """The line of a record, -1 when it is not shown (or not at hand)."""
        if self._long is not None:
            return self._long.line_of(identity)
        return self._lines_of.get(identity, -1)

    def nearest(self, line: int) -> int:
        """The line of the row at or after ``line``, else the last before it; -1 without rows."""
        count = self.rowCount()
        after = range(max(line, 0), count)
        before = range(min(line, count) - 1, -1, -1)
        return next((n for each in (after, before) for n in each if self.is_row(n)), -1)

    def next_row(self, line: int, step: int) -> int:
        """The line of the next row in the direction of ``step``; -1 at the end."""
        line += step
        while 0 <= line < self.rowCount():
            if self.is_row(line):
                return line
            line += step
        return -1

    # -- what Qt asks --------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        if parent.isValid():
            return 0
        return len(self._lines) if self._long is None else self._long.count()

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in _ROLES:
            return None
        kept = self._cells.get(index.row())
        if kept is not None:
            # The way of each cell of each frame: as short as it can be.
            cell = kept[index.column()]
            return cell if role == CELL_ROLE else cell.words()
        if not index.isValid():
            return None
        line, column = index.row(), index.column()
        head = self._head_at(line)
        if head is not None:
            return _cell_or_words(head, role) if column == 0 else None
        row = self.row_at(line)
        if row is None:
            coming = _COMING if column == 0 else _BLANK
            return _cell_or_words(coming, role) if self._long is not None else None
        if not self._timeless:
            return _cell_or_words(self._columns[column].cell(row), role)
        return _cell_or_words(self._keep_cells(line, row)[column], role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        return column.title if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.row() in self._cells:
            return _ROW_FLAGS
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _ROW_FLAGS if self.is_row(index.row()) else Qt.ItemFlag.ItemIsEnabled

    def canFetchMore(self, parent: Index) -> bool:
        return self._more and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            # Asked once; the page that comes says whether there is still more.
            self._more = False
            self.more_wanted.emit()

    # -- inside --------------------------------------------------------------------------------

    def _head_at(self, line: int) -> GroupRow | None:
        if self._long is not None:
            return self._long.head_at(line)
        found = self._lines[line]
        return found.group if isinstance(found, Head) else None

    def _keep_cells(self, line: int, row: R) -> tuple[Cell, ...]:
        if len(self._cells) >= _CELLS_KEPT:
            self._cells.clear()
        cells = self._cells[line] = tuple([column.cell(row) for column in self._columns])
        return cells

    def _tell(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))

    def _ask(self) -> None:
        missed = self._long.missed() if self._long is not None else ()
        if missed:
            self.blocks_wanted.emit(missed)

    def _name(self, line: R | Head | StripRow[R]) -> tuple[str, object]:
        if isinstance(line, Head):
            return "head", None
        if isinstance(line, StripRow):
            return "strip", self._identity(line.under)
        return "row", self._identity(line)

    def _learn_places(self, first: int) -> None:
        for number, line in enumerate(self._lines[first:], start=first):
            if not isinstance(line, Head | StripRow):
                self._lines_of[self._identity(line)] = number


_ROW_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_ROLES = frozenset(
    (CELL_ROLE, int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole))
)


def _cell_or_words(cell: Cell | GroupRow, role: int) -> object:
    return cell if role == CELL_ROLE else cell.words()
