"""Before one person's data goes for good: what goes, what stays, and why."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.services.removing import Removal
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.records.record_words import removal_lines
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Kind
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.notice import Notice


class RemoveDialog(AskDialog):
    """The safe button has the first focus: this cannot be undone."""

    def __init__(self, theme: Theme, window: QWidget, removal: Removal) -> None:
        super().__init__(
            theme,
            window,
            f"Remove everything about {removal.name}?",
            act="Remove for good",
            safe="Keep it",
            icon="trash-2",
            tone="late",
            act_kind=Kind.LATE,
            width=560,
        )
        self.reason_line = LineEdit(theme, "Asked in writing; nothing is owed")
        self.reason_field = Field(theme, "Why, naming nobody", self.reason_line)
        self.lines: list[str] = []
        if removal.why_not:
            self.body.addWidget(Notice(theme, "circle-alert", removal.why_not, tone="late"))
            self.act_button.set_off(removal.why_not)
        for icon, words in removal_lines(removal):
            self._add(icon, words)
        if not removal.why_not:
            self._add("circle-alert", "This cannot be undone.")
            self.body.addWidget(self.reason_field)
        self.finish_body(self.safe_button)

    def complete(self) -> bool:
        """Whether a reason was given."""
        if not self.reason_line.text().strip():
            self.reason_field.set_problem("Say why in a few words: the trail keeps it.")
            self.reason_line.setFocus()
            return False
        return True

    def _add(self, icon: str, words: str) -> None:
        self.lines.append(words)
        host = QWidget()
        row = QHBoxLayout(host)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.theme.px(10))
        row.addWidget(Icon(self.theme, icon, "text-2", 16))
        row.addWidget(Label(self.theme, words, "body", wrap=True), 1)
        self.body.addWidget(host)
