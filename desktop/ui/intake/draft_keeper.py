"""Keeps the card on each pause in typing, so that nothing typed is ever lost."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.errors import Problem
from desktop.domain.ids import uuid7
from desktop.services.actor import Actor
from desktop.services.call_form import CallForm
from desktop.services.drafts import Drafts
from desktop.ui.tasks import Runner

PAUSE_MS = 500
"""A pause in typing."""


class DraftKeeper(QObject):
    """Saves the card of one draft; the page says which."""

    kept = Signal(object)
    """When the card was saved, in UTC."""
    not_kept = Signal(str)
    """Why it could not be."""

    def __init__(
        self,
        tasks: Runner,
        drafts: Drafts,
        clock: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._drafts, self._clock = tasks, drafts, clock
        self._actor: Actor | None = None
        self._form: CallForm | None = None
        self.draft_id = uuid7(clock())
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.keep_now)

    def begin(self, actor: Actor, draft_id: UUID | None = None) -> UUID:
        """Keep this draft from now on (a new one without an identity)."""
        self.stop()
        self._actor = actor
        self.draft_id = draft_id or uuid7(self._clock())
        return self.draft_id

    def keep_soon(self, form: CallForm) -> None:
        """The card changed; it is saved at the next pause."""
        self._form = form
        self._pause.start()

    def keep_now(self) -> None:
        """Save what has not been saved yet, without waiting for a pause."""
        self._pause.stop()
        actor, form, draft_id = self._actor, self._form, self.draft_id
        self._form = None
        if actor is None or form is None:
            return
        self._tasks.run(
            lambda: self._drafts.save(actor, draft_id, form),
            self._kept,
            lambda problem: self._failed(draft_id, form, problem),
        )

    def stop(self) -> None:
        """The card was logged, set aside or thrown away: nothing more to keep."""
        self._pause.stop()
        self._form = self._actor = None

    def _kept(self, at: datetime) -> None:
        self.kept.emit(at)

    def _failed(self, draft_id: UUID, form: CallForm, problem: Problem) -> None:
        if self._actor is not None and draft_id == self.draft_id and self._form is None:
            # Still unsaved: the next change or keep_now tries again.
            self._form = form
        self.not_kept.emit(str(problem))
