"""One line of text, with an icon, a key hint or a show/hide eye inside."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from desktop.ui.theme import Theme, tabular
from desktop.ui.widgets.button import Button, Kind, icon_button
from desktop.ui.widgets.painting import KBD_HEIGHT, draw_kbd, kbd_width

_LOW = 28
"""Fields in the head of a table have narrower edges."""


class LineEdit(QLineEdit):
    """A text field, 36 high (32 compact). ``name`` is its accessible name (a Field sets it).

    ``password`` hides what is typed and adds an eye that shows it. Ctrl+Z goes to the page when
    there is nothing typed to take back.
    """

    def __init__(
        self,
        theme: Theme,
        placeholder: str = "",
        *,
        icon: str = "",
        icon_after: str = "",
        kbd: str = "",
        style: str = "body",
        height: int = 36,
        password: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._icon = icon
        self._icon_after = icon_after
        self._kbd = kbd
        self._style = style
        self._height = height
        self._eye: Button | None = None
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if password:
            self._add_eye()
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_height(self, height: int) -> None:
        """Change the height (pixels at 100 %)."""
        self._height = height
        self._restyle()

    def set_style(self, style: str) -> None:
        """Change the style of the type scale."""
        self._style = style
        self._restyle()

    def set_problem_shown(self, shown: bool) -> None:
        """Show or hide the rust edge (a Field calls this)."""
        if bool(self.property("problem")) != shown:
            self.setProperty("problem", shown)
            self.style().unpolish(self)
            self.style().polish(self)
            self.update()

    def set_read_only(self, read_only: bool) -> None:
        """Make it a shown value with a lock, or a field again."""
        self.setReadOnly(read_only)
        self._icon_after = "lock-keyhole" if read_only else ""
        self.style().unpolish(self)
        self.style().polish(self)
        self._restyle()

    def show_password(self, shown: bool) -> None:
        """Show what is typed, or hide it, as the eye does."""
        if self._eye is not None:
            self._eye.setChecked(shown)

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Undo)
            and not self.isUndoAvailable()
        ):
            event.ignore()
            return False
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not (self._icon or self._icon_after or self._kbd):
            return
        theme = self.theme
        painter = QPainter(self)
        if self._icon:
            box = QRectF(theme.px(11), 0, theme.px(16), self.height())
            theme.draw_icon(painter, box, self._icon, "text-2" if self.text() else "text-3")
        if self._icon_after:
            box = QRectF(self.width() - theme.px(25), 0, theme.px(14), self.height())
            theme.draw_icon(painter, box, self._icon_after, "text-3", 14)
        if self._kbd:
            x = self.width() - theme.px(9) - kbd_width(theme, self._kbd)
            corner = QPointF(x, (self.height() - theme.px(KBD_HEIGHT)) / 2)
            c = theme.color
            draw_kbd(painter, theme, corner, self._kbd, c("text-3"), c("line-2"), c("surface-2"))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._eye is not None:
            side = self.height() - self.theme.px(8)
            self._eye.setGeometry(
                self.width() - side - self.theme.px(4), self.theme.px(4), side, side
            )

    def _add_eye(self) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye = icon_button(self.theme, "eye", "Show password", height=28, kind=Kind.QUIET)
        self._eye.setParent(self)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._show_password)

    def _show_password(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)
        if self._eye is not None:
            self._eye.set_icon("eye-off" if shown else "eye")
            self._eye.setAccessibleName("Hide password" if shown else "Show password")

    def _restyle(self) -> None:
        theme = self.theme
        self.setFont(tabular(theme.font(self._style)))
        compact = theme.compact and self._height == 36
        self.setFixedHeight(theme.px(32 if compact else self._height))
        before = theme.px(16 + 8) if self._icon else 0
        if self._height <= _LOW:
            before -= theme.px(3)
        after = 0
        if self._kbd:
            after = round(kbd_width(theme, self._kbd)) + theme.px(8)
        elif self._icon_after:
            after = theme.px(14 + 8)
        elif self._eye is not None:
            after = theme.px(28)
        self.setTextMargins(before, 0, after, 0)
        self.update()


class SearchField(LineEdit):
    """Find as you type. Esc empties it first, then leaves it; Down goes to the results."""

    results_entered = Signal()
    """Down was pressed: the focus should go to the results."""
    left = Signal()
    """Esc was pressed in an empty field."""

    def __init__(
        self,
        theme: Theme,
        placeholder: str,
        *,
        kbd: str = "",
        icon: str = "search",
        height: int = 36,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            theme,
            placeholder,
            icon=icon,
            kbd=kbd,
            style="small",
            height=height,
            name=name or placeholder,
            parent=parent,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.results_entered.emit()
        else:
            super().keyPressEvent(event)
