"""Facts in two columns: what it is, and what is so."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desktop.ui.calls.detail_words import Fact
from desktop.ui.theme import Theme
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.painting import text_width

_LABEL = 92


class FactGrid(QWidget):
    """Labels at the left, words at the right, which may break. ``labels`` are all that stand in
    grids of the same list: their words then begin in one line."""

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, *, labels: Collection[str] = ()
    ) -> None:
        super().__init__(parent)
        self._theme, self._labels = theme, labels
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self._shown: tuple[Fact, ...] = ()
        self._widgets: list[QWidget] = []
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these instead."""
        if tuple(facts) == self._shown:
            return
        self._shown = tuple(facts)
        for widget in self._widgets:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._widgets = []
        top = Qt.AlignmentFlag.AlignTop
        for row, fact in enumerate(facts):
            label = Label(self._theme, fact.label, "small", "text-3")
            words = self._words(fact)
            self._grid.addWidget(label, row, 0, top)
            self._grid.addWidget(words, row, 1)
            self._widgets += [label, words]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What is shown."""
        return self._shown

    def words_of(self, label: str) -> str:
        """What is said of this; empty when nothing is."""
        return next((fact.words for fact in self._shown if fact.label == label), "")

    def _words(self, fact: Fact) -> QWidget:
        label = Label(self._theme, fact.words, "label", fact.tone, wrap=True, tabular=True)
        label.setAccessibleName(f"{fact.label}: {fact.words}")
        if not fact.icon:
            return label
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px(6))
        row.addWidget(Icon(self._theme, fact.icon, fact.tone, 14))
        row.addWidget(label, 1)
        return both

    def _restyle(self) -> None:
        px = self._theme.px
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(6))
        font = self._theme.font("small")
        widest = max((text_width(font, label) for label in self._labels), default=0.0)
        self._grid.setColumnMinimumWidth(0, max(px(_LABEL), round(widest) + 1))
