"""What this computer says about a folder: mounted file systems and sync programs' folders."""

import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath, PurePosixPath
from typing import NamedTuple

_MARKERS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".shortcut-targets-by-id": "Google Drive",
    ".stfolder": "Syncthing",
    ".sync_journal.db": "Nextcloud",
    ".tmp.drivedownload": "Google Drive",
    ".tmp.driveupload": "Google Drive",
}
"""Files and folders by which sync programs mark the folder they copy."""


# Tuples: every start loads this, and a dataclass takes five times as long to make.
class Mount(NamedTuple):
    """A file system and where it hangs; ``kind`` is the system's own word (``nfs``, ``ext4``)."""

    point: PurePath
    kind: str


class Surroundings(NamedTuple):
    """The facts on which a place is judged; ``synced`` pairs a folder with its program's name."""

    home: PurePath
    mounts: tuple[Mount, ...]
    synced: tuple[tuple[PurePath, str], ...]


def look_around(path: Path) -> Surroundings:
    """The facts about ``path`` on this computer. It reads a few small files and lists nothing."""
    home = Path.home()
    return Surroundings(
        home=home,
        mounts=tuple(_mounts(path)),
        synced=(
            *_named_by_environment(os.environ),
            *_named_by_dropbox(home, os.environ),
            *_named_by_icloud(home),
            *_marked(path),
        ),
    )


def linux_mounts(table: str) -> Iterator[Mount]:
    """The mounts in the text of ``/proc/mounts``, where a blank in a name reads ``\\040``."""
    for line in table.splitlines():
        fields = line.split(" ")
        if len(fields) >= 3:
            point = fields[1]
            if "\\" in point:
                point = re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), point)
            yield Mount(PurePosixPath(point), fields[2])


def macos_mounts(listing: str) -> Iterator[Mount]:
    """The mounts in what ``mount`` prints: ``//bo@srv/x on /Volumes/x (smbfs, nodev)``."""
    for match in re.finditer(r"^.+? on (/.*) \((\w+)[,)]", listing, re.MULTILINE):
        yield Mount(PurePosixPath(match[1]), match[2])


def _mounts(path: Path) -> Iterator[Mount]:
    if sys.platform == "win32":
        import ctypes

        if path.anchor and ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == 4:
            yield Mount(Path(path.anchor), "remote")
    elif sys.platform == "darwin":
        import subprocess

        listing = subprocess.run(
            ["/sbin/mount"], capture_output=True, text=True, check=True, timeout=10
        )
        yield from macos_mounts(listing.stdout)
    else:
        table = Path("/proc/mounts")
        if _is_there(table):
            yield from linux_mounts(table.read_text(encoding="utf-8", errors="surrogateescape"))


def _named_by_environment(environment: Mapping[str, str]) -> Iterator[tuple[PurePath, str]]:
    for name in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial"):
        if environment.get(name):
            yield Path(environment[name]).resolve(), "OneDrive"


def _named_by_dropbox(home: Path, environment: Mapping[str, str]) -> Iterator[tuple[PurePath, str]]:
    """Dropbox says in ``info.json`` which folders it copies."""
    folders = [home / ".dropbox"]
    folders += [
        Path(environment[name]) / "Dropbox"
        for name in ("APPDATA", "LOCALAPPDATA")
        if environment.get(name)
    ]
    for folder in folders:
        try:
            told = (folder / "info.json").read_text(encoding="utf-8")
        except (OSError, ValueError):
            continue  # not installed, or no text
        import json  # hardly anybody has one, and every start asks

        try:
            accounts = json.loads(told)
            paths = [Path(account["path"]) for account in accounts.values()]
        except (ValueError, KeyError, TypeError, AttributeError):
            continue  # a form we do not know: the other signs remain
        yield from ((path.resolve(), "Dropbox") for path in paths)


def _named_by_icloud(home: Path) -> Iterator[tuple[PurePath, str]]:
    """On a Mac, Desktop and Documents may be kept in iCloud; they then stand in its folder too."""
    cloud = home / "Library" / "Mobile Documents" / "com~apple~CloudDocs"
    for name in ("Desktop", "Documents"):
        if _is_there(cloud / name):
            yield home / name, "iCloud Drive"


def _marked(path: Path) -> Iterator[tuple[PurePath, str]]:
    for folder in (path, *path.parents):
        for marker, name in _MARKERS.items():
            if _is_there(folder / marker):
                yield folder, name


def _is_there(path: Path) -> bool:
    """Whether ``path`` exists, as far as we may see: a folder closed to us marks nothing."""
    try:
        return path.exists()
    except OSError:
        return False
