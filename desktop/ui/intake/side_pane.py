"""Beside the call card: what was with this person before, and the article."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.services.history import HistoryEntry
from desktop.ui.history_words import timeline_entry
from desktop.ui.intake.article_pane import ArticlePane
from desktop.ui.intake.nameless_call import NamelessCall
from desktop.ui.theme import Theme
from desktop.ui.timeline import Timeline
from desktop.ui.widgets.card import Pane
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.tabs import Tab, Tabs

_HISTORY, _REFERENCE = "history", "reference"


class SidePane(Pane):
    """Tabs History and Reference; the foot says what to do when somebody is in danger."""

    def __init__(
        self,
        theme: Theme,
        clock: Callable[[], datetime],
        resources: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "History, reference", parent=parent)
        self._clock = clock
        self.tabs = Tabs(
            theme,
            [
                Tab(_HISTORY, "History", icon="history", count=0),
                Tab(_REFERENCE, "Reference", icon="book-open-text"),
            ],
            "Beside the call",
            height=56,
            compact_height=46,
            edge=16,
        )
        self.head.hide()
        self.body.addWidget(self.tabs)
        self.history = Timeline(
            theme, "Nothing yet with this person. This call will be the first.", "History"
        )
        self.article = ArticlePane(theme, resources)
        history = QWidget()
        column = QVBoxLayout(history)
        column.setContentsMargins(theme.px(14), theme.px(14), theme.px(6), theme.px(6))
        self.nameless = NamelessCall(theme, clock)
        column.addWidget(self.nameless)
        column.addWidget(self.history)
        self._stack = QStackedWidget()
        self._stack.addWidget(history)
        self._stack.addWidget(self.article)
        self.body.addWidget(self._stack, 1)
        self.tabs.chosen.connect(self._show_tab)
        self.foot.row.addWidget(Icon(theme, "life-buoy", "safety", 18))
        words = Label(
            theme,
            "Caller in danger now: 911. Talking about suicide: 988, call or text. "
            "Stay on the line.",
            "small",
            "text-2",
            wrap=True,
        )
        self.foot.row.addWidget(words, 1)

    def show_history(self, entries: Sequence[HistoryEntry], zone: str, whose: str = "") -> None:
        """Show what was with a person, newest first; ``zone`` is the desk's."""
        now = self._clock()
        self.history.show_entries([timeline_entry(entry, zone, now) for entry in entries])
        self.history.setAccessibleName(f"History of {whose}" if whose else "History")
        self.tabs.set_count(_HISTORY, len(entries))

    def _show_tab(self, key: str) -> None:
        self._stack.setCurrentIndex(0 if key == _HISTORY else 1)
