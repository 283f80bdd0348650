"""The phone links of the system that this program runs on."""

import ctypes
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop.connectors.links.phone_links import (
    LinuxLinks,
    MacLinks,
    PhoneLinks,
    WindowsLinks,
)


def phone_links(data: Path) -> PhoneLinks | None:
    """Those of this computer, opened with the window of the data directory ``data``; None on a
    system that has none, and on macOS for a program that is no installed application."""
    if sys.platform == "win32":
        return WindowsLinks(_UsersRegistry(), _command(data))
    elif sys.platform == "darwin":  # noqa: RET505 - each system sees its own branch alone
        return MacLinks(_LaunchServices()) if getattr(sys, "frozen", False) else None
    else:
        home = Path.home()
        return LinuxLinks(
            Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share"),
            Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config"),
            _command(data),
        )


def _command(data: Path) -> Sequence[str]:
    program = (
        [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "desktop"]
    )
    return [*program, "--data-dir", str(data)]


if sys.platform == "win32":
    import winreg

    class _UsersRegistry:
        """HKEY_CURRENT_USER."""

        def get(self, key: str, name: str) -> str | None:
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                    return str(winreg.QueryValueEx(opened, name)[0])
            except FileNotFoundError:
                return None

        def put(self, key: str, name: str, value: str) -> None:
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as made:
                winreg.SetValueEx(made, name, 0, winreg.REG_SZ, value)

        def drop(self, key: str) -> None:
            try:
                with winreg.OpenKey(
                    winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_ALL_ACCESS
                ) as opened:
                    while winreg.QueryInfoKey(opened)[0]:
                        self.drop(rf"{key}\{winreg.EnumKey(opened, 0)}")
                winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)
            except FileNotFoundError:
                return

        def forget(self, key: str, name: str) -> None:
            try:
                with winreg.OpenKey(
                    winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE
                ) as opened:
                    winreg.DeleteValue(opened, name)
            except FileNotFoundError:
                return


if sys.platform == "darwin":
    _UTF8 = 0x08000100

    class _LaunchServices:
        """Through the system's own library."""

        def __init__(self) -> None:
            place = "/System/Library/Frameworks/CoreServices.framework/CoreServices"
            self._library = ctypes.cdll.LoadLibrary(place)
            self._library.CFStringCreateWithCString.restype = ctypes.c_void_p
            self._library.LSCopyDefaultHandlerForURLScheme.restype = ctypes.c_void_p

        def default_of(self, scheme: str) -> str:
            found = self._library.LSCopyDefaultHandlerForURLScheme(self._text(scheme))
            if not found:
                return ""
            room = ctypes.create_string_buffer(512)
            self._library.CFStringGetCString(ctypes.c_void_p(found), room, 512, _UTF8)
            return room.value.decode("utf-8", "replace")

        def make_default(self, scheme: str, bundle: str) -> bool:
            set_default = self._library.LSSetDefaultHandlerForURLScheme
            return int(set_default(self._text(scheme), self._text(bundle))) == 0

        def _text(self, text: str) -> ctypes.c_void_p:
            made = self._library.CFStringCreateWithCString(None, text.encode(), _UTF8)
            return ctypes.c_void_p(made)
