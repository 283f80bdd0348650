"""The names of the files that make up one data directory."""

import os
from pathlib import Path
from typing import NamedTuple

from desktop.storage.faults import writing


# A tuple: every start loads this, and a dataclass takes five times as long to make.
class DataFiles(NamedTuple):
    """Where the parts of one data directory lie. ``data_dir`` is absolute, links resolved."""

    data_dir: Path

    @classmethod
    def of(cls, data_dir: Path) -> "DataFiles":
        """The files of ``data_dir``, which need not exist yet."""
        return cls(Path(data_dir).expanduser().resolve())

    @property
    def database(self) -> Path:
        """The encrypted SQLite file; beside it, while in use, ``-wal`` and ``-shm``."""
        return self.data_dir / "ketwell.db"

    @property
    def unfinished(self) -> Path:
        """The database while it is being made: renamed when whole, so never half there."""
        return self.data_dir / "ketwell.db.new"

    @property
    def lock(self) -> Path:
        """The file every process locks (see ``data_lock``)."""
        return self.data_dir / "data.lock"

    @property
    def identity(self) -> Path:
        """Names the data, so that its key is found in the keyring (see ``identity``)."""
        return self.data_dir / "data.json"

    @property
    def recovery(self) -> Path:
        """The key, wrapped by the recovery code (see ``recovery``)."""
        return self.data_dir / "recovery.json"

    @property
    def key_file(self) -> Path:
        """Where there is no keyring: the key, beside the directory and not in it."""
        return self.data_dir.with_name(self.data_dir.name + ".key")

    @property
    def secrets(self) -> Path:
        """Where the key is kept in a file: the secrets of connections, beside it."""
        return self.data_dir.with_name(self.data_dir.name + ".secrets")

    @property
    def backups(self) -> Path:
        """Every backup is a folder in here (see ``backup``)."""
        return self.data_dir / "backups"

    @property
    def incoming(self) -> Path:
        """The database that is to take the place of the one that is there (see ``exchange``)."""
        return self.data_dir / "ketwell.db.incoming"

    @property
    def incoming_recovery(self) -> Path:
        """The recovery file that goes with it."""
        return self.data_dir / "recovery.incoming.json"

    @property
    def exchange(self) -> Path:
        """Says that an exchange was decided on and has to be carried to its end."""
        return self.data_dir / "exchange.json"

    @property
    def earlier_keys(self) -> Path:
        """The keys that the data had before, locked with the one it has now."""
        return self.data_dir / "earlier-keys.json"

    def holds(self, path: Path) -> bool:
        """Whether ``path`` is in the data directory, or one of the keys beside it."""
        there = Path(path).expanduser().resolve()
        keys = {self.key_file.name, self.secrets.name}
        # An older key has the name of the key, and more behind it.
        kept = any(there.name == each or there.name.startswith(f"{each}.") for each in keys)
        is_key = kept and there.parent == self.data_dir.parent
        return is_key or there.is_relative_to(self.data_dir)

    def beside_database(self) -> tuple[Path, ...]:
        """What SQLite may keep beside the database."""
        return beside(self.database)


def beside(database: Path) -> tuple[Path, ...]:
    """What SQLite may keep beside a database: its log first."""
    return tuple(database.with_name(database.name + end) for end in ("-wal", "-shm", "-journal"))


def write_durably(path: Path, text: str) -> None:
    """Replace ``path`` by a file (mode 0600) holding ``text``: the old one or the new one, never
    a half. Raises DiskFull or StorageProblem; the old file is then as it was."""
    part = path.with_name(path.name + ".part")
    with writing(path):
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
                out.write(text)
            sync_file(part)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        sync_directory(path.parent)


def sync_file(path: Path) -> None:
    """Make what was written to ``path`` survive a power cut."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_directory(directory: Path) -> None:
    """Make renames in ``directory`` survive a power cut (Windows does so by itself)."""
    if os.name != "posix":
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
