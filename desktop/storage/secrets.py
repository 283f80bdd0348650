"""The secrets of connections: in the keyring of this computer, or in a file for its owner alone.

They are kept beside the data, not in it: whoever reads a backup or the clinic server cannot send
false leads with what stands there.
"""

import hashlib
import json
import os
import secrets
import threading
from pathlib import Path
from urllib.parse import urlsplit

from desktop.domain.errors import StorageProblem
from desktop.storage.data_files import DataFiles, write_durably
from desktop.storage.data_identity import read_identity
from desktop.storage.faults import reading
from desktop.storage.keyring_store import KeyringStore, find_keyring


def new_secret() -> str:
    """A fresh secret that can stand in an address: 256 random bits."""
    return secrets.token_urlsafe(32)


class Secrets:
    """Secrets by name ("twilio", "mailbox"), of one set of data. Usable from any thread; asking the
    keyring takes a moment, so keep what was asked for.

    ``owner`` keeps the data of several desks on one computer apart; ``store`` None: there is no
    keyring to trust, and ``file`` is used.
    """

    def __init__(self, owner: str, file: Path, store: KeyringStore | None) -> None:
        self._owner = owner
        self._file = file
        self._store = store
        self._lock = threading.Lock()

    @property
    def warning(self) -> str | None:
        """A sentence to show as long as secrets lie in a file."""
        if self._store is not None:
            return None
        return (
            f"The secrets of connections lie in a file, {self._file}: whoever can read it can "
            "send false messages to this desk."
        )

    def get(self, name: str) -> str:
        """The secret of that name, "" where none is kept. Raises StorageProblem for a keyring that
        is locked and for a file that others can read."""
        with self._lock:
            if self._store is not None:
                return self._store.secret(self._account(name))
            return self._read().get(name, "")

    def put(self, name: str, secret: str) -> None:
        """Keep ``secret`` in the place of the one before; "" forgets it."""
        with self._lock:
            if self._store is not None:
                self._store.keep_secret(self._account(name), secret)
                return
            kept = {**self._read(), name: secret}
            whole = {key: value for key, value in sorted(kept.items()) if value}
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_durably(self._file, json.dumps(whole, indent=1, ensure_ascii=False) + "\n")

    def _account(self, name: str) -> str:
        return f"{self._owner}/{name}"

    def _read(self) -> dict[str, str]:
        try:
            with reading(self._file), self._file.open(encoding="utf-8") as kept:
                mode = os.fstat(kept.fileno()).st_mode
                text = kept.read(1024 * 1024)
        except FileNotFoundError:
            return {}
        except UnicodeDecodeError:
            mode, text = 0, ""
        if os.name == "posix" and mode & 0o077:
            raise StorageProblem(
                f"The file of secrets {self._file} can be read by others (mode {mode & 0o777:04o})."
                f" Close it to them (chmod 600 {self._file.name}), then try again."
            )
        try:
            found = json.loads(text)
            return {str(key): str(value) for key, value in found.items()}
        except (ValueError, AttributeError, RecursionError) as error:
            raise StorageProblem(
                f"The file of secrets {self._file} cannot be read. Put it back from a backup, or "
                "take it away and enter the secrets again."
            ) from error


def secrets_of(target: Path | str, config: Path, *, prefer_file: bool = False) -> Secrets:
    """The secrets of the data in a directory, or of this computer for those on a server (by
    ``target`` as :func:`desktop.storage.engine.open_database` takes it; ``config`` is the folder
    for settings of this computer). ``prefer_file``: as data whose key lies in a file."""
    if isinstance(target, Path):
        files = DataFiles.of(target)
        identity = read_identity(files)
        owner = str(identity.data_id) if identity else str(files.data_dir)
        file = files.data_dir.with_name(f"{files.data_dir.name}.secrets")
        prefer_file = prefer_file or files.key_file.exists()
    else:
        # Without the user and the password: another password is the same server.
        parts = urlsplit(target)
        place = f"{parts.hostname}:{parts.port or 5432}{parts.path}"
        owner = f"server-{hashlib.sha256(place.encode()).hexdigest()[:32]}"
        file = config / f"{owner}.secrets"
    return Secrets(owner, file, None if prefer_file else find_keyring())
