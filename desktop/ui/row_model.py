"""One read-only table model for all lists: column specs, frozen rows, group heads, pages.

The page around the list asks the service and hands rows over; the model holds what it is given,
in that order, and asks for more when the view comes near the end.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from desktop.ui.widgets.delegates import CELL_ROLE, Cell, GroupRow

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """``cell`` makes the cell of a row. Widths are pixels at 100 %; 0 takes what the others leave.
    ``leaves`` says in which order columns go where the window is too narrow (1 first, 0 never);
    one without a ``compact_width`` is left out of every compact window."""

    key: str
    title: str
    cell: Callable[[R], Cell]
    width: int = 0
    compact_width: int = 0
    leaves: int = 0


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

    Heads and strips can be neither chosen nor focused.
    """

    more_wanted = Signal()
    """The view came near the end and the service has further rows."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        identity: Callable[[R], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._identity = identity
        self._lines: tuple[R | Head | StripRow[R], ...] = ()
        self._lines_of: dict[object, int] = {}
        self._more = False

    # -- what the list does --------------------------------------------------------------------

    def show_lines(self, lines: Sequence[R | Head | StripRow[R]], *, more: bool = False) -> bool:
        """Show these instead; ``more`` says that the service has further rows.

        Where the same records stand in the same places nothing is reset, so that selection,
        focus and place are kept by themselves. Returns whether it was reset.
        """
        new = tuple(lines)
        if new and list(map(self._name, new)) == list(map(self._name, self._lines)):
            self._lines, self._more = new, more
            self.repaint_rows()
            return False
        self.beginResetModel()
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

    def repaint_rows(self) -> None:
        """Time went on: the cells say something else, the rows are the same."""
        if self._lines:
            last = self.index(len(self._lines) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    @property
    def columns(self) -> tuple[Column[R], ...]:
        """The columns, in order."""
        return self._columns

    @property
    def group_lines(self) -> tuple[int, ...]:
        """Line numbers of the group heads."""
        return tuple(n for n, line in enumerate(self._lines) if isinstance(line, Head))

    @property
    def strip_lines(self) -> tuple[tuple[int, R], ...]:
        """Line numbers of the strips, and the row each stands under."""
        return tuple(
            (n, line.under) for n, line in enumerate(self._lines) if isinstance(line, StripRow)
        )

    def rows(self) -> tuple[R, ...]:
        """The rows shown, without heads and strips."""
        return tuple(line for line in self._lines if not isinstance(line, Head | StripRow))

    def row_at(self, line: int) -> R | None:
        """The row at a line; None for a head, a strip or outside."""
        found = self._lines[line] if 0 <= line < len(self._lines) else None
        return None if isinstance(found, Head | StripRow) else found

    def line_of(self, identity: object) -> int:
        """The line of a record, -1 when it is not shown."""
        return self._lines_of.get(identity, -1)

    def nearest(self, line: int) -> int:
        """The line of the row at or after ``line``, else the last before it; -1 without rows."""
        after = range(max(line, 0), len(self._lines))
        before = range(min(line, len(self._lines)) - 1, -1, -1)
        return next((n for each in (after, before) for n in each if self.row_at(n) is not None), -1)

    def next_row(self, line: int, step: int) -> int:
        """The line of the next row in the direction of ``step``; -1 at the end."""
        line += step
        while 0 <= line < len(self._lines):
            if self.row_at(line) is not None:
                return line
            line += step
        return -1

    # -- what Qt asks --------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if isinstance(line, StripRow):
            return None
        if isinstance(line, Head):
            return _cell_or_words(line.group, role) if index.column() == 0 else None
        return _cell_or_words(self._columns[index.column()].cell(line), role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._columns[section].title if 0 <= section < len(self._columns) else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.row_at(index.row()) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def canFetchMore(self, parent: Index) -> bool:
        return self._more and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            # Asked once; the page that comes says whether there is still more.
            self._more = False
            self.more_wanted.emit()

    # -- inside --------------------------------------------------------------------------------

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


def _cell_or_words(cell: Cell | GroupRow, role: int) -> object:
    if role == CELL_ROLE:
        return cell
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
        return cell.words()
    return None
