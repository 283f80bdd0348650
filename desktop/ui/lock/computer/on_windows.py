"""Windows: the session tells its windows, and so does the power."""

import ctypes
import sys
from collections.abc import Callable
from ctypes import wintypes
from typing import Final, Protocol

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QWidget

WM_WTSSESSION_CHANGE: Final = 0x02B1
WTS_SESSION_LOCK: Final = 0x7
WM_POWERBROADCAST: Final = 0x0218
PBT_APMSUSPEND: Final = 0x4
PBT_APMRESUMEAUTOMATIC: Final = 0x12

LOCKS: Final = frozenset(
    {
        (WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK),
        (WM_POWERBROADCAST, PBT_APMSUSPEND),
        (WM_POWERBROADCAST, PBT_APMRESUMEAUTOMATIC),
    }
)
"""A message and what it says."""


class SessionNotices(Protocol):
    """Asks for the messages about the session."""

    def begin(self, window: int) -> None: ...
    def end(self, window: int) -> None: ...


class WindowsWatch(QWidget):
    """A :class:`ComputerWatch`: a window of its own that is never shown, so that the messages of
    all the others do not come by here."""

    def __init__(self, notices: SessionNotices) -> None:
        super().__init__()
        self._notices = notices
        self._locked: Callable[[], object] | None = None

    def start(self, locked: Callable[[], object]) -> None:
        """See :class:`ComputerWatch`."""
        self._locked = locked
        self._notices.begin(int(self.winId()))

    def stop(self) -> None:
        """See :class:`ComputerWatch`."""
        self._locked = None
        self._notices.end(int(self.winId()))

    def nativeEvent(
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> object:
        told = wintypes.MSG.from_address(int(message))
        if (told.message, told.wParam) in LOCKS and self._locked is not None:
            self._locked()
        return False, 0


if sys.platform == "win32":
    _THIS_SESSION: Final = 0

    class _TerminalServices:
        """The system's own library."""

        def begin(self, window: int) -> None:
            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(
                wintypes.HWND(window), wintypes.DWORD(_THIS_SESSION)
            )

        def end(self, window: int) -> None:
            ctypes.windll.wtsapi32.WTSUnRegisterSessionNotification(wintypes.HWND(window))

    def session_notices() -> SessionNotices:
        """Those of this system."""
        return _TerminalServices()
