"""A data directory made by ``demo`` knows that it is one: it asks for no password."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, func, insert, select

from desktop.domain.errors import NotFound
from desktop.domain.vocabulary import Role
from desktop.services.actor import Actor
from desktop.services.changes import Clock
from desktop.services.standing import AccountStanding
from desktop.services.this_desk import find_this_desk
from desktop.services.user_rows import actor_of
from desktop.storage import tables
from desktop.storage.engine import Database

_setting = tables.metadata.tables["setting"]
_account = tables.metadata.tables["user_account"]
_change = tables.metadata.tables["change"]
_draft = tables.metadata.tables["draft"]
_SCOPE, _NAME = "data", "demo"


@dataclass(frozen=True, slots=True)
class DemoUser:
    """Somebody the demo can become."""

    id: UUID
    name: str
    role: Role


def mark(conn: Connection, now: datetime) -> None:
    """Remember that this data is a demo, and when its Tuesday is."""
    conn.execute(insert(_setting).values(scope=_SCOPE, name=_NAME, value=now.isoformat()))


class DemoDesk:
    """Signs in without a password, in demo data only."""

    def __init__(self, database: Database, began: datetime) -> None:
        self._database = database
        self._clock: Clock | None = None
        self.began = began

    def goes_by(self, clock: Clock) -> None:
        """Whoever it becomes from here on is followed by this clock, as whoever signs in is."""
        self._clock = clock

    def users(self) -> tuple[DemoUser, ...]:
        """Everybody at the demo's desk, clerks first."""
        query = select(_account.c.id, _account.c.name, _account.c.role).where(_account.c.active)
        with self._database.read() as conn:
            rows = [DemoUser(r.id, r.name, Role(r.role)) for r in conn.execute(query)]
        return tuple(sorted(rows, key=lambda user: (list(Role).index(user.role), user.name)))

    def actor(self, name: str) -> Actor:
        """Become ``name``. Raises :class:`NotFound`."""
        with self._database.read() as conn:
            desk = find_this_desk(conn)
            account = conn.execute(
                select(_account).where(_account.c.name == name, _account.c.active)
            ).first()
        if desk is None or account is None:
            raise NotFound("There is nobody of that name in the demo.")
        clock = self._clock
        standing = clock and AccountStanding(self._database, clock, account.id, desk.id)
        return actor_of(account, desk, standing)

    def resumes_at(self) -> datetime:
        """The demo's now: its Tuesday, or the last thing that happened in it since."""
        with self._database.read() as conn:
            last = conn.execute(select(func.max(_change.c.at))).scalar()
            typed = conn.execute(select(func.max(_draft.c.updated_at))).scalar()
        return max(at for at in (self.began, last, typed) if at is not None)


def find_demo(database: Database) -> DemoDesk | None:
    """The demo desk of this data; None for a real one."""
    where = (_setting.c.scope == _SCOPE, _setting.c.name == _NAME)
    with database.read() as conn:
        began = conn.execute(select(_setting.c.value).where(*where)).scalar()
    return DemoDesk(database, datetime.fromisoformat(began)) if began else None
