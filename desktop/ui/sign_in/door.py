"""The door of the desk: who is here is asked in front of it."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.errors import Problem
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme

if TYPE_CHECKING:
    from desktop.app import App
    from desktop.domain.locking import LockCause
    from desktop.services.actor import Actor
    from desktop.services.places import DeskRow
    from desktop.services.user_rows import SignedIn
    from desktop.ui.lock.lock_page import LockPage
    from desktop.ui.sign_in.sign_in_page import SignInPage


class Door(QStackedWidget):
    """Shows the desk that is ``inside``, or the lock page, or the sign-in page, or, while nobody
    has an account, the first set-up."""

    set_up = Signal(object)
    """The first manager has an account and is here: an :class:`Actor`."""
    put_back_requested = Signal()
    """Nobody is set up here, and there is a backup of another computer."""
    desk_named = Signal(str)
    troubled = Signal(str)

    _sign_in: "SignInPage"
    _locked: "LockPage"

    def __init__(
        self, theme: Theme, tasks: Runner, clock: Callable[[], datetime], inside: QWidget
    ) -> None:
        super().__init__()
        self._theme, self._tasks, self._clock, self._inside = theme, tasks, clock, inside
        self._notices: tuple[QWidget, ...] = ()
        self.addWidget(inside)

    def hang(self, sign_in: "SignInPage", locked: "LockPage", *notices: QWidget) -> None:
        """What stands in front of the desk while it is shut, and what may be told there."""
        self._sign_in, self._locked, self._notices = sign_in, locked, notices
        for page in (sign_in, locked):
            self.addWidget(page)

    def let_in(self) -> None:
        """Somebody may go to the desk."""
        self.setCurrentWidget(self._inside)

    def shut(self) -> None:
        """Ask who is here."""
        self._bring(self._sign_in)

    def lock(self, actor: "Actor", cause: "LockCause", minutes: int) -> None:
        """``actor`` is away: nobody sees the desk until they are back."""
        self._locked.lock(actor, cause, minutes)
        self._bring(self._locked)

    def ask_again(self) -> None:
        """Put the focus where one signs in or unlocks."""
        if self.currentWidget() in (self._sign_in, self._locked):
            self._bring(self._sign_in if self.currentWidget() is self._sign_in else self._locked)

    def _bring(self, page: "SignInPage | LockPage") -> None:
        for notice in self._notices:
            page.show_above(notice)
        self.setCurrentWidget(page)
        page.activate()

    def ask_first(self, app: "App") -> None:
        """Nobody has an account yet: clinic, desk, first manager, recovery code."""
        from desktop.ui.first_run.first_run_page import FirstRunPage
        from desktop.ui.first_run.zone_choices import computer_zone

        opened, places = app.opened, app.services.places
        code = opened.recovery_code
        if code is None and opened.renew_recovery_code is not None:
            # The first set-up was left half way: the code it showed may not be written down.
            code = opened.renew_recovery_code()
        page = FirstRunPage(
            theme=self._theme,
            tasks=self._tasks,
            users=app.services.users,
            clock=self._clock,
            zone=computer_zone(),
            recovery_code=code or "",
        )

        def finished(signed_in: "SignedIn") -> None:
            # The desk has a name now, and its first manager is at it.
            self._tasks.run(places.desk, self._name_desk, self._failed)
            self.set_up.emit(signed_in.actor)

        page.finished.connect(finished)
        page.put_back_requested.connect(self.put_back_requested)
        self.addWidget(page)
        self.setCurrentWidget(page)
        page.activate()

    def _name_desk(self, desk: "DeskRow | None") -> None:
        if desk is not None:
            self.desk_named.emit(desk.name)

    def _failed(self, problem: Problem) -> None:
        self.troubled.emit(str(problem))
