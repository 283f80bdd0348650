"""What differs between two encrypted files of the same schema: what a restore would change."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlcipher3 import dbapi2

from desktop.storage.copying import contents_of, open_at_rest
from desktop.storage.sqlite_connection import connect, driver_problems

_KEYED = """
SELECT t.name FROM pragma_table_list AS t
WHERE t.schema = 'main' AND t.type = 'table'
  AND EXISTS (SELECT 1 FROM pragma_table_info(t.name) WHERE name = 'id')
  AND EXISTS (SELECT 1 FROM pragma_table_info(t.name) WHERE name = 'version')
ORDER BY t.name
"""


@dataclass(frozen=True, slots=True)
class TableChange:
    """One table, now and then: rows in each; and of records with an identity how many would go,
    come back, and go back to what they were (None where that cannot be told)."""

    table: str
    now: int
    then: int
    would_go: int | None
    would_come: int | None
    would_differ: int | None

    @property
    def is_none(self) -> bool:
        """Whether nothing would change, as far as can be told."""
        return self.now == self.then and not (self.would_go or self.would_come or self.would_differ)


def differences(
    now: Path, raw: bytes, then: Path, raw_then: bytes, *, at_rest: bool = False
) -> tuple[TableChange, ...]:
    """Every table in which ``then`` differs from ``now``; ``at_rest`` as in ``copying``."""
    opened = open_at_rest(now, raw) if at_rest else connect(now, raw, read_only=True)
    with closing(opened) as connection, driver_problems():
        here = contents_of(connection)
        connection.execute(
            "ATTACH DATABASE ? AS other KEY " + f"\"x'{raw_then.hex()}'\"", (str(then),)
        ).close()
        has = "SELECT count(*) FROM other.sqlite_master WHERE type = 'table' AND name = ?"
        there = {
            name: connection.execute(f'SELECT count(*) FROM other."{name}"').fetchone()[0]  # noqa: S608
            for name in here.rows
            if connection.execute(has, (name,)).fetchone()[0]
        }
        keyed = {name for (name,) in connection.execute(_KEYED).fetchall()} & set(there)
        found = []
        for name, rows in here.rows.items():
            three = _three(connection, name) if name in keyed else (None, None, None)
            found.append(TableChange(name, rows, int(there.get(name, 0)), *three))
    return tuple(each for each in found if not each.is_none)


def left_since(
    now: Path, raw: bytes, then: Path, raw_then: bytes, *, at_rest: bool = False
) -> tuple[UUID, ...]:
    """The accounts that are switched off by ``now`` and were not ``then``."""
    off = _accounts(now, raw, active=False, at_rest=at_rest)
    return tuple(sorted(off & _accounts(then, raw_then, active=True, at_rest=at_rest)))


def _accounts(path: Path, raw: bytes, *, active: bool, at_rest: bool) -> set[UUID]:
    opened = open_at_rest(path, raw) if at_rest else connect(path, raw, read_only=True)
    with closing(opened) as connection, driver_problems():
        rows = connection.execute("SELECT id FROM user_account WHERE active = ?", (active,))
        return {UUID(bytes=bytes(row[0])) for row in rows.fetchall()}


def _three(connection: dbapi2.Connection, table: str) -> tuple[int, int, int]:
    sql = (
        f'SELECT (SELECT count(*) FROM main."{table}" AS n WHERE NOT EXISTS'  # noqa: S608
        f' (SELECT 1 FROM other."{table}" AS t WHERE t.id = n.id)),'
        f' (SELECT count(*) FROM other."{table}" AS t WHERE NOT EXISTS'
        f' (SELECT 1 FROM main."{table}" AS n WHERE n.id = t.id)),'
        f' (SELECT count(*) FROM main."{table}" AS n JOIN other."{table}" AS t ON t.id = n.id'
        f" WHERE t.version <> n.version)"
    )
    row = connection.execute(sql).fetchone()
    return int(row[0]), int(row[1]), int(row[2])
