"""The real program with somebody at its keys, to be killed: ``python -m desktop --data-dir DIR``.

Nothing of the program is changed: it runs as it is started by hand, on a screen that nobody sees.
A helper in the same process waits for its window, logs one call after the other by the keyboard,
and tells the drill the number of each once the window itself says that it is saved.

Three quarters of a start are the loading of modules. So this process loads them once, and for each
line that it reads ("first planted") it forks the program: it tells the process that was made, and
how that has ended. It has no thread, no window and no data of its own.
"""

import faulthandler
import gc
import importlib
import os
import pkgutil
import runpy
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread, Timer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

NOTE = "Drill call"
"""What every note begins with; the number of the call follows."""
_RUN = ("__main__", ".migrations.env")
"""Modules that are run and not loaded."""
_NAME = "KetWell Desk"
_TOLD_LATE = 0.1
_LOOK_EVERY_MS = 3


def number_of(call: int) -> str:
    """The ten digits that call number ``call`` comes from."""
    return f"60255501{call % 100:02}"


def main(data: str, tell: int) -> None:
    """Fork the program on ``data`` whenever it is asked for, one after the other. Each call that is
    saved is told on the file descriptor ``tell``."""
    import desktop
    from desktop.domain.number_facts import load_places

    for module in pkgutil.walk_packages(desktop.__path__, "desktop."):
        if not module.name.endswith(_RUN):
            importlib.import_module(module.name)
    load_places()  # the tables of numbers, which the desk loads while nobody waits
    importlib.import_module("PySide6.QtTest")
    gc.freeze()
    for line in sys.stdin:
        first, planted = map(int, line.split())
        program = os.fork()
        if not program:
            os.dup2(2, 1)
            os.close(0)
            _start(data, first, tell, bool(planted))
        print(program, flush=True)
        _, status = os.waitpid(program, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _start(data: str, first: int, tell: int, planted: bool) -> None:
    """Be the program, from its first line on; calls are numbered from ``first``."""
    faulthandler.register(signal.SIGUSR1)
    if planted:
        _plant()
    Thread(target=_sit_down, args=(first, tell), daemon=True).start()
    sys.argv = ["ketwell-desk", "--data-dir", data]
    try:
        runpy.run_module("desktop", run_name="__main__", alter_sys=True)
    finally:
        os._exit(71)


def _sit_down(first: int, tell: int) -> None:
    """Wait until there is a Qt application, whole, then put hands into its thread."""
    while True:
        widgets = sys.modules.get("PySide6.QtWidgets")
        application: Any = getattr(widgets, "QApplication", None)
        qt = application.instance() if application is not None else None
        # It can be had before it is made to its end; its name is given to it after that.
        if qt is not None and qt.applicationDisplayName() == _NAME:
            break
        time.sleep(0.01)

    from PySide6.QtCore import QCoreApplication, QEvent, QObject

    class Door(QObject):
        """Takes one event in the window's thread and begins there."""

        def event(self, event: QEvent) -> bool:
            if event.type() == QEvent.Type.User:
                _begin(self, first, tell)
            return True

    door = Door()
    door.moveToThread(qt.thread())
    QCoreApplication.postEvent(door, QEvent(QEvent.Type.User))
    while True:  # the door stays
        time.sleep(3600)


def _begin(parent: Any, first: int, tell: int) -> None:
    from PySide6.QtCore import QTimer

    acts = _calls(first, tell)
    timer = QTimer(parent)

    def go_on() -> None:
        try:
            next(acts)
        except BaseException:  # noqa: BLE001 - the drill has to hear of it, whatever it was
            sys.excepthook(*sys.exc_info())
            os._exit(70)

    timer.timeout.connect(go_on)
    timer.start(_LOOK_EVERY_MS)


def _window() -> "MainWindow | None":
    """The desk, once the program shows it."""
    from PySide6.QtWidgets import QApplication

    from desktop.ui.main_window import MainWindow

    found = (each.findChild(MainWindow) for each in QApplication.topLevelWidgets())
    return next((each for each in found if each is not None and each.isVisible()), None)


def _calls(first: int, tell: int) -> Iterator[None]:
    """Logs calls for ever; gives the window its turn whenever it has to wait for it."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QWidget

    def focus() -> QWidget:
        held = QApplication.focusWidget()
        if held is None:
            raise AssertionError("nothing has the focus")
        return held

    while (desk := _window()) is None:
        yield
    page, bar = desk.intake, desk.intake.undo_bar

    def ready() -> bool:
        return not page.working and page.ready.isVisible()

    def said() -> bool:
        # The card goes and the bar comes at once, when the window has heard that it is saved.
        return ready() and bar.isVisible() and "saved" in bar.message

    call = first
    while True:
        while not ready() or QApplication.focusWidget() is None:
            yield
        QTest.keyClicks(focus(), number_of(call))
        yield
        QTest.keyClick(focus(), Qt.Key.Key_Return)
        while ready():
            yield
        QTest.keyClicks(focus(), f"{NOTE} {call}")
        QTest.keyClick(focus(), Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
        yield
        QTest.keyClick(focus(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        while not said():
            yield
        os.write(tell, f"{call}\n".encode())
        call += 1


def _plant() -> None:
    """The bug: the program goes on before COMMIT, which comes a moment later."""
    from desktop.storage.engine import Database

    real = Database.write

    @contextmanager
    def hasty(self: Database) -> Iterator[Any]:
        writing = real(self)
        connection = writing.__enter__()
        try:
            yield connection
        except BaseException:
            if not writing.__exit__(*sys.exc_info()):
                raise
        else:
            self._lane_holder = None
            Timer(_TOLD_LATE, writing.__exit__, (None, None, None)).start()

    vars_of: Any = Database
    vars_of.write = hasty


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
