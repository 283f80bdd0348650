"""One line under the number: somebody who uses it, or a number that begins like it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.painted_button import PaintedButton
from desktop.ui.widgets.painting import draw_box, draw_text, plain_tip, text_width
from desktop.ui.widgets.tag import draw_tag, tag_width

_HEIGHT, _COMPACT_HEIGHT = 34, 30


def row_height(theme: Theme) -> int:
    """The height of a line, in pixels at the chosen scale."""
    return theme.px(_COMPACT_HEIGHT if theme.compact else _HEIGHT)


class MatchButton(PaintedButton):
    """The pressed part: a round mark, a name, what they are, and a few words.

    ``strong`` words stand after the detail in weight 600 (whom somebody speaks for); ``shorter``
    takes the place of a detail that does not fit.
    """

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        tag: str = "",
        detail: str = "",
        strong: str = "",
        shorter: str = "",
        chosen: bool = False,
        mark: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self._tag, self._detail, self._strong, self._chosen = tag, detail, strong, chosen
        self._shorter = shorter
        self._mark = mark or ("circle-check" if chosen else "circle")
        super().__init__(theme, name, parent)
        self.setCheckable(True)
        self.setChecked(chosen)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        spoken = ", ".join(part for part in (name, tag, f"{detail} {strong}".strip()) if part)
        self.setAccessibleName(spoken)
        self.setToolTip(plain_tip(f"{detail} {strong}".strip()))

    def nextCheckState(self) -> None:
        """Whether it is chosen is decided by the card, not by the press."""

    def sizeHint(self) -> QSize:
        px = self.theme.px
        width = px(10 + 18 + 10) + text_width(self._name_font(), self._words)
        width += tag_width(self.theme, self._tag) + px(10) if self._tag else 0
        font = self.theme.font("small", tabular_figures=True)
        width += text_width(font, f"{self._detail} {self._strong}") + px(20)
        return QSize(round(width), row_height(self.theme))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(80), row_height(self.theme))

    def _name_font(self) -> QFont:
        return self.theme.font("strong" if self._chosen else "medium")

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, look, px = self.theme, self.look(), self.theme.px
        painter = QPainter(self)
        height = self.height()
        if (look.hover or look.pressed) and not self._chosen:
            painter.fillRect(self.rect(), theme.color("surface-2"))
        if look.focus:
            ring = QRectF(self.rect()).adjusted(2, 2, -2, -2)
            draw_box(painter, ring, px(4), None, theme.color("focus"), 2)
        x = float(px(10))
        tone = "primary" if self._chosen else "text-2"
        theme.draw_icon(painter, QRectF(x, 0, px(18), height), self._mark, tone, 18)
        x += px(28)
        font = self._name_font()
        width = min(text_width(font, self._words), self.width() - x - px(8))
        ink = theme.color("text")
        draw_text(painter, QRectF(x, 0, width + 1, height), self._words, font, ink)
        x += width + px(10)
        if self._tag and x + tag_width(theme, self._tag) < self.width():
            ground = "surface" if self._chosen else ""
            tag_tone = "primary" if self._chosen and self._tag == "Patient" else ""
            top = (height - px(22)) / 2
            draw_tag(
                painter, theme, QRectF(x, top, 0, 0).topLeft(), self._tag, tag_tone, "", ground
            )
            x += tag_width(theme, self._tag) + px(10)
        self._draw_detail(painter, x)
        painter.end()

    def _draw_detail(self, painter: QPainter, x: float) -> None:
        theme, px = self.theme, self.theme.px
        font = theme.font("small", tabular_figures=True)
        room = self.width() - x - px(4)
        if room <= px(12):
            return
        detail = self._detail
        if self._shorter and text_width(font, detail) > room:
            detail = self._shorter
        width = min(text_width(font, detail), room)
        box = QRectF(x, 0, width + 1, self.height())
        draw_text(painter, box, detail, font, theme.color("text-2"))
        x += width + (px(4) if detail else 0)
        room = self.width() - x - px(4)
        if self._strong and room > px(12):
            strong = theme.font("small-strong")
            box = QRectF(x, 0, room, self.height())
            draw_text(painter, box, self._strong, strong, theme.color("text"))


class MatchRow(QWidget):
    """A line: the pressed part, then what else can be done at its right."""

    def __init__(self, theme: Theme, button: QWidget, *, chosen: bool = False) -> None:
        super().__init__()
        self._theme, self._chosen = theme, chosen
        self.button = button
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, theme.px(6), 0)
        self.row.setSpacing(theme.px(8))
        self.row.addWidget(button, 1)
        self.setFixedHeight(row_height(theme))

    def under_line(self) -> None:
        """A hairline stands above it and counts as part of its height."""
        self.setFixedHeight(row_height(self._theme) - 1)
        self.button.setFixedHeight(row_height(self._theme) - 1)

    def add(self, widget: QWidget) -> None:
        """Put something at the right end."""
        self.row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._chosen:
            painter.fillRect(self.rect(), self._theme.color("primary-tint"))
        painter.end()
