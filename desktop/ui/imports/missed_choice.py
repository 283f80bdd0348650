"""Which of the calls that were missed are rung back: a file of last year's calls is history."""

from datetime import date, timedelta
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.select import Select

_ALL: Final = "all"
_DAYS_BACK: Final = (
    ("All missed", _ALL),
    ("Today's", 0),
    ("Since yesterday", 1),
    ("Last 7 days", 7),
    ("Last 30 days", 30),
    ("Nobody", -1),
)


class MissedChoice(QWidget):
    """Shown for calls alone. What is not rung back is logged all the same."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.select = Select(theme, icon="phone-missed", name="Calls to ring back", height=34)
        self.select.set_choices(list(_DAYS_BACK))
        self.select.setToolTip("The others are logged, and nobody is rung back for them.")
        self.select.setMinimumWidth(theme.px(156))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(Label(theme, "Ring back", "label", "text-2"))
        row.addWidget(self.select)
        self.hide()

    def start(self, *, calls: bool) -> None:
        """Another file: whether it holds calls; all that is missed counts until somebody says."""
        self.select.set_value(_ALL)
        self.setVisible(calls)

    def since(self, today: date) -> date | None:
        """The first day whose missed calls are rung back; None for every day."""
        days = self.select.value()
        return today - timedelta(days=days) if isinstance(days, int) else None
