"""The button with the columns of a list: each may be put away."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.menus import below


class ColumnMenu(Button):
    """All columns are there until one is put away."""

    put_away = Signal(object)
    """``frozenset`` of the keys of the columns put away."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Columns", icon="columns-3")
        self._menu = QMenu(self)
        self._menu.setAccessibleName("Columns")
        self.clicked.connect(lambda _on=False: self._menu.popup(below(self)))

    def offer(self, columns: Sequence[tuple[str, str]]) -> None:
        """The columns that may be put away: key and title."""
        self._menu.clear()
        for key, title in columns:
            action = self._menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(True)
            action.setData(key)
            action.toggled.connect(lambda _on: self._chosen())

    def _chosen(self) -> None:
        out = (action.data() for action in self._menu.actions() if not action.isChecked())
        self.put_away.emit(frozenset(out))
