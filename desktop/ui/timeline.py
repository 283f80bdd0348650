"""What happened to a person or a promise, newest first: icon, what, when and who."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.painting import draw_box, draw_text, text_width
from desktop.ui.widgets.scroll import scroll_down


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """``title`` is set strong, ``rest`` follows on the same line, ``detail`` (their words) below;
    ``when`` names time and person ("Today 11:30 am · Wren")."""

    icon: str
    title: str
    rest: str
    when: str
    detail: str = ""
    tone: str = "text-2"

    @property
    def spoken(self) -> str:
        """All of it, for a screen reader."""
        return ". ".join(
            part for part in (f"{self.title} {self.rest}".strip(), self.detail, self.when) if part
        )


class _Event(QWidget):
    """One entry; the line at the left runs on to the next one."""

    def __init__(self, theme: Theme, entry: TimelineEntry, *, last: bool) -> None:
        super().__init__()
        self._theme, self._entry, self._last = theme, entry, last
        self.setAccessibleName(entry.spoken)
        self.setToolTip("")
        theme.changed.connect(self._measure)
        self._measure()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._height(max(self.width(), self._theme.px(200))))

    def resizeEvent(self, event: QEvent) -> None:
        self._measure()

    def _measure(self) -> None:
        self.setFixedHeight(self._height(max(self.width(), self._theme.px(200))))
        self.update()

    def _left(self) -> int:
        return self._theme.px(34)

    def _height(self, width: int) -> int:
        px = self._theme.px
        lines = self._wrapped(self._entry.detail, width - self._left())
        return px(4) + px(18) + len(lines) * px(18) + px(16) + px(10)

    def _wrapped(self, text: str, width: int) -> list[str]:
        if not text:
            return []
        found: list[str] = []
        for paragraph in text.splitlines() or [text]:
            layout = QTextLayout(paragraph, self._theme.font("small"))
            option = QTextOption()
            option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            layout.setTextOption(option)
            layout.beginLayout()
            while (line := layout.createLine()).isValid():
                line.setLineWidth(width)
                line.setPosition(QPointF(0, 0))
                found.append(paragraph[line.textStart() : line.textStart() + line.textLength()])
            layout.endLayout()
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px, entry = self._theme, self._theme.px, self._entry
        painter = QPainter(self)
        if not self._last:
            painter.fillRect(
                QRectF(px(12.5), px(26), 1, self.height() - px(26)), theme.color("line-2")
            )
        disc = QRectF(0, 0, px(26), px(26))
        draw_box(painter, disc, px(13), theme.color("surface"), theme.color("line-2"))
        theme.draw_icon(painter, disc, entry.icon, entry.tone, 14)
        x, y = float(self._left()), float(px(4))
        strong, plain = theme.font("small-strong"), theme.font("small")
        width = min(text_width(strong, entry.title), self.width() - x)
        draw_text(
            painter, QRectF(x, y, width + 1, px(18)), entry.title, strong, theme.color("text")
        )
        if entry.rest:
            box = QRectF(x + width + px(4), y, self.width() - x - width - px(4), px(18))
            draw_text(painter, box, entry.rest, plain, theme.color("text-2"))
        y += px(18)
        for line in self._wrapped(entry.detail, self.width() - self._left()):
            draw_text(
                painter, QRectF(x, y, self.width() - x, px(18)), line, plain, theme.color("text-2")
            )
            y += px(18)
        when = theme.font("cap", tabular_figures=True)
        draw_text(
            painter, QRectF(x, y, self.width() - x, px(16)), entry.when, when, theme.color("text-3")
        )
        painter.end()


class TimelineEntries(QWidget):
    """The entries one below the other, in a place that scrolls. ``empty`` stands there while there
    are none."""

    def __init__(
        self, theme: Theme, empty: str, name: str = "Timeline", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._empty = theme, empty
        self.setAccessibleName(name)
        self.setObjectName("timeline")
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self.show_entries(())

    def show_entries(self, entries: Sequence[TimelineEntry]) -> None:
        """Show these instead."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, entry in enumerate(entries):
            self._column.addWidget(_Event(self._theme, entry, last=number == len(entries) - 1))
        if not entries:
            self._column.addWidget(Label(self._theme, self._empty, "small", "text-3", wrap=True))
        self._column.addStretch(1)
        px = self._theme.px
        self._column.setContentsMargins(px(2), px(2), px(10), px(2))
        self.setAccessibleDescription("; ".join(entry.spoken for entry in entries[:20]))


class _Ring(QWidget):
    """The focus ring, over what scrolls."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        edge = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        draw_box(painter, edge, theme.px(6), None, theme.color("focus"), 2)
        painter.end()


class KeyScroll(QScrollArea):
    """Takes the focus; arrow keys scroll what is in it."""

    def __init__(
        self, theme: Theme, inside: QWidget, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        scroll_down(self, inside)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._ring = _Ring(theme, self)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._ring.resize(self.size())
        self._ring.raise_()
        self._ring.show()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._ring.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ring.resize(self.size())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and pages scroll; everything else goes on to the page."""
        scroll = {
            Qt.Key.Key_Up: -40,
            Qt.Key.Key_Down: 40,
            Qt.Key.Key_PageUp: -self.height(),
            Qt.Key.Key_PageDown: self.height(),
        }.get(Qt.Key(event.key()))
        if scroll is None:
            event.ignore()
            return
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + scroll)


class Timeline(KeyScroll):
    """A list of entries that scrolls by itself."""

    def __init__(
        self, theme: Theme, empty: str, name: str = "Timeline", parent: QWidget | None = None
    ) -> None:
        self._entries = TimelineEntries(theme, empty, name)
        super().__init__(theme, self._entries, name, parent)

    def show_entries(self, entries: Sequence[TimelineEntry]) -> None:
        """Show these instead."""
        self._entries.show_entries(entries)
        self.verticalScrollBar().setValue(0)
        self.setAccessibleDescription(self._entries.accessibleDescription())
