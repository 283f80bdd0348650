"""One promise in full: who, what was promised, what to do next, what happened, how a try went."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.local_time import minute_of_day
from desktop.services.callback_detail import CallbackDetail
from desktop.ui.callbacks.next_card import NextCard
from desktop.ui.callbacks.outcome_buttons import OutcomeButtons
from desktop.ui.callbacks.promise_head import PromiseHead
from desktop.ui.callbacks.promise_words import about_line, bindings, now_there, promised
from desktop.ui.history_words import timeline_entry
from desktop.ui.shell.focus import focus_is_in
from desktop.ui.theme import Theme
from desktop.ui.timeline import KeyScroll, TimelineEntries
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.label import Label

WIDTH, COMPACT_WIDTH = 384, 372


class DetailPane(QFrame):
    """Shows; the page acts. The outcomes stay in sight at every size, the rest scrolls."""

    result_chosen = Signal(object)
    """An :class:`AttemptResult`."""
    message_put_away = Signal()
    """The words for a machine were in the focus and have gone: back to the list."""

    def __init__(
        self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        self._here, self._me = "UTC", ""
        self._detail: CallbackDetail | None = None
        self.setAccessibleName("The promise")
        self.head = PromiseHead(theme)
        self.next = NextCard(theme)
        self.timeline = TimelineEntries(theme, "Nothing has happened yet.")
        self.outcomes = OutcomeButtons(theme)
        self.outcomes.result_chosen.connect(self.result_chosen)
        self.outcomes.back_requested.connect(self.put_message_away)
        self._empty = EmptyState(
            theme, "list", "Nothing is picked", "Pick a promise to see it whole.", framed=False
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._build())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.addWidget(self._stack)
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def detail(self) -> CallbackDetail | None:
        """What is shown."""
        return self._detail

    def set_reader(self, me: str, here: str) -> None:
        """Who reads it, in which zone."""
        self._me, self._here = me, here

    @property
    def leaving(self) -> bool:
        """Whether the words for a machine are in front of the clerk."""
        return self.outcomes.leaving

    def leave_message(self, detail: CallbackDetail) -> None:
        """The words for the machine of this promise, in place of the outcomes."""
        self.outcomes.leave_message(detail.voicemail_words)
        self.outcomes.machine.focus_here()

    def put_message_away(self) -> None:
        """The outcomes again."""
        if self.outcomes.leaving:
            had_focus = focus_is_in(self.outcomes.machine)
            self.outcomes.show_seven()
            if had_focus:
                self.message_put_away.emit()

    def show_nothing(self) -> None:
        """No promise is in hand."""
        self.put_message_away()
        self._detail = None
        self._stack.setCurrentIndex(0)

    def show_detail(self, detail: CallbackDetail) -> None:
        """Show one promise."""
        other = self._detail is None or self._detail.row.id != detail.row.id
        news = other or self._detail is None or self._detail.timeline != detail.timeline
        if other or detail.row.resolution is not None:
            self.put_message_away()
        self._detail = detail
        self.setAccessibleName(f"The promise to {detail.row.name}")
        asks_who = detail.row.person_id is None and detail.row.resolution is None
        self.head.show_person(detail.row.name, about_line(detail), asks_who=asks_who)
        self.next.show_detail(detail)
        if news:
            entries = [timeline_entry(entry, self._here, self._now()) for entry in detail.timeline]
            self.timeline.show_entries(entries)
        self.outcomes.show_lines(detail.outcome_lines, detail.neutral_words)
        self.outcomes.setVisible(detail.row.resolution is None)
        self.tick()
        self._stack.setCurrentIndex(1)
        if other:
            self._scroll.verticalScrollBar().setValue(0)

    def tick(self) -> None:
        """Time went on."""
        detail = self._detail
        if detail is None:
            return
        now = self._now()
        self.head.promised.show_words(promised(detail, self._me, self._here, now))
        self.head.show_bindings(bindings(detail, self._me, self._here))
        hours = detail.hours
        self.head.hours.set_hours(hours.opens, hours.closes)
        minute = minute_of_day(now, detail.candidates.zones[0])
        self.head.hours.set_time(minute, now_there(detail, now))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        painter.fillRect(QRectF(0, 0, 1, self.height()), self._theme.color("line"))
        painter.end()

    def _build(self) -> QWidget:
        theme = self._theme
        above = QWidget()
        column = QVBoxLayout(above)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.next)
        self._history = QVBoxLayout()
        self._history.addWidget(Label(theme, "Timeline", "small-strong", "text-2"))
        self._history.addWidget(self.timeline, 1)
        column.addLayout(self._history, 1)
        # One place scrolls: a list that scrolls inside it would show an entry at a time.
        self._scroll = KeyScroll(theme, above, "Timeline")
        self.timeline.setFocusProxy(self._scroll)
        whole = QWidget()
        pane = QVBoxLayout(whole)
        pane.setContentsMargins(0, 0, 0, 0)
        pane.setSpacing(0)
        pane.addWidget(self._scroll, 1)
        pane.addWidget(self.outcomes)
        # In the order of reading: what happened comes behind what to do next.
        QWidget.setTabOrder(self.next.call, self._scroll)
        return whole

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        self.setFixedWidth(px(COMPACT_WIDTH if compact else WIDTH))
        self._history.setContentsMargins(px(16), px(8 if compact else 12), px(4), 0)
        self._history.setSpacing(px(6))
