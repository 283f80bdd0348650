"""The right pane: the message in hand and what was heard, else that all is done."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.incoming_states import VoicemailState
from desktop.services.voicemail_look import VoicemailLook
from desktop.services.voicemail_rows import VoicemailBox
from desktop.ui.theme import Theme
from desktop.ui.voicemails.box_words import done_by, done_words, finished_words
from desktop.ui.voicemails.heard_form import HeardForm
from desktop.ui.voicemails.message_card import MessageCard
from desktop.ui.voicemails.message_foot import MessageFoot
from desktop.ui.voicemails.typed import Typed
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.field import IconLine
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.scroll import ColumnScroll


class MessagePane(QFrame):
    """Shows; the page acts. The acts stay in sight at every size, the rest scrolls."""

    callback_requested = Signal(object)
    """Show the promise with this identity in its queue."""
    leave_requested = Signal()
    """All is done: on to the callbacks."""

    def __init__(
        self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._now, self._here = theme, now, "UTC"
        self.look: VoicemailLook | None = None
        self.setAccessibleName("The message")
        self.message = MessageCard(theme, now)
        self.form = HeardForm(theme, now)
        self.foot = MessageFoot(theme)
        self.finished = EmptyState(theme, "circle-check-big", "No message waits", framed=False)
        self.finished.next_step_requested.connect(self.leave_requested)
        self.done = IconLine(theme, "", "ok", "circle-check", "strong")
        self.by = Label(theme, "", "small", "text-2", wrap=True)
        self.kept = Label(theme, "", "small", "text-2", wrap=True, lead="You had typed:")
        self.show_promise = Button(theme, "Show the callback", icon="phone-outgoing")
        self.show_promise.clicked.connect(lambda _on=False: self._ask_for_callback())
        self._done = self._build_done()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.finished)
        self._stack.addWidget(self._build())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_reader(self, here: str) -> None:
        """In which zone it is read."""
        self._here = here
        for part in (self.message, self.form):
            part.set_reader(here)

    def show_finished(self, box: VoicemailBox) -> None:
        """Nothing waits: "9 of 9 done", and what is next."""
        self.look = None
        fact, detail = finished_words(box, self._here, self._now())
        icon, tone = ("circle-check-big", "ok") if box.all else ("voicemail", "text-3")
        self.finished.show_state(icon, fact, detail, "Go to the callbacks", tone)
        self._stack.setCurrentIndex(0)

    def show_look(self, look: VoicemailLook, typed: Typed) -> bool:
        """Show a message with what was ``typed`` for it; returns whether it is another one."""
        other = self.look is None or self.look.row.id != look.row.id
        done_now = other or self.look is None or self.look.row.is_done != look.row.is_done
        self.look = look
        row = look.row
        if other or (done_now and not row.is_done):
            self.form.show_typed(typed)
        self.message.show_look(look)
        self.form.show_look(look)
        self.foot.show_acts(safety_open=look.safety_open)
        self.form.setVisible(not row.is_done)
        self.foot.setVisible(not row.is_done)
        self._done.setVisible(row.is_done)
        if row.is_done:
            self._show_done(look, typed)
        self.setAccessibleName(f"Message of {self.message.name.text()}")
        self._stack.setCurrentIndex(1)
        if other:
            self._scroll.verticalScrollBar().setValue(0)
        return other

    def tick(self) -> None:
        """Time went on."""
        self.message.tick()
        self.form.tick()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("bg"))
        painter.end()

    # -- inside --------------------------------------------------------------------------------

    def _show_done(self, look: VoicemailLook, typed: Typed) -> None:
        row = look.row
        promised = row.state is VoicemailState.PROMISED
        icon, tone = ("phone-outgoing", "ok") if promised else ("circle-check", "text-2")
        self.done.show_line(done_words(row, self._here, self._now()), tone, icon, "strong")
        heard = [f"Number they said: {row.spoken}"] if row.spoken else []
        heard += [f"They ask for: {row.note}"] if promised and row.note else []
        self.by.set_text(" · ".join([done_by(row, self._here), *heard]))
        # Somebody else was quicker: what was typed here is told, so that it is not lost.
        told = f"{row.spoken} {row.note}"
        lost = "" if all(part in told for part in typed.words.split(" · ")) else typed.words
        self.kept.set_text(lost, "You had typed:" if lost else "")
        self.kept.setVisible(bool(lost))
        self.show_promise.setVisible(row.callback_id is not None and promised)

    def _ask_for_callback(self) -> None:
        if self.look is not None and self.look.row.callback_id is not None:
            self.callback_requested.emit(self.look.row.callback_id)

    def _build_done(self) -> Card:
        card = Card(self._theme, name="What became of it")
        said = QVBoxLayout()
        said.setSpacing(self._theme.px(4))
        for part in (self.done, self.by, self.kept):
            said.addWidget(part)
        row = QHBoxLayout(card)
        row.setContentsMargins(*(self._theme.px(14),) * 4)
        row.addLayout(said, 1)
        row.addWidget(self.show_promise, 0, Qt.AlignmentFlag.AlignVCenter)
        return card

    def _build(self) -> QWidget:
        self._scroll = ColumnScroll(self._theme)
        self._scroll.setAccessibleName("The message and what you heard")
        column = self._column = self._scroll.column
        for part in (self.message, self._done, self.form):
            column.addWidget(part)
        column.addStretch(1)
        whole = QWidget()
        outer = QVBoxLayout(whole)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._scroll, 1)
        outer.addWidget(self.foot)
        return whole

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        across, down = (16, 8) if compact else (24, 16)
        self._scroll.set_edges(across, down, across, down)
        self._column.setSpacing(px(8 if compact else 16))
