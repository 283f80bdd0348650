"""The watch for the system that this program runs on."""

import sys

from desktop.ui.lock.computer.computer_watch import ComputerWatch


def computer_watch() -> ComputerWatch:
    """It is not started yet."""
    if sys.platform == "win32":
        from desktop.ui.lock.computer.on_windows import WindowsWatch, session_notices

        return WindowsWatch(session_notices())
    elif sys.platform == "darwin":  # noqa: RET505 - each system sees its own branch alone
        from desktop.ui.lock.computer.on_macos import MacWatch, mac_libraries

        return MacWatch(mac_libraries())
    else:
        from desktop.ui.lock.computer.on_linux import LinuxWatch, system_buses

        return LinuxWatch(system_buses())
