"""The undo bar: docks under the list it changed and never covers a row."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.painted_button import PaintedButton
from desktop.ui.widgets.painting import (
    KBD_HEIGHT,
    draw_box,
    draw_kbd,
    draw_text,
    kbd_width,
    text_width,
)

SHOWN_FOR = 10_000
"""Milliseconds that the bar stays."""


class UndoButton(PaintedButton):
    """The button on the dark bar."""

    def __init__(self, theme: Theme, keys: str, parent: QWidget | None = None) -> None:
        self._keys = keys
        super().__init__(theme, "Undo", parent)

    def sizeHint(self) -> QSize:
        theme = self.theme
        width = text_width(theme.font("strong"), self._words) + kbd_width(theme, self._keys)
        return QSize(round(width) + theme.px(16 + 16 + 20) + 2, theme.px(32))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, look = self.theme, self.look()
        painter = QPainter(self)
        ink = theme.color("surface")
        edge = (
            theme.color("focus")
            if look.focus
            else theme.color("surface" if look.hover else "text-3")
        )
        if look.focus:
            # On the dark bar the ring needs a light line under it to be seen.
            draw_box(painter, self.face(), theme.px(6), None, ink, 1)
            draw_box(painter, self.face().adjusted(1, 1, -1, -1), theme.px(5), None, edge, 2)
        else:
            draw_box(painter, self.face(), theme.px(6), None, edge)
        x = float(theme.px(10))
        theme.draw_icon(painter, QRectF(x, 0, theme.px(16), self.height()), "undo-2", ink)
        x += theme.px(24)
        font = theme.font("strong")
        width = text_width(font, self._words)
        draw_text(painter, QRectF(x, 0, width + 1, self.height()), self._words, font, ink)
        corner = QPointF(x + width + theme.px(8), (self.height() - theme.px(KBD_HEIGHT)) / 2)
        draw_kbd(painter, theme, corner, self._keys, ink, theme.color("text-3"))
        painter.end()


class UndoBar(QFrame):
    """One message at a time. It goes after ten seconds, but waits while hovered or focused.

    Ctrl+Z is the page's shortcut and works after the bar has gone. ``shown_for`` is in
    milliseconds.
    """

    undo_requested = Signal(object)
    """The person pressed Undo; carries what :meth:`show_message` was given."""
    expired = Signal()
    """The bar went by itself."""

    def __init__(
        self, theme: Theme, *, shown_for: int = SHOWN_FOR, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._undo_id: object = None
        self.setAccessibleName("What was just done")
        self._icon = Icon(theme, "check", "surface", 18)
        self._label = Label(theme, "", "medium", "surface", elide=True, tabular=True)
        self.button = UndoButton(theme, "Ctrl+Z")
        self.button.clicked.connect(self._undo)
        self.button.installEventFilter(self)
        row = QHBoxLayout(self)
        row.addWidget(self._icon)
        row.addWidget(self._label, 1)
        row.addWidget(self.button)
        self._row = row
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(shown_for)
        self._timer.timeout.connect(self._expire)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def show_message(self, text: str, undo_id: object = None, *, icon: str = "check") -> None:
        """Show what was done; ``undo_id`` None means there is nothing to undo."""
        self._undo_id = undo_id
        self._icon.set_icon(icon, "surface")
        self._label.set_text(text)
        self.button.setVisible(undo_id is not None)
        self.setAccessibleName(text)
        self.show()
        announce(self, f"{text} Undo with Control Z." if undo_id is not None else text)
        self._wait()

    @property
    def message(self) -> str:
        """The words shown now, or shown last."""
        return self._label.text()

    @property
    def waiting(self) -> bool:
        """Whether the ten seconds are running (not while hovered or focused)."""
        return self._timer.isActive()

    def dismiss(self) -> None:
        """Take the bar away without a word (the change was undone elsewhere)."""
        self._timer.stop()
        if self.button.hasFocus():
            # Focus is never lost: it goes back to what stands before the bar.
            self.focusPreviousChild()
        self.hide()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._wait(hovered=False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._wait(focused=event.type() == QEvent.Type.FocusIn)
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_box(painter, QRectF(self.rect()), self._theme.px(8), self._theme.color("text"))
        painter.end()

    def _wait(self, *, hovered: bool | None = None, focused: bool | None = None) -> None:
        hovered = self.underMouse() if hovered is None else hovered
        focused = self.button.hasFocus() if focused is None else focused
        if hovered or focused or self.isHidden():
            self._timer.stop()
        else:
            self._timer.start()

    def _undo(self) -> None:
        undo_id = self._undo_id
        self.dismiss()
        self.undo_requested.emit(undo_id)

    def _expire(self) -> None:
        self.hide()
        self.expired.emit()

    def _restyle(self) -> None:
        theme = self._theme
        self.setFixedHeight(theme.px(44))
        self._row.setContentsMargins(theme.px(14), 0, theme.px(6), 0)
        self._row.setSpacing(theme.px(10))
        self.update()


class UndoDock(QWidget):
    """The strip under a list that holds the undo bar; hides with it, so it covers no row."""

    def __init__(self, theme: Theme, bar: UndoBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._bar = theme, bar
        layout = QVBoxLayout(self)
        layout.addWidget(bar)
        self._layout = layout
        bar.installEventFilter(self)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.setVisible(not bar.isHidden())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = (QEvent.Type.HideToParent, QEvent.Type.ShowToParent)
        if watched is self._bar and event.type() in kinds:
            self.setVisible(not self._bar.isHidden())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("bg"))
        painter.fillRect(0, 0, self.width(), 1, self._theme.color("line"))
        painter.end()

    def _restyle(self) -> None:
        across, down = (12, 6) if self._theme.compact else (16, 8)
        px = self._theme.px
        self._layout.setContentsMargins(px(across), px(down) + 1, px(across), px(down))
