"""A name that is typed, with people of that name offered below it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desktop.domain.number_display import display
from desktop.services.people import PersonHit
from desktop.ui.theme import Theme
from desktop.ui.widgets.line_edit import LineEdit

FEWEST = 2
"""Letters before anybody is looked for."""


class NameField(LineEdit):
    """Type, or pick with Down and Enter. The list never takes the focus; Esc puts it away."""

    name_typed = Signal(str)
    """The text after each change by the person."""
    hit_picked = Signal(object)
    """A :class:`PersonHit`."""
    search_requested = Signal(str)
    """Look for people of this name and give them to :meth:`offer`."""

    def __init__(self, theme: Theme, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(theme, placeholder, parent=parent)
        self._hits: tuple[PersonHit, ...] = ()
        self.list = QListWidget(self)
        self.list.setObjectName("options")
        self.list.setWindowFlags(Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.list.setAccessibleName("People of this name")
        self.list.itemClicked.connect(self._clicked)
        self.textEdited.connect(self._edited)

    def offer(self, text: str, hits: Sequence[PersonHit]) -> None:
        """Show who was found for ``text``; nothing when it has changed meanwhile."""
        if text != self.text() or not self.hasFocus():
            return
        self._hits = tuple(hits)
        self.list.clear()
        for hit in self._hits:
            about = " · ".join(
                part
                for part in (hit.kind, hit.city or "", display(hit.e164) if hit.e164 else "")
                if part
            )
            self.list.addItem(QListWidgetItem(f"{hit.name}   {about}"))
        self._show_list(bool(self._hits))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.list.hide()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self.list.isVisible() and plain:
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if key == Qt.Key.Key_Down else -1
                row = max(0, min(self.list.count() - 1, self.list.currentRow() + step))
                self.list.setCurrentRow(row)
                return
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.currentRow() >= 0:
                self._pick(self.list.currentRow())
                return
            if key == Qt.Key.Key_Escape:
                self.list.hide()
                return
        super().keyPressEvent(event)

    def _edited(self, text: str) -> None:
        self.name_typed.emit(text)
        if len(text.strip()) >= FEWEST:
            self.search_requested.emit(text)
        else:
            self.list.hide()

    def _clicked(self, item: QListWidgetItem) -> None:
        self._pick(self.list.row(item))

    def _pick(self, row: int) -> None:
        self.list.hide()
        if 0 <= row < len(self._hits):
            self.hit_picked.emit(self._hits[row])

    def _show_list(self, shown: bool) -> None:
        if not shown:
            self.list.hide()
            return
        self.list.setFont(self.theme.font("small"))
        row = self.list.sizeHintForRow(0)
        width = max(self.width(), self.list.sizeHintForColumn(0) + self.theme.px(28))
        self.list.resize(width, row * len(self._hits) + self.theme.px(10))
        self.list.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self.list.show()
        self.list.raise_()
