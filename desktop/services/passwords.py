"""Keeps passwords and PINs as Argon2id hashes; slow on purpose, so never on the window's thread."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.domain.passwords import as_typed_anywhere

if TYPE_CHECKING:
    from argon2 import PasswordHasher


@dataclass(frozen=True, slots=True)
class Cost:
    """What one hash costs: passes over the memory, KiB of memory, threads."""

    passes: int
    memory: int
    lanes: int


FULL_COST = Cost(passes=3, memory=64 * 1024, lanes=4)
"""RFC 9106, section 4, second choice: 64 MiB. Around a tenth of a second on a desk's computer."""


class Passwords:
    """Makes and checks hashes at one cost. Usable from any thread."""

    def __init__(self, cost: Cost = FULL_COST) -> None:
        self._cost = cost
        self._hasher: PasswordHasher | None = None

    def hash(self, secret: str) -> str:
        """The hash of a password or PIN; its salt and cost stand in it."""
        return self._argon2().hash(as_typed_anywhere(secret))

    def fits(self, secret: str, kept: str | None) -> bool:
        """Whether ``secret`` made the hash ``kept``.

        With None (nobody of that name, no PIN) the same work is done, so that the time taken does
        not tell.
        """
        from argon2.exceptions import VerifyMismatchError

        if kept is None:
            self.hash(secret)
            return False
        try:
            return self._argon2().verify(kept, as_typed_anywhere(secret))
        except VerifyMismatchError:
            return False

    def _argon2(self) -> "PasswordHasher":
        # Loaded with the first sign-in: the demo and the first window do without.
        if self._hasher is None:
            from argon2 import PasswordHasher, Type

            self._hasher = PasswordHasher(
                time_cost=self._cost.passes,
                memory_cost=self._cost.memory,
                parallelism=self._cost.lanes,
                type=Type.ID,
            )
        return self._hasher
