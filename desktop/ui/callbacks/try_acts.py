"""Ringing somebody, and writing down how it went."""

from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal

from desktop.app import Services
from desktop.domain.errors import NeedsReason, Problem
from desktop.domain.number_display import display
from desktop.domain.vocabulary import AttemptResult, CallbackKind
from desktop.services.actor import Actor
from desktop.services.callback_detail import CallbackDetail
from desktop.services.queue_row import QueueRow
from desktop.ui.callbacks.asking import Asking
from desktop.ui.callbacks.number_dialog import NumberDialog
from desktop.ui.callbacks.promise_telling import PromiseTelling
from desktop.ui.callbacks.reached_dialog import ReachedDialog
from desktop.ui.callbacks.stop_calls_dialog import StopCallsDialog
from desktop.ui.callbacks.writes import Work
from desktop.ui.intake.asker import Asker
from desktop.ui.tasks import Runner


class TryActs(QObject):
    """One try to keep a promise."""

    call_requested = Signal(str)
    """Dial this number: it is allowed, and the promise is ours for ten minutes."""
    lease_changed = Signal()
    """Somebody is, or no longer is, at work on a promise."""
    changed = Signal(object)
    """News, for the words that are being read to somebody."""
    stirred = Signal()

    def __init__(self, asking: Asking, tasks: Runner, services: Services) -> None:
        super().__init__(asking)
        self._asking, self._tasks, self._services = asking, tasks, services
        self._callbacks = services.callbacks
        self._asker = Asker(tasks, self, "callbacks")

    def call(self, row: QueueRow, reason: str = "") -> None:
        """Ring: ask whether it may be, then take the promise for ten minutes."""
        ask = self._asking
        actor, callbacks = ask.actor, self._callbacks
        number = display(row.e164, row.extension) if row.e164 else ""

        def work() -> None:
            callbacks.may_ring(actor, row.id, reason)
            callbacks.claim(actor, row.id)

        def begun(_nothing: None) -> None:
            if reason:
                ask.keep_reason(row.id, reason)
            self.call_requested.emit(number)
            self.lease_changed.emit()

        def stopped(problem: Problem) -> None:
            if isinstance(problem, NeedsReason):
                ask.writes.ask_reason(
                    str(problem), lambda why: self.call(row, why), "Call with this reason"
                )
            else:
                ask.writes.troubled.emit(str(problem))

        self._tasks.run(work, begun, stopped)

    def release(self, row: QueueRow) -> None:
        """Let it go: others may ring."""
        ask = self._asking
        actor, callbacks = ask.actor, self._callbacks
        self._tasks.run(
            lambda: callbacks.release(actor, row.id),
            lambda _nothing: self.lease_changed.emit(),
            self._told,
        )

    def record(self, detail: CallbackDetail, result: AttemptResult) -> None:
        """Write down a try; three results ask something first."""
        ask = self._asking
        asks = {
            AttemptResult.REACHED: self._ask_reached,
            AttemptResult.WRONG_NUMBER: self._ask_number,
            AttemptResult.DO_NOT_CALL: self._ask_stop,
        }
        if result in asks:
            asks[result](detail)
            return
        actor, row, key, callbacks = ask.actor, detail.row, uuid4(), self._callbacks
        ask.run(
            (row,),
            lambda why: callbacks.record(actor, row.id, row.version, result, key, hours_reason=why),
        )

    def _ask_reached(self, detail: CallbackDetail) -> None:
        ask = self._asking
        row = detail.row
        dialog = ask.dialog(
            "reached",
            row.id,
            lambda: ReachedDialog(
                ask.theme,
                ask.window,
                ask.clock,
                self._telling(),
                safety=row.kind is CallbackKind.SAFETY,
            ),
        )
        self._asker.set_actor(ask.actor)
        dialog.show_detail(detail, ask.actor.zone)
        callbacks = self._callbacks

        def work(actor: Actor, key: UUID) -> Work:
            note, kept = dialog.note.text(), dialog.note.kept
            end, due_at, told = dialog.closes, dialog.new_due_at, dialog.telling.told
            typed = dialog.when.hours_reason
            return lambda why: callbacks.record(
                actor,
                row.id,
                row.version,
                AttemptResult.REACHED,
                key,
                note,
                new_due_at=due_at,
                close=end,
                hours_reason=typed or why,
                sensitive_kept=kept,
                told=told,
            )

        ask.ask(dialog, (row,), work)

    def _telling(self) -> PromiseTelling:
        ask = self._asking
        telling = PromiseTelling(ask.theme, self._asker, self._services, ask.clock)
        telling.written.connect(ask.writes.written)
        self.changed.connect(telling.on_changed)
        self.stirred.connect(telling.on_stirred)
        return telling

    def _ask_number(self, detail: CallbackDetail) -> None:
        ask = self._asking
        row, callbacks = detail.row, self._callbacks
        title = f"Wrong number for {row.name}. Is there a new one?"
        dialog = ask.dialog(
            "wrong",
            row.id,
            lambda: NumberDialog(ask.theme, ask.window, title, "Save wrong number", may_wait=True),
        )
        dialog.show_others(detail.other_numbers)

        def work(actor: Actor, key: UUID) -> Work:
            text, note = dialog.number.text(), dialog.note.text()
            kept = dialog.note.kept
            return lambda why: callbacks.record(
                actor,
                row.id,
                row.version,
                AttemptResult.WRONG_NUMBER,
                key,
                note,
                new_number_text=text,
                hours_reason=why,
                sensitive_kept=kept,
            )

        ask.ask(dialog, (row,), work)

    def _ask_stop(self, detail: CallbackDetail) -> None:
        ask = self._asking
        row, callbacks = detail.row, self._callbacks
        dialog = ask.dialog("stop", row.id, lambda: StopCallsDialog(ask.theme, ask.window, row))

        def work(actor: Actor, key: UUID) -> Work:
            purpose, reason = dialog.purpose, dialog.words.text()
            kept = dialog.words.kept
            return lambda why: callbacks.record(
                actor,
                row.id,
                row.version,
                AttemptResult.DO_NOT_CALL,
                key,
                hours_reason=why,
                do_not_call_purpose=purpose,
                reason=reason,
                sensitive_kept=kept,
            )

        ask.ask(dialog, (row,), work)

    def _told(self, problem: Problem) -> None:
        self._asking.writes.troubled.emit(str(problem))
