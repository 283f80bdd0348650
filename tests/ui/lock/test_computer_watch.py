"""Each system's own way of telling that it is locked or sleeps."""

import ctypes
import shutil
import subprocess
import sys
from collections.abc import Iterator
from ctypes import wintypes
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.ui.lock.computer.on_macos import (
    CAN_SLEEP,
    IS_BACK,
    WILL_SLEEP,
    MacLibraries,
    MacWatch,
)
from desktop.ui.lock.computer.on_windows import (
    PBT_APMRESUMEAUTOMATIC,
    PBT_APMSUSPEND,
    WM_POWERBROADCAST,
    WM_WTSSESSION_CHANGE,
    WTS_SESSION_LOCK,
    WindowsWatch,
)

_LINUX = sys.platform.startswith("linux")


@pytest.fixture
def told() -> list[str]:
    """One entry for each time."""
    return []


# -- Linux ---------------------------------------------------------------------------------


@pytest.fixture
def bus_address() -> Iterator[str]:
    """A bus of one's own, where nobody else is."""
    program = shutil.which("dbus-daemon")
    if program is None or not _LINUX:
        pytest.skip("no D-Bus here")
    running = subprocess.Popen(
        [program, "--session", "--nofork", "--print-address=1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert running.stdout is not None
    yield running.stdout.readline().strip()
    running.terminate()
    running.wait()
    running.stdout.close()


def test_linux_hears_the_session_the_sleep_and_the_screen(
    bus_address: str, qtbot: QtBot, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    from desktop.ui.lock.computer.on_linux import SESSION, SYSTEM, LinuxWatch

    monkeypatch.setenv("XDG_SESSION_ID", "2")
    here = QDBusConnection.connectToBus(bus_address, "watching")
    there = QDBusConnection.connectToBus(bus_address, "telling")
    for service in ("login1", "ScreenSaver"):
        assert there.registerService(f"org.freedesktop.{service}")
    watch = LinuxWatch({SYSTEM: here, SESSION: here})

    def tell(path: str, interface: str, name: str, *about: bool) -> None:
        signal = QDBusMessage.createSignal(path, f"org.freedesktop.{interface}", name)
        signal.setArguments(list(about))
        there.send(signal)

    def tell_all() -> None:
        sessions = "/org/freedesktop/login1/session"
        tell(f"{sessions}/_39", "login1.Session", "Lock")  # somebody else's
        tell("/org/freedesktop/ScreenSaver", "ScreenSaver", "ActiveChanged", False)
        tell("/org/freedesktop/login1", "login1.Manager", "PrepareForSleep", True)
        tell("/org/freedesktop/login1", "login1.Manager", "PrepareForSleep", False)
        tell("/org/freedesktop/ScreenSaver", "ScreenSaver", "ActiveChanged", True)
        tell(f"{sessions}/_32", "login1.Session", "Lock")

    try:
        watch.start(lambda: told.append("locked"))
        tell_all()
        qtbot.waitUntil(lambda: len(told) >= 4)
        watch.stop()
        tell_all()
        # What is told comes in its order: the answer to this comes after all of it.
        there.call(QDBusMessage.createMethodCall(here.baseService(), "/", "", "None"))
        assert told == ["locked"] * 4
    finally:
        for name in ("watching", "telling"):
            QDBusConnection.disconnectFromBus(name)


@pytest.mark.skipif(not _LINUX, reason="paths of logind")
@pytest.mark.parametrize(
    ("session", "path"), [("2", "/_32"), ("c1", "/c1"), ("12", "/_312"), ("a-b", "/a_2db")]
)
def test_a_session_is_found_as_logind_writes_it(session: str, path: str) -> None:
    from desktop.ui.lock.computer.on_linux import signals

    (lock,) = (each for each in signals(session) if each.name == "Lock")
    assert lock.path.endswith(f"/session{path}")


# -- Windows -------------------------------------------------------------------------------


class Notices:
    """Who asked for messages about the session."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def begin(self, window: int) -> None:
        self.asked.append(("begin", window))

    def end(self, window: int) -> None:
        self.asked.append(("end", window))


def test_windows_hears_the_session_and_the_power(qtbot: QtBot, told: list[str]) -> None:
    notices = Notices()
    watch = WindowsWatch(notices)
    qtbot.addWidget(watch)

    def tell(message: int, about: int) -> None:
        said = wintypes.MSG(message=message, wParam=about)
        answer = watch.nativeEvent(b"windows_generic_MSG", ctypes.addressof(said))
        assert answer == (False, 0), "everybody else hears it too"

    watch.start(lambda: told.append("locked"))
    for message, about in (
        (WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK),
        (WM_POWERBROADCAST, PBT_APMSUSPEND),
        (WM_POWERBROADCAST, PBT_APMRESUMEAUTOMATIC),
        (WM_WTSSESSION_CHANGE, 0x8),  # unlocked
        (WM_POWERBROADCAST, 0xA),  # the battery
        (0x0100, WTS_SESSION_LOCK),  # a key
    ):
        tell(message, about)
    assert told == ["locked"] * 3
    watch.stop()
    tell(WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK)
    assert told == ["locked"] * 3
    window = int(watch.winId())
    assert notices.asked == [("begin", window), ("end", window)]
    assert not watch.isVisible()


# -- macOS ---------------------------------------------------------------------------------


class Library:
    """Writes down what is called."""

    def __init__(self, calls: list[tuple[str, tuple[Any, ...]]], answers: int) -> None:
        self._calls, self._answers = calls, answers

    def __getattr__(self, name: str) -> Any:
        def call(*about: Any) -> int:
            self._calls.append((name, about))
            return self._answers

        return call


def test_macos_hears_the_screen_and_lets_the_computer_sleep(told: list[str]) -> None:
    calls: list[tuple[str, tuple[Any, ...]]] = []
    # Power that cannot be asked for (0) is no reason to stumble.
    watch = MacWatch(MacLibraries(Library(calls, 1), Library(calls, 0)))
    watch.start(lambda: told.append("locked"))
    names = [name for name, _ in calls]
    assert "CFNotificationCenterAddObserver" in names
    assert "CFRunLoopAddSource" not in names
    noticed = next(about for name, about in calls if name == "CFNotificationCenterAddObserver")[2]
    noticed(None, None, None, None, None)
    assert told == ["locked"]
    powered = next(about for name, about in calls if name == "IORegisterForSystemPower")[2]
    calls.clear()
    for kind in (CAN_SLEEP, WILL_SLEEP, IS_BACK, 0xE0000290):
        powered(None, 0, kind, 7)
    assert told == ["locked"] * 3
    assert [(name, about[1].value) for name, about in calls] == [("IOAllowPowerChange", 7)] * 2
    watch.stop()
    noticed(None, None, None, None, None)
    assert told == ["locked"] * 3
