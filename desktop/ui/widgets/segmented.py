"""One of two to five: the segmented control."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.painted_button import PaintedButton
from desktop.ui.widgets.painting import draw_box, draw_text, text_width
from desktop.ui.widgets.tag import COUNT_HEIGHT, count_width, draw_count


@dataclass(frozen=True, slots=True)
class Segment:
    """One choice. ``key`` is what the program calls it; ``digit`` the key that presses it.

    A ``safety`` segment stands last, is red, and arrow keys reach it without choosing it,
    because choosing it opens the Safety card at once.
    """

    key: str
    text: str
    icon: str = ""
    digit: str = ""
    safety: bool = False


class SegmentButton(PaintedButton):
    """One segment; lives in a :class:`SegmentedControl`."""

    def __init__(self, theme: Theme, segment: Segment, height: int, parent: QWidget) -> None:
        self.segment = segment
        self._height = height
        self._count = 0
        self._tight = False
        super().__init__(theme, segment.text, parent)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_height(self, height: int) -> None:
        """Change the height (pixels at 100 %)."""
        self._height = height
        self._restyle()

    def set_count(self, count: int) -> None:
        """How many there are of it, in a bubble behind the words; none at 0."""
        self._count = count
        self.setAccessibleName(f"{self.segment.text}, {count}" if count else self.segment.text)
        self._restyle()

    def sizeHint(self) -> QSize:
        padding = 2 * self.theme.px(4 if self.theme.compact else 8) + 2
        width = self._content_width(self.segment.icon)
        return QSize(round(width + padding + 0.5), self.theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        return self.least() if self._tight else self.sizeHint()

    def least(self) -> QSize:
        """Words and digit; the icon goes where it is narrow, the life-buoy never."""
        whole = self.sizeHint()
        spared = self.theme.px(16) + self._gap() if self._may_drop_icon else 0
        return QSize(whole.width() - spared, whole.height())

    def set_tight(self, tight: bool) -> None:
        """Whether there is no room for the icon."""
        if tight != self._tight:
            self._tight = tight
            self._restyle()

    @property
    def _may_drop_icon(self) -> bool:
        return bool(self.segment.icon) and not self.segment.safety

    @property
    def _icon(self) -> str:
        return "" if self._tight and self._may_drop_icon else self.segment.icon

    def _font(self) -> QFont:
        strong = self.isChecked() or self.segment.safety
        return self.theme.font("strong" if strong else "medium")

    def _gap(self) -> int:
        return self.theme.px(5 if self.theme.compact else 7)

    def _content_width(self, icon: str) -> float:
        # The wider of both weights, so that choosing does not move the neighbours.
        width = text_width(self.theme.font("strong"), self._words)
        if icon:
            width += self.theme.px(16) + self._gap()
        if self.segment.digit:
            digits = self.theme.font("cap-medium", tabular_figures=True)
            width += text_width(digits, self.segment.digit) + self._gap()
        if self._count:
            width += count_width(self.theme, str(self._count)) + self._gap()
        return width

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, look = self.theme, self.look()
        painter = QPainter(self)
        face, on = self.face(), self.isChecked()
        edge: QColor | None = None
        fill: QColor | None = None
        if on:
            fill, edge = theme.color("surface"), theme.color("primary")
        elif look.hover and not look.off:
            fill = theme.color("surface-2")
        if look.focus:
            draw_box(painter, face, theme.px(6), fill, theme.color("focus"), 2)
        elif fill is not None:
            draw_box(painter, face, theme.px(6), fill, edge)
        tone = "text-2"
        if look.off:
            tone = "text-3"
        elif self.segment.safety:
            tone = "safety"
        elif on:
            tone = "primary"
        self._draw_content(painter, theme.color(tone), on or self.segment.safety)
        painter.end()

    def _draw_content(self, painter: QPainter, ink: QColor, strong: bool) -> None:
        theme, height = self.theme, self.height()
        x = max(2.0, (self.width() - self._content_width(self._icon)) / 2)
        if self._icon:
            theme.draw_icon(painter, QRectF(x, 0, theme.px(16), height), self._icon, ink)
            x += theme.px(16) + self._gap()
        width = text_width(self._font(), self._words)
        draw_text(painter, QRectF(x, 0, width + 1, height), self._words, self._font(), ink)
        x += width + self._gap()
        if self.segment.digit:
            quiet = ink if strong else theme.color("text-3")
            font = theme.font("cap-medium", tabular_figures=True)
            draw_text(painter, QRectF(x, 0, theme.px(16), height), self.segment.digit, font, quiet)
        if self._count:
            corner = QPointF(x, (height - theme.px(COUNT_HEIGHT)) / 2)
            draw_count(painter, theme, corner, str(self._count))


class SegmentedControl(QWidget):
    """A radio group in one bar. Arrows move, digits press while it has focus; one tab stop."""

    chosen = Signal(str)
    """The person chose the segment with this key (not sent by :meth:`set_value`)."""

    def __init__(
        self,
        theme: Theme,
        segments: Sequence[Segment],
        name: str,
        *,
        height: int = 34,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self._buttons = [SegmentButton(theme, segment, height, self) for segment in segments]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3, 3, 3, 3)
        layout.setSpacing(2)
        for button in self._buttons:
            layout.addWidget(button, 1)
            button.clicked.connect(self._clicked)
            button.toggled.connect(self._move_tab_stop)
        self._move_tab_stop()
        theme.changed.connect(self._fit)

    def value(self) -> str | None:
        """The key of the chosen segment, or None."""
        return next((b.segment.key for b in self._buttons if b.isChecked()), None)

    def set_value(self, key: str | None) -> None:
        """Choose without telling; None leaves nothing chosen. An unknown key: KeyError."""
        if key is not None and key not in [b.segment.key for b in self._buttons]:
            raise KeyError(key)
        for button in self._buttons:
            button.setAutoExclusive(False)
            button.setChecked(button.segment.key == key)
        for button in self._buttons:
            button.setAutoExclusive(True)

    def button(self, key: str) -> SegmentButton:
        """The button of one segment (to switch it off, or give it focus)."""
        return next(b for b in self._buttons if b.segment.key == key)

    def press(self, key: str) -> None:
        """As if the person pressed this segment (for the page's own keys)."""
        self.button(key).click()

    def set_count(self, key: str, count: int) -> None:
        """How many there are of one segment; none is shown at 0."""
        self.button(key).set_count(count)
        self._fit()

    def set_height(self, height: int) -> None:
        """Height of the segments (pixels at 100 %)."""
        for button in self._buttons:
            button.set_height(height)

    def focus_here(self) -> None:
        """Put the focus on the chosen segment, else on the first."""
        next((b for b in self._buttons if b.isChecked()), self._buttons[0]).setFocus()

    def minimumSizeHint(self) -> QSize:
        whole, hints = self.sizeHint(), [(b.sizeHint(), b.least()) for b in self._buttons]
        spared = sum(full.width() - least.width() for full, least in hints)
        return QSize(whole.width() - spared, whole.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """All with their icons, or none but the life-buoy."""
        tight = self.width() < self.sizeHint().width()
        for button in self._buttons:
            button.set_tight(tight)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Keys that a segment did not use arrive here.
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Down: 1,
        }
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif event.key() in steps:
            self._step(steps[Qt.Key(event.key())])
        elif not self._press_digit(event.text()):
            super().keyPressEvent(event)

    def _press_digit(self, digit: str) -> bool:
        for button in self._buttons:
            if digit and button.segment.digit == digit and button.isEnabled():
                button.setFocus()
                button.click()
                return True
        return False

    def _step(self, step: int) -> None:
        usable = [b for b in self._buttons if b.isEnabled()]
        focused = self.focusWidget()
        if not isinstance(focused, SegmentButton) or focused not in usable:
            return
        target = usable[(usable.index(focused) + step) % len(usable)]
        target.setFocus(Qt.FocusReason.TabFocusReason)
        if not target.segment.safety:
            target.click()

    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, SegmentButton):
            self.chosen.emit(button.segment.key)

    def _move_tab_stop(self) -> None:
        current = next((b for b in self._buttons if b.isChecked()), self._buttons[0])
        for button in self._buttons:
            stop = button is current
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stop else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(current)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        box = QRectF(self.rect())
        draw_box(painter, box, theme.px(8), theme.color("sunken"), theme.color("line-2"))
        painter.end()
