"""The first page: what the first painted window shows, read with the driver alone.

SQLAlchemy is loaded afterwards; a test holds what is read here against the services.

It is a look, no more. Where anything is not as usual (no data yet, no key file, another schema, a
real desk, where somebody signs in first) there is nothing to be seen; opening the data in the
ordinary way then says what there is to say.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlcipher3 import dbapi2

from desktop.domain.errors import Problem
from desktop.storage.data_files import DataFiles
from desktop.storage.data_lock import DataLock
from desktop.storage.key_file import read_key_file
from desktop.storage.places import check_place
from desktop.storage.schema_version import is_current
from desktop.storage.sqlite_connection import connect, driver_problems, stored_revision

_DEMO = """
SELECT value, (SELECT at FROM change ORDER BY seq DESC LIMIT 1), (SELECT max(updated_at) FROM draft)
FROM setting WHERE scope = 'data' AND name = 'demo'
"""
_CLERK = """
SELECT clerk.id, clerk.role,
       (SELECT value FROM setting WHERE scope = lower(hex(clerk.id)) AND name = 'colours'),
       (SELECT value FROM setting WHERE scope = lower(hex(clerk.id)) AND name = 'scale'),
       desk.name, site.zone
FROM setting
JOIN desk ON desk.id = unhex(setting.value)
JOIN site ON site.id = desk.site_id
JOIN user_account AS clerk ON clerk.name = ? AND clerk.active
WHERE setting.scope = 'data' AND setting.name = 'desk_id'
"""
_COUNTS = """
SELECT (SELECT count(*) FROM callback WHERE state = 'open' AND (due_at <= :soon OR needs_decision)),
       (SELECT count(*) FROM draft WHERE user_id = :clerk)
"""
_PROMISES = """
WITH mine AS (
    SELECT id, due_at,
           CASE WHEN due_at <= :now THEN 0
                WHEN needs_decision THEN 1
                WHEN due_at <= :soon THEN 2
                WHEN milestone IS NULL THEN 3
                ELSE 4 END AS part
    FROM callback
    WHERE state = 'open' AND owner_user_id = :clerk
    ORDER BY part, due_at, id
    LIMIT :most
)
SELECT c.due_at, c.milestone IS NOT NULL, c.needs_decision, c.reason,
       p.name, call.speaker_name, n.e164, n.extension
FROM mine
JOIN callback AS c ON c.id = mine.id
LEFT JOIN person AS p ON p.id = c.person_id
LEFT JOIN call ON call.id = c.call_id
LEFT JOIN phone_number AS n ON n.id = c.number_id
ORDER BY mine.part, mine.due_at, mine.id
"""
"""The groups of the queue (see ``services/callback_queue``), each by the time due."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


# Tuples: every start loads them, and a dataclass takes five times as long to make.
class FirstPromise(NamedTuple):
    """One promise as it is stored. ``waits``: on a milestone."""

    due_at: datetime
    waits: bool
    needs_decision: bool
    reason: str
    person_name: str | None
    typed_name: str | None
    e164: str | None
    extension: str | None


class FirstPage(NamedTuple):
    """A demo at ``now``, the last moment that anything happened in it.

    ``role``, ``colours`` and ``scale`` are the clerk's, as they are kept; ``zone`` the desk's.
    ``due`` counts what is late, asks for a decision or falls due soon, ``cards`` what is half typed
    or set aside; ``promises`` are the clerk's own, in the order of the queue.
    """

    now: datetime
    role: str
    colours: str | None
    scale: str | None
    desk: str
    zone: str
    due: int
    cards: int
    promises: tuple[FirstPromise, ...]


def read_first_page(data_dir: Path, clerk: str, soon: timedelta, most: int) -> FirstPage | None:
    """The desk as the demo's ``clerk`` sees it, with at most ``most`` promises; None where there
    is nothing to be seen at a glance. ``soon`` is how long ahead a promise counts as due."""
    files = DataFiles.of(data_dir)
    try:
        if not files.database.exists():
            return None
        check_place(files.data_dir)
        raw = read_key_file(files)
        if raw is None:
            return None
        with DataLock(files.lock) as lock:
            lock.share()
            connection = connect(files.database, raw, read_only=True)
            try:
                if not is_current(stored_revision(connection)):
                    return None
                with driver_problems():
                    return _read(connection, clerk, soon, most)
            finally:
                connection.close()
    except Problem:
        return None


def _read(
    connection: dbapi2.Connection, clerk: str, soon: timedelta, most: int
) -> FirstPage | None:
    demo = connection.execute(_DEMO).fetchone()
    found = connection.execute(_CLERK, (clerk,)).fetchone()
    if demo is None or found is None:
        return None
    began, changed, typed = demo
    clerk_id, role, colours, scale, desk, zone = found
    now = max(_micros(datetime.fromisoformat(began)), changed or 0, typed or 0)
    values = {"clerk": clerk_id, "now": now, "soon": now + soon // _MICROSECOND, "most": most}
    due, cards = connection.execute(_COUNTS, values).fetchone()
    rows = connection.execute(_PROMISES, values)
    promises = tuple(
        FirstPromise(_moment(due_at), bool(waits), bool(decide), *rest)
        for due_at, waits, decide, *rest in rows
    )
    return FirstPage(_moment(now), role, colours, scale, desk, zone, due, cards, promises)


def _micros(at: datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND


def _moment(micros: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micros)
