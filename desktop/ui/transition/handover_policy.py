"""Whose data may go to the new owner: a policy for counsel to confirm, and what it comes to."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.handover_cover import GROUP_WORDS, count_lines
from desktop.domain.vocabulary import HandoverGroup
from desktop.services.handovers import HandoverPlan
from desktop.ui.theme import Theme
from desktop.ui.transition.titled_card import TitledCard
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.checks import CheckBox
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.notice import Notice


class PolicyCard(TitledCard):
    """Ticks for whose data goes; below them the counts of the policy that is kept."""

    kept = Signal(object, str)
    """Keep this policy: a ``frozenset`` of :class:`HandoverGroup`, and who confirmed it ("")."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "What may go", parent)
        self.plan: HandoverPlan | None = None
        self._counsel_line = Notice(theme, "clock-alert", "")
        self.checks = {
            group: CheckBox(theme, f"People {words}") for group, words in GROUP_WORDS.items()
        }
        self.counsel = LineEdit(theme, "Name and date of the letter")
        self.keep = Button(theme, "Keep this policy", icon="check")
        self.goes = Label(theme, "", "body", "text-2", wrap=True, tabular=True)
        self.stays = Label(theme, "", "body", "text-2", wrap=True, tabular=True)
        self.column.addWidget(self._counsel_line)
        no = "Somebody who said no stays behind, whatever else is true of them."
        for check in self.checks.values():
            self.column.addWidget(check)
        self.column.addWidget(Label(theme, no, "small", "text-2", wrap=True))
        self.column.addWidget(
            Field(
                theme, "Counsel who confirmed it", self.counsel, optional="empty until somebody did"
            )
        )
        acts = QHBoxLayout()
        acts.addWidget(self.keep)
        acts.addStretch(1)
        self.column.addLayout(acts)
        both = QHBoxLayout()
        both.setSpacing(theme.px(12))
        for title, counts in (("In the package", self.goes), ("Stays behind", self.stays)):
            side = QVBoxLayout()
            side.addWidget(Label(theme, title, "strong"))
            side.addWidget(counts)
            side.addStretch(1)
            both.addLayout(side, 1)
        self.column.addSpacing(theme.px(8))
        self.column.addLayout(both)
        self.keep.clicked.connect(lambda _on=False: self._keep())

    def show_plan(self, plan: HandoverPlan) -> None:
        """Show the policy that is kept and what it comes to. Ticks that somebody is changing stay
        as they are."""
        changing = self.plan is not None and self._ticked() != (
            self.plan.groups,
            self.plan.counsel,
        )
        self.plan = plan
        if not changing:
            for group, check in self.checks.items():
                check.setChecked(group in plan.groups)
            self.counsel.setText(plan.counsel)
        if plan.counsel:
            self._counsel_line.show_notice(
                "badge-check", f"Confirmed by {plan.counsel}.", tone="ok"
            )
        else:
            self._counsel_line.show_notice(
                "clock-alert",
                "To be confirmed by counsel.",
                "Which data may go is a question of law. The cover of the package says so too.",
            )
        self.goes.set_text("\n".join(count_lines(plan.counts)))
        self.stays.set_text("\n".join(count_lines(plan.left_behind)))

    def forget(self) -> None:
        """Somebody else looks: nothing half ticked."""
        self.plan = None

    def _ticked(self) -> tuple[frozenset[HandoverGroup], str]:
        chosen = frozenset(group for group, check in self.checks.items() if check.isChecked())
        return chosen, self.counsel.text().strip()

    def _keep(self) -> None:
        groups, counsel = self._ticked()
        self.kept.emit(groups, counsel)
