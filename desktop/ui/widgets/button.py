"""The button: verb first, says the result ("Save call and promise")."""

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.label import Label, show_within
from desktop.ui.widgets.painted_button import Look, PaintedButton
from desktop.ui.widgets.painting import (
    KBD_HEIGHT,
    draw_box,
    draw_kbd,
    draw_text,
    kbd_width,
    plain_tip,
    text_width,
)


class Kind(StrEnum):
    """What a button is for. One PRIMARY in each pane; SOON stands on a bar of its tint, LATE is
    rust; SAFETY only for danger."""

    DEFAULT = "default"
    PRIMARY = "primary"
    QUIET = "quiet"
    LINK = "link"
    SOON = "soon"
    LATE = "late"
    SAFETY = "safety"
    PLAN = "plan"


class Button(PaintedButton):
    """A button with an icon, a quieter note and a key hint, each optional.

    ``height`` 32 in bars, 36 in the top bar, 40 for the main act, 48 for outcomes. A button
    without words needs ``name``, its accessible name.
    """

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        kind: Kind = Kind.DEFAULT,
        *,
        icon: str = "",
        icon_after: str = "",
        note: str = "",
        note_tone: str = "text-3",
        kbd: str = "",
        height: int = 32,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self._kind = kind
        self._icon = icon
        self._icon_after = icon_after
        self._note = note
        self._note_tone = note_tone
        self._kbd = kbd
        self._height = height
        self._reason = ""
        self._reason_line: Label | None = None
        super().__init__(theme, text, parent)
        if name:
            self.setAccessibleName(name)
            if not text:
                self.setToolTip(plain_tip(name))

    # -- changes ---------------------------------------------------------------------------

    def set_icon(self, icon: str) -> None:
        """Change the icon."""
        self._icon = icon
        self._restyle()

    def set_note(self, note: str, tone: str = "text-3") -> None:
        """Change the quieter words after the text."""
        self._note, self._note_tone = note, tone
        self._restyle()

    def set_kbd(self, keys: str) -> None:
        """Change the key hint."""
        self._kbd = keys
        self._restyle()

    def set_kind(self, kind: Kind) -> None:
        """Change what the button is for."""
        self._kind = kind
        self._restyle()

    def set_height(self, height: int) -> None:
        """Change the height (pixels at 100 %)."""
        self._height = height
        self._restyle()

    def set_off(self, reason: str) -> None:
        """Switch off and say why: in the line beside it, the tip and to screen readers."""
        self._reason = reason
        self.setEnabled(False)
        self._tell_reason()

    def set_on(self) -> None:
        """Switch on again."""
        self._reason = ""
        self.setEnabled(True)
        self._tell_reason()

    @property
    def reason_off(self) -> str:
        """Why the button is off; empty when it is on."""
        return self._reason

    def reason_line(self) -> Label:
        """The line to put beside the button; it shows why the button is off, else it hides."""
        if self._reason_line is None:
            self._reason_line = Label(self.theme, "", "cap", "text-3")
            self._tell_reason()
        return self._reason_line

    def _tell_reason(self) -> None:
        self.setAccessibleDescription(self._reason)
        self.setToolTip(plain_tip(self._reason))
        if self._reason_line is not None:
            self._reason_line.set_text(self._reason)
            show_within(self._reason_line, bool(self._reason))

    # -- size ------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        height = self.theme.px(self._height)
        if not self._words and not self._note and not self._kbd:
            return QSize(height, height)
        edges = 0 if self._kind == Kind.SAFETY else 2
        return QSize(round(self._content_width() + 2 * self._padding() + 0.5) + edges, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _padding(self) -> int:
        if self._kind == Kind.LINK:
            return self.theme.px(6)
        if self._height <= 28:
            return self.theme.px(9)
        return self.theme.px(16 if self._height >= 40 else 12)

    def _gap(self) -> int:
        return self.theme.px(8 if self._height > 28 else 6)

    def _icon_size(self) -> int:
        return 18 if self._kind == Kind.SAFETY else 16

    def _text_font(self) -> QFont:
        strong = self._kind in (Kind.PRIMARY, Kind.SAFETY) or bool(
            self._note and self._height == 36
        )
        if self._height <= 28 and self._kind != Kind.LINK:
            return self.theme.font("small-strong" if strong else "label", tabular_figures=True)
        return self.theme.font("strong" if strong else "medium", tabular_figures=True)

    def _note_font(self) -> QFont:
        return self.theme.font("label", tabular_figures=True)

    def _content_width(self) -> float:
        parts = [
            self.theme.px(self._icon_size()) for name in (self._icon, self._icon_after) if name
        ]
        widths = [float(part) for part in parts]
        widths += [text_width(self._text_font(), self._words)] if self._words else []
        widths += [text_width(self._note_font(), self._note)] if self._note else []
        widths += [kbd_width(self.theme, self._kbd)] if self._kbd else []
        return sum(widths) + self._gap() * max(0, len(widths) - 1)

    # -- painting --------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = self.look()
        fill, edge, text, icon = self._colours(look)
        face = self.face()
        if look.focus:
            draw_box(painter, face, self.theme.px(6), None, self.theme.color("focus"), 2)
            if self._kind in (Kind.PRIMARY, Kind.SAFETY):
                face = face.adjusted(3, 3, -3, -3)
                self._draw_face(painter, face, self.theme.px(4), fill, edge)
            elif fill is not None:
                draw_box(painter, face.adjusted(2, 2, -2, -2), self.theme.px(4), fill)
        else:
            self._draw_face(painter, face, self.theme.px(6), fill, edge)
        self._draw_content(painter, text, icon, look)
        painter.end()

    def _draw_face(
        self, painter: QPainter, face: QRectF, radius: int, fill: QColor | None, edge: QColor | None
    ) -> None:
        if fill is not None or edge is not None:
            draw_box(painter, face, radius, fill, edge, 2 if self._kind == Kind.SAFETY else 1)

    def _draw_content(self, painter: QPainter, text: QColor, icon: QColor, look: Look) -> None:
        theme = self.theme
        x = max(float(self._padding()), (self.width() - self._content_width()) / 2)
        height = self.height()
        side = theme.px(self._icon_size())
        if self._icon:
            if not self._words and not self._note and not self._kbd:
                x = (self.width() - side) / 2
            box = QRectF(x, 0, side, height)
            theme.draw_icon(painter, box, self._icon, icon, self._icon_size())
            x += side + self._gap()
        after = self._after_width()
        if self._words:
            font = self._text_font()
            width = min(text_width(font, self._words), self.width() - x - after - 4)
            draw_text(painter, QRectF(x, 0, width + 1, height), self._words, font, text)
            x += width + self._gap()
        if self._note:
            width = text_width(self._note_font(), self._note)
            colour = text if look.off else theme.color(self._note_tone)
            draw_text(
                painter, QRectF(x, 0, width + 1, height), self._note, self._note_font(), colour
            )
            x += width + self._gap()
        if self._icon_after:
            box = QRectF(x, 0, side, height)
            theme.draw_icon(painter, box, self._icon_after, icon, self._icon_size())
            x += side + self._gap()
        if self._kbd:
            corner = QPointF(x, (height - theme.px(KBD_HEIGHT)) / 2)
            self._draw_kbd(painter, corner, text)

    def _after_width(self) -> float:
        width = 0.0
        if self._note:
            width += self._gap() + text_width(self._note_font(), self._note)
        if self._icon_after:
            width += self._gap() + self.theme.px(self._icon_size())
        if self._kbd:
            width += self._gap() + kbd_width(self.theme, self._kbd)
        return width

    def _draw_kbd(self, painter: QPainter, corner: QPointF, text: QColor) -> None:
        theme = self.theme
        if self._kind in (Kind.PRIMARY, Kind.SAFETY):
            draw_kbd(painter, theme, corner, self._kbd, text, text)
        else:
            ink, edge = theme.color("text-3"), theme.color("line-2")
            draw_kbd(painter, theme, corner, self._kbd, ink, edge, theme.color("surface-2"))

    def _colours(self, look: Look) -> tuple[QColor | None, QColor | None, QColor, QColor]:
        """Fill, edge, text and icon colour in this state."""
        c = self.theme.color
        over = look.hover or look.pressed
        if look.off:
            bare = self._kind in (Kind.QUIET, Kind.LINK)
            ground, line = (None, None) if bare else (c("sunken"), c("line"))
            return ground, line, c("text-3"), c("text-3")
        match self._kind:
            case Kind.PRIMARY:
                fill = c(
                    "primary-press"
                    if look.pressed
                    else "primary-hover"
                    if look.hover
                    else "primary"
                )
                return fill, None, c("on-primary"), c("on-primary")
            case Kind.SOON | Kind.LATE:
                tone = str(self._kind)
                tint = c(f"{tone}-tint" if over else "surface")
                return tint, c(tone if look.pressed else f"{tone}-edge"), c(tone), c(tone)
            case Kind.SAFETY:
                tint = c("safety-tint" if over else "surface")
                return tint, c("safety-edge"), c("safety"), c("safety")
            case Kind.PLAN:
                edge = c("plan" if over else "plan-edge")
                return c("plan-tint"), edge, c("plan"), c("plan")
            case Kind.LINK:
                tint_or_none = c("primary-tint") if over else None
                return tint_or_none, None, c("primary"), c("primary")
            case _:
                return self._plain_colours(look)

    def _plain_colours(self, look: Look) -> tuple[QColor | None, QColor | None, QColor, QColor]:
        c = self.theme.color
        quiet = self._kind == Kind.QUIET
        text = c("text-2" if quiet else "text")
        if look.pressed:
            return c("sunken"), c("control"), text, c("text-2")
        if look.hover:
            return c("surface-2"), c("control"), text, c("text-2")
        if quiet:
            return None, None, text, text
        return c("surface"), c("line-2"), text, c("text-2")


def icon_button(
    theme: Theme, icon: str, name: str, *, height: int = 32, kind: Kind = Kind.DEFAULT
) -> Button:
    """A square button with an icon only; ``name`` is what a screen reader says."""
    button = Button(theme, "", kind, icon=icon, height=height, name=name)
    button.setCursor(Qt.CursorShape.ArrowCursor)
    return button
