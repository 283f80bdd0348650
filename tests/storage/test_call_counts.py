"""The database counts calls by itself, and the upgrade counts those that were there."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from alembic import command
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, delete, insert, select, text, update

from desktop.storage import call_counts, postgresql_engine
from desktop.storage.call_counts import ALL_CALLS, quarter_of, start_of
from desktop.storage.data_files import DataFiles
from desktop.storage.engine import Database
from desktop.storage.keys import new_key
from desktop.storage.sqlite_engine import migrating_engine
from desktop.storage.tables import Call, CallQuarter, Desk, Site, Tally, Team, UserAccount
from desktop.storage.upgrade import migrate, migrations_config
from tests.storage.rows import add_row

NOON = datetime(2026, 11, 17, 12, tzinfo=UTC)
BEFORE_1970 = datetime(1969, 12, 31, 23, 50, tzinfo=UTC)


def add_call(conn: Connection, number: int, at: datetime) -> None:
    add_row(conn, Call, id=UUID(int=number), started_at=at, external_id=f"row {number}")


def add_places(conn: Connection) -> None:
    """What a call refers to."""
    for mapped in (Site, Team, Desk, UserAccount):
        add_row(conn, mapped)


def counts(conn: Connection) -> tuple[int, dict[datetime, int]]:
    """All calls, and those of each quarter of an hour, as they are kept."""
    total = conn.execute(select(Tally.value).where(Tally.name == ALL_CALLS)).scalar()
    rows = conn.execute(select(CallQuarter.quarter, CallQuarter.calls))
    return total or 0, {start_of(row.quarter): row.calls for row in rows if row.calls}


def test_every_write_is_counted(database: Database) -> None:
    with database.write() as conn:
        add_places(conn)
        for number, minutes in enumerate((0, 14, 15, 15, 200)):
            add_call(conn, number + 1, NOON + timedelta(minutes=minutes))
        add_call(conn, 9, BEFORE_1970)
        quarter = timedelta(minutes=15)
        assert counts(conn) == (
            6,
            {
                NOON: 2,
                NOON + quarter: 2,
                NOON + 13 * quarter: 1,
                BEFORE_1970 - timedelta(minutes=5): 1,
            },
        )
        # Several at once, moved and thrown away.
        conn.execute(update(Call).where(Call.started_at < NOON).values(started_at=NOON))
        conn.execute(delete(Call).where(Call.started_at > NOON + quarter))
        assert counts(conn) == (5, {NOON: 3, NOON + quarter: 2})
        conn.execute(update(Call).values(notes="Nothing moves"))
        assert counts(conn)[0] == 5
        conn.execute(delete(Call))
        assert counts(conn) == (0, {})


def test_what_is_not_kept_is_not_counted(database: Database) -> None:
    with database.write() as conn:
        add_places(conn)
        inside = conn.begin_nested()
        add_call(conn, 1, NOON)
        inside.rollback()
        assert counts(conn) == (0, {})


@given(st.timedeltas(timedelta(days=-30_000), timedelta(days=60_000)))
def test_a_quarter_holds_its_instants(since: timedelta) -> None:
    at = NOON + since
    begins = start_of(quarter_of(at))
    assert begins <= at < begins + call_counts.QUARTER


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_calls_that_were_there_are_counted_by_the_upgrade(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    engine: Engine
    if kind == "sqlite":
        engine = migrating_engine(DataFiles.of(tmp_path).database, new_key())
    else:
        target = request.getfixturevalue("empty_postgresql_target")
        engine = postgresql_engine.writing_engine(postgresql_engine.postgresql_url(target))
    with engine.begin() as conn:
        migrate(conn, "0009")
        add_places(conn)
        for number, at in enumerate((NOON, NOON, BEFORE_1970), start=1):
            add_call(conn, number, at)
        conn.execute(insert(Tally).values(name="others", value=7))
        migrate(conn)
        expected = (3, {NOON: 2, BEFORE_1970 - timedelta(minutes=5): 1})
        assert counts(conn) == expected
        add_call(conn, 4, NOON)
        assert counts(conn)[0] == 4
        # Down and up again counts anew, and leaves other tallies alone.
        command.downgrade(migrations_config(conn), "0009")
        assert conn.execute(text("SELECT name FROM tally")).scalars().all() == ["others"]
        conn.execute(delete(Call).where(Call.id == UUID(int=4)))
        migrate(conn)
        assert counts(conn) == expected
    engine.dispose()
