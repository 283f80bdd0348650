"""Tags and counts: read, never pressed."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.tag_words import TagWords
from desktop.ui.theme import Theme
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.painting import draw_box, draw_text, text_width

TAG_HEIGHT = 22
_BESIDE = 6


def tag_width(theme: Theme, text: str, icon: str = "") -> float:
    """The width of a tag."""
    width = text_width(theme.font("cap-strong"), text) + 2 * theme.px(7)
    return width + (theme.px(14) + theme.px(5) if icon else 0)


def draw_tag(
    painter: QPainter,
    theme: Theme,
    corner: QPointF,
    text: str,
    tone: str = "",
    icon: str = "",
    ground: str = "",
) -> None:
    """A tag at ``corner``. ``tone`` is plan, ok, soon, late, primary, safety or empty."""
    box = QRectF(corner.x(), corner.y(), tag_width(theme, text, icon), theme.px(TAG_HEIGHT))
    ink = theme.color(tone or "text-2")
    fill = theme.color(ground or (f"{tone}-tint" if tone else "sunken"))
    edge = ink if theme.high_contrast else None
    draw_box(painter, box, theme.px(6), fill, edge)
    x = box.left() + theme.px(7)
    if icon:
        theme.draw_icon(painter, QRectF(x, box.top(), theme.px(14), box.height()), icon, ink, 14)
        x += theme.px(14) + theme.px(5)
    text_box = QRectF(x, box.top(), box.right() - x, box.height())
    draw_text(painter, text_box, text, theme.font("cap-strong"), ink)


def lay_tags(theme: Theme, tags: Iterable[TagWords], room: float) -> list[list[TagWords]]:
    """The tags in as many lines as they need."""
    gap = theme.px(_BESIDE)
    lines: list[list[TagWords]] = []
    left = 0.0
    for tag in tags:
        width = tag_width(theme, tag.text, tag.icon)
        if not lines or left < width:
            lines.append([])
            left = room
        lines[-1].append(tag)
        left -= width + gap
    return lines


def draw_tag_lines(
    painter: QPainter,
    theme: Theme,
    corner: QPointF,
    lines: Iterable[Iterable[TagWords]],
    gap: int,
    *,
    tinted: bool,
) -> None:
    """Lines of tags from ``corner`` down, ``gap`` apart. On a ``tinted`` row those without a tone
    stand on white."""
    y = corner.y()
    for line in lines:
        x = corner.x()
        for tag in line:
            ground = "surface" if tinted and not tag.tone else ""
            draw_tag(painter, theme, QPointF(x, y), tag.text, tag.tone, tag.icon, ground)
            x += tag_width(theme, tag.text, tag.icon) + theme.px(_BESIDE)
        y += theme.px(gap) + theme.px(TAG_HEIGHT)


class Tag(Label):
    """A status in words: "48 min late". ``ground`` overrides the tint ("surface" on a tint)."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        tone: str = "",
        *,
        icon: str = "",
        ground: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self._icon = icon
        self._ground = ground
        super().__init__(theme, text, "cap-strong", tone, parent=parent)

    def set_tag(self, text: str, tone: str = "", icon: str = "") -> None:
        """Change words, tone and icon."""
        self._tone, self._icon = tone, icon
        self.set_text(text)
        self._restyle()

    def set_ground(self, ground: str) -> None:
        """Override the tint with this token; empty: the tone's own."""
        self._ground = ground
        self.update()

    def sizeHint(self) -> QSize:
        width = tag_width(self._theme, self.text(), self._icon)
        return QSize(round(width + 0.5), self._theme.px(TAG_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        corner = QPointF(0, (self.height() - self._theme.px(TAG_HEIGHT)) / 2)
        draw_tag(painter, self._theme, corner, self.text(), self._tone, self._icon, self._ground)
        painter.end()


COUNT_HEIGHT = 18


def count_width(theme: Theme, count: str) -> float:
    """The width of a count bubble."""
    font = theme.font("cap-strong", tabular_figures=True)
    return max(text_width(font, count) + 2 * theme.px(7), theme.px(COUNT_HEIGHT))


def draw_count(
    painter: QPainter, theme: Theme, corner: QPointF, count: str, tone: str = ""
) -> None:
    """A round count at ``corner``, in the tint of ``tone``."""
    box = QRectF(corner.x(), corner.y(), count_width(theme, count), theme.px(COUNT_HEIGHT))
    ink = theme.color(tone or "text-2")
    fill = theme.color(f"{tone}-tint" if tone else "sunken")
    draw_box(painter, box, box.height() / 2, fill, ink if theme.high_contrast else None)
    font = theme.font("cap-strong", tabular_figures=True)
    draw_text(painter, box, count, font, ink, Qt.AlignmentFlag.AlignHCenter)


class Count(Label):
    """A number in a bubble; ``spoken`` is what a screen reader says ("7 due")."""

    def __init__(
        self,
        theme: Theme,
        count: int,
        tone: str = "",
        spoken: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "", "cap-strong", tone, tabular=True, parent=parent)
        self.set_count(count, spoken)

    def set_count(self, count: int, spoken: str = "") -> None:
        """Change the number."""
        self.set_text(str(count))
        self.setAccessibleName(spoken or str(count))
        self._restyle()

    def sizeHint(self) -> QSize:
        return QSize(
            round(count_width(self._theme, self.text()) + 0.5), self._theme.px(COUNT_HEIGHT)
        )

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        corner = QPointF(0, (self.height() - self._theme.px(COUNT_HEIGHT)) / 2)
        draw_count(painter, self._theme, corner, self.text(), self._tone)
        painter.end()
