"""A chip as wide as its column, with its words at the left: what it is, what follows, its key."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.painted_button import PaintedButton
from desktop.ui.widgets.painting import (
    KBD_HEIGHT,
    draw_box,
    draw_kbd,
    draw_text,
    kbd_width,
    text_width,
)


class WideChip(PaintedButton):
    """``note`` stands after the words, the key at the right end; both may be empty."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        note: str = "",
        keys: str = "",
        *,
        heights: tuple[int, int] = (36, 32),
        parent: QWidget | None = None,
    ) -> None:
        self._note, self._keys, self._heights = note, keys, heights
        super().__init__(theme, text, parent)
        self.setCheckable(True)
        self.setAccessibleName(f"{text}: {note}" if note else text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = self.theme
        width = text_width(theme.font("small-strong"), self._words)
        width += text_width(theme.font("cap"), self._note)
        width += kbd_width(theme, self._keys) if self._keys else 0
        return QSize(round(width) + theme.px(34), theme.px(self._heights[theme.compact]))

    def minimumSizeHint(self) -> QSize:
        """The note may give way to an ellipsis; what it is and its key may not."""
        hint = self.sizeHint()
        return hint - QSize(round(text_width(self.theme.font("cap"), self._note)), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px, look, on = self.theme, self.theme.px, self.look(), self.isChecked()
        painter = QPainter(self)
        fill = "primary-tint" if on else "surface-2" if look.hover else "surface"
        edge = "primary" if on else "control" if look.hover else "line-2"
        if look.focus:
            draw_box(painter, self.face(), px(6), theme.color(fill), theme.color("focus"), 2)
        else:
            draw_box(painter, self.face(), px(6), theme.color(fill), theme.color(edge))
        x, height = float(px(11)), float(self.height())
        ink = theme.color("primary" if on else "text")
        font = theme.font("small-strong" if on else "label")
        keys = kbd_width(theme, self._keys) if self._keys else 0
        right = self.width() - px(10) - keys
        words, note = text_width(font, self._words), text_width(theme.font("cap"), self._note)
        # The check mark gives way before the words do.
        if on and x + px(22) + words + px(6) + note <= right - px(4):
            theme.draw_icon(painter, QRectF(x, 0, px(16), height), "check", ink)
            x += px(22)
        draw_text(painter, QRectF(x, 0, min(words, right - x) + 1, height), self._words, font, ink)
        x += words + px(6)
        if x < right:
            box = QRectF(x, 0, min(note, right - px(4) - x) + 1, height)
            draw_text(painter, box, self._note, theme.font("cap"), theme.color("text-2"))
        if not self._keys:
            painter.end()
            return
        corner = QPointF(right, (height - px(KBD_HEIGHT)) / 2)
        kbd_ink = ink if on else theme.color("text-3")
        kbd_edge = theme.color("primary-edge" if on else "line-2")
        ground = None if on else theme.color("surface-2")
        draw_kbd(painter, theme, corner, self._keys, kbd_ink, kbd_edge, ground)
        painter.end()
