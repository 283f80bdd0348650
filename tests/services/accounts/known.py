"""What the tests of accounts share: words that open them, and passwords that count their work."""

from uuid import UUID

from desktop.services.passwords import Cost, Passwords
from desktop.services.users import Users
from tests.services.world import World

CHEAP = Cost(passes=1, memory=8, lanes=1)
PASSWORD = "copper kettle on"
PIN = "135790"


class CountingPasswords(Passwords):
    """Counts how often the slow work was done."""

    def __init__(self) -> None:
        super().__init__(CHEAP)
        self.hashed = 0

    def hash(self, secret: str) -> str:
        self.hashed += 1
        return super().hash(secret)


def row_of(users: Users, world: World, user_id: UUID) -> int:
    return next(row.version for row in users.list(world.lark) if row.id == user_id)
