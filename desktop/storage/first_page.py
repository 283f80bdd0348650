"""The live queue's first page, read with the driver alone, before SQLAlchemy is loaded.

The only place that reads rows with SQL of its own. It answers only when the schema is this
program's, and a test holds its answers against the services'. Times are integer microseconds and
identities 16 bytes in the file (see :mod:`desktop.storage.column_types`).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlcipher3 import dbapi2

from desktop.storage.schema_version import is_current
from desktop.storage.sqlite_connection import connect, driver_problems, stored_revision
from desktop.storage.unlock import Unlocked

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def _moment(value: int | None) -> datetime | None:
    return None if value is None else _EPOCH + timedelta(microseconds=value)


def _id(value: bytes | None) -> UUID | None:
    return None if value is None else UUID(bytes=value)


def _as_is(value: Any) -> Any:
    return value


_NOTE = (
    "(SELECT note FROM attempt WHERE attempt.callback_id = c.id ORDER BY attempt.at DESC LIMIT 1)"
)
_COLUMNS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "id": ("c.id", _id),
    "version": ("c.version", _as_is),
    "kind": ("c.kind", _as_is),
    "state": ("c.state", _as_is),
    "due_at": ("c.due_at", _moment),
    "promised_zone": ("c.promised_zone", _as_is),
    "zone_certain": ("c.zone_certain", bool),
    "milestone": ("c.milestone", _as_is),
    "person_id": ("c.person_id", _id),
    "person_name": ("who.name", _as_is),
    "person_kind": ("who.kind", _as_is),
    "person_city": ("who.city", _as_is),
    "person_zone": ("who.zone", _as_is),
    "subject_id": ("c.subject_id", _id),
    "subject_name": ("subject.name", _as_is),
    "typed_name": ("call.speaker_name", _as_is),
    "typed_subject": ("call.subject_name", _as_is),
    "number_id": ("c.number_id", _id),
    "e164": ("n.e164", _as_is),
    "extension": ("n.extension", _as_is),
    "reason": ("c.reason", _as_is),
    "attempts": ("c.attempts", _as_is),
    "last_result": ("c.last_result", _as_is),
    "last_attempt_at": ("c.last_attempt_at", _moment),
    "last_note": (_NOTE, _as_is),
    "owner_team_id": ("c.owner_team_id", _id),
    "owner_team": ("team.name", _as_is),
    "owner_user_id": ("c.owner_user_id", _id),
    "owner_name": ("owner.name", _as_is),
    "needs_decision": ("c.needs_decision", bool),
    "asks_number": ("c.asks_number", bool),
    "lease_by": ("holder.name", _as_is),
    "resolution": ("c.resolution", _as_is),
    "closed_at": ("c.closed_at", _moment),
}
_FROM = """
    FROM callback AS c
    LEFT JOIN person AS who ON who.id = c.person_id
    LEFT JOIN person AS subject ON subject.id = c.subject_id
    LEFT JOIN phone_number AS n ON n.id = c.number_id
    LEFT JOIN team ON team.id = c.owner_team_id
    LEFT JOIN user_account AS owner ON owner.id = c.owner_user_id
    LEFT JOIN call ON call.id = c.call_id
    LEFT JOIN lease ON lease.callback_id = c.id AND lease.until > :now
    LEFT JOIN user_account AS holder ON holder.id = lease.user_id
    WHERE c.state = 'open' AND """
_PAGE = "SELECT " + ", ".join(sql for sql, _ in _COLUMNS.values()) + _FROM
_ORDER = " ORDER BY c.due_at, c.id LIMIT :most"
_LATE = "c.due_at <= :now"
_DECIDE = "c.due_at > :now AND c.needs_decision IS 1"
_SOON = "c.due_at > :now AND c.due_at <= :soon AND c.needs_decision IS 0"
_LATER = "c.due_at > :soon AND c.needs_decision IS 0 AND c.milestone IS NULL"
_WAITING = "c.due_at > :soon AND c.needs_decision IS 0 AND c.milestone IS NOT NULL"
_COUNTS = f"""
    SELECT count(*) FILTER (WHERE {_LATE} OR {_DECIDE}), count(*) FILTER (WHERE {_SOON}),
        count(*) FILTER (WHERE c.owner_user_id = :user),
        count(*) FILTER (WHERE c.owner_team_id = :team AND c.owner_user_id IS NULL),
        count(*) FILTER (WHERE {_WAITING}), count(*)
    FROM callback AS c WHERE c.state = 'open'"""  # noqa: S608 - put together from the lines above
_DESK = """
    SELECT desk.id, desk.site_id, desk.team_id, site.zone
    FROM setting JOIN desk ON hex(desk.id) = upper(setting.value)
    JOIN site ON site.id = desk.site_id
    WHERE setting.scope = 'data' AND setting.name = 'desk_id'"""
_ACCOUNT = "SELECT id, name, role FROM user_account WHERE name = ? AND active"
_BEGAN = "SELECT value FROM setting WHERE scope = 'data' AND name = 'demo'"
_LAST = """
    SELECT max(coalesce((SELECT at FROM change ORDER BY seq DESC LIMIT 1), 0),
        coalesce((SELECT max(updated_at) FROM draft), 0))"""


@dataclass(frozen=True, slots=True)
class FirstDesk:
    """This installation's desk."""

    id: UUID
    site_id: UUID
    team_id: UUID
    zone: str


@dataclass(frozen=True, slots=True)
class FirstUser:
    """An account by name."""

    id: UUID
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class FirstCounts:
    """How many open promises stand in each tab."""

    overdue: int
    soon: int
    mine: int
    team: int
    waiting: int
    all: int


class FirstRead:
    """One connection for the first look. Everything is read at one moment."""

    def __init__(self, connection: dbapi2.Connection) -> None:
        self._connection = connection

    def desk(self) -> FirstDesk | None:
        """This installation's desk; None before the first set-up."""
        row = self._connection.execute(_DESK).fetchone()
        if row is None:
            return None
        return FirstDesk(UUID(bytes=row[0]), UUID(bytes=row[1]), UUID(bytes=row[2]), row[3])

    def user(self, name: str) -> FirstUser | None:
        """Somebody who may sign in."""
        row = self._connection.execute(_ACCOUNT, (name,)).fetchone()
        return FirstUser(UUID(bytes=row[0]), row[1], row[2]) if row else None

    def demo_resumes_at(self) -> datetime | None:
        """The demo's now: its Tuesday, or what happened in it last; None for real data."""
        row = self._connection.execute(_BEGAN).fetchone()
        if row is None:
            return None
        last = _moment(self._connection.execute(_LAST).fetchone()[0]) or _EPOCH
        return max(datetime.fromisoformat(row[0]), last)

    def queue(self, now: datetime, soon: datetime, limit: int) -> list[dict[str, Any]]:
        """The first rows of the queue, column by column as they are stored: late, asking for a
        decision, due by ``soon``, later, waiting."""
        rows: list[dict[str, Any]] = []
        for segment in (_LATE, _DECIDE, _SOON, _LATER, _WAITING):
            rows += self._rows(segment, now, soon, limit - len(rows))
        return rows

    def coming(self, now: datetime) -> dict[str, Any] | None:
        """The first that falls due after now."""
        return next(iter(self._rows("c.due_at > :now", now, now, 1)), None)

    def _rows(self, segment: str, now: datetime, soon: datetime, most: int) -> list[dict[str, Any]]:
        bounds = {"now": _micros(now), "soon": _micros(soon), "most": most}
        found = self._connection.execute(_PAGE + segment + _ORDER, bounds)
        columns = [(name, read) for name, (_, read) in _COLUMNS.items()]
        return [
            {name: read(value) for (name, read), value in zip(columns, row, strict=True)}
            for row in found
        ]

    def counts(self, now: datetime, soon: datetime, user_id: UUID, team_id: UUID) -> FirstCounts:
        """The numbers on the tabs."""
        bounds = {
            "now": _micros(now),
            "soon": _micros(soon),
            "user": user_id.bytes,
            "team": team_id.bytes,
        }
        return FirstCounts(*self._connection.execute(_COUNTS, bounds).fetchone())


@contextmanager
def first_read(unlocked: Unlocked) -> Iterator[FirstRead | None]:
    """A first look into data that is unlocked; None when there is none yet or its schema is not
    this program's. Raises DamagedFile, NewerSchema and what a connection raises."""
    if unlocked.is_new:
        yield None
        return
    connection = connect(unlocked.files.database, unlocked.key.raw, read_only=True)
    try:
        if not is_current(stored_revision(connection)):
            yield None
            return
        with driver_problems():
            connection.execute("BEGIN").close()
            yield FirstRead(connection)
    finally:
        connection.close()


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND
