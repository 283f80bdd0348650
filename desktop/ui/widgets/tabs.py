"""Tabs: saved views, or the sides of a pane."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.painted_button import PaintedButton
from desktop.ui.widgets.painting import draw_box, draw_text, text_width
from desktop.ui.widgets.tag import COUNT_HEIGHT, count_width, draw_count


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab; ``count`` is shown in a bubble in the tint of ``tone``."""

    key: str
    text: str
    icon: str = ""
    count: int | None = None
    tone: str = ""


class TabButton(PaintedButton):
    """One tab; lives in :class:`Tabs`."""

    def __init__(self, theme: Theme, tab: Tab, parent: QWidget) -> None:
        self.tab = tab
        super().__init__(theme, tab.text, parent)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self._name()

    def set_count(self, count: int | None, tone: str) -> None:
        """Change the bubble."""
        self.tab = Tab(self.tab.key, self.tab.text, self.tab.icon, count, tone)
        self._name()
        self._restyle()

    def _name(self) -> None:
        count = "" if self.tab.count is None else f", {self.tab.count}"
        self.setAccessibleName(f"{self.tab.text}{count}")

    def sizeHint(self) -> QSize:
        return QSize(round(self._content_width() + 2 * self.theme.px(10) + 0.5), self.theme.px(40))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _content_width(self) -> float:
        gap = self.theme.px(8)
        width = text_width(self.theme.font("strong"), self._words)
        if self.tab.icon:
            width += self.theme.px(16) + gap
        if self.tab.count is not None:
            width += count_width(self.theme, str(self.tab.count)) + gap
        return width

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, on, height = self.theme, self.isChecked(), self.height()
        painter = QPainter(self)
        look = self.look()
        if look.focus:
            ring = QRectF(2, theme.px(5), self.width() - 4, height - theme.px(10))
            draw_box(painter, ring, theme.px(6), None, theme.color("focus"), 2)
        x = float(theme.px(10))
        tone = "text" if on or look.hover else "text-2"
        if self.tab.icon:
            theme.draw_icon(painter, QRectF(x, 0, theme.px(16), height), self.tab.icon, tone)
            x += theme.px(16) + theme.px(8)
        font = theme.font("strong" if on else "medium")
        width = text_width(font, self._words)
        draw_text(painter, QRectF(x, 0, width + 1, height), self._words, font, theme.color(tone))
        x += width + theme.px(8)
        if self.tab.count is not None:
            corner = QPointF(x, (height - theme.px(COUNT_HEIGHT)) / 2)
            draw_count(painter, theme, corner, str(self.tab.count), self.tab.tone)
        if on:
            bar = theme.px(3)
            painter.fillRect(QRectF(0, height - bar, self.width(), bar), theme.color("primary"))
        painter.end()


class Tabs(QWidget):
    """A row of tabs over a hairline; arrows move, Home and End jump; one tab stop."""

    chosen = Signal(str)
    """The person chose the tab with this key (not sent by :meth:`set_value`)."""

    def __init__(
        self,
        theme: Theme,
        tabs: Sequence[Tab],
        name: str,
        *,
        height: int = 44,
        compact_height: int = 40,
        edge: int = 6,
        fill: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._heights = (height, compact_height)
        self._edge = edge
        self._fill = fill
        self.setAccessibleName(name)
        self.row = QHBoxLayout(self)
        """Widgets added after the stretch stand at the right ("Save this view")."""
        self._buttons: list[TabButton] = []
        for tab in tabs:
            button = TabButton(theme, tab, self)
            button.clicked.connect(self._clicked)
            button.toggled.connect(self._move_tab_stop)
            self.row.addWidget(button)
            self._buttons.append(button)
        self.row.addStretch(1)
        if self._buttons:
            self._buttons[0].setChecked(True)
        theme.changed.connect(self._restyle)
        self._restyle()

    def value(self) -> str:
        """The key of the chosen tab."""
        return next(b.tab.key for b in self._buttons if b.isChecked())

    def set_value(self, key: str) -> None:
        """Choose without telling."""
        self.button(key).setChecked(True)

    def set_count(self, key: str, count: int | None, tone: str = "") -> None:
        """Change a tab's bubble; None takes it away."""
        self.button(key).set_count(count, tone)

    def button(self, key: str) -> TabButton:
        """The button of one tab."""
        return next(b for b in self._buttons if b.tab.key == key)

    def focus_here(self) -> None:
        """Put the focus on the chosen tab. There is no focus proxy: Tab would stop at it where the
        row itself stands in the tab order, and a row that is made anew stands at its end."""
        self.button(self.value()).setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_next(self, step: int = 1) -> None:
        """Go to the next tab (Ctrl+Tab) or, with -1, the one before; wraps."""
        at = [b.tab.key for b in self._buttons].index(self.value())
        self._buttons[(at + step) % len(self._buttons)].click()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Left:
                self.choose_next(-1)
            case Qt.Key.Key_Right:
                self.choose_next(1)
            case Qt.Key.Key_Home:
                self._buttons[0].click()
            case Qt.Key.Key_End:
                self._buttons[-1].click()
            case _:
                super().keyPressEvent(event)
                return
        self.button(self.value()).setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._fill:
            painter.fillRect(self.rect(), self._theme.color(self._fill))
        line = QRectF(0, self.height() - 1, self.width(), 1)
        painter.fillRect(line, self._theme.color("line"))
        painter.end()

    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, TabButton):
            self.chosen.emit(button.tab.key)

    def _move_tab_stop(self) -> None:
        for button in self._buttons:
            stop = button.isChecked()
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stop else Qt.FocusPolicy.ClickFocus)

    def _restyle(self) -> None:
        height = self._theme.px(self._heights[self._theme.compact])
        self.setFixedHeight(height)
        for button in self._buttons:
            button.setFixedHeight(height)
        edge = self._theme.px(self._edge)
        self.row.setContentsMargins(edge, 0, edge, 0)
        self.row.setSpacing(self._theme.px(2))
        self.update()
