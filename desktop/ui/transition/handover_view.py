"""The handover: what goes and what stays, making the package, taking one in."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.handovers import HandoverPlan
from desktop.ui.key_binding import bind_keys
from desktop.ui.theme import Theme
from desktop.ui.transition.handover_make import MakeCard
from desktop.ui.transition.handover_policy import PolicyCard
from desktop.ui.transition.handover_take import TakeCard
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.scroll import ColumnScroll


class HandoverView(QWidget):
    """Three cards; :class:`HandoverActs` does what they ask for."""

    left = Signal()
    """Back to the overview."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.back = Button(theme, "Back to the overview", Kind.QUIET, icon="arrow-left")
        self.policy = PolicyCard(theme)
        self.make = MakeCard(theme)
        self.take = TakeCard(theme)
        self._head = QHBoxLayout()
        self._head.addWidget(self.back)
        self._head.addWidget(Label(theme, "Handover to the new owner", "card"), 1)
        self._columns = QHBoxLayout()
        self._sides = (ColumnScroll(theme), ColumnScroll(theme))
        for side, cards in zip(self._sides, ((self.policy,), (self.make, self.take)), strict=True):
            side.set_edges(0, 0, 0, 0)
            for card in cards:
                side.column.addWidget(card)
            side.column.addStretch(1)
            self._columns.addWidget(side, 1)
        self._whole = QVBoxLayout(self)
        self._whole.addLayout(self._head)
        self._whole.addLayout(self._columns, 1)
        self.back.clicked.connect(lambda _on=False: self.left.emit())
        bind_keys(self, ("leave_words", self.left.emit))
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_plan(self, plan: HandoverPlan) -> None:
        """What a package would hold now."""
        self.policy.show_plan(plan)
        self.make.show_plan(plan)

    def forget(self) -> None:
        """Somebody else is here, or nobody looks any more: nothing typed stays."""
        for card in (self.policy, self.make, self.take):
            card.forget()

    def focus_here(self) -> None:
        """Work begins at the top."""
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> tuple[QWidget, ...]:
        """Where F6 goes."""
        return (self.back, self.policy, self.make, self.take)

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        gap = px(8 if compact else 12)
        self._whole.setContentsMargins(px(16), 0, px(16), gap)
        for layout in (self._whole, self._head, self._columns, *(s.column for s in self._sides)):
            layout.setSpacing(gap)
