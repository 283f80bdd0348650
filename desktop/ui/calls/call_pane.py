"""One call in full, at the side of the list."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.services.call_detail import CallDetail
from desktop.ui.calls.came_of_it import CameOfIt
from desktop.ui.calls.corrections_card import CorrectionsCard, NoteText
from desktop.ui.calls.detail_words import facts, subtitle, title
from desktop.ui.calls.fact_grid import FactGrid
from desktop.ui.overlay_bar import OverlayBar
from desktop.ui.theme import Theme
from desktop.ui.widgets.avatar import Avatar
from desktop.ui.widgets.button import Button, Kind, icon_button
from desktop.ui.widgets.card import Line, Strip
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.field import IconLine
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.scroll import scroll_down

WIDTH = 320


class CallPane(QFrame):
    """Shows; the page acts. Head and foot stay, the rest scrolls."""

    def __init__(
        self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        self._here = "UTC"
        self._detail: CallDetail | None = None
        self.setAccessibleName("The call")
        self.person = icon_button(theme, "external-link", "Open person")
        self.call_back = Button(theme, "Call back", Kind.PRIMARY, icon="phone-outgoing")
        self.correct = Button(theme, "Correct…", icon="pencil")
        self.more = icon_button(theme, "ellipsis", "More with this call")
        self.facts = FactGrid(theme)
        self.notes = NoteText(theme)
        self.came = CameOfIt(theme)
        self.corrections = CorrectionsCard(theme)
        self._empty = EmptyState(
            theme, "list", "Nothing is picked", "Pick a call to see it whole.", framed=False
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
    def detail(self) -> CallDetail | None:
        """What is shown."""
        return self._detail

    def set_zone(self, here: str) -> None:
        """The desk's zone."""
        self._here = here

    def show_nothing(self) -> None:
        """No call is in hand."""
        self._detail = None
        self._stack.setCurrentIndex(0)

    def show_detail(self, detail: CallDetail) -> None:
        """Show one call."""
        other = self._detail is None or self._detail.call.id != detail.call.id
        self._detail = detail
        call, now = detail.call, self._now()
        name = title(call)
        self.setAccessibleName(f"Call: {name}")
        self._avatar.set_text(name if call.speaker_name or call.subject_name else "?")
        self._name.set_text(name)
        missed = call.answered_at is None and call.ended_at is not None
        icon = f"phone-{'incoming' if call.direction == 'in' else 'outgoing'}"
        self._when.show_line(
            subtitle(call, self._here, now), "text-2", "phone-missed" if missed else icon, "small"
        )
        self.person.setVisible((call.speaker_id or call.subject_id) is not None)
        if call.e164 is None:
            self.call_back.set_off("There is no number to ring.")
        else:
            self.call_back.set_on()
        self.facts.show_facts(facts(detail, self._here, now))
        self.notes.label.set_text(call.notes)
        self._notes.setVisible(bool(call.notes))
        self.came.show_promises(detail.promises, self._here, now)
        self.corrections.show_corrections(detail.corrections, self._here, now)
        self._stack.setCurrentIndex(1)
        if other:
            self._scroll.verticalScrollBar().setValue(0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        painter.fillRect(QRectF(0, 0, 1, self.height()), self._theme.color("line"))
        painter.end()

    def _build(self) -> QWidget:
        whole = QWidget()
        pane = QVBoxLayout(whole)
        pane.setContentsMargins(0, 0, 0, 0)
        pane.setSpacing(0)
        pane.addWidget(self._build_head())
        pane.addWidget(Line(self._theme))
        pane.addWidget(self._build_body(), 1)
        pane.addWidget(self._build_foot())
        return whole

    def _build_head(self) -> QWidget:
        theme = self._theme
        self._avatar = Avatar(theme, "", 44)
        self._name = Label(theme, "", "card", elide=True)
        self._when = IconLine(theme, "", "text-2", "phone-incoming", "small")
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._name)
        names.addWidget(self._when)
        head = QWidget()
        self._head = QHBoxLayout(head)
        self._head.addWidget(self._avatar)
        self._head.addLayout(names, 1)
        self._head.addWidget(self.person)
        return head

    def _build_body(self) -> QWidget:
        theme = self._theme
        self._notes = QWidget()
        notes = QVBoxLayout(self._notes)
        notes.setContentsMargins(0, 0, 0, 0)
        notes.setSpacing(theme.px(6))
        notes.addWidget(Label(theme, "Notes", "small-strong", "text-2"))
        notes.addWidget(self.notes)
        body = QWidget()
        self._body = QVBoxLayout(body)
        for part in (self.facts, self._notes, self.came, self.corrections):
            self._body.addWidget(part)
        self._body.addStretch(1)
        self._scroll = QScrollArea()
        scroll_down(self._scroll, body)
        OverlayBar(self._scroll)
        return self._scroll

    def _build_foot(self) -> QWidget:
        foot = Strip(self._theme, 60, 52, fill="surface-2", line="top")
        foot.row.setSpacing(self._theme.px(8))
        foot.row.addWidget(self.call_back)
        foot.row.addWidget(self.correct)
        foot.row.addStretch(1)
        foot.row.addWidget(self.more)
        return foot

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        self.setFixedWidth(px(WIDTH))
        self._head.setContentsMargins(
            px(16), px(10 if compact else 14), px(16), px(8 if compact else 12)
        )
        self._head.setSpacing(px(12))
        edge = px(10 if compact else 12)
        self._body.setContentsMargins(px(16), edge, px(16), edge)
        self._body.setSpacing(px(10 if compact else 14))
        # In a low window what was corrected comes before what came of it, which the outcome says.
        self._body.removeWidget(self.came)
        self._body.insertWidget(3 if compact else 2, self.came)
