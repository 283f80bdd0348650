"""Brings the desk into its frame, and keeps what got in the way from being lost."""

import argparse
import gc
import logging
import sys
from collections import deque
from collections.abc import Generator, Sequence
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from desktop.domain.errors import Problem
from desktop.log import bugs_going_to
from desktop.paths import Folders, resources
from desktop.services.look import Look
from desktop.ui.fonts import load_fonts
from desktop.ui.frame import Draw, Frame
from desktop.ui.pauses import Pauses

if TYPE_CHECKING:
    from desktop.app import App
    from desktop.services.actor import Actor
    from desktop.storage.restore import Restore
    from desktop.ui.application import Desk
    from desktop.ui.theme import Theme

_LAST = object()


def qt_application(argv: Sequence[str] | None = None) -> QApplication:
    """The Qt application, made once for the process."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    qt = QApplication(list(argv if argv is not None else sys.argv[:1]))
    qt.setApplicationName("KetWell Desk")
    qt.setApplicationDisplayName("KetWell Desk")
    return qt


def stay_open(draw: Draw, look: Look, arguments: argparse.Namespace, folders: Folders) -> int:
    """Show the picture that ``draw`` makes, then the desk in this ``look``, until the window is
    closed. Raises what kept the data closed, when nobody got it open."""
    qt = qt_application()
    load_fonts(resources() / "fonts")
    frame = Frame(draw)
    opening = Opening(frame, look, arguments, folders)
    with bugs_going_to(opening.bug.emit):
        frame.show()
        code = qt.exec()
        opening.close()
    return code


class Opening(QObject):
    """Brings the desk into the frame as soon as its picture is painted."""

    bug = Signal(object)
    """An exception nobody caught, in any thread; it is in the log."""
    _ended = Signal(object)

    def __init__(
        self, frame: Frame, look: Look, arguments: argparse.Namespace, folders: Folders
    ) -> None:
        super().__init__()
        self._frame, self._look = frame, look
        self._arguments, self._folders = arguments, folders
        self._thread = Thread(target=self._work, name="opening")
        self._outcome: App | BaseException | None = None
        self._desk: Desk | None = None
        self._steps: Generator[None, None, None] | None = None
        self._pauses: Pauses | None = None
        self._ended.connect(self._go_on)
        frame.picture.painted.connect(self._thread.start)

    def close(self) -> None:
        """End the desk. Raises what kept it from opening."""
        if self._thread.is_alive():
            self._thread.join()
        self._build_no_more()
        if self._desk is not None:
            deque(self._desk.steps, maxlen=0)  # closed half built: it closes as a whole
            self._desk.close()
        elif isinstance(self._outcome, BaseException):
            raise self._outcome
        elif self._outcome is not None:
            self._outcome.close()

    def open_data(self, recovery_code: str = "") -> "App":
        """Open the data, with a recovery code where the key is lost. Raises :class:`Problem`."""
        from desktop import app as composition

        return composition.build(
            self._arguments.database or self._folders.data,
            demo=self._arguments.demo,
            recovery_code=recovery_code or None,
            place=self._folders.data,
        )

    def _work(self) -> None:
        """Beside the window's thread: load what the desk is made of and open the data."""
        try:
            from desktop.ui import application

            application.load_pages()
            self._outcome = self.open_data()
        except BaseException as problem:  # noqa: BLE001 - told in the window's thread
            self._outcome = problem
        self._ended.emit(self._outcome)

    def _go_on(self, outcome: "App | BaseException") -> None:
        if isinstance(outcome, Problem):
            self._ask(outcome)
        elif isinstance(outcome, BaseException):
            self._frame.close()  # a bug: :meth:`close` raises it for the command line
        else:
            self._furnish(outcome)

    def _furnish(self, app: "App") -> None:
        """Build the desk a step at a time, so that the keys in between are not kept waiting."""
        self._steps = self._build(app)
        self._step()

    def _step(self) -> None:
        if self._steps is not None and next(self._steps, _LAST) is not _LAST:
            QTimer.singleShot(0, self._step)

    def _build(self, app: "App") -> Generator[None, None, None]:
        from desktop.ui.application import Desk
        from desktop.ui.bug_reports import BugReports

        theme = self._theme()
        yield
        with theme.bare():
            self._desk = desk = Desk(app, theme, in_steps=True)
            yield
            yield from desk.steps
        desk.tasks.bug.connect(self._log_bug)
        self.bug.connect(BugReports(theme, self._frame, self._folders.log).tell)
        typed = self._frame.picture.typed
        self._frame.furnish(desk.window)
        # On the screen now, so that the focus stays where it is put.
        if app.demo is None:
            desk.window.open_door(app)
        else:
            desk.enter_demo()
            desk.window.intake.take_typed(typed)
        desk.run_connectors()
        if self._arguments.link:
            # A link opened the program: who it is about waits at the door until somebody is here.
            desk.window.popups.doorway.pop(self._arguments.link)
        # Not in the middle of a click on a window that is about to go.
        desk.window.put_back_requested.connect(
            partial(QTimer.singleShot, 0, self._close_for_backup)
        )
        yield
        self._lock_with_computer(desk)
        if (handle := self._frame.windowHandle()) is not None:
            self._pauses = Pauses(handle, self._rest(desk))

    def _rest(self, desk: "Desk") -> Generator[None, None, None]:
        """The pages that nobody has asked for yet."""
        yield from desk.window.build_rest()
        gc.freeze()  # what was loaded stays: collecting need not look at it again

    def _build_no_more(self) -> None:
        if self._steps is not None:
            self._steps.close()
        if self._pauses is not None:
            self._pauses.stop()
        self._steps = self._pauses = None

    def _lock_with_computer(self, desk: "Desk") -> None:
        # Loaded last: only this needs the system's own ways.
        from desktop.ui.lock.computer.this_computer import computer_watch

        desk.lock_with(computer_watch())

    def _theme(self) -> "Theme":
        from desktop.ui.theme import Mode, Theme

        theme = Theme(resources(), Mode(self._look.colours), self._look.scale)
        theme.apply(qt_application())
        return theme

    def _ask(self, problem: Problem) -> None:
        from desktop.ui.opening import OpeningTrouble

        self._outcome = problem
        on_this_computer = self._arguments.database is None
        self._trouble = trouble = OpeningTrouble(
            self._theme(), problem, self.open_data, put_back=on_this_computer
        )
        trouble.opened.connect(self._opened_after_all)
        trouble.put_back_requested.connect(self._put_back_instead)
        trouble.show()
        self._frame.hide()

    def _opened_after_all(self, app: "App") -> None:
        self._outcome = app
        self._frame.show()
        self._furnish(app)

    # -- a backup in the place of what is here -------------------------------------------------

    def _close_for_backup(self) -> None:
        """The desk ends first; who asked is noted when it opens again."""
        from desktop.services.putting_back import may_put_back

        desk = self._desk
        if desk is None:
            return
        actor, unused = desk.window.actor, desk.app.services.users.needs_first_manager()
        try:
            by = may_put_back(actor) if actor is not None else None
        except Problem as problem:
            desk.window.trouble(str(problem))
            return
        self._build_no_more()
        deque(desk.steps, maxlen=0)
        self._frame.vacate()
        self._desk, self._outcome = None, None
        desk.close()
        self._put_back(by, unused=unused)

    def _put_back_instead(self) -> None:
        self._put_back(None, unused=False)
        self._trouble.hide()

    def _put_back(self, by: "Actor | None", *, unused: bool) -> None:
        from desktop.services.putting_back import PuttingBack
        from desktop.storage.backup import computer_time
        from desktop.ui.first_run.zone_choices import computer_zone
        from desktop.ui.restoring.restore_window import RestoreWindow
        from desktop.ui.tasks import Tasks

        work = PuttingBack(
            self._folders.data, unused=unused, prefer_key_file=bool(self._arguments.demo)
        )
        tasks = Tasks(self)
        tasks.bug.connect(self._log_bug)
        self._restoring = window = RestoreWindow(
            self._theme(), tasks, work, zone=computer_zone(), now=computer_time
        )

        def finished(ready: "Restore") -> None:
            tasks.close()
            self._open_again(by, ready)
            window.deleteLater()

        def left() -> None:
            tasks.close()
            self._open_again(by, None)

        window.finished.connect(finished)
        window.left.connect(left)
        window.show()
        self._frame.hide()
        window.load()

    def _open_again(self, by: "Actor | None", ready: "Restore | None") -> None:
        from desktop.services.safekeeping import note_restore

        try:
            app = self.open_data()
            if ready is not None:
                backup, leavers = ready.backup, ready.leavers
                note_restore(app.ledger, app.anchors, app.database, by, backup, leavers)
        except Problem as problem:
            self._ask(problem)
        else:
            self._opened_after_all(app)

    def _log_bug(self, bug: BaseException) -> None:
        """A bug in background work: nobody's thread ended by it, so it is not in the log yet."""
        logging.getLogger(__name__).critical("background work stopped", exc_info=bug)
        self.bug.emit(bug)
