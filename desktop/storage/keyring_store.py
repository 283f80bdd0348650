"""The operating system's keyring, or none: stores that do not protect a key are refused.

``keyring`` is imported here and only when asked, since looking for back ends costs a start.
"""

from typing import TYPE_CHECKING
from uuid import UUID

from desktop.domain.errors import KeyMissing, StorageProblem

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "KetWell Desk"
_REFUSED = ("keyring.backends.null", "keyring.backends.fail", "keyrings.alt")


class KeyringStore:
    """Keys by the id of their data, in one back end that :func:`find_keyring` trusts."""

    def __init__(self, backend: "KeyringBackend") -> None:
        self._backend = backend

    @property
    def backend(self) -> "KeyringBackend":
        """The back end, for other secrets than keys."""
        return self._backend

    @property
    def name(self) -> str:
        """Which back end it is: the name of its class."""
        kind = type(self._backend)
        return f"{kind.__module__}.{kind.__qualname__}"

    def get(self, data_id: UUID) -> bytes | None:
        """The key of this data, or None. Raises KeyMissing if the keyring will not say."""
        from keyring.errors import KeyringError

        try:
            kept = self._backend.get_password(SERVICE, str(data_id))
        except KeyringError as error:
            raise KeyMissing(
                "The keyring of this computer is locked, so the data cannot be opened. "
                "Unlock the keyring and try again, or use the recovery code."
            ) from error
        try:
            return None if kept is None else bytes.fromhex(kept)
        except ValueError as error:
            raise KeyMissing(
                "The keyring of this computer holds something else in the place of the key. "
                "Use the recovery code; the key is then put back."
            ) from error

    def put(self, data_id: UUID, raw: bytes) -> None:
        """Keep a key and read it back: some stores take a secret and forget it."""
        from keyring.errors import KeyringError

        try:
            self._backend.set_password(SERVICE, str(data_id), raw.hex())
            kept = self._backend.get_password(SERVICE, str(data_id))
        except KeyringError as error:
            raise StorageProblem(
                "The keyring of this computer did not take the key. "
                "Unlock the keyring and try again."
            ) from error
        if kept != raw.hex():
            raise StorageProblem(
                "The keyring of this computer does not keep the key. "
                "Ask IT to look at the keyring, or to set a key file up."
            )


def find_keyring() -> KeyringStore | None:
    """The keyring of this computer; None where there is none that protects a key.

    Refused are the null, fail and plaintext back ends, and whatever rates itself as not
    recommended (``keyring`` asks for a priority of at least 1).
    """
    import keyring
    from keyring.backends.chainer import ChainerBackend

    chosen = keyring.get_keyring()
    for backend in chosen.backends if isinstance(chosen, ChainerBackend) else [chosen]:
        if backend.priority >= 1 and not type(backend).__module__.startswith(_REFUSED):
            return KeyringStore(backend)
    return None
