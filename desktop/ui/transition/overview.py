"""The cards of the page and where they stand."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.transition.coverage_card import CoverageCard
from desktop.ui.transition.milestone_card import MilestoneCard
from desktop.ui.transition.people_card import PeopleCard
from desktop.ui.transition.requests_card import RequestsCard
from desktop.ui.transition.words_card import WordsCard
from desktop.ui.widgets.scroll import ColumnScroll

_RIGHT, _COMPACT_RIGHT = 396, 348


class Overview(QWidget):
    """Milestones across; below them coverage and the lists, beside those requests and words."""

    def __init__(
        self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.milestones = MilestoneCard(theme)
        self.coverage = CoverageCard(theme)
        self.people = PeopleCard(theme, now)
        self.requests = RequestsCard(theme)
        self.words = WordsCard(theme, now)
        self._left = QVBoxLayout()
        self._left.addWidget(self.coverage)
        self._left.addWidget(self.people, 1)
        self._side = ColumnScroll(theme)
        self._side.column.addWidget(self.requests)
        self._side.column.addWidget(self.words, 1)
        self._columns = QHBoxLayout()
        self._columns.addLayout(self._left, 1)
        self._columns.addWidget(self._side)
        self._body = QVBoxLayout(self)
        self._body.addWidget(self.milestones)
        self._body.addLayout(self._columns, 1)
        theme.changed.connect(self._restyle)
        self._restyle()

    def panes(self) -> tuple[QWidget, ...]:
        """Where F6 goes. Where nothing was asked for, there is nothing to go to."""
        asked = any(meter.isVisible() for meter in self.requests.meters)
        requests = (self.requests,) if asked else ()
        return (self.milestones, self.people, *requests, self.words)

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        gap = px(8 if compact else 12)
        self._side.setFixedWidth(px(_COMPACT_RIGHT if compact else _RIGHT))
        self._side.set_edges(0, 0, 0, 0)
        self._body.setContentsMargins(px(16), 0, px(16), gap)
        for layout in (self._body, self._left, self._side.column, self._columns):
            layout.setSpacing(gap)
