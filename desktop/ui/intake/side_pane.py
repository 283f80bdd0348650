"""Beside the call card: what to say, what was with this person before, and the article."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.services.history import HistoryEntry
from desktop.ui.history_words import timeline_entry
from desktop.ui.intake.nameless_call import NamelessCall
from desktop.ui.intake.script_pane import ScriptPane
from desktop.ui.reference.article_view import ArticleView
from desktop.ui.theme import Theme
from desktop.ui.timeline import Timeline
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Pane
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.tabs import Tab, Tabs

SCRIPT, HISTORY, REFERENCE = "script", "history", "reference"


class SidePane(Pane):
    """Tabs Script, History and Reference; the foot leads to the Safety card."""

    safety_requested = Signal()
    """The caller may be in danger."""

    def __init__(
        self, theme: Theme, clock: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, "Script, history, reference", parent=parent)
        self._clock = clock
        self.tabs = Tabs(
            theme,
            [
                Tab(SCRIPT, "Script", icon="message-square-quote"),
                Tab(HISTORY, "History", icon="history", count=0),
                Tab(REFERENCE, "Reference", icon="book-open-text"),
            ],
            "Beside the call",
            height=56,
            compact_height=46,
            edge=16,
        )
        self.head.hide()
        self.body.addWidget(self.tabs)
        # Over every tab: it asks something.
        self.nameless = NamelessCall(theme, clock)
        self._asking = QWidget()
        asking = QVBoxLayout(self._asking)
        asking.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), 0)
        asking.addWidget(self.nameless)
        self._asking.hide()
        self.nameless.installEventFilter(self)
        self.body.addWidget(self._asking)
        self.script = ScriptPane(theme)
        self.history = Timeline(
            theme, "Nothing yet with this person. This call will be the first.", "History"
        )
        self.article = ArticleView(theme, narrow=True)
        history = QWidget()
        column = QVBoxLayout(history)
        column.setContentsMargins(theme.px(14), theme.px(14), theme.px(6), theme.px(6))
        column.addWidget(self.history)
        self._stack = QStackedWidget()
        self._pages = {SCRIPT: self.script, HISTORY: history, REFERENCE: self.article}
        for page in self._pages.values():
            self._stack.addWidget(page)
        self.body.addWidget(self._stack, 1)
        self.tabs.chosen.connect(self._show_tab)
        self._build_foot()

    def show_tab(self, key: str) -> None:
        """Bring a tab to the front."""
        self.tabs.set_value(key)
        self._show_tab(key)

    def find_words(self) -> None:
        """Ctrl+F: find in the article."""
        self.show_tab(REFERENCE)
        self.article.focus_find()

    def use_words(self) -> None:
        """Ctrl+U: the words in hand were read; in the article those that are selected."""
        if self.tabs.value() == REFERENCE:
            self.article.use_selection()
        else:
            self.show_tab(SCRIPT)
            self.script.use_next()

    def show_history(self, entries: Sequence[HistoryEntry], zone: str, whose: str = "") -> None:
        """Show what was with a person, newest first; ``zone`` is the desk's."""
        now = self._clock()
        self.history.show_entries([timeline_entry(entry, zone, now) for entry in entries])
        self.history.setAccessibleName(f"History of {whose}" if whose else "History")
        self.tabs.set_count(HISTORY, len(entries))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The room for the question comes and goes with it."""
        kinds = (QEvent.Type.HideToParent, QEvent.Type.ShowToParent)
        if watched is self.nameless and event.type() in kinds:
            self._asking.setVisible(not self.nameless.isHidden())
        return super().eventFilter(watched, event)

    def _build_foot(self) -> None:
        self._danger = Label(
            self.theme,
            "Caller in danger, or talking about suicide? Open the Safety card.",
            "small",
            "text-2",
            wrap=True,
        )
        self.safety = Button(self.theme, "", Kind.QUIET, kbd="F8", name="Open the Safety card")
        self.safety.clicked.connect(self.safety_requested)
        self.foot.row.addWidget(Icon(self.theme, "life-buoy", "safety", 18))
        self.foot.row.addWidget(self._danger, 1)
        self.foot.row.addWidget(self.safety, 0, Qt.AlignmentFlag.AlignVCenter)
        self.theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self._danger.set_style("cap" if self.theme.compact else "small")

    def _show_tab(self, key: str) -> None:
        self._stack.setCurrentWidget(self._pages[key])
