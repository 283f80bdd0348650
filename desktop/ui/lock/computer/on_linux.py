"""Linux: logind and the screen savers tell it over D-Bus."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import SLOT, QObject, Slot
from PySide6.QtDBus import QDBusConnection

SYSTEM: Final = "system"
SESSION: Final = "session"


@dataclass(frozen=True, slots=True)
class Told:
    """One signal: on which ``bus``, of which service, object (any, where empty) and interface."""

    bus: str
    service: str
    path: str
    interface: str
    name: str
    slot: str

    @property
    def where(self) -> tuple[str, str, str, str]:
        """As Qt asks for it."""
        return self.service, self.path, self.interface, self.name


def signals(session_id: str) -> tuple[Told, ...]:
    """What tells that this session is locked or the computer sleeps. Screens locked by GNOME or KDE
    are not told by logind."""
    login, gnome, other = (
        "org.freedesktop.login1", "org.gnome.ScreenSaver", "org.freedesktop.ScreenSaver",
    )  # fmt: skip
    root = "/org/freedesktop/login1"
    own = f"{root}/session/{_as_path(session_id)}" if session_id else ""
    return (
        Told(SYSTEM, login, root, f"{login}.Manager", "PrepareForSleep", "slept(bool)"),
        Told(SYSTEM, login, own, f"{login}.Session", "Lock", "told()"),
        Told(SESSION, gnome, "", gnome, "ActiveChanged", "turned(bool)"),
        Told(SESSION, other, "", other, "ActiveChanged", "turned(bool)"),
    )


def system_buses() -> Mapping[str, QDBusConnection]:
    """The buses of this computer that there are."""
    found = {SYSTEM: QDBusConnection.systemBus(), SESSION: QDBusConnection.sessionBus()}
    return {name: bus for name, bus in found.items() if bus.isConnected()}


class LinuxWatch(QObject):
    """A :class:`ComputerWatch` at these ``buses``."""

    def __init__(self, buses: Mapping[str, QDBusConnection]) -> None:
        super().__init__()
        self._buses = buses
        self._signals = signals(os.environ.get("XDG_SESSION_ID", ""))
        self._locked: Callable[[], object] | None = None

    def start(self, locked: Callable[[], object]) -> None:
        """See :class:`ComputerWatch`."""
        self._locked = locked
        for bus, told in self._heard():
            bus.connect(*told.where, self, SLOT(told.slot))  # type: ignore[call-overload]

    def stop(self) -> None:
        """See :class:`ComputerWatch`."""
        self._locked = None
        for bus, told in self._heard():
            bus.disconnect(*told.where, self, SLOT(told.slot))  # type: ignore[call-overload]

    def _heard(self) -> Iterator[tuple[QDBusConnection, Told]]:
        """PySide6's stubs ask for bytes where it takes what ``SLOT`` gives, and nothing else."""
        for told in self._signals:
            bus = self._buses.get(told.bus)
            if bus is not None:
                yield bus, told

    @Slot()
    def told(self) -> None:
        """It is locked."""
        if self._locked is not None:
            self._locked()

    @Slot(bool)
    def slept(self, _begins: bool) -> None:
        """It goes to sleep, or is back."""
        self.told()

    @Slot(bool)
    def turned(self, on: bool) -> None:
        """The screen is locked, or open again."""
        if on:
            self.told()


def _as_path(session_id: str) -> str:
    """A session's identity as logind writes it in a path: "2" → "_32"."""
    return "".join(
        sign if sign.isascii() and sign.isalnum() and not (at == 0 and sign.isdigit())
        else f"_{ord(sign):02x}"
        for at, sign in enumerate(session_id)
    )  # fmt: skip
