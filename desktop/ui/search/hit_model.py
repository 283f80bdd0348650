"""Results as the lines of a list: the head of each group, then its hits."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.ui.search.hits import Hit, Results

HIT_ROLE = Qt.ItemDataRole.UserRole + 1
"""The :class:`Hit`; None at a head."""
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class HitModel(QAbstractListModel):
    """Only hits can be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Hit | str, ...] = ()

    def show_results(self, results: Results) -> None:
        """Show these instead."""
        self.beginResetModel()
        lines: list[Hit | str] = []
        for group in results.groups:
            lines += [group.title, *group.hits]
        self._lines = tuple(lines)
        self.endResetModel()

    def hit_at(self, line: int) -> Hit | None:
        """The hit in a line; None at a head and beyond the last."""
        found = self._lines[line] if 0 <= line < len(self._lines) else None
        return found if isinstance(found, Hit) else None

    def line_beyond(self, line: int, step: int) -> int:
        """The line of the next hit after (``step`` 1) or before (-1) a line; -1 for none."""
        line += step
        while 0 <= line < len(self._lines):
            if self.hit_at(line) is not None:
                return line
            line += step
        return -1

    def line_of(self, kind: str, key: object) -> int:
        """The line of one hit; -1 when it is not there."""
        for line in range(len(self._lines)):
            hit = self.hit_at(line)
            if hit is not None and (hit.kind, hit.key) == (kind, key):
                return line
        return -1

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, QAbstractListModel.CheckIndexOption.IndexIsValid):
            return None
        line = self._lines[index.row()]
        if role == HIT_ROLE:
            return line if isinstance(line, Hit) else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.said if isinstance(line, Hit) else line
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.hit_at(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
