"""Secrets of connections: in the keyring of this computer; where it has none (a server), or the key
of the data lies in a file too, sealed in a file that its owner alone may read. Never in the
database, whose copies travel.
"""

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import urlsplit
from uuid import UUID

from desktop.domain.errors import StorageProblem
from desktop.storage.data_files import DataFiles, write_durably
from desktop.storage.faults import reading
from desktop.storage.keyring_store import SERVICE, KeyringStore, find_keyring

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE: Final = 12
_LOCKED = "The keyring of this computer is locked. Unlock it and try again."


class SecretStore(Protocol):
    """Keeps one secret for each source. Each method raises :class:`StorageProblem`."""

    warning: str
    """What to know about the place they are kept in; "" where there is nothing to know."""

    def make_ready(self) -> None:
        """Before the write in which a secret is kept: no other write may be begun within it."""

    def get(self, source_id: UUID) -> str:
        """The secret, "" where there is none."""

    def put(self, source_id: UUID, secret: str) -> None:
        """Keep it in the place of the one before."""

    def drop(self, source_id: UUID) -> None:
        """Forget it."""


class KeyringSecrets:
    """In the keyring."""

    warning = ""

    def __init__(self, store: KeyringStore) -> None:
        self._backend = store.backend

    def make_ready(self) -> None:
        """See :class:`SecretStore`."""

    def get(self, source_id: UUID) -> str:
        """See :class:`SecretStore`."""
        from keyring.errors import KeyringError

        try:
            return self._backend.get_password(SERVICE, _name(source_id)) or ""
        except KeyringError as error:
            raise StorageProblem(_LOCKED) from error

    def put(self, source_id: UUID, secret: str) -> None:
        """See :class:`SecretStore`."""
        from keyring.errors import KeyringError

        try:
            self._backend.set_password(SERVICE, _name(source_id), secret)
            kept = self._backend.get_password(SERVICE, _name(source_id))
        except KeyringError as error:
            raise StorageProblem(_LOCKED) from error
        if kept != secret:
            raise StorageProblem(
                "The keyring of this computer does not keep the secret. Ask IT to look at it."
            )

    def drop(self, source_id: UUID) -> None:
        """See :class:`SecretStore`."""
        from keyring.errors import KeyringError, PasswordDeleteError

        try:
            self._backend.delete_password(SERVICE, _name(source_id))
        except PasswordDeleteError:
            return  # there was none
        except KeyringError as error:
            raise StorageProblem(_LOCKED) from error


class FileSecrets:
    """Sealed, in a file that its owner alone may read. ``key`` gives what they are sealed with."""

    def __init__(self, path: Path, key: Callable[[], bytes]) -> None:
        self._path, self._key = path, key
        self.warning = (
            f"No keyring here: secrets are sealed in a file, {path.name}. Whoever has that file "
            "and the data can read them."
        )

    def make_ready(self) -> None:
        """See :class:`SecretStore`: the key is made."""
        self._key()

    def get(self, source_id: UUID) -> str:
        """See :class:`SecretStore`."""
        from cryptography.exceptions import InvalidTag

        sealed = self._all().get(source_id.hex)
        if sealed is None:
            return ""
        try:
            raw = bytes.fromhex(sealed)
            opened = self._cipher().decrypt(raw[:_NONCE], raw[_NONCE:], source_id.bytes)
        except (ValueError, InvalidTag) as error:
            raise StorageProblem(
                f"The file {self._path} does not belong to these data. Fill the secrets in again."
            ) from error
        return opened.decode()

    def put(self, source_id: UUID, secret: str) -> None:
        """See :class:`SecretStore`."""
        nonce = os.urandom(_NONCE)
        sealed = nonce + self._cipher().encrypt(nonce, secret.encode(), source_id.bytes)
        self._write({**self._all(), source_id.hex: sealed.hex()})

    def drop(self, source_id: UUID) -> None:
        """See :class:`SecretStore`."""
        kept = self._all()
        if kept.pop(source_id.hex, None) is not None:
            self._write(kept)

    def _cipher(self) -> "AESGCM":
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        return AESGCM(self._key())

    def _all(self) -> dict[str, str]:
        try:
            with reading(self._path), self._path.open("rb") as file:
                mode = os.fstat(file.fileno()).st_mode
                text = file.read()
        except FileNotFoundError:
            return {}
        if os.name == "posix" and mode & 0o077:
            raise StorageProblem(
                f"The file {self._path} can be read by others (mode {mode & 0o777:04o}). "
                f"Close it to them (chmod 600 {self._path.name})."
            )
        try:
            kept = json.loads(text)["sealed"]
            return {str(name): str(value) for name, value in kept.items()}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise StorageProblem(
                f"The file {self._path} does not hold secrets any more. Move it away, then fill "
                "the secrets in again."
            ) from error

    def _write(self, kept: dict[str, str]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_durably(self._path, json.dumps({"format": 1, "sealed": kept}))


def secrets_file(target: Path | str, server_folder: Path) -> Path:
    """Where the file of secrets lies: beside the data, or for data on a server (``target`` is its
    address) in a folder of this computer, named after the server and the database alone."""
    if isinstance(target, Path):
        return DataFiles.of(target).secrets
    where = urlsplit(target)
    named = f"{where.hostname}:{where.port}{where.path}"
    return server_folder / f"server-{hashlib.sha256(named.encode()).hexdigest()[:12]}.secrets"


def find_secrets(path: Path, key: Callable[[], bytes], *, key_in_file: bool) -> SecretStore:
    """Where secrets are kept: in the keyring; without one, and where the key of the data is kept in
    a file (``key_in_file``), sealed in the file at ``path``."""
    store = None if key_in_file else find_keyring()
    return FileSecrets(path, key) if store is None else KeyringSecrets(store)


def _name(source_id: UUID) -> str:
    return f"connection {source_id}"
