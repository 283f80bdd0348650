"""Beside the article: the lines that may be read aloud on the call in hand."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.services.script_lines import Line
from desktop.ui.call_in_hand import CallInHand
from desktop.ui.reference.danger_box import DangerBox
from desktop.ui.reference.use_card import UseCard
from desktop.ui.theme import Theme
from desktop.ui.widgets.card import Strip
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.scroll import ColumnScroll
from desktop.ui.widgets.tag import Count
from desktop.ui.widgets.timer_label import clock_duration

NO_WORDS = ("No approved words yet.", "A manager approves them in Reference.")
NO_CALL = "No call is open. Press F2 to start one."
_TICK_MS = 1000


class UseColumn(QWidget):
    """Shows lines as cards; Up and Down go from one to the next."""

    use_requested = Signal(object)
    take_back_requested = Signal(object)
    copy_requested = Signal(object)
    approve_requested = Signal(object)
    """Each with the :class:`Line`."""

    def __init__(
        self, theme: Theme, clock: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._clock = theme, clock
        self._call: CallInHand | None = None
        self._lines: Sequence[Line] = ()
        self._here = "UTC"
        self.cards: list[UseCard] = []
        self.setAccessibleName("Use in call")
        self.head = Strip(theme, 52, 44, fill="bg", line="")
        self.count = Count(theme, 0, spoken="no lines")
        self.who = Label(theme, "", "small", "text-2", tabular=True, elide=True)
        self.who.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.head.row.addWidget(Label(theme, "Use in call", "card"))
        self.head.row.addWidget(self.count)
        self.head.row.addWidget(self.who, 1)
        self._scroll = ColumnScroll(theme)
        self._list = self._scroll.column
        self._empty = EmptyState(theme, "message-square-quote", *NO_WORDS)
        self._list.addWidget(self._empty)
        self._list.addStretch(1)
        self.danger = DangerBox(theme)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addWidget(self.head)
        self._column.addWidget(self._scroll, 1)
        self._foot = QVBoxLayout()
        self._foot.addWidget(self.danger)
        self._column.addLayout(self._foot)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._show_call_time)
        theme.changed.connect(self._restyle)
        self._restyle()
        self._show_call_time()

    def show_lines(self, lines: Sequence[Line], here: str) -> None:
        """The lines to show; ``here`` is the desk's zone."""
        self._lines, self._here = lines, here
        self._show()

    def show_call(self, call: CallInHand | None) -> None:
        """The call in hand, or none."""
        self._call = call
        if call is None:
            self._tick.stop()
        else:
            self._tick.start()
        self._show_call_time()
        self._show()

    def card_of(self, line_id: object) -> UseCard | None:
        """The card of a line."""
        return next((card for card in self.cards if card.line.id == line_id), None)

    def current(self) -> UseCard | None:
        """The card with the focus, else the first that was not read yet."""
        focus = QApplication.focusWidget()
        inside = (c for c in self.cards if focus is not None and c.isAncestorOf(focus))
        unread = (c for c in self.cards if c.line.approved and not self._read(c.line))
        return next(inside, None) or next(unread, None)

    def bring(self, card: UseCard) -> None:
        """Scroll to a card, and put the focus on its main button."""
        card.main.setFocus(Qt.FocusReason.OtherFocusReason)
        # Once it has its place: it may have been added just now.
        QTimer.singleShot(0, card, lambda: self._scroll.ensureWidgetVisible(card, 0, 8))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        focus = QApplication.focusWidget()
        at = next((n for n, c in enumerate(self.cards) if focus and c.isAncestorOf(focus)), None)
        if step is None or at is None:
            super().keyPressEvent(event)
        elif 0 <= at + step < len(self.cards):
            self.bring(self.cards[at + step])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("bg"))
        painter.fillRect(QRectF(0, 0, 1, self.height()), self._theme.color("line"))
        painter.end()

    def _read(self, line: Line) -> bool:
        return self._call is not None and line.id in self._call.read

    def _show(self) -> None:
        known = {card.line.id: card for card in self.cards}
        self.cards = []
        for number, line in enumerate(self._lines):
            card = known.pop(line.id, None) or self._new_card(line)
            card.show_line(line, self._here, self._clock(), used=self._read(line))
            self._list.insertWidget(number, card)
            card.show()
            self.cards.append(card)
        for card in known.values():
            if card.isAncestorOf(QApplication.focusWidget() or self):
                self.setFocus()
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        approved = sum(line.approved for line in self._lines)
        self.count.set_count(approved, f"{approved} approved lines")
        self._empty.setVisible(not self._lines)

    def _new_card(self, line: Line) -> UseCard:
        card = UseCard(self._theme, line)
        card.use_requested.connect(self.use_requested)
        card.take_back_requested.connect(self.take_back_requested)
        card.copy_requested.connect(self.copy_requested)
        card.approve_requested.connect(self.approve_requested)
        return card

    def _show_call_time(self) -> None:
        if self._call is None:
            self.who.set_text("No call is open")
            return
        seconds = int((self._clock() - self._call.started_at).total_seconds())
        name = self._call.name or "This call"
        self.who.set_text(f"{name}, {clock_duration(max(0, seconds))}")

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        self._column.setContentsMargins(1, 0, 0, 0)
        self._scroll.set_edges(16, 0, 16, 8)
        self._list.setSpacing(px(8))
        top, bottom = (8, 10) if compact else (12, 16)
        self._foot.setContentsMargins(px(16), px(top), px(16), px(bottom))
