"""What to do about a time outside the caller's hours: another time, or why it cannot wait."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.wording import promise_line
from desktop.ui.intake.card_facts import CardFacts
from desktop.ui.intake.promise_times import PromiseTimes, hours_sentence, may_give_reason
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.field import IconLine
from desktop.ui.widgets.line_edit import LineEdit


class HoursAdvice(QWidget):
    """Shown only when the chosen time does not suit the caller."""

    time_picked = Signal(object)
    reason_typed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.line = IconLine(theme, "", "late", "moon", "cap-medium")
        self.instead = Button(theme, "", icon="clock")
        self.instead.clicked.connect(self._take)
        self.reason = LineEdit(
            theme, "Or say why it cannot wait", icon="pencil", name="Why it cannot wait"
        )
        self.reason.textEdited.connect(self.reason_typed)
        self._row = QHBoxLayout()
        self._row.addWidget(self.reason, 1)
        self._row.addWidget(self.instead)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.line)
        self._column.addLayout(self._row)
        self._instead: datetime | None = None
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def show_card(self, facts: CardFacts, times: PromiseTimes) -> None:
        """Show what to do, or nothing."""
        self.setVisible(times.outside)
        if not times.outside:
            return
        self.line.set_text(hours_sentence(facts, times))
        self._instead = times.instead
        self.instead.setVisible(times.instead is not None)
        if times.instead is not None:
            said = promise_line(times.instead, times.zone, facts.here, "", facts.now)
            self.instead.set_text(f"Use {said}")
        self.reason.setVisible(may_give_reason(facts))
        if self.reason.text() != facts.form.promise.hours_reason:
            self.reason.setText(facts.form.promise.hours_reason)

    def ask_reason(self) -> None:
        """Put the focus where the reason is typed."""
        if self.reason.isVisible():
            self.reason.setFocus()

    def _take(self) -> None:
        if self._instead is not None:
            self.time_picked.emit(self._instead)

    def _restyle(self) -> None:
        self._column.setSpacing(self._theme.px(4))
        self._row.setSpacing(self._theme.px(8))
