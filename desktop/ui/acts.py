"""What every part has that asks, writes, and says what came of it."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.app import Services
from desktop.services.actor import Actor
from desktop.ui.tasks import Runner


class Acts(QObject):
    """Works over the services for whoever is at the desk, and belongs to ``window``."""

    said = Signal(str, object)
    """A sentence on what was done, and the Change that Undo would take back."""
    written = Signal(object)
    """What a write returned."""
    troubled = Signal(str)
    """What got in the way."""

    def __init__(
        self,
        tasks: Runner,
        services: Services,
        clock: Callable[[], datetime],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._tasks, self._services = tasks, services
        self._clock, self._window = clock, window
        self._actor: Actor | None = None
