"""Follows how whoever is here stands: what they may do may change while they are at work."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import Problem
from desktop.domain.roles import may
from desktop.domain.vocabulary import Permission
from desktop.domain.wording import clock as clock_words
from desktop.services.actor import Actor
from desktop.services.changes import Touched, Written
from desktop.ui.dialogs import QuestionDialog
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Kind

if TYPE_CHECKING:
    from desktop.services.break_glass import BreakGlass, GlassRow, Present

TOPIC = "break-glass"
"""The notice to managers, which stays until one puts it away."""
_LOOKS_EVERY_MS = 10_000
_RECORDS = frozenset({"break_glass", "user_account"})
_WHAT_HAPPENS = (
    "For one hour you may do here what a manager may, but for accounts. Managers are told at "
    "once, and everything you do says that you stood in."
)


class GlassDesk(QObject):
    """One for the window. The clock ends an hour without being asked."""

    written = Signal(object)
    """A :class:`Written`, after each write."""
    troubled = Signal(str)
    turned = Signal(object)
    """The same person may do more or less than before: the :class:`Actor` from now on."""
    switched_off = Signal()
    """The account of whoever is here was switched off."""
    stands_in = Signal(str)
    """Until when the person here stands in, in words; empty when they do not."""
    told = Signal(str, str)
    """What managers are to know (topic, sentence)."""

    def __init__(
        self, theme: Theme, tasks: Runner, break_glass: "BreakGlass", window: QWidget
    ) -> None:
        super().__init__(window)
        self._theme, self._tasks, self._glass, self._window = theme, tasks, break_glass, window
        self._actor: Actor | None = None
        self._row: GlassRow | None = None
        self._newest: datetime | None = None
        self._asks: QuestionDialog | None = None
        self._ends: QuestionDialog | None = None
        self._tick = QTimer(self)
        self._tick.setInterval(_LOOKS_EVERY_MS)
        self._tick.timeout.connect(self.look)

    def set_actor(self, actor: Actor | None) -> None:
        """Somebody came, or nobody is here any more."""
        self._actor, self._row = actor, None
        for dialog in (self._asks, self._ends):
            if dialog is not None:
                dialog.reject()
        if actor is None:
            self._tick.stop()
            return
        self.look()
        self._tell_manager()

    def on_changed(self, touched: frozenset[Touched]) -> None:
        """News: perhaps of the account of whoever is here, perhaps of a stand-in."""
        if not touched or any(each.record in _RECORDS for each in touched):
            self.look()
        if any(each.record == "break_glass" for each in touched):
            self._tell_manager()

    def look(self) -> None:
        """See how the person here stands now."""
        actor = self._actor
        if actor is not None:
            self._tasks.run(lambda: self._glass.present(actor), self._found, self._failed)

    def begin(self) -> None:
        """Ask for the reason, then stand in."""
        if self._asks is None:
            self._asks = QuestionDialog(
                self._theme,
                self._window,
                "Stand in for a manager?",
                _WHAT_HAPPENS,
                safe="Not now",
                act="Stand in for one hour",
                icon="circle-alert",
                tone="soon",
                act_kind=Kind.PRIMARY,
                reason_label="Why it cannot wait",
                reason_needed=True,
            )
            self._asks.agreed.connect(self._begin)
        self._asks.ask()
        if self._asks.reason is not None:
            self._asks.reason.clear()
            self._asks.reason.setFocus()

    def end(self) -> None:
        """Ask, then end it before its hour is over."""
        if self._ends is None:
            self._ends = QuestionDialog(
                self._theme,
                self._window,
                "Stop standing in?",
                "From now on you may do what the front desk may.",
                safe="Go on",
                act="Stop now",
                icon="circle-alert",
                tone="soon",
                act_kind=Kind.PRIMARY,
            )
            self._ends.agreed.connect(self._end)
        self._ends.ask()

    def on_put_away(self, topic: str) -> None:
        """A manager has read the notice and put it away."""
        actor, until = self._actor, self._newest
        if topic == TOPIC and actor is not None and until is not None:
            glass = self._glass
            self._tasks.run(lambda: glass.seen(actor, until), lambda _: None, self._failed)

    def _begin(self, reason: str) -> None:
        actor, key = self._actor, uuid4()
        if actor is not None:
            glass = self._glass
            self._tasks.run(lambda: glass.begin(actor, reason, key), self._wrote, self._failed)

    def _end(self, _reason: str) -> None:
        actor, row, key = self._actor, self._row, uuid4()
        if actor is not None and row is not None:
            glass, row_id = self._glass, row.id
            self._tasks.run(lambda: glass.end(actor, row_id, key), self._wrote, self._failed)

    def _wrote(self, written: Written) -> None:
        # Everybody hears of it, this desk too: that is when it looks again.
        self.written.emit(written)

    def _found(self, present: "Present") -> None:
        actor = self._actor
        if actor is None or present.user_id != actor.user_id:
            return
        if present.actor is None:
            self.switched_off.emit()
            return
        self._row = present.glass
        if present.glass is None:
            self._tick.stop()
        else:
            self._tick.start()
        if present.actor.role is not actor.role:
            self._actor = present.actor
            self.turned.emit(present.actor)
        until = clock_words(present.glass.until, actor.zone) if present.glass else ""
        self.stands_in.emit(until)

    def _tell_manager(self) -> None:
        actor = self._actor
        if actor is not None and may(actor.role, Permission.OVERSEE):
            self._tasks.run(lambda: self._glass.unseen(actor), self._tell, self._failed)

    def _tell(self, rows: "tuple[GlassRow, ...]") -> None:
        actor = self._actor
        if not rows or actor is None:
            return
        self._newest = rows[0].began_at
        self.told.emit(TOPIC, " ".join(_sentence(row, actor.zone) for row in rows[:3]))

    def _failed(self, problem: Problem) -> None:
        self.troubled.emit(str(problem))


def _sentence(row: "GlassRow", zone: str) -> str:
    began = clock_words(row.began_at, zone)
    until = clock_words(row.ended_at or row.until, zone)
    return f"{row.who} stood in for a manager at {row.desk}, {began} to {until}: {row.reason}."
