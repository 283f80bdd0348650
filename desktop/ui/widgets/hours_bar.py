"""The caller's day: 24 hours, the allowed ones filled, a dot at the promise."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.painting import draw_box, draw_dot, draw_text, text_width

_DAY = 24 * 60


def clock_words(minute: int) -> str:
    """A minute of the day as a short mark on the bar: 480 → "8 am", 870 → "2:30 pm"."""
    hour, rest = divmod(minute % _DAY, 60)
    half = "am" if hour < 12 else "pm"
    shown = hour % 12 or 12
    return f"{shown}:{rest:02d} {half}" if rest else f"{shown} {half}"


class HoursBar(QLabel):
    """Shows one time of day against the hours in which the caller may be rung.

    Minutes of the day throughout. Outside the hours the dot is rust and holds a moon. Words
    stand beside the bar, always (``Field.set_hint``); the accessible name says them too.
    """

    def __init__(
        self,
        theme: Theme,
        *,
        ticks_shown: bool = True,
        name: str = "Caller's time",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._start, self._end = 8 * 60, 21 * 60
        self._minute: int | None = None
        self._label = ""
        self._ticks: tuple[int, ...] = ()
        self._ticks_shown = ticks_shown
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)
        self._tell()

    @property
    def allowed(self) -> bool:
        """Whether the shown time lies in the allowed hours."""
        return self._minute is None or self._start <= self._minute < self._end

    def set_hours(self, start: int, end: int, ticks: tuple[int, ...] = ()) -> None:
        """The allowed hours, and more marks below the bar (an hour like 3 pm)."""
        self._start, self._end, self._ticks = start, end, ticks
        self._tell()

    def set_time(self, minute: int | None, label: str = "") -> None:
        """Put the dot at ``minute``; ``label`` stands in bold under it ("2:18 pm in Denver")."""
        self._minute, self._label = minute, label
        self._tell()

    def show_ticks(self, shown: bool) -> None:
        """Show or hide the marks below the bar (hidden in compact)."""
        self._ticks_shown = shown
        self._restyle()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(240), self._theme.px(34 if self._ticks_shown else 18))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(120), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        track = QRectF(0, theme.px(4), self.width(), theme.px(10))
        radius = track.height() / 2
        draw_box(painter, track, radius, theme.color("sunken"))
        rounded = QPainterPath()
        rounded.addRoundedRect(track, radius, radius)
        painter.save()
        painter.setClipPath(rounded)
        left, right = self._x(self._start), self._x(self._end)
        painter.fillRect(
            QRectF(left, track.top(), right - left, track.height()), theme.color("primary-edge")
        )
        painter.restore()
        draw_box(painter, track, radius, None, theme.color("line-2"))
        if self._ticks_shown:
            self._draw_ticks(painter)
        if self._minute is not None:
            self._draw_dot(painter, self._minute, track.center().y())
        painter.end()

    def _draw_dot(self, painter: QPainter, minute: int, y: float) -> None:
        theme = self._theme
        side = theme.px(16)
        x = min(max(self._x(minute), side / 2 + 1), self.width() - side / 2 - 1)
        tone = theme.color("primary" if self.allowed else "late")
        centre = QPointF(x, y)
        draw_dot(painter, centre, side + 2, tone)
        draw_dot(painter, centre, side, theme.color("surface"))
        draw_dot(painter, centre, side - theme.px(6), tone)

    def _draw_ticks(self, painter: QPainter) -> None:
        theme = self._theme
        top, height = theme.px(18), theme.px(16)
        taken: list[tuple[float, float]] = []
        if self._label and self._minute is not None:
            font = theme.font("cap-strong", tabular_figures=True)
            box = self._tick_box(self._minute, text_width(font, self._label), top, height)
            draw_text(painter, box, self._label, font, theme.color("text"))
            taken.append((box.left() - theme.px(6), box.right() + theme.px(6)))
        font = theme.font("cap", tabular_figures=True)
        for minute in (self._start, self._end, *self._ticks):
            words = clock_words(minute)
            box = self._tick_box(minute, text_width(font, words), top, height)
            if all(box.right() < start or box.left() > end for start, end in taken):
                draw_text(painter, box, words, font, theme.color("text-3"))
                taken.append((box.left() - theme.px(6), box.right() + theme.px(6)))

    def _tick_box(self, minute: int, width: float, top: int, height: int) -> QRectF:
        left = min(max(0.0, self._x(minute) - width / 2), self.width() - width - 1)
        return QRectF(left, top, width + 1, height)

    def _x(self, minute: int) -> float:
        return self.width() * (minute / _DAY)

    def _tell(self) -> None:
        words = f"{self._name}. Allowed {clock_words(self._start)} to {clock_words(self._end)}"
        if self._minute is not None:
            words += f", promise {clock_words(self._minute)}"
            words += "" if self.allowed else ", outside the hours"
        self.setAccessibleName(words)
        self.update()

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
