"""Nothing to show: an icon, one fact, one next step."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

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
        self.layout_ = QVBoxLayout(self)
        self.layout_.addStretch(1)
        self.layout_.addWidget(self._icon, 0, middle)
        self.layout_.addSpacing(theme.px(8))
        self.layout_.addWidget(self._fact)
        self.layout_.addWidget(self._detail)
        self.layout_.addSpacing(theme.px(12))
        self.layout_.addWidget(self.button, 0, middle)
        self.layout_.addStretch(1)
        pad = theme.px(22 if next_step else 14)
        self.layout_.setContentsMargins(pad, pad, pad, pad)
        self.layout_.setSpacing(theme.px(4))
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
