"""The desk: its window with what it stands on, and who is at it."""

from collections import deque
from collections.abc import Iterator
from contextlib import nullcontext
from typing import TYPE_CHECKING

import shiboken6

from desktop.app import App, pop_door
from desktop.domain.number_facts import load_places
from desktop.storage.key_places import KEY_FILE
from desktop.storage.keys import KeySource
from desktop.ui.changes import Changes
from desktop.ui.collecting import Collecting
from desktop.ui.main_window import MainWindow
from desktop.ui.shell.top_bar import Switch
from desktop.ui.start import DEMO_CLERK
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme

_SWITCHABLE = 2
THIS_COMPUTER = ("Encrypted · this computer", "lock-keyhole")
CLINIC_SERVER = ("Clinic server", "server")

if TYPE_CHECKING:
    from desktop.connectors.telephony.pop_door import PopDoor
    from desktop.ui.lock.computer.computer_watch import ComputerWatch


def load_pages() -> None:
    """Load what :meth:`MainWindow.attach` is going to build; a thread of its own may do it."""
    from desktop.ui import desk_pages, hand_dialling, reminders, ways  # noqa: F401
    from desktop.ui.exporting import export_acts  # noqa: F401
    from desktop.ui.lock import lock_page, locking  # noqa: F401
    from desktop.ui.popups import pop_desk  # noqa: F401
    from desktop.ui.safety import numbers_desk, safety_desk, taken_over  # noqa: F401
    from desktop.ui.search import search  # noqa: F401
    from desktop.ui.shell import safekeeping, work_done  # noqa: F401
    from desktop.ui.sign_in import own_secrets, sign_in_page  # noqa: F401


class Desk:
    """A window with what it stands on; :meth:`close` ends it in the right order.

    With ``in_steps`` it is only begun: go through :attr:`steps`, with a rest after each.
    """

    def __init__(self, app: App, theme: Theme, *, in_steps: bool = False) -> None:
        self.app = app
        self.door: PopDoor | None = None
        self._computer: ComputerWatch | None = None
        self.theme = theme
        self._collecting = Collecting()
        self.tasks = Tasks()
        self.changes = Changes(self.tasks, app.database.data_version, app.database.stir)
        with nullcontext() if in_steps else theme.bare():
            self.window = self._window()
            self.steps: Iterator[None] = self.window.attach(app, self.changes)
            if not in_steps:
                deque(self.steps, maxlen=0)
        if not in_steps:
            self.window.open_door(app)
            self.run_connectors()

    def _window(self) -> MainWindow:
        app, place = self.app, self.app.services.places.desk()
        source = app.opened.key_source
        return MainWindow(
            theme=self.theme,
            tasks=self.tasks,
            clock=app.clock,
            desk=place.name if place else "KetWell Desk",
            place=THIS_COMPUTER if source is not None else CLINIC_SERVER,
            warning=lasting_warning(source, app.opened.address_warning),
            demo="Demo data" if app.demo else "",
            switches=demo_switches(app),
        )

    def run_connectors(self) -> None:
        """Start the sources that are switched on, and open the door for ringing callers; a source
        that cannot start says so itself."""
        self.changes.start_hearing()
        self.window.safekeeping.start()
        self.door = pop_door(self.app, self.window.popups.doorway.dial)
        if self.door is not None:
            self.door.start()
        self.tasks.run_network(
            self.app.connectors.refresh,
            lambda _none: None,
            lambda problem: self.window.trouble(str(problem)),
        )
        # The first caller would wait for half a second, and ring the longer the busier it is.
        self.tasks.run_network(load_places, lambda _none: None, lambda _problem: None)

    def lock_with(self, computer: "ComputerWatch") -> None:
        """Lock whenever the computer does, and when it sleeps."""
        self._computer = computer
        computer.start(self.window.locking.on_computer_locked)

    def enter_demo(self, name: str = DEMO_CLERK) -> None:
        """The demo signs in by itself."""
        if self.app.demo is not None:
            self.window.welcome(self.app.demo.actor(name))

    def close(self) -> None:
        """Finish what is being written, then close the data."""
        self.window.close()
        if self._computer is not None:
            self._computer.stop()
        # Whoever hands something in tells the window: they end before it does.
        if self.door is not None:
            self.door.stop()
        self.app.connectors.close()
        self.tasks.close()
        # Its timers would go on asking what is closed.
        shiboken6.delete(self.window)
        self._collecting.stop()
        self.app.close()


def lasting_warning(source: KeySource | None, of_address: str) -> tuple[str, str] | None:
    """What to say all the while of where the key is kept, or of the address of the server, and
    what it is about."""
    if of_address:
        return "Password in the address", of_address
    if source is None or not source.warning:
        return None
    in_file = source.keeper == KEY_FILE
    return "Key kept in a file" if in_file else "Keyring changed", source.warning


def demo_switches(app: App) -> tuple[Switch, ...]:
    """A clerk and a manager the demo can switch between."""
    if app.demo is None:
        return ()
    found: dict[str, Switch] = {}
    for user in sorted(app.demo.users(), key=lambda user: user.name != DEMO_CLERK):
        found.setdefault(user.role, Switch(user.name, user.role))
    return tuple(found.values())[:_SWITCHABLE]
