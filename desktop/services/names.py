"""What identities name: people, accounts, clinics, teams, desks."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Connection, select

from desktop.services.many_ids import some_at_a_time
from desktop.storage import tables

_NAMED = ("person", "user_account", "site", "team", "desk")


def names_of(conn: Connection, wanted: Collection[UUID]) -> dict[UUID, str]:
    """The names of those that have one."""
    found: dict[UUID, str] = {}
    for name in _NAMED:
        table = tables.metadata.tables[name]
        for some in some_at_a_time(set(wanted) - found.keys()):
            query = select(table.c.id, table.c.name).where(table.c.id.in_(some))
            found |= {row.id: row.name for row in conn.execute(query)}
    return found
