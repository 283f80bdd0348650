"""Chips are pressed (edge; checked = tint, check mark, 600). Tags are read; see ``tag.py``."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.painted_button import Look, PaintedButton
from desktop.ui.widgets.painting import draw_box, draw_text, text_width


class Chip(PaintedButton):
    """A choice that is on or off; ``toggled(bool)`` tells.

    ``digit`` is the key that presses it, before the words or after them (``digit_after``).
    ``tone`` is ``primary`` or ``plan``. ``exclusive`` chips with one parent behave like a radio
    group. ``tight`` is the narrow padding of a crowded row.
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        digit: str = "",
        digit_after: bool = False,
        icon: str = "",
        icon_after: str = "",
        note: str = "",
        tone: str = "primary",
        checkable: bool = True,
        exclusive: bool = False,
        tight: bool = False,
        height: int = 32,
        parent: QWidget | None = None,
    ) -> None:
        self._digit = digit
        self._digit_after = digit_after
        self._icon = icon
        self._icon_after = icon_after
        self._note = note
        self._tone = tone
        self._tight = tight
        self._height = height
        super().__init__(theme, text, parent)
        self.setCheckable(checkable)
        self.setAutoExclusive(exclusive)
        self.toggled.connect(self._restyle)

    @property
    def digit(self) -> str:
        """The key that presses it, for the page that listens for keys."""
        return self._digit

    def set_note(self, note: str) -> None:
        """Change the quieter words after the text."""
        self._note = note
        self._restyle()

    def set_height(self, height: int) -> None:
        """Change the height (pixels at 100 %)."""
        self._height = height
        self._restyle()

    def set_tight(self, tight: bool) -> None:
        """Use the narrow padding."""
        self._tight = tight
        self._restyle()

    def sizeHint(self) -> QSize:
        # Measured in the heavier weight, so that checking a chip moves nothing after it
        # except by the check mark.
        width = (
            2 * self._padding()
            + sum(w for w, _ in self._parts())
            + self._gap() * (len(self._parts()) - 1)
        )
        return QSize(round(width + 0.5) + 2, self.theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _padding(self) -> int:
        if self._tight:
            return self.theme.px(5 if self.theme.compact else 7)
        return self.theme.px(9 if self._height <= 28 else 10 if self._height <= 32 else 12)

    def _gap(self) -> int:
        if self._tight:
            return self.theme.px(3 if self.theme.compact else 4)
        return self.theme.px(6)

    def _font(self) -> QFont:
        return self.theme.font("small-strong" if self.isChecked() else "label")

    def _icon_size(self) -> int:
        return 14 if self._tight or self._height < 32 else 16

    def _parts(self) -> list[tuple[float, tuple[str, str]]]:
        """Each part's width and what it is, in order."""
        digits = self.theme.font("cap-medium", tabular_figures=True)
        side = float(self.theme.px(self._icon_size()))
        parts: list[tuple[float, tuple[str, str]]] = []
        lead = "check" if self.isChecked() and not self._icon else self._icon
        if lead:
            parts.append((side, ("icon", lead)))
        if self._digit and not self._digit_after:
            parts.append((text_width(digits, self._digit), ("digit", self._digit)))
        if self._words:
            parts.append((text_width(self._font(), self._words), ("text", self._words)))
        if self._note:
            parts.append((text_width(self.theme.font("small"), self._note), ("note", self._note)))
        if self._digit and self._digit_after:
            parts.append((text_width(digits, self._digit), ("digit", self._digit)))
        if self._icon_after:
            parts.append((side, ("icon", self._icon_after)))
        return parts

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.theme
        painter = QPainter(self)
        look = self.look()
        fill, edge, text, quiet = self._colours(look)
        width = 2 if look.focus else 1
        edge = theme.color("focus") if look.focus else edge
        draw_box(painter, self.face(), theme.px(6), fill, edge, width)
        parts = self._parts()
        content = sum(w for w, _ in parts) + self._gap() * (len(parts) - 1)
        x = (self.width() - content) / 2
        for part_width, (what, value) in parts:
            box = QRectF(x, 0, part_width + 1, self.height())
            if what == "icon":
                theme.draw_icon(painter, box.adjusted(0, 0, -1, 0), value, quiet, self._icon_size())
            elif what == "digit":
                digits = theme.font("cap-medium", tabular_figures=True)
                draw_text(painter, box, value, digits, quiet)
            elif what == "note":
                draw_text(painter, box, value, theme.font("small"), quiet)
            else:
                draw_text(painter, box, value, self._font(), text)
            x += part_width + self._gap()
        painter.end()

    def _colours(self, look: Look) -> tuple[QColor, QColor, QColor, QColor]:
        """Fill, edge, text and quieter colour in this state."""
        c = self.theme.color
        if look.off:
            return c("sunken"), c("line-2"), c("text-3"), c("text-3")
        if self.isChecked():
            return c(f"{self._tone}-tint"), c(self._tone), c(self._tone), c(self._tone)
        if look.pressed:
            return c("sunken"), c("control"), c("text"), c("text-3")
        if look.hover:
            return c("surface-2"), c("control"), c("text"), c("text-3")
        return c("surface"), c("line-2"), c("text"), c("text-3")
