"""macOS: the distributed notification center tells that the screen is locked, the power that the
computer sleeps. Both call back in the window's thread, from its run loop."""

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

SCREEN_IS_LOCKED: Final = b"com.apple.screenIsLocked"
_UTF8: Final = 0x08000100
_AT_ONCE: Final = 4
"""CFNotificationSuspensionBehaviorDeliverImmediately."""

CAN_SLEEP: Final = 0xE0000270
WILL_SLEEP: Final = 0xE0000280
IS_BACK: Final = 0xE0000300
"""kIOMessageCanSystemSleep, kIOMessageSystemWillSleep, kIOMessageSystemHasPoweredOn."""

_Noticed = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * 5)
_Powered = ctypes.CFUNCTYPE(
    None, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_void_p
)


@dataclass(frozen=True, slots=True)
class MacLibraries:
    """CoreFoundation and IOKit."""

    foundation: Any
    power: Any


class MacWatch:
    """A :class:`ComputerWatch` over these libraries."""

    def __init__(self, libraries: MacLibraries) -> None:
        self._foundation, self._power = libraries.foundation, libraries.power
        self._locked: Callable[[], object] | None = None
        self._root = 0
        # The system keeps their addresses: they live as long as this does.
        self._noticed = _Noticed(lambda *_about: self.told())
        self._powered = _Powered(lambda _own, _service, kind, about: self.powered(kind, about))

    def start(self, locked: Callable[[], object]) -> None:
        """See :class:`ComputerWatch`."""
        self._locked = locked
        foundation, power = self._foundation, self._power
        name = foundation.CFStringCreateWithCString(None, SCREEN_IS_LOCKED, _UTF8)
        foundation.CFNotificationCenterAddObserver(
            foundation.CFNotificationCenterGetDistributedCenter(),
            ctypes.cast(self._noticed, ctypes.c_void_p),
            self._noticed,
            name,
            None,
            _AT_ONCE,
        )
        port, notifier = ctypes.c_void_p(), ctypes.c_uint32()
        self._root = power.IORegisterForSystemPower(
            None, ctypes.byref(port), self._powered, ctypes.byref(notifier)
        )
        if self._root:
            common = ctypes.c_void_p.in_dll(foundation, "kCFRunLoopCommonModes")
            source = power.IONotificationPortGetRunLoopSource(port)
            foundation.CFRunLoopAddSource(foundation.CFRunLoopGetMain(), source, common)

    def stop(self) -> None:
        """See :class:`ComputerWatch`. The system goes on calling what lives as long as this."""
        self._locked = None

    def told(self) -> None:
        """The screen is locked."""
        if self._locked is not None:
            self._locked()

    def powered(self, kind: int, about: int | None) -> None:
        """The power changes; sleep waits for an answer, and none of ours is a no."""
        if kind in (WILL_SLEEP, IS_BACK):
            self.told()
        if kind in (CAN_SLEEP, WILL_SLEEP):
            self._power.IOAllowPowerChange(self._root, ctypes.c_long(about or 0))


def mac_libraries() -> MacLibraries:
    """Those of this system, with what their functions take."""
    frameworks = "/System/Library/Frameworks"
    foundation = ctypes.CDLL(f"{frameworks}/CoreFoundation.framework/CoreFoundation")
    power = ctypes.CDLL(f"{frameworks}/IOKit.framework/IOKit")
    void = ctypes.c_void_p
    foundation.CFStringCreateWithCString.restype = void
    foundation.CFStringCreateWithCString.argtypes = [void, ctypes.c_char_p, ctypes.c_uint32]
    foundation.CFNotificationCenterGetDistributedCenter.restype = void
    foundation.CFNotificationCenterAddObserver.restype = None
    foundation.CFNotificationCenterAddObserver.argtypes = [
        void, void, _Noticed, void, void, ctypes.c_long,
    ]  # fmt: skip
    foundation.CFRunLoopGetMain.restype = void
    foundation.CFRunLoopAddSource.restype = None
    foundation.CFRunLoopAddSource.argtypes = [void, void, void]
    power.IORegisterForSystemPower.restype = ctypes.c_uint32
    power.IORegisterForSystemPower.argtypes = [
        void, ctypes.POINTER(void), _Powered, ctypes.POINTER(ctypes.c_uint32),
    ]  # fmt: skip
    power.IONotificationPortGetRunLoopSource.restype = void
    power.IONotificationPortGetRunLoopSource.argtypes = [void]
    power.IOAllowPowerChange.restype = ctypes.c_int
    power.IOAllowPowerChange.argtypes = [ctypes.c_uint32, ctypes.c_long]
    return MacLibraries(foundation, power)
