"""What can be done with promises: each act asks what it needs and writes."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar, cast
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.app import Services
from desktop.domain.calling_hours import CallingHours
from desktop.domain.errors import NeedsReason, Problem
from desktop.domain.number_display import display
from desktop.domain.vocabulary import AttemptResult, CallbackKind, Resolution
from desktop.domain.work_days import SiteCalendar
from desktop.domain.zones import Candidates
from desktop.services.actor import Actor
from desktop.services.callback_detail import CallbackDetail
from desktop.services.queue_row import QueueRow, ViewFilter
from desktop.services.recorded import Recorded
from desktop.services.resolving import Decision
from desktop.services.saved_views import SavedViewRow
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.callbacks.promise_dialogs import (
    CloseDialog,
    NumberDialog,
    ReachedDialog,
    SaveViewDialog,
    WhenDialog,
    time_facts,
)
from desktop.ui.callbacks.stop_calls_dialog import StopCallsDialog
from desktop.ui.callbacks.time_choice import TimeFacts
from desktop.ui.callbacks.writes import Work, Writes
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme

D = TypeVar("D", bound=AskDialog)


class PromiseActs(QObject):
    """Lives with the page; ``window`` is what its dialogs open over."""

    call_requested = Signal(str)
    """Dial this number: it is allowed, and the promise is ours for ten minutes."""
    lease_changed = Signal()
    """Somebody is, or no longer is, at work on a promise."""

    def __init__(
        self,
        theme: Theme,
        tasks: Runner,
        services: Services,
        clock: Callable[[], datetime],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._theme, self._tasks, self._clock = theme, tasks, clock
        self._callbacks, self._places = services.callbacks, services.places
        self._window = window
        self.writes = Writes(theme, tasks, window)
        self._actor: Actor | None = None
        self._reasons: dict[UUID, str] = {}
        self._dialogs: dict[tuple[str, UUID], AskDialog] = {}

    def set_actor(self, actor: Actor) -> None:
        """Somebody else is at the desk; what was half-typed in a dialog was theirs."""
        self._actor = actor
        self._reasons.clear()
        for dialog in self._dialogs.values():
            dialog.close()
            dialog.deleteLater()
        self._dialogs.clear()

    @property
    def actor(self) -> Actor:
        """Who acts."""
        if self._actor is None:
            raise RuntimeError("nobody is signed in")
        return self._actor

    # -- ringing -------------------------------------------------------------------------------

    def call(self, row: QueueRow, reason: str = "") -> None:
        """Ring: ask whether it may be, then take the promise for ten minutes."""
        actor, callbacks = self.actor, self._callbacks
        number = display(row.e164, row.extension) if row.e164 else ""

        def work() -> None:
            callbacks.may_ring(actor, row.id, reason)
            callbacks.claim(actor, row.id)

        def begun(_nothing: None) -> None:
            if reason:
                self._reasons[row.id] = reason
            self.call_requested.emit(number)
            self.lease_changed.emit()

        def stopped(problem: Problem) -> None:
            if isinstance(problem, NeedsReason):
                self.writes.ask_reason(
                    str(problem), lambda why: self.call(row, why), "Call with this reason"
                )
            else:
                self.writes.troubled.emit(str(problem))

        self._tasks.run(work, begun, stopped)

    def release(self, row: QueueRow) -> None:
        """Let it go: others may ring."""
        actor, callbacks = self.actor, self._callbacks
        self._tasks.run(
            lambda: callbacks.release(actor, row.id),
            lambda _nothing: self.lease_changed.emit(),
            self._told,
        )

    # -- how it went ---------------------------------------------------------------------------

    def record(self, detail: CallbackDetail, result: AttemptResult) -> None:
        """Write down a try; three results ask something first."""
        asks = {
            AttemptResult.REACHED: self._ask_reached,
            AttemptResult.WRONG_NUMBER: self._ask_number,
            AttemptResult.DO_NOT_CALL: self._ask_stop,
        }
        if result in asks:
            asks[result](detail)
            return
        actor, row, key, callbacks = self.actor, detail.row, uuid4(), self._callbacks
        self._run(
            row,
            lambda why: callbacks.record(actor, row.id, row.version, result, key, hours_reason=why),
        )

    def _ask_reached(self, detail: CallbackDetail) -> None:
        row = detail.row
        dialog = self._dialog(
            "reached", row.id, lambda: ReachedDialog(self._theme, self._window, self._clock)
        )
        dialog.show_detail(detail, self.actor.zone)
        callbacks = self._callbacks

        def work(actor: Actor, key: UUID) -> Work:
            note, end, due_at = dialog.note.text(), dialog.closes, dialog.new_due_at
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
            )

        self._ask(dialog, (row,), work)

    def _ask_number(self, detail: CallbackDetail) -> None:
        row, callbacks = detail.row, self._callbacks
        title = f"Wrong number for {row.name}. Is there a new one?"
        dialog = self._dialog(
            "wrong",
            row.id,
            lambda: NumberDialog(
                self._theme, self._window, title, "Save wrong number", may_wait=True
            ),
        )
        dialog.show_others(detail.other_numbers)

        def work(actor: Actor, key: UUID) -> Work:
            text, note = dialog.number.text(), dialog.note.text()
            return lambda why: callbacks.record(
                actor,
                row.id,
                row.version,
                AttemptResult.WRONG_NUMBER,
                key,
                note,
                new_number_text=text,
                hours_reason=why,
            )

        self._ask(dialog, (row,), work)

    def _ask_stop(self, detail: CallbackDetail) -> None:
        row, callbacks = detail.row, self._callbacks
        dialog = self._dialog(
            "stop", row.id, lambda: StopCallsDialog(self._theme, self._window, row)
        )

        def work(actor: Actor, key: UUID) -> Work:
            purpose, reason = dialog.purpose, dialog.words.text()
            return lambda why: callbacks.record(
                actor,
                row.id,
                row.version,
                AttemptResult.DO_NOT_CALL,
                key,
                hours_reason=why,
                do_not_call_purpose=purpose,
                reason=reason,
            )

        self._ask(dialog, (row,), work)

    # -- moving and ending ---------------------------------------------------------------------

    def decide(self, row: QueueRow, decision: str) -> None:
        """What happens after the fourth try; "unreachable" asks for a word first."""
        callbacks, what = self._callbacks, cast("Decision", decision)
        if decision == "unreachable":
            title = f"Close {row.name} as unreachable?"
            dialog = self._dialog(
                "unreachable",
                row.id,
                lambda: CloseDialog(
                    self._theme,
                    self._window,
                    title,
                    "Close as unreachable",
                    Resolution.UNREACHABLE,
                ),
            )

            def work(actor: Actor, key: UUID) -> Work:
                note = dialog.note.text()
                return lambda _why: callbacks.decide(actor, row.id, row.version, what, key, note)

            self._ask(dialog, (row,), work)
            return
        actor, key = self.actor, uuid4()
        self._run(row, lambda _why: callbacks.decide(actor, row.id, row.version, what, key))

    def close(self, rows: Sequence[QueueRow]) -> None:
        """Close one or several."""
        callbacks, which = self._callbacks, _versions(rows)
        title = (
            f"Close the promise to {rows[0].name}?"
            if len(rows) == 1
            else f"Close {len(rows)} promises?"
        )
        act = "Close the promise" if len(rows) == 1 else f"Close {len(rows)} promises"
        dialog = self._dialog(
            f"close {len(rows)}",
            rows[0].id,
            lambda: CloseDialog(self._theme, self._window, title, act),
        )

        def work(actor: Actor, key: UUID) -> Work:
            end, note = dialog.end, dialog.note.text()
            return lambda _why: callbacks.close(actor, which, end, note, key)

        self._ask(dialog, rows, work)

    def postpone(self, rows: Sequence[QueueRow], detail: CallbackDetail | None) -> None:
        """Move one or several to another time; ``detail`` of the only one."""
        callbacks, which, one = self._callbacks, _versions(rows), len(rows) == 1
        title = f"When to ring {rows[0].name}?" if one else f"When to ring these {len(rows)}?"
        body = "What was promised stays as it was said." if one else ""
        act = "Move the promise" if one else f"Move {len(rows)} promises"
        dialog = self._dialog(
            f"postpone {len(rows)}",
            rows[0].id,
            lambda: WhenDialog(self._theme, self._window, self._clock, title, act, body),
        )
        if detail is not None:
            dialog.when.show_facts(time_facts(detail, self.actor.zone))
        else:
            self._site_needed(lambda site: dialog.when.show_facts(_all_of(rows, site)))

        def work(actor: Actor, key: UUID) -> Work:
            due_at, reason = _chosen(dialog), dialog.when.hours_reason
            return lambda why: callbacks.postpone(actor, which, due_at, reason or why, key)

        self._ask(dialog, rows, work)

    def reopen(self, detail: CallbackDetail) -> None:
        """Open a closed one again."""
        row, callbacks = detail.row, self._callbacks
        dialog = self._dialog(
            "reopen",
            row.id,
            lambda: WhenDialog(
                self._theme,
                self._window,
                self._clock,
                f"When to ring {row.name} again?",
                "Open the promise again",
            ),
        )
        dialog.when.show_facts(time_facts(detail, self.actor.zone))

        def work(actor: Actor, key: UUID) -> Work:
            due_at, reason = _chosen(dialog), dialog.when.hours_reason
            return lambda why: callbacks.reopen(
                actor, row.id, row.version, due_at, key, reason or why
            )

        self._ask(dialog, (row,), work)

    def give_number(self, detail: CallbackDetail) -> None:
        """Ring another number from now on."""
        row, callbacks = detail.row, self._callbacks
        dialog = self._dialog(
            "number",
            row.id,
            lambda: NumberDialog(
                self._theme,
                self._window,
                f"Which number to ring for {row.name}?",
                "Ring this number",
                may_wait=False,
            ),
        )
        dialog.show_others(detail.other_numbers)

        def work(actor: Actor, key: UUID) -> Work:
            text = dialog.number.text()
            return lambda _why: callbacks.give_number(actor, row.id, row.version, text, key)

        self._ask(dialog, (row,), work)

    def reassign(self, rows: Sequence[QueueRow], team_id: UUID, user_id: UUID | None) -> None:
        """Give one or several to a team, or to somebody in it."""
        actor, key, callbacks, which = self.actor, uuid4(), self._callbacks, _versions(rows)
        self.writes.run(
            [row.id for row in rows],
            lambda _why: callbacks.reassign(actor, which, team_id, user_id, key),
        )

    # -- views ---------------------------------------------------------------------------------

    def save_view(self, view: ViewFilter, like: SavedViewRow | None) -> None:
        """Keep a view as a tab of one's own."""
        callbacks = self._callbacks
        dialog = self._dialog(
            "view", self.actor.user_id, lambda: SaveViewDialog(self._theme, self._window)
        )
        dialog.show_view(view, like.name if like else "")

        def work(actor: Actor, key: UUID) -> Work:
            name = dialog.name.text().strip()
            return lambda _why: Recorded(
                callbacks.save_view(actor, name, view, key), f"View “{name}” saved."
            )

        self._ask(dialog, (), work)

    def remove_view(self, view: SavedViewRow) -> None:
        """Take a tab of one's own away."""
        actor, key, callbacks = self.actor, uuid4(), self._callbacks
        self.writes.run(
            (),
            lambda _why: Recorded(
                callbacks.remove_view(actor, view.id, key), f"View “{view.name}” removed."
            ),
        )

    # -- inside --------------------------------------------------------------------------------

    def _run(self, row: QueueRow, work: Work) -> None:
        reason = self._reasons.get(row.id, "")
        done = self._forget_reason(row.id)
        self.writes.run([row.id], work, done, reason=reason)

    def _ask(
        self,
        dialog: AskDialog,
        rows: Sequence[QueueRow],
        prepare: Callable[[Actor, UUID], Work],
    ) -> None:
        """Open it; when the person acts, write what it then holds."""
        ids = [row.id for row in rows]
        key = uuid4()

        def act() -> None:
            forget = self._forget_reason(*ids)

            def done(recorded: Recorded) -> None:
                forget(recorded)
                self._put_away(dialog)

            kept = next((self._reasons[each] for each in ids if each in self._reasons), "")
            work = prepare(self.actor, key)
            if not self.writes.run(ids, work, done, dialog.show_problem, dialog.reason or kept):
                dialog.act_button.set_on()

        dialog.ask(act)

    def _dialog(self, what: str, callback_id: UUID, make: Callable[[], D]) -> D:
        """The dialog of this act for this promise: the one that was closed with something in it,
        else a new one."""
        kept = self._dialogs.get((what, callback_id))
        if kept is None:
            kept = self._dialogs[(what, callback_id)] = make()
        return cast("D", kept)

    def _put_away(self, dialog: AskDialog) -> None:
        dialog.done_well()
        self._dialogs = {key: each for key, each in self._dialogs.items() if each is not dialog}
        dialog.deleteLater()

    def _forget_reason(self, *ids: UUID) -> Callable[[Recorded], None]:
        def forget(_recorded: Recorded) -> None:
            for callback_id in ids:
                self._reasons.pop(callback_id, None)

        return forget

    def _site_needed(self, use: Callable[[SiteCalendar], None]) -> None:
        actor, places = self.actor, self._places
        self._tasks.run(lambda: places.calendar(actor.site_id), use, self._told)

    def _told(self, problem: Problem) -> None:
        self.writes.troubled.emit(str(problem))


def _versions(rows: Sequence[QueueRow]) -> list[tuple[UUID, int]]:
    return [(row.id, row.version) for row in rows]


def _chosen(dialog: WhenDialog) -> datetime:
    due_at = dialog.when.due_at
    if due_at is None:
        raise RuntimeError("the time choice always holds a time")
    return due_at


def _all_of(rows: Sequence[QueueRow], site: SiteCalendar) -> TimeFacts:
    """One time for several people: it has to suit the clocks of all of them."""
    zones = tuple(dict.fromkeys(row.zone for row in rows))
    certain = all(row.zone_certain for row in rows)
    candidates = Candidates(zones, certain=certain and len(zones) == 1, ask=False)
    strict = any(row.kind is CallbackKind.MARKETING for row in rows)
    return TimeFacts(candidates, CallingHours(), site, site.zone, strict=strict)
