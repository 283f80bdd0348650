"""The card, and beside it what helps with the call; the line between them can be moved."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter

from desktop.ui.intake.call_card import CallCard
from desktop.ui.intake.side_pane import SidePane
from desktop.ui.theme import Theme

_CARD, _SIDE, _COMPACT_CARD = 122, 100, 136


class CardSplit(QSplitter):
    """Gives the card a little more room than what stands beside it."""

    def __init__(self, theme: Theme, card: CallCard, side: SidePane) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._theme = theme
        self.addWidget(card)
        self.addWidget(side)
        self.setChildrenCollapsible(False)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        self.setHandleWidth(px(8 if compact else 12))
        across, down = (12, 8) if compact else (16, 12)
        self.setContentsMargins(px(across), px(down), px(across), px(down))
        self.setSizes([(_COMPACT_CARD if compact else _CARD) * 10, _SIDE * 10])
