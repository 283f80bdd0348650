"""Approved words in a card: whole lines, as many as there is room for."""

from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.domain.word_difference import Piece
from desktop.ui.theme import Theme
from desktop.ui.widgets.painting import draw_box

_LEAST_LINES = 2
_INDENT = 13
_EDGE = "\u00a0\u00a0"
"""The room at both ends of the tag."""


class VoiceText(QWidget):
    """``pieces`` that are new get a tint and weight 600, as colour alone would not do. With
    ``whole`` it is as high as its words; else it shows the lines that fit, and an ellipsis."""

    def __init__(
        self,
        theme: Theme,
        *,
        whole: bool = False,
        style: str = "voice-snippet",
        compact_style: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._whole = theme, whole
        self._styles = (style, compact_style or style)
        self._approved, self._tone, self._tag = True, "plan", ""
        self._pieces: tuple[Piece, ...] = ()
        down = QSizePolicy.Policy.Fixed if whole else QSizePolicy.Policy.Expanding
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, down)
        policy.setHeightForWidth(whole)
        self.setSizePolicy(policy)
        theme.changed.connect(self._restyle)

    def show_text(self, text: str, *, approved: bool = True) -> None:
        """Words that may be read aloud; not ``approved``: what to do without them."""
        self.show_pieces(
            (Piece(text, new=False),), approved=approved, tone="plan" if approved else "late"
        )

    def show_pieces(
        self, pieces: Sequence[Piece], *, approved: bool = True, tone: str = "plan", tag: str = ""
    ) -> None:
        """Words with what is new in them marked; ``tone`` is that of the bar. Only ``approved``
        ones are set in the face of what may be read aloud. ``tag`` ("New since v2") stands before
        what is new, where all the words are shown; it is no part of them."""
        self._pieces, self._approved, self._tone = tuple(pieces), approved, tone
        self._tag = tag.replace(" ", "\u00a0") if self._whole else ""
        new = ", ".join(piece.text.strip() for piece in pieces if piece.new)
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(f"New: {new}" if new else "")
        self._restyle()

    def text(self) -> str:
        """All of the words."""
        return "".join(piece.text for piece in self._pieces)

    @property
    def new_words(self) -> tuple[str, ...]:
        """The stretches that are marked as new."""
        return tuple(piece.text.strip() for piece in self._pieces if piece.new)

    def sizeHint(self) -> QSize:
        width = max(self.width(), self._theme.px(240))
        return QSize(self._theme.px(240), self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        least = self._line_height() * _LEAST_LINES + self._theme.px(4)
        return QSize(self._theme.px(120), least)

    def heightForWidth(self, width: int) -> int:
        layout = self._lay_out(width - self._theme.px(_INDENT), self._shown)
        return self._line_height() * max(1, layout.lineCount()) + self._theme.px(4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        height, top = self._line_height(), px(2)
        room = max(1, (self.height() - top) // height)
        text = self._shown
        layout = self._lay_out(self.width() - px(_INDENT), text)
        if layout.lineCount() > room:
            last = layout.lineAt(room - 1)
            rest = text[last.textStart() :].replace("\n", " ")
            metrics = QFontMetricsF(theme.font(self._style))
            mode = Qt.TextElideMode.ElideRight
            end = metrics.elidedText(rest, mode, self.width() - px(_INDENT) - 1)
            layout = self._lay_out(self.width() - px(_INDENT), text[: last.textStart()] + end)
        shown = min(room, layout.lineCount())
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            y = top + number * height + (height - line.height()) / 2
            line.setPosition(QPointF(px(_INDENT), y if number < shown else -10_000))
        self._draw_tag_edge(painter, layout)
        painter.setPen(theme.color("text"))
        layout.draw(painter, QPointF(0, 0))
        bar = QRectF(0, 0, px(3), shown * height + 2 * top)
        painter.fillRect(bar, theme.color(self._tone))
        painter.end()

    @property
    def _tag_at(self) -> int:
        """Where the tag stands; -1 without one."""
        if not self._tag or not any(piece.new for piece in self._pieces):
            return -1
        known = takewhile(lambda piece: not piece.new, self._pieces)
        return sum(len(piece.text) for piece in known)

    @property
    def _shown(self) -> str:
        """The words with the tag in them."""
        text, at = self.text(), self._tag_at
        return text if at < 0 else f"{text[:at]}{_EDGE}{self._tag}{_EDGE} {text[at:]}"

    def _draw_tag_edge(self, painter: QPainter, layout: QTextLayout) -> None:
        at = self._tag_at
        if at < 0:
            return
        theme, px = self._theme, self._theme.px
        line = layout.lineForTextPosition(at)
        ends = at, at + len(self._tag) + 2 * len(_EDGE)
        left, right = (_x(line, place) - line.position().x() for place in ends)
        high = px(20)
        middle = line.position().y() + line.height() / 2
        box = QRectF(px(_INDENT) + left, middle - high / 2, right - left, high)
        draw_box(painter, box, px(4), theme.color("surface"), theme.color("plan-edge"))

    @property
    def _style(self) -> str:
        if not self._approved:
            return "body"
        return self._styles[self._theme.compact]

    def _line_height(self) -> int:
        return self._theme.line_height(self._style)

    def _lay_out(self, width: float, text: str) -> QTextLayout:
        layout = QTextLayout(text.replace("\n", "\u2028"), self._theme.font(self._style))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        formats, start, tagged = [], 0, self._tag_at
        for piece in self._pieces:
            if start == tagged and piece.new:
                formats.append(self._tag_format(start))
                start += len(self._tag) + 2 * len(_EDGE) + 1
            length = min(len(piece.text), len(text) - start)
            if piece.new and length > 0:
                marked = QTextCharFormat()
                marked.setBackground(self._theme.color("plan-tint" if self._tag else "mark"))
                marked.setFontWeight(600)
                shown = QTextLayout.FormatRange()
                shown.start, shown.length, shown.format = start, length, marked
                formats.append(shown)
            start += len(piece.text)
        layout.setFormats(formats)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1.0, width))
        layout.endLayout()
        return layout

    def _tag_format(self, start: int) -> QTextLayout.FormatRange:
        small = QTextCharFormat()
        small.setFont(self._theme.font("cap-strong"))
        small.setForeground(self._theme.color("plan"))
        shown = QTextLayout.FormatRange()
        shown.start, shown.length = start, len(self._tag) + 2 * len(_EDGE)
        shown.format = small
        return shown

    def _fit(self) -> None:
        """All of the words are seen: nobody reads half a statement aloud."""
        needed = self.heightForWidth(self.width())
        if self._whole and self.minimumHeight() != needed:
            self.setFixedHeight(needed)

    def _restyle(self) -> None:
        self._fit()
        self.updateGeometry()
        self.update()


def _x(line: QTextLine, place: int) -> float:
    found: Any = line.cursorToX(place)  # the binding gives the place back beside it
    return float(found[0] if isinstance(found, tuple) else found)
