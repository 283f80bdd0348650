"""A large choice with two lines: outcomes, quick times, people who may unlock."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.avatar import draw_avatar, initials
from desktop.ui.widgets.painted_button import Look, PaintedButton
from desktop.ui.widgets.painting import (
    draw_box,
    draw_kbd,
    draw_text,
    kbd_width,
    shortened,
    text_width,
)


class ChoiceButton(PaintedButton):
    """Words, a quieter line below, and optionally an icon or avatar, a digit, words at the right.

    ``tone`` colours the words: text, late, plan. ``suggested`` draws the 2 px primary edge of the
    expected outcome. Checkable ones turn tinted with a 2 px edge. ``voice`` is approved wording
    after the second line's own words, in the reading face. Where that line is too long, what stands
    behind its last " · " goes first.
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        second: str = "",
        *,
        icon: str = "",
        avatar: str = "",
        digit: str = "",
        trailing: str = "",
        voice: str = "",
        tone: str = "text",
        style: str = "strong",
        edge: str = "",
        suggested: bool = False,
        checkable: bool = False,
        height: int = 48,
        compact_height: int = 40,
        parent: QWidget | None = None,
    ) -> None:
        self._second, self._icon, self._avatar = second, icon, avatar
        self._digit, self._trailing, self._voice = digit, trailing, voice
        self._tone, self._style, self._edge = tone, style, edge
        self._suggested = suggested
        self._heights = (height, compact_height)
        super().__init__(theme, text, parent)
        self.setCheckable(checkable)
        self.setAutoExclusive(checkable)
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        self._name()

    @property
    def digit(self) -> str:
        """The key that presses it."""
        return self._digit

    def set_second(self, second: str, voice: str = "") -> None:
        """Change the quieter line, and the approved words after it."""
        self._second, self._voice = second, voice
        self._name()
        self._restyle()

    def set_text(self, text: str) -> None:
        """Change the words."""
        super().set_text(text)
        self._name()

    def set_suggested(self, suggested: bool) -> None:
        """Mark as the expected choice."""
        self._suggested = suggested
        self.update()

    def _name(self) -> None:
        parts = (self._words, self._second, self._voice, self._trailing)
        self.setAccessibleName(", ".join(part for part in parts if part))

    def sizeHint(self) -> QSize:
        theme = self.theme
        first = text_width(theme.font(self._first_style(True), tabular_figures=True), self._words)
        if self._digit:
            first += kbd_width(theme, self._digit) + theme.px(4)
        second = text_width(theme.font("cap", tabular_figures=True), self._second)
        width = self._lead() + max(first, second) + self._padding() * 2
        if self._trailing:
            width += text_width(theme.font("small"), self._trailing) + theme.px(8)
        return QSize(round(width + 1), theme.px(self._heights[theme.compact]))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(40), self.sizeHint().height())

    def _padding(self) -> int:
        if self._avatar:
            return self.theme.px(12)
        return self.theme.px(8 if self.theme.compact else 10)

    def _lead(self) -> int:
        if self._avatar:
            return self.theme.px(40)
        return self.theme.px(16 + 8) if self._icon and self._words else 0

    def _first_style(self, on: bool) -> str:
        if self._style == "label":
            return "small-strong" if on else "label"
        return self._style

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, look, on = self.theme, self.look(), self.isChecked()
        painter = QPainter(self)
        fill, edge, width, ink, quiet = self._colours(look, on)
        draw_box(painter, self.face(), theme.px(6), fill, edge, width)
        x = float(self._padding())
        height = self.height()
        if self._avatar:
            corner = QPointF(x, (height - theme.px(30)) / 2)
            draw_avatar(painter, theme, corner, initials(self._avatar), 30)
        elif self._icon:
            wide = theme.px(16) if self._words else self.width() - 2 * x
            icon_ink = (
                ink if self._tone != "text" or on or self._suggested else theme.color("text-2")
            )
            theme.draw_icon(painter, QRectF(x, 0, wide, height), self._icon, icon_ink)
        self._draw_words(painter, x + self._lead(), ink, quiet, on)
        painter.end()

    def _draw_words(
        self, painter: QPainter, x: float, ink: QColor, quiet: QColor, on: bool
    ) -> None:
        theme, height = self.theme, self.height()
        right = float(self.width() - self._padding())
        if self._trailing:
            font = theme.font("small", tabular_figures=True)
            width = text_width(font, self._trailing)
            box = QRectF(right - width, 0, width + 1, height)
            draw_text(painter, box, self._trailing, font, theme.color("text-2"))
            right -= width + theme.px(8)
        first = theme.font(self._first_style(on), tabular_figures=True)
        line = theme.px(18)
        two = bool(self._second or self._voice)
        top = (height - line - theme.px(16)) / 2 if two else (height - line) / 2
        first_right = right
        if self._digit:
            keys = kbd_width(theme, self._digit)
            corner = QPointF(self.width() - theme.px(7) - keys, theme.px(3 if theme.compact else 6))
            c = theme.color
            draw_kbd(painter, theme, corner, self._digit, c("text-3"), c("line-2"), c("surface-2"))
            first_right = corner.x() - theme.px(4)
        draw_text(painter, QRectF(x, top, first_right - x, line), self._words, first, ink)
        if not two:
            return
        font = theme.font("cap", tabular_figures=True)
        second = shortened(self._second, font, right - x)
        width = min(text_width(font, second), right - x)
        box = QRectF(x, top + line, width + 1, theme.px(16))
        draw_text(painter, box, second, font, quiet)
        if self._voice:
            gap = width + theme.px(4) if self._second else 0
            said = QRectF(x + gap, top + line - 1, right - x - gap, theme.px(18))
            draw_text(painter, said, self._voice, theme.font("voice-inline"), theme.color("text"))

    def _colours(self, look: Look, on: bool) -> tuple[QColor, QColor, float, QColor, QColor]:
        """Fill, edge, its width, the colour of the words and of the quieter line."""
        c = self.theme.color
        if look.off:
            return c("sunken"), c("line"), 1, c("text-3"), c("text-3")
        marked = on or self._suggested
        fill = c("primary-tint") if on else c("surface")
        edge = c("primary") if marked else c(self._edge or "line-2")
        if look.pressed and not on:
            fill, edge = c("sunken"), edge if marked else c("control")
        elif look.hover and not on:
            fill, edge = c("surface-2"), edge if marked else c("control")
        if look.focus:
            edge = c("focus")
        strong_ink = marked and self._tone == "text" and not self._avatar
        ink = c("primary") if strong_ink else c(self._tone)
        return fill, edge, 2 if marked or look.focus else 1, ink, c("text-2" if on else "text-3")
