"""Reads what the voicemail box shows, on the worker; of each question the newest counts."""

from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desktop.app import Services
from desktop.domain.errors import NotFound, Problem
from desktop.services.actor import Actor
from desktop.services.voicemail_rows import Heard
from desktop.ui.callbacks.colleagues import read_colleagues
from desktop.ui.intake.asker import Asker
from desktop.ui.tasks import Runner


class BoxReader(Asker):
    """Nothing is read before somebody signs in, and nothing arrives for who was here before."""

    box_read = Signal(object)
    look_read = Signal(object)
    message_gone = Signal()
    colleagues_read = Signal(object)

    def __init__(self, tasks: Runner, services: Services, parent: QObject) -> None:
        super().__init__(tasks, parent, "voicemails")
        self._voicemails, self._places = services.voicemails, services.places

    def set_actor(self, actor: Actor) -> None:
        """Read for somebody from now on; who works with them is read at once."""
        super().set_actor(actor)
        places = self._places
        self.ask(
            lambda actor: read_colleagues(places, actor),
            self.colleagues_read.emit,
            replaces="colleagues",
        )

    def read_box(self) -> None:
        """What waits, and what was done today."""
        self.ask(self._voicemails.box, self.box_read.emit, replaces="box")

    def read_look(self, voicemail_id: UUID, heard: Heard) -> None:
        """One message with what is known of whoever left it."""
        voicemails = self._voicemails
        self.ask(
            lambda actor: voicemails.look(actor, voicemail_id, heard),
            self.look_read.emit,
            replaces="look",
        )

    def _say(self, problem: Problem) -> None:
        if isinstance(problem, NotFound):
            self.message_gone.emit()
        super()._say(problem)
