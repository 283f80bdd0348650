"""A screen of X that nobody sees, and hands that press its keys."""

import ctypes
import os
import subprocess
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Self

PATIENCE = 120.0
"""Seconds until a test gives up; nothing takes so long, on the busiest computer."""

_SIZE = ("-screen", "0", "1600x1000x24")


def until(holds: Callable[[], bool], what: str) -> None:
    """Look again and again, since another process works meanwhile; fails with ``what``."""
    assert within(PATIENCE, holds), f"waited in vain: {what}"


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    """Whether it holds soon."""
    give_up = time.monotonic() + seconds
    while not (held := holds()) and time.monotonic() < give_up:
        time.sleep(0.05)
    return held


class Screen:
    """An Xvfb of its own, as a context; keys go to the window that has the focus."""

    def __enter__(self) -> Self:
        told, tell = os.pipe()
        with ExitStack() as held:
            self._server = held.enter_context(
                subprocess.Popen(
                    # -r: no key repeats by itself when the computer is slow. -noreset: else it
                    # begins anew, deaf for a moment, when its last guest goes.
                    ["Xvfb", "-displayfd", str(tell), "-r", "-noreset", *_SIZE],
                    pass_fds=[tell],
                    stderr=subprocess.DEVNULL,
                )
            )
            held.callback(self._server.terminate)
            os.close(tell)
            with os.fdopen(told) as answer:
                number = answer.readline().strip()
            assert number, "Xvfb did not start"
            self.name = f":{number}"
            self._held = held.pop_all()
        return self

    def __exit__(self, *_how: object) -> None:
        self._held.close()

    def focus(self, title: str) -> int | None:
        """Give the focus to the window of this title, once it is shown: there is no window manager
        that would. Its number in X."""
        shown = self._hands("search", "--onlyvisible", "--name", f"^{title}$").split()
        if shown:
            self._hands("windowfocus", shown[0])
        return int(shown[0]) if shown else None

    def write(self, text: str) -> None:
        """Type text."""
        self._hands("type", "--delay", "25", text)

    def press(self, chord: str) -> None:
        """Press a chord: "ctrl+Return"."""
        self._hands("key", chord)

    def press_until(self, chord: str, holds: Callable[[], bool], what: str) -> None:
        """Press a chord, again if nothing came of it: the window may not have been ready for it."""

        def worked() -> bool:
            self.press(chord)
            return within(3, holds)

        until(worked, what)

    def close(self, window: int) -> None:
        """Ask a window to close, as the cross in its corner does."""
        x11 = ctypes.CDLL("libX11.so.6")
        x11.XOpenDisplay.restype = ctypes.c_void_p
        x11.XInternAtom.restype = ctypes.c_ulong
        display = ctypes.c_void_p(x11.XOpenDisplay(self.name.encode()))
        protocols, delete = (
            x11.XInternAtom(display, name, 0) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW")
        )
        message = _ClientMessage(
            kind=33, window=window, message=protocols, format=32, data=(delete, 0, 0, 0, 0)
        )
        x11.XSendEvent(display, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(message))
        x11.XCloseDisplay(display)

    def _hands(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words],
            env={**os.environ, "DISPLAY": self.name},
            capture_output=True,
            text=True,
            check=False,  # it finds no window: then there is none yet
        )
        return done.stdout


class _ClientMessage(ctypes.Structure):
    """XClientMessageEvent, as long as an XEvent."""

    _fields_ = (
        ("kind", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("sent", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("rest", ctypes.c_long * 12),
    )
