"""Locks the desk and unlocks it: what is put away meanwhile, and when it locks by itself."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.locking import LockCause, minutes_within
from desktop.services.actor import Actor
from desktop.ui.lock.lock_watch import LockWatch
from desktop.ui.lock.put_away import PutAway
from desktop.ui.sign_in.door import Door
from desktop.ui.widgets.announce import hush


class Locking(QObject):
    """``inside`` is the desk behind the ``door``. The window asks; see :class:`LockWatch` for
    ``monotonic`` and ``holds``."""

    due = Signal(object)
    """The desk wants to lock by itself: the :class:`LockCause`."""

    def __init__(
        self,
        door: Door,
        inside: QWidget,
        monotonic: Callable[[], float],
        holds: Callable[[], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._door, self._inside = door, inside
        self._put_away = PutAway(self)
        self.watch = LockWatch(monotonic, holds, self)
        self.watch.away.connect(lambda: self.due.emit(LockCause.AWAY))
        self.away: Actor | None = None
        """Who locked the desk and is not back yet, nor anybody else here."""

    def set_minutes(self, minutes: int) -> None:
        """After how long the desk locks by itself."""
        self.watch.minutes = minutes_within(minutes)

    def on_computer_locked(self) -> None:
        """The computer was locked, or sleeps; a program's own thread or the system's tells it."""
        self.due.emit(LockCause.COMPUTER)

    def lock(self, actor: Actor, cause: LockCause) -> None:
        """Whoever is here goes away: nothing of theirs is seen or heard until they are back."""
        self.away = actor
        self.watch.stop()
        self._put_away.put_away(self._inside.window())
        hush(self._inside, True)
        self._door.lock(actor, cause, self.watch.minutes)

    def let_in(self, actor: Actor) -> bool:
        """Somebody is here. True for whoever locked the desk: it is open, and everything is as they
        left it. Somebody else's desk is still to be made before the door opens."""
        away, self.away = self.away, None
        back = actor == away
        hush(self._inside, False)
        if back:
            self._door.let_in()
            self._put_away.bring_back()
        else:
            self._put_away.close_all()
        self.watch.start()
        return back
