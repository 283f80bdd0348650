"""Secrets of connections: in the keyring of this computer, or in a file beside the key file where
the key of the data is kept so too. Never in the database, whose copies travel.
"""

import json
import os
from pathlib import Path
from typing import Protocol
from uuid import UUID

from desktop.domain.errors import StorageProblem
from desktop.storage.data_files import DataFiles, write_durably
from desktop.storage.faults import reading
from desktop.storage.keyring_store import SERVICE, KeyringStore, find_keyring

_LOCKED = "The keyring of this computer is locked. Unlock it and try again."


class SecretStore(Protocol):
    """Keeps one secret for each source. Each method raises :class:`StorageProblem`."""

    warning: str
    """What to know about the place they are kept in; "" where there is nothing to know."""

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
    """In a file that its owner alone may read, beside the data and its key file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.warning = (
            f"The secrets lie in a file, {path}: whoever can read that file can read them."
        )

    def get(self, source_id: UUID) -> str:
        """See :class:`SecretStore`."""
        return self._all().get(source_id.hex, "")

    def put(self, source_id: UUID, secret: str) -> None:
        """See :class:`SecretStore`."""
        self._write({**self._all(), source_id.hex: secret})

    def drop(self, source_id: UUID) -> None:
        """See :class:`SecretStore`."""
        kept = self._all()
        if kept.pop(source_id.hex, None) is not None:
            self._write(kept)

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
            kept = json.loads(text)
        except ValueError as error:
            raise StorageProblem(
                f"The file {self._path} does not hold secrets any more. Move it away, then fill "
                "the secrets in again."
            ) from error
        return {str(name): str(value) for name, value in dict(kept).items()}

    def _write(self, kept: dict[str, str]) -> None:
        write_durably(self._path, json.dumps(kept))


class NoSecrets:
    """Where there is neither: nothing is kept, and the reason is said."""

    warning = "This computer has no keyring, so no secrets can be kept. Ask IT to set a keyring up."

    def get(self, source_id: UUID) -> str:
        """None is here."""
        return ""

    def put(self, source_id: UUID, secret: str) -> None:
        """Refused."""
        raise StorageProblem(self.warning)

    def drop(self, source_id: UUID) -> None:
        """None is here."""


def find_secrets(data_dir: Path | None, *, key_in_file: bool) -> SecretStore:
    """Where secrets are kept: as the key of the data is (``key_in_file``), else in the keyring.
    ``data_dir`` is None for data on a server."""
    if data_dir is not None and key_in_file:
        files = DataFiles.of(data_dir)
        return FileSecrets(files.secrets)
    store = find_keyring()
    return NoSecrets() if store is None else KeyringSecrets(store)


def _name(source_id: UUID) -> str:
    return f"connection {source_id}"
