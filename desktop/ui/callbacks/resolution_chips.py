"""The ways a promise ends, one of them checked."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.vocabulary import Resolution
from desktop.ui.theme import Theme
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.roving import Roving
from desktop.ui.words import RESOLUTION_WORDS


class ResolutionChips(QWidget):
    """One of several ways a promise ends."""

    def __init__(
        self,
        theme: Theme,
        ends: Sequence[Resolution],
        in_a_row: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName("How it ends")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        self.chips: dict[Resolution, Chip] = {}
        for start in range(0, len(ends), in_a_row):
            row = QHBoxLayout()
            row.setSpacing(theme.px(6))
            for end in ends[start : start + in_a_row]:
                chip = Chip(theme, RESOLUTION_WORDS[end], exclusive=True, parent=self)
                row.addWidget(chip)
                self.chips[end] = chip
            row.addStretch(1)
            column.addLayout(row)
        self.chips[ends[0]].setChecked(True)
        self._roving = Roving(self, list(self.chips.values()))
        self.setFocusProxy(self.chips[ends[0]])

    def value(self) -> Resolution:
        """The one that is checked."""
        return next(end for end, chip in self.chips.items() if chip.isChecked())

    def choose(self, end: Resolution) -> None:
        """Check this one."""
        self.chips[end].setChecked(True)
