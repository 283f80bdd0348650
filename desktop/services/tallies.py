"""Running counts, so that opening a page never counts rows. Working state, no Changes.

A count that is missing (data of before, or many rows brought in at once) is made when it is first
asked for; from then on each write keeps it.
"""

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from desktop.domain.removal import REMOVED_KIND
from desktop.storage import tables
from desktop.storage.engine import Database
from desktop.storage.prepared import Prepared

PEOPLE, PAIRS = "people", "pairs"

_COUNTED: Mapping[str, str] = {"person": PEOPLE}
"""Kinds of record that are counted, and the name of their count."""

_tally = tables.metadata.tables["tally"]
_person = tables.metadata.tables["person"]
_merge = tables.metadata.tables["person_merge"]
_head = tables.metadata.tables["chain_head"]

_READ = Prepared(select(_tally.c.value).where(_tally.c.name == bindparam("this_name")))
_ADD = (
    update(_tally)
    .where(_tally.c.name == bindparam("this_name"))
    .values(value=_tally.c.value + bindparam("step"))
)
_ALL_PEOPLE = select(func.count()).select_from(_person)
_REMOVED = select(func.count()).where(_person.c.kind == REMOVED_KIND, _person.c.name_key == "")
_GONE = select(func.count(_merge.c.gone_id.distinct())).where(_merge.c.undone_at.is_(None))


def count_record(conn: Connection, record: str, step: int) -> None:
    """One more (or less) of a kind of record, where that is counted."""
    name = _COUNTED.get(record)
    if name is not None:
        count(conn, name, step)


def count(conn: Connection, name: str, step: int) -> None:
    """Move a count that is kept; one that is missing stays missing."""
    conn.execute(_ADD, {"this_name": name, "step": step})


def read(conn: Connection, name: str) -> int | None:
    """A count; None when it is not kept yet."""
    row = _READ.first(conn, {"this_name": name})
    return row[0] if row else None


def keep(conn: Connection, name: str, value: int) -> None:
    """Set a count, whatever it was."""
    forget(conn, name)
    conn.execute(insert(_tally).values(name=name, value=value))


def forget(conn: Connection, name: str) -> None:
    """Many rows were brought in at once: it is counted anew when it is asked for."""
    conn.execute(delete(_tally).where(_tally.c.name == name))


def people(database: Database) -> int:
    """How many people there are, without those who were merged into others or removed."""
    with database.read() as conn:
        known = read(conn, PEOPLE)
    return known if known is not None else _count_once(database, PEOPLE, _people)


def _people(conn: Connection) -> int:
    everybody: int = conn.execute(_ALL_PEOPLE).scalar_one()
    gone: int = conn.execute(_GONE).scalar_one()
    removed: int = conn.execute(_REMOVED).scalar_one()
    return everybody - gone - removed


def _count_once(database: Database, name: str, how: Callable[[Connection], int]) -> int:
    with database.write() as conn:
        # The row that makes the desks of a server wait for each other: nobody adds one meanwhile.
        conn.execute(select(_head.c.seq).where(_head.c.id == 1).with_for_update())
        known = read(conn, name)
        if known is None:
            known = how(conn)
            keep(conn, name, known)
    return known
