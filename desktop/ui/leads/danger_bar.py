"""Words of danger stand in the message: the Safety card is offered. Where none were found, the
screen says what that means: nothing."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.keys import key_of
from desktop.ui.leads.lead_words import NO_FLAG
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label


class DangerBar(Card):
    """Red, since it is about safety."""

    safety_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, fill="safety-tint", edge="safety-edge", edge_width=2, parent=parent)
        self.words = Label(theme, "", "strong", "safety", wrap=True)
        self.next = Label(theme, "", "small", "text-2", wrap=True)
        self.open = Button(
            theme, "Safety card", Kind.SAFETY, icon="life-buoy", kbd=key_of("safety").text()
        )
        self.open.clicked.connect(lambda _on=False: self.safety_requested.emit())
        said = QVBoxLayout()
        said.setSpacing(theme.px(2))
        said.addWidget(self.words)
        said.addWidget(self.next)
        self._row = QHBoxLayout(self)
        self._row.addWidget(Icon(theme, "life-buoy", "safety", 18))
        self._row.addLayout(said, 1)
        self._row.addWidget(self.open)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_words(self, found: tuple[str, ...]) -> None:
        """Say which words were found."""
        quoted = ", ".join(f"“{word}”" for word in found[:4])
        said = f"Words of danger: {quoted}" if quoted else "Words of danger were found"
        self.words.set_text(said)
        self.next.set_text(f"Ring first, with the Safety card open. {NO_FLAG}")
        self.setAccessibleName(said)

    def _restyle(self) -> None:
        px = self.theme.px
        self._row.setContentsMargins(px(14), px(10), px(14), px(10))
        self._row.setSpacing(px(10))
