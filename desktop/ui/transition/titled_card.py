"""A card with its title inside, as the cards of this page have it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.label import Label


class TitledCard(Card):
    """Fill ``head`` after the title, and ``column`` below it."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name=title, parent=parent)
        self.title = Label(theme, title, "card")
        self.head = QHBoxLayout()
        self.head.addWidget(self.title, 0, Qt.AlignmentFlag.AlignVCenter)
        self.column = QVBoxLayout(self)
        self.column.addLayout(self.head)
        theme.changed.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """The margins of this window."""
        px, compact = self.theme.px, self.theme.compact
        across, down = (14, 10) if compact else (16, 14)
        self.column.setContentsMargins(px(across), px(down), px(across), px(down))
        self.column.setSpacing(px(2 if compact else 6))
        self.head.setSpacing(px(8))
