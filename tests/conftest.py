"""What every test has: no screen, a clock that stands still, nothing left behind."""

import gc
import os

# Before anything loads Qt. `QT_QPA_PLATFORM=xcb pytest` shows the windows.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import sys
import threading
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot

pytest_plugins = ["tests.databases"]

settings.register_profile("default", max_examples=60, deadline=None, print_blob=True)
settings.register_profile(
    "drill",
    max_examples=2_000,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

A_TUESDAY = datetime(2026, 11, 17, 21, 18, tzinfo=UTC)
"""2:18 pm in Phoenix."""


@dataclass
class Clock:
    """A clock that moves only when told. Call it for the time, as the program does."""

    now: datetime = field(default=A_TUESDAY)

    def __call__(self) -> datetime:
        """The time now, UTC."""
        return self.now

    def forward(self, **how_far: float) -> datetime:
        """Move on by ``timedelta(**how_far)``; returns the new time."""
        self.now += timedelta(**how_far)
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Tuesday 17 November 2026, 2:18 pm in Phoenix."""
    return Clock()


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """An empty place for a desk's data; a key file lands beside it."""
    folder = tmp_path / "desk"
    folder.mkdir()
    return folder


PATIENCE_MS = 120_000
"""When a wait is given up. No measure of speed: a busy machine makes a test slow, never red."""


class PatientBot(QtBot):
    """pytest-qt's hands, which give up much later."""

    def waitUntil(  # noqa: N802 - its name
        self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS
    ) -> None:
        """Wait for a condition."""
        super().waitUntil(callback, timeout=timeout)


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> QtBot:
    """In place of pytest-qt's own."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """A thread that outlives its test hides failures in the next one."""
    before = set(threading.enumerate())
    yield
    # Threads of Qt's pool that ran Python show up as dummies; the pool keeps them, rightly.
    left = [
        thread
        for thread in threading.enumerate()
        if thread not in before and not isinstance(thread, threading._DummyThread)
    ]
    for thread in left:
        thread.join(timeout=5)
    still = [thread.name for thread in left if thread.is_alive()]
    assert not still, f"threads left running: {still}"


FROZEN = pytest.StashKey[bool]()
"""Whether what was there before the test is kept from the collector."""


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """The cycles of the last test's window end here, in this thread: the collector would end them
    in whichever it happens to run. What was there before need not be looked at."""
    if item.config.stash.get(FROZEN, False):  # to count what is frozen takes long
        gc.collect()
        gc.unfreeze()
    item.config.stash[FROZEN] = "qapp" in getattr(item, "fixturenames", ())
    if item.config.stash[FROZEN]:
        gc.freeze()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Generator[None, object, object]:
    """What a test let go of is gone before the next one begins. Nobody runs an event loop between
    two tests, and each window that stayed is styled anew whenever the theme changes."""
    result = yield
    if "PySide6.QtWidgets" in sys.modules:
        from PySide6.QtCore import QCoreApplication, QEvent

        if QCoreApplication.instance() is not None:
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return result
