"""What is done with a message: promised, closed. Each is one write, said with Undo beside it."""

from collections.abc import Callable
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.app import Services
from desktop.domain.errors import ChangedSince, NeedsReason, Problem
from desktop.domain.voicemail_ends import VoicemailEnd
from desktop.services.actor import Actor
from desktop.services.recorded import Recorded
from desktop.services.voicemail_look import VoicemailLook
from desktop.services.voicemail_promises import RingBack
from desktop.ui.callbacks.writes import Work, Writes
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.voicemails.typed import Typed


class BoxActs(QObject):
    """Writes with what was looked at; somebody else's change wins, and the sentence says whose."""

    worked_off = Signal(object)
    """The message with this identity is done."""
    overtaken = Signal()
    """Somebody else was quicker: read the box again."""

    def __init__(self, theme: Theme, tasks: Runner, services: Services, window: QWidget) -> None:
        super().__init__(window)
        self._voicemails = services.voicemails
        self.writes = Writes(theme, tasks, window)
        self._actor: Actor | None = None

    def set_actor(self, actor: Actor) -> None:
        """Somebody else is at the desk."""
        self._actor = actor

    def promise(self, look: VoicemailLook, typed: Typed) -> None:
        """They are rung back."""
        actor, row, key, voicemails = self._actor, look.row, uuid4(), self._voicemails
        if actor is None:
            return
        team_id, user_id = _owner(typed.owner)
        due_at = None if look.safety_open else typed.due_at

        def work(why: str) -> Recorded:
            back = RingBack(due_at, team_id, user_id, why or typed.reason)
            return voicemails.promise(actor, row.id, row.version, typed.heard, back, key)

        self._run(row.id, work)

    def close(self, look: VoicemailLook, end: VoicemailEnd, typed: Typed) -> None:
        """Nobody has to be rung back."""
        actor, row, key, voicemails = self._actor, look.row, uuid4(), self._voicemails
        if actor is not None:
            self._run(
                row.id,
                lambda _why: voicemails.close(actor, row.id, row.version, end, typed.heard, key),
            )

    def _run(self, message_id: UUID, work: Work) -> None:
        def done(_recorded: Recorded) -> None:
            self.worked_off.emit(message_id)

        self.writes.run([message_id], work, done, self._stopped(message_id, work, done))

    def _stopped(
        self, message_id: UUID, work: Work, done: Callable[[Recorded], None]
    ) -> Callable[[Problem], None]:
        def again(why: str) -> None:
            self.writes.run([message_id], work, done, reason=why)

        def stopped(problem: Problem) -> None:
            if isinstance(problem, NeedsReason):
                self.writes.ask_reason(str(problem), again)
                return
            self.writes.troubled.emit(str(problem))
            if isinstance(problem, ChangedSince):
                self.overtaken.emit()

        return stopped


def _owner(value: object) -> tuple[UUID | None, UUID | None]:
    return value if isinstance(value, tuple) else (None, None)
