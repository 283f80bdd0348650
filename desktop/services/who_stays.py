"""Whom a reference to a person means today: one who was merged leads on to the one who stays."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, select

from desktop.storage import tables
from desktop.storage.prepared import Prepared, one_of_these

_merge = tables.metadata.tables["person_merge"]
_person = tables.metadata.tables["person"]

_LEADS_ON = Prepared(
    select(_merge.c.stays_id).where(
        _merge.c.gone_id == bindparam("this_person"), _merge.c.undone_at.is_(None)
    )
)

_GONE = Prepared(
    select(_merge.c.gone_id).where(one_of_these(_merge.c.gone_id), _merge.c.undone_at.is_(None))
)

OWN_STORY = frozenset({"person_merge", "not_same"})
"""Records that tell of the people themselves: who is gone is meant there as it is written."""


@cache
def references(table: Table) -> tuple[str, ...]:
    """The columns of a table that refer to a person."""
    return tuple(
        column.name
        for column in table.c
        if any(key.column.table is _person for key in column.foreign_keys)
    )


def who_stays(conn: Connection, person_id: UUID) -> UUID:
    """The person themselves, or who stays of a merge (of a chain of merges: the last)."""
    while (row := _LEADS_ON.first(conn, {"this_person": person_id})) is not None:
        person_id = row[0]
    return person_id


def who_stay(conn: Connection, people: Collection[UUID]) -> Mapping[UUID, UUID]:
    """Who stays of each of many people."""
    found = {each: each for each in people}
    for (gone,) in _GONE.among(conn, people):
        found[gone] = who_stays(conn, gone)
    return found


def led_on(
    conn: Connection, columns: Collection[str], values: Mapping[str, Any]
) -> Mapping[str, Any]:
    """``values`` in which no one who is gone is referred to from ``columns``."""
    meant = {name: values[name] for name in columns if values.get(name) is not None}
    known = {person_id: who_stays(conn, person_id) for person_id in set(meant.values())}
    changed = {name: known[each] for name, each in meant.items() if known[each] != each}
    return {**values, **changed} if changed else values
