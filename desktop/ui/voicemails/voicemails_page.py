"""The page of the voicemail box: the messages of the night, worked off one after the other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.app import Services
from desktop.domain.local_time import whole_minute
from desktop.domain.voicemail_ends import VoicemailEnd
from desktop.services.actor import Actor
from desktop.services.changes import Touched
from desktop.services.safety_form import SafetyForm
from desktop.services.voicemail_look import VoicemailLook
from desktop.services.voicemail_rows import VoicemailBox, VoicemailRow
from desktop.ui.changes import concerns
from desktop.ui.key_binding import bind_keys
from desktop.ui.keys import key_of
from desktop.ui.shell.focus import focus_is_in
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.voicemails.box_acts import BoxActs
from desktop.ui.voicemails.box_head import BoxHead
from desktop.ui.voicemails.box_reader import BoxReader
from desktop.ui.voicemails.box_words import spoken_doubt, spoken_problem
from desktop.ui.voicemails.message_list import MessageList
from desktop.ui.voicemails.message_pane import MessagePane
from desktop.ui.voicemails.safety_of_message import card_of_message
from desktop.ui.voicemails.typed import Typed
from desktop.ui.widgets.undo_bar import UndoBar, UndoDock

_TICK_MS = 5_000
_CONCERNS = (
    "voicemail", "callback", "call", "person", "person_number", "phone_number", "person_merge",
    "do_not_call", "restriction",
)  # fmt: skip


class VoicemailsPage(QWidget):
    """Shows what its reader reads, keeps what is typed for each message, and passes on what its
    acts say and write."""

    said = Signal(str, object)
    written = Signal(object)
    troubled = Signal(str)
    safety_requested = Signal(object)
    """Open the Safety card with this :class:`SafetyForm`."""
    callback_requested = Signal(object)
    back_requested = Signal()
    counted = Signal(object, str)
    """The :class:`VoicemailBox` as often as it was read, and the desk's zone."""

    status_hints: tuple[tuple[str, str], ...] = (
        (key_of("promise_message").text(), "Promise"),
        (key_of("message_time").text(), "Time"),
        (f"{key_of('close_message').text()}, 1–5", "Close"),
        (key_of("next_message").text(), "Next"),
    )

    def __init__(
        self,
        *,
        theme: Theme,
        tasks: Runner,
        services: Services,
        clock: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._clock = theme, clock
        self._actor: Actor | None = None
        self._minute = whole_minute(clock())
        self._box = VoicemailBox()
        self._typed: dict[UUID, Typed] = {}
        # What was worked off here: taken back, it comes to the front again.
        self._worked_off: list[UUID] = []
        self._wants_focus = False
        # An act that was asked for before it was known whom the number is.
        self._waiting: Callable[[VoicemailLook], None] | None = None
        # A number that looked wrong and was pointed out: pressed again it is kept as typed.
        self._doubted: tuple[UUID, str] | None = None
        self.head = BoxHead(theme)
        self.list = MessageList(theme, clock)
        self.pane = MessagePane(theme, clock)
        self.undo_bar = UndoBar(theme)
        self._reader = BoxReader(tasks, services, self)
        self.acts = BoxActs(theme, tasks, services, self)
        self._lay_out()
        self._wire()
        self._bind_keys()
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()

    # -- what the window calls -----------------------------------------------------------------

    def set_actor(self, actor: Actor) -> None:
        """Somebody signed in: nothing of who was here before. Who comes back after locking finds
        what they had typed."""
        if self._actor is None or self._actor.user_id != actor.user_id:
            self._typed.clear()
            self._worked_off.clear()
        self._actor, self._waiting = actor, None
        self.list.delegate.here = actor.zone
        self.pane.set_reader(actor.zone)
        self.acts.set_actor(actor)
        self.list.forget()
        self.pane.show_finished(VoicemailBox())
        self._reader.set_actor(actor)
        self._reader.read_box()

    def activate(self) -> None:
        """The page is shown: work begins with the number they say."""
        self._wants_focus = True
        if not self._box.waiting:
            self.list.put_down()
            self._show_row(None)
        self._focus()
        self.tick()

    def on_changed(self, touched: frozenset[Touched]) -> None:
        """News from anywhere."""
        if concerns(touched, *_CONCERNS):
            self._reader.read_box()

    def panes(self) -> tuple[QWidget, ...]:
        """Where F6 goes."""
        return (self.list.view, self.pane.form.number, self.pane.foot.promise, self.pane.finished)

    def safety_form(self) -> SafetyForm | None:
        """The Safety card of the message in hand; None where none is."""
        look = self.pane.look
        if look is None:
            return None
        return card_of_message(look, self._typed_of(look.row.id).heard.spoken, self._clock())

    def tick(self) -> None:
        """Time went on: the words change with each minute."""
        minute = whole_minute(self._clock())
        if self._actor is None or not self.isVisible() or minute == self._minute:
            return
        self._minute = minute
        self.list.tick()
        self.pane.tick()
        self._reader.read_box()

    # -- showing -------------------------------------------------------------------------------

    def _show_box(self, box: VoicemailBox) -> None:
        self._box = box
        waiting = {row.id for row in box.rows if not row.is_done}
        back = [each for each in self._worked_off if each in waiting]
        self._worked_off = [each for each in self._worked_off if each not in waiting]
        self.head.show_box(box)
        self.counted.emit(box, self.list.delegate.here)
        self.list.show_box(box)
        if back:
            self._wants_focus = True
            self.list.take(back[-1])

    def _show_row(self, row: VoicemailRow | None) -> None:
        if row is None:
            self.pane.show_finished(self._box)
            self._focus()
        else:
            self._reader.read_look(row.id, self._typed_of(row.id).heard)

    def _show_look(self, look: VoicemailLook) -> None:
        row = self.list.in_hand()
        if row is None or row.id != look.row.id:
            return
        typed = self._typed_of(row.id)
        self.pane.show_look(look, typed)
        self._focus()
        waiting, about = self._waiting, typed.is_about(look.heard)
        if waiting is not None and about:
            self._waiting = None
            waiting(look)

    def _focus(self) -> None:
        """Put the focus where work begins, where that was asked for or it was lost."""
        lost = not focus_is_in(self.list, self.pane, self.head, self.undo_bar)
        if not self.isVisible() or not (self._wants_focus or lost):
            return
        row, look = self.list.in_hand(), self.pane.look
        if row is None:
            self._wants_focus = False
            self.pane.finished.button.setFocus()
        elif look is not None and look.row.id == row.id:
            self._wants_focus = False
            if row.is_done:
                self.list.focus_here()
            else:
                self.pane.form.focus_number()

    # -- typing --------------------------------------------------------------------------------

    def _typed_of(self, message_id: UUID) -> Typed:
        return self._typed.get(message_id, Typed())

    def _keep_typed(self) -> None:
        look = self.pane.look
        if look is not None and not look.row.is_done:
            self._typed[look.row.id] = self.pane.form.typed

    def _look_up(self) -> None:
        look = self.pane.look
        if look is not None:
            self._reader.read_look(look.row.id, self.pane.form.typed.heard)

    # -- acts ------------------------------------------------------------------------------------

    def _in_hand(self) -> VoicemailLook | None:
        """The message that acts are about, while it waits."""
        look, row = self.pane.look, self.list.in_hand()
        if look is None or row is None or row.id != look.row.id or look.row.is_done:
            return None
        return look

    def _promise(self) -> None:
        look = self._in_hand()
        if look is None:
            return
        self._keep_typed()
        typed = self._typed_of(look.row.id)
        if not typed.is_about(look.heard):
            self._waiting = lambda _look: self._promise()
            return
        problem = spoken_problem(look)
        no_number_yet = look.safety_open and look.reading is None
        if problem and not no_number_yet:
            self.pane.form.point_out(problem)
            return
        doubt = spoken_doubt(look)
        if doubt and self._doubted != (look.row.id, typed.heard.spoken):
            self._doubted = (look.row.id, typed.heard.spoken)
            self.pane.form.point_out(f"{doubt}. Press again to keep it as typed.")
            return
        self.acts.promise(look, typed)

    def _close(self, end: VoicemailEnd) -> None:
        look = self._in_hand()
        if look is None:
            return
        self._keep_typed()
        typed = self._typed_of(look.row.id)
        if spoken_problem(look) or not typed.is_about(look.heard):
            # Half a number does not keep anybody from closing a message that nobody has to answer.
            typed = replace(typed, heard=replace(typed.heard, spoken=""))
        self.acts.close(look, end, typed)

    def _finish(self, message_id: UUID) -> None:
        self._worked_off.append(message_id)
        self._wants_focus = True
        self.list.move_on(message_id)

    def _next(self, step: int) -> None:
        self._wants_focus = True
        self.list.take_next(step)

    # -- making ----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.pane, 1)
        right.addWidget(UndoDock(self._theme, self.undo_bar))
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.list)
        body.addLayout(right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addLayout(body, 1)

    def _wire(self) -> None:
        reader, pane, acts = self._reader, self.pane, self.acts
        reader.box_read.connect(self._show_box)
        reader.look_read.connect(self._show_look)
        reader.message_gone.connect(reader.read_box)
        reader.colleagues_read.connect(pane.form.show_colleagues)
        reader.troubled.connect(self.troubled)
        self.head.next_requested.connect(self._next)
        self.head.back_requested.connect(self.back_requested)
        self.list.chosen.connect(self._show_row)
        self.list.main_act_requested.connect(pane.form.focus_number)
        pane.form.edited.connect(self._keep_typed)
        pane.form.asked.connect(self._look_up)
        pane.foot.promise_requested.connect(self._promise)
        pane.foot.close_requested.connect(self._close)
        pane.leave_requested.connect(self.back_requested)
        pane.callback_requested.connect(self.callback_requested)
        pane.message.safety_requested.connect(
            lambda: self.safety_requested.emit(self.safety_form())
        )
        pane.message.copied.connect(lambda words: self.said.emit(words, None))
        acts.worked_off.connect(self._finish)
        acts.overtaken.connect(reader.read_box)
        acts.writes.said.connect(self.said)
        acts.writes.written.connect(self.written)
        acts.writes.troubled.connect(self.troubled)

    def _bind_keys(self) -> None:
        times = [("message_time", partial(self._pick_time, place)) for place in range(4)]
        bind_keys(
            self,
            ("promise_message", self._promise),
            *times,
            ("close_message", self._focus_ends),
            ("who_left_it", self.pane.form.who.focus_here),
            ("copy_recording", self.pane.message.copy_recording),
            ("next_message", lambda: self._next(1)),
            ("message_before", lambda: self._next(-1)),
        )

    def _pick_time(self, place: int) -> None:
        look = self._in_hand()
        if look is not None and not look.safety_open:
            self.pane.form.pick_quick(place)

    def _focus_ends(self) -> None:
        if self._in_hand() is not None:
            self.pane.foot.focus_ends()
