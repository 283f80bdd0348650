"""Keyrings for tests, set where ``keyring`` looks for the one in use.

They are no subclasses of ``KeyringBackend``: those register themselves for the whole process.
"""

from dataclasses import dataclass, field

from keyring.errors import KeyringLocked


@dataclass
class MemoryKeyring:
    """A keyring that protects: kept in memory, rated as recommended."""

    priority: float = 5
    kept: dict[tuple[str, str], str] = field(default_factory=dict)
    locked: bool = False

    def get_password(self, service: str, name: str) -> str | None:
        """The secret kept under these two names."""
        if self.locked:
            raise KeyringLocked
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, secret: str) -> None:
        """Keep a secret."""
        if self.locked:
            raise KeyringLocked
        self.kept[service, name] = secret


class ForgetfulKeyring(MemoryKeyring):
    """Takes a secret and does not keep it."""

    def set_password(self, service: str, name: str, secret: str) -> None:
        """Forget at once."""
