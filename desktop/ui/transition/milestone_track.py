"""The five steps on their line: what happened, what comes next, and what waits for it."""

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.services.milestone_rows import MilestoneRow
from desktop.ui.theme import Theme
from desktop.ui.transition.transition_words import name_of, recorded_line, step_line
from desktop.ui.widgets.painted_button import PaintedButton
from desktop.ui.widgets.painting import draw_box, draw_text, plain_tip, text_width
from desktop.ui.widgets.roving import Roving
from desktop.ui.widgets.tag import TAG_HEIGHT, draw_tag

_DOT = 28
_LAST = 116
"""Width of the last step, which has no line after it."""


class StepButton(PaintedButton):
    """One step with the line that leads to the next one. Pressed, it offers what there is to do."""

    def __init__(self, theme: Theme, number: int, *, last: bool, parent: QWidget) -> None:
        self._number, self._last = number, last
        self.row: MilestoneRow | None = None
        self._line = ""
        super().__init__(theme, "", parent)

    def show_step(self, row: MilestoneRow, zone: str, now: datetime, today: date) -> None:
        """Show a step as it is."""
        self.row = row
        self._line = step_line(row, zone, today)
        self.set_text(name_of(row))
        recorded = recorded_line(row, zone, now)
        parts = (name_of(row), "next" if row.is_next else "", self._line, recorded, row.note)
        self.setAccessibleName(", ".join(part for part in parts if part))
        self.setToolTip(plain_tip(". ".join(part for part in (recorded, row.note) if part)))

    def sizeHint(self) -> QSize:
        px, compact = self.theme.px, self.theme.compact
        height = px(_DOT) + px(4 if compact else 8) + px(22) + px(18) + px(4)
        return QSize(px(_LAST if self._last else 150), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(96), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px, row = self.theme, self.theme.px, self.row
        if row is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self.look()
        self._draw_line(painter, row)
        self._draw_dot(painter, row)
        if look.focus:
            ring = QRectF(0, px(_DOT) + px(1), self._words_width() + px(6), self.height())
            ring.setBottom(self.height())
            draw_box(painter, ring, px(6), None, theme.color("focus"), 2)
        top = px(_DOT) + px(4 if theme.compact else 8)
        font = theme.font("strong")
        tone = "plan" if row.is_next or look.hover else "text"
        box = QRectF(px(3), top, self.width() - px(3), px(22))
        draw_text(painter, box, self.words(), font, theme.color(tone))
        if row.is_next:
            x = px(3) + text_width(font, self.words()) + px(5)
            corner = QPointF(x, top + (px(22) - px(TAG_HEIGHT)) / 2)
            draw_tag(painter, theme, corner, "Next", "plan")
        below = QRectF(px(3), top + px(22), self.width() - px(3 + 6), px(18))
        small = theme.font("small", tabular_figures=True)
        draw_text(painter, below, self._line, small, theme.color("text-2"))
        painter.end()

    def _words_width(self) -> float:
        theme = self.theme
        name = text_width(theme.font("strong"), self.words()) + theme.px(56 if self._next else 0)
        line = text_width(theme.font("small", tabular_figures=True), self._line)
        return min(float(self.width()) - theme.px(6), max(name, line))

    @property
    def _next(self) -> bool:
        return self.row is not None and self.row.is_next

    def _draw_line(self, painter: QPainter, row: MilestoneRow) -> None:
        if self._last:
            return
        theme, px = self.theme, self.theme.px
        y = px(_DOT) / 2
        done = row.happened_at is not None
        pen = QPen(theme.color("plan" if done else "line-2"), px(3))
        if row.is_next:
            pen.setDashPattern((1.6, 0.9))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(px(_DOT), y), QPointF(self.width(), y))

    def _draw_dot(self, painter: QPainter, row: MilestoneRow) -> None:
        theme, px = self.theme, self.theme.px
        box = QRectF(0, 0, px(_DOT), px(_DOT))
        radius = box.height() / 2
        if row.happened_at is not None:
            draw_box(painter, box, radius, theme.color("plan"))
            theme.draw_icon(painter, box, "check", theme.color("surface"), 16)
            return
        edge, width = ("plan", 3) if row.is_next else ("line-2", 2)
        draw_box(painter, box, radius, theme.color("surface"), theme.color(edge), px(width))
        ink = theme.color("plan" if row.is_next else "text-3")
        font = theme.font("cap-bold")
        draw_text(painter, box, str(self._number), font, ink, Qt.AlignmentFlag.AlignHCenter)


class MilestoneTrack(QWidget):
    """The steps side by side; arrows move, one tab stop."""

    step_pressed = Signal(object)
    """The :class:`StepButton` that was pressed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName("Steps of the transition")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.steps: list[StepButton] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for number in range(1, 6):
            step = StepButton(theme, number, last=number == 5, parent=self)
            step.setSizePolicy(
                QSizePolicy.Policy.Fixed if number == 5 else QSizePolicy.Policy.Ignored,
                QSizePolicy.Policy.Fixed,
            )
            step.clicked.connect(lambda _on=False, s=step: self.step_pressed.emit(s))
            row.addWidget(step, 0 if number == 5 else 1)
            self.steps.append(step)
        self._roving = Roving(self)
        self._roving.set_buttons(self.steps)

    def show_steps(
        self, rows: Sequence[MilestoneRow], zone: str, now: datetime, today: date
    ) -> None:
        """Show the five steps."""
        for button, row in zip(self.steps, rows, strict=False):
            button.show_step(row, zone, now, today)
            button.update()

    def focus_here(self) -> None:
        """The step that comes next, else the first."""
        following = next((s for s in self.steps if s.row is not None and s.row.is_next), None)
        (following or self.steps[0]).setFocus(Qt.FocusReason.OtherFocusReason)
