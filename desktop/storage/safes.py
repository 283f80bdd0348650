"""The safe of one desk's data, and that of a clinic server."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from desktop.paths import Folders
from desktop.storage.backup import Safe
from desktop.storage.copying import Contents, Told, copy_file
from desktop.storage.data_files import DataFiles
from desktop.storage.data_identity import DataIdentity, key_check, read_identity, write_identity
from desktop.storage.faults import writing
from desktop.storage.key_file import read_key_file
from desktop.storage.keys import find_key, keep_key, new_key
from desktop.storage.recovery import write_recovery


def safe_of(files: DataFiles, raw: Callable[[], bytes]) -> Safe:
    """The backups of one desk's data; ``raw`` is its key when one is made."""

    def copy(target: Path, target_raw: bytes, told: Told) -> Contents:
        return copy_file(files.database, raw(), target, target_raw, told)

    return Safe(files, raw, copy)


class ServerSafe(Safe):
    """The backups of a clinic server, in a folder of this computer with a key of its own.

    The key is made with the first backup, since a server has none. ``recovery_code`` is there once,
    when it has just been made: show it to be printed.
    """

    def __init__(self, folder: Path, url: str, *, prefer_key_file: bool = False) -> None:
        self.recovery_code: str | None = None
        self._prefer_key_file = prefer_key_file
        super().__init__(DataFiles.of(folder), self._find_or_make_key, self._copy_server)
        self._url = url

    def take_recovery_code(self) -> str | None:
        """The code of a key that was made just now: once."""
        code, self.recovery_code = self.recovery_code, None
        return code

    def _copy_server(self, target: Path, raw: bytes, told: Told) -> Contents:
        from desktop.storage.server_copy import copy_server

        return copy_server(self._url, target, raw, told)

    def _find_or_make_key(self) -> bytes:
        files = self.files
        identity = read_identity(files)
        if identity is not None:
            return find_key(files, identity).raw
        with writing(files.data_dir):
            files.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = read_key_file(files)
        raw, data_id = kept or new_key(), uuid4()
        in_file = self._prefer_key_file or kept is not None
        keeper = keep_key(files, data_id, raw, prefer_key_file=in_file).keeper
        self.recovery_code = write_recovery(files, data_id, raw)
        write_identity(files, DataIdentity(data_id, key_check(data_id, raw), True, keeper))
        return raw


def server_safe(folder: Path | None, url: str, *, prefer_key_file: bool) -> ServerSafe:
    """The backups of a server in ``folder``, or beside this person's own data."""
    if folder is None:
        folder = Folders.of().server
    return ServerSafe(folder, url, prefer_key_file=prefer_key_file)
