"""Nothing to show: an icon, one fact, one next step."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSpacerItem, QVBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label


class EmptyState(Card):
    """Says what is so and offers what to do. ``framed`` draws the dashed edge."""

    next_step_requested = Signal()
    """The person pressed the button."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        fact: str,
        detail: str = "",
        next_step: str = "",
        *,
        tone: str = "text-3",
        framed: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        edge = "control" if framed else ""
        super().__init__(theme, edge=edge, dashed=framed, name=fact, parent=parent)
        middle = Qt.AlignmentFlag.AlignHCenter
        self._icon = Icon(theme, icon, tone, 24)
        self._fact = Label(theme, fact, "strong", wrap=True, align=middle)
        self._detail = Label(theme, detail, "small", "text-2", wrap=True, align=middle)
        self.button = Button(theme, next_step)
        self.button.clicked.connect(self.next_step_requested)
        self._gaps = (QSpacerItem(0, 0), QSpacerItem(0, 0))
        self._column = QVBoxLayout(self)
        self._column.addStretch(1)
        self._column.addWidget(self._icon, 0, middle)
        self._column.addItem(self._gaps[0])
        self._column.addWidget(self._fact)
        self._column.addWidget(self._detail)
        self._column.addItem(self._gaps[1])
        self._column.addWidget(self.button, 0, middle)
        self._column.addStretch(1)
        theme.changed.connect(self._restyle)
        self.show_state(icon, fact, detail, next_step, tone)

    def show_state(
        self, icon: str, fact: str, detail: str = "", next_step: str = "", tone: str = "text-3"
    ) -> None:
        """Say something else."""
        self._icon.set_icon(icon, tone)
        self._fact.set_text(fact)
        self._detail.set_text(detail)
        self._detail.setVisible(bool(detail))
        self.button.set_text(next_step)
        self.button.setVisible(bool(next_step))
        self.setAccessibleName(fact)
        self._restyle()

    def _restyle(self) -> None:
        px = self.theme.px
        edge = px(22 if self.button.words() else 14)
        self._column.setContentsMargins(edge, edge, edge, edge)
        self._column.setSpacing(px(4))
        heights = (4, 8) if self.button.words() else (0, 0)
        for gap, height in zip(self._gaps, heights, strict=True):
            gap.changeSize(0, px(height))
        self._column.invalidate()
