"""Opens the window: the Qt application, the look, the data, and who is at the desk."""

import argparse
import sys
from collections.abc import Sequence

import shiboken6
from PySide6.QtWidgets import QApplication

from desktop import app as composition
from desktop.app import App
from desktop.paths import Folders, resources
from desktop.ui.changes import Changes
from desktop.ui.main_window import MainWindow
from desktop.ui.shell.top_bar import Switch
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Mode, Theme

DEMO_CLERK = "Wren Hill"
_SWITCHABLE = 2
THIS_COMPUTER = ("Encrypted · this computer", "lock-keyhole")
CLINIC_SERVER = ("Clinic server", "server")


def qt_application(argv: Sequence[str] | None = None) -> QApplication:
    """The Qt application, made once for the process."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    qt = QApplication(list(argv if argv is not None else sys.argv[:1]))
    qt.setApplicationName("KetWell Desk")
    qt.setApplicationDisplayName("KetWell Desk")
    return qt


class Desk:
    """A window with what it stands on; :meth:`close` ends it in the right order."""

    def __init__(self, app: App, theme: Theme) -> None:
        self.app = app
        self.theme = theme
        self.tasks = Tasks()
        place = app.services.places.desk()
        source = app.opened.key_source
        self.window = MainWindow(
            theme=theme,
            tasks=self.tasks,
            clock=app.clock,
            desk=place.name if place else "KetWell Desk",
            place=THIS_COMPUTER if source is not None else CLINIC_SERVER,
            key_warning=(source.warning or "") if source is not None else "",
            demo="Demo data" if app.demo else "",
            switches=demo_switches(app),
        )
        self.changes = Changes(self.tasks, app.database.data_version)
        self.window.attach(app, self.changes)

    def enter_demo(self, name: str = DEMO_CLERK) -> None:
        """The demo signs in by itself."""
        if self.app.demo is not None:
            self.window.welcome(self.app.demo.actor(name))

    def close(self) -> None:
        """Finish what is being written, then close the data."""
        self.window.close()
        self.tasks.close()
        # Its timers would go on asking what is closed.
        shiboken6.delete(self.window)
        self.app.close()


def demo_switches(app: App) -> tuple[Switch, ...]:
    """A clerk and a manager the demo can switch between."""
    if app.demo is None:
        return ()
    found: dict[str, Switch] = {}
    for user in app.demo.users():
        found.setdefault(user.role, Switch(user.name, user.role))
    return tuple(found.values())[:_SWITCHABLE]


def open_window(arguments: argparse.Namespace) -> int:
    """Open the desk and stay until it is closed. Raises :class:`Problem` before the window."""
    folders = Folders.of(arguments.data_dir, demo=arguments.demo)
    qt = qt_application()
    theme = Theme(resources(), Mode.SYSTEM)
    theme.apply(qt)
    app = composition.build(arguments.database or folders.data, demo=arguments.demo)
    desk = Desk(app, theme)
    desk.window.resize(1440, 900)
    desk.enter_demo()
    desk.window.show()
    try:
        return qt.exec()
    finally:
        desk.close()
