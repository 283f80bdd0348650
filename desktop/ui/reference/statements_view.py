"""The approved words of the sale in all their versions, to be read; they are decided in
Transition."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.local_time import local_day
from desktop.domain.vocabulary import StatementStanding
from desktop.domain.wording import clock as clock_words
from desktop.services.statement_rows import StatementRow
from desktop.ui.theme import Theme
from desktop.ui.transition.transition_words import STANDING_WORDS, for_whom, span_line
from desktop.ui.transition.voice_text import VoiceText
from desktop.ui.widgets.card import Card, Strip
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.scroll import ColumnScroll
from desktop.ui.widgets.tag import Tag

NONE = ("No statement yet.", "A manager drafts and approves them in Transition.")
ON_A_CALL = "On a call read the words beside the card: they are those of now."


class _VersionCard(Card):
    """One version; what holds is set in the face of what may be read aloud."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._title = Label(theme, "", "strong")
        self._for = Label(theme, "", "small", "text-2", wrap=True, tabular=True)
        self._standing = Tag(theme, "")
        self.voice = VoiceText(theme, whole=True)
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._standing)
        above = QVBoxLayout()
        above.setSpacing(theme.px(2))
        above.addLayout(head)
        above.addWidget(self._for)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(14), theme.px(10), theme.px(14), theme.px(12))
        column.setSpacing(theme.px(8))
        column.addLayout(above)
        column.addWidget(self.voice)

    def show_version(self, row: StatementRow, zone: str, now: datetime) -> None:
        """Show one."""
        words, tone, icon = STANDING_WORDS[row.standing]
        span = span_line(row, zone, local_day(now, zone))
        self._title.set_text(f"Statement {row.name}")
        self._for.set_text(f"{for_whom(row)} · {span}{' · demo words' if row.is_demo else ''}")
        self._standing.set_tag(words, tone, icon)
        self.voice.show_text(row.text, approved=row.standing is StatementStanding.CURRENT)
        self.setAccessibleName(f"Statement {row.name}, {words}, {span}. {row.text}")


class StatementsView(QWidget):
    """What holds first, then the other versions, the newest first."""

    def __init__(
        self, theme: Theme, clock: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._clock = theme, clock
        self.setAccessibleName("Statements")
        self.head = Strip(theme, 52, 44, edge=20)
        self._as_of = Label(theme, "", "small", "text-2", tabular=True)
        self.head.row.addWidget(Label(theme, "Statements", "card"))
        self.head.row.addStretch(1)
        self.head.row.addWidget(self._as_of)
        self._scroll = ColumnScroll(theme)
        self._list = self._scroll.column
        self._list.addWidget(Label(theme, ON_A_CALL, "small", "text-2", wrap=True))
        self._empty = EmptyState(theme, "badge-check", *NONE)
        self._list.addWidget(self._empty)
        self._list.addStretch(1)
        self.cards: list[_VersionCard] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._scroll, 1)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_versions(self, rows: Sequence[StatementRow], zone: str, *, manages: bool) -> None:
        """Show them; what is not approved yet only to who decides about it."""
        now = self._clock()
        shown = [row for row in rows if manages or row.approved_at is not None]
        shown.sort(key=lambda row: row.standing is not StatementStanding.CURRENT)
        while len(self.cards) < len(shown):
            card = _VersionCard(self._theme)
            self._list.insertWidget(len(self.cards) + 2, card)
            self.cards.append(card)
        for number, card in enumerate(self.cards):
            card.setVisible(number < len(shown))
            if number < len(shown):
                card.show_version(shown[number], zone, now)
        self._empty.setVisible(not shown)
        self._as_of.set_text(f"As of {clock_words(now, zone)}")

    def focus_here(self) -> None:
        """Ready to go through them."""
        if self.cards:
            self.cards[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRectF(self.rect()), self._theme.color("surface"))
        painter.end()

    def _restyle(self) -> None:
        self._scroll.set_edges(20, 14, 20, 20)
        self._list.setSpacing(self._theme.px(8))
