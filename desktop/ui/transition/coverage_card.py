"""Coverage: how many of the people affected have heard the current words."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.services.coverage import Coverage
from desktop.ui.theme import Theme
from desktop.ui.transition.titled_card import TitledCard
from desktop.ui.transition.transition_words import counted
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.painting import draw_box, draw_text
from desktop.ui.widgets.tag import Tag

_SHOWN = 3
"""So many versions stand apart; what is older stands together."""
_LEAST = 3
_AFFECTED = "People with an appointment, a request or money on account"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the people: how many, what they heard, what that means; ``look`` is which of the
    grounds it is drawn in (0 the newest … 3 not told)."""

    people: int
    heard: str
    means: str
    look: int


def parts_of(coverage: Coverage, holds: int | None) -> tuple[Part, ...]:
    """The parts, which add up to everybody: who is up to date, who heard something earlier, newest
    first, who was told nothing. ``holds`` is the number of the newest version that holds anywhere
    (None: none does)."""
    shown: list[Part] = []
    apart = [each for each in coverage.versions if each.number != holds and each.people]
    newest = next((each.people for each in coverage.versions if each.number == holds), 0)
    # Where clinics or languages have words of their own, the last number heard does not tell who
    # is up to date, and only the sums do.
    told = newest == coverage.current and sum(e.people for e in apart) == coverage.earlier
    needs = f"Needs the v{holds} update" if holds is not None else "No words hold now"
    if holds is not None:
        heard = f"heard v{holds}" if told else "heard current words"
        shown.append(Part(coverage.current, heard, "Up to date", 0))
    earlier = apart if told else []
    single = earlier if len(earlier) <= _SHOWN - 1 else earlier[: _SHOWN - 2]
    for number, each in enumerate(single):
        shown.append(Part(each.people, f"heard v{each.number}", needs, 1 + min(number, 1)))
    rest = earlier[len(single) :]
    people = coverage.affected - coverage.nothing - sum(part.people for part in shown)
    if people:
        said = f"heard v{rest[0].number} or before" if rest else "heard earlier words"
        shown.append(Part(people, said, needs, 2 if single else 1))
    shown.append(Part(coverage.nothing, "not told", "Never reached", 3))
    return tuple(shown)


def percent(coverage: Coverage) -> str:
    """ "44%": 100% means everybody, and 0% nobody."""
    if not coverage.affected:
        return "–"
    share = round(coverage.current * 100 / coverage.affected)
    if 0 < coverage.current < coverage.affected:
        share = min(99, max(1, share))
    return f"{share}%"


class CoverageBar(QWidget):
    """The parts side by side, as wide as they are many."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._parts: Sequence[Part] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Draw these."""
        self._parts = parts
        said = ", ".join(f"{part.people:,} {part.heard}" for part in parts)
        self.setAccessibleName(f"Coverage: {said}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(240), self._theme.px(26))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(80), self._theme.px(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = [part for part in self._parts if part.people]
        total = sum(part.people for part in shown)
        if not total:
            draw_part(painter, self._theme, QRectF(self.rect()), 3)
        gap, least = self._theme.px(2), self._theme.px(_LEAST)
        room = self.width() - gap * (len(shown) - 1) - least * len(shown)
        x = 0.0
        for part in shown:
            width = least + room * part.people / total
            draw_part(painter, self._theme, QRectF(x, 0, width, self.height()), part.look)
            x += width + gap
        painter.end()


def draw_part(painter: QPainter, theme: Theme, box: QRectF, look: int) -> None:
    """One part's ground and edge."""
    fill = ("plan", "plan-edge", "plan-tint", "surface")[look]
    edge = "control" if look == 3 else "plan"
    dashed = Qt.PenStyle.DashLine if look == 3 else Qt.PenStyle.SolidLine
    draw_box(painter, box, theme.px(3), theme.color(fill), theme.color(edge), 1, dashed)


class PartLegend(QWidget):
    """What one part is: its ground, how many, and what it means."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.part = Part(0, "", "", 0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_part(self, part: Part) -> None:
        """Show one."""
        self.part = part
        self.setAccessibleName(f"{part.people:,} {part.heard}: {part.means}")
        self.updateGeometry()
        self.update()

    @property
    def _said(self) -> str:
        return f"{self.part.people:,} {self.part.heard}"

    def sizeHint(self) -> QSize:
        theme = self._theme
        strong = QFontMetricsF(theme.font("strong", tabular_figures=True))
        quiet = QFontMetricsF(theme.font("cap"))
        words = max(strong.horizontalAdvance(self._said), quiet.horizontalAdvance(self.part.means))
        return QSize(theme.px(22) + round(words + 1.5), theme.px(36))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(60), self._theme.px(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        draw_part(painter, theme, QRectF(0, px(3), px(14), px(14)), self.part.look)
        first = QRectF(px(22), 0, self.width() - px(22), px(20))
        strong = theme.font("strong", tabular_figures=True)
        draw_text(painter, first, self._said, strong, theme.color("text"))
        second = QRectF(px(22), px(20), self.width() - px(22), px(16))
        draw_text(painter, second, self.part.means, theme.font("cap"), theme.color("text-3"))
        painter.end()


class CoverageCard(TitledCard):
    """The figure, the bar and what its parts mean."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._about = Label(theme, _AFFECTED, "small", "text-2", elide=True)
        self._told = Label(theme, "", "small", "text-2", tabular=True)
        self.misled = Tag(theme, "", "late", icon="circle-alert")
        self.figure = Label(theme, "–", "large-number", "plan", tabular=True)
        self.figure_words = Label(theme, "", "small", "text-2", wrap=True)
        self.bar = CoverageBar(theme)
        self.legends = [PartLegend(theme) for _ in range(4)]
        self._left = QVBoxLayout()
        self._right = QVBoxLayout()
        self._legend = QGridLayout()
        self._both = QHBoxLayout()
        self._across = 0
        super().__init__(theme, "Coverage", parent)
        self.head.addWidget(self._about, 1)
        self.head.addWidget(self.misled)
        self.head.addWidget(self._told)
        self._left.addWidget(self.figure)
        self._left.addWidget(self.figure_words)
        self._left.addStretch(1)
        self._right.addWidget(self.bar)
        self._right.addLayout(self._legend)
        self._right.addStretch(1)
        self._both.addLayout(self._left)
        self._both.addLayout(self._right, 1)
        self.column.addLayout(self._both)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.misled.hide()

    def show_coverage(self, coverage: Coverage, holds: int | None) -> None:
        """Show who has heard what; ``holds`` is the number of the newest version that holds."""
        parts = parts_of(coverage, holds)
        self.figure.set_text(percent(coverage))
        said = "no words hold now" if holds is None else f"heard v{holds}, the current statement"
        if parts[0].heard == "heard current words":
            said = "heard the current statement"
        self.figure_words.set_text(said)
        self.figure.setAccessibleName(f"{self.figure.text()} {said}")
        affected = counted(coverage.affected, "person", "people")
        told = f"{coverage.told:,} of {coverage.affected:,}"
        self._told.set_text("told at least once", told)
        self._told.setAccessibleName(f"{coverage.told:,} of {affected} told at least once")
        self.misled.setVisible(bool(coverage.misled))
        if coverage.misled:
            self.misled.set_tag(f"{coverage.misled:,} heard wrong words", "late", "circle-alert")
        self.bar.show_parts(parts)
        for number, legend in enumerate(self.legends):
            legend.setVisible(number < len(parts))
            if number < len(parts):
                legend.show_part(parts[number])
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """Side by side where their words fit, else two by two."""
        room = self.bar.width() - 3 * self._legend.horizontalSpacing()
        shown = [legend for legend in self.legends if legend.isVisibleTo(self)]
        widest = max((legend.sizeHint().width() for legend in shown), default=0)
        across = 2 if len(shown) > 2 and widest > room / 4 and room > 0 else 4
        if across == self._across:
            return
        self._across = across
        for number, legend in enumerate(self.legends):
            self._legend.addWidget(legend, number // across, number % across)
        for column in range(4):
            self._legend.setColumnStretch(column, 1 if column < across else 0)
        self._tighten()

    def _tighten(self) -> None:
        """Two rows of the legend take from the edges what a small window does not have."""
        px, compact = self.theme.px, self.theme.compact
        tight = compact and self._across == 2
        margins = self.column.contentsMargins()
        margins.setBottom(px(5) if tight else margins.top())
        self.column.setContentsMargins(margins)
        self._legend.setVerticalSpacing(px(0 if tight else 4))

    def fit(self) -> None:
        super().fit()
        px, compact = self.theme.px, self.theme.compact
        self._about.set_text("" if compact else _AFFECTED)
        self.figure.set_style("display" if compact else "large-number")
        width = px(112 if compact else 132)
        self.figure.setFixedWidth(width)
        self.figure_words.setFixedWidth(width)
        self._both.setSpacing(px(12 if compact else 20))
        self._left.setSpacing(0)
        self._right.setSpacing(px(6 if compact else 10))
        self._legend.setHorizontalSpacing(px(8))
        self._tighten()
