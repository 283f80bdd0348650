"""A name, typed or chosen from a list."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCompleter, QListView, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.line_edit import LineEdit


class NameField(LineEdit):
    """Typing narrows the list; Down, or a click on the arrow, opens all of it."""

    picked = Signal()
    """A name was taken from the list."""

    def __init__(
        self, theme: Theme, placeholder: str, *, height: int = 40, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            theme, placeholder, icon_after="chevron-down", height=height, parent=parent
        )
        self._names = QStringListModel(self)
        self._list = QListView()
        self._list.setObjectName("options")
        completer = QCompleter(self._names, self)
        completer.setPopup(self._list)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(self._take)
        self.setCompleter(completer)

    def set_names(self, names: Sequence[str]) -> None:
        """Whom the list offers."""
        self._names.setStringList(list(names))

    def open_list(self) -> None:
        """Show everybody, whatever is typed."""
        completer = self.completer()
        completer.setCompletionPrefix("")
        completer.complete()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not self._list.isVisible():
            self.open_list()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.position().x() >= self.width() - self.theme.px(32):
            self.open_list()

    def _take(self, _name: str) -> None:
        self.picked.emit()
