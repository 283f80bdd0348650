"""Reading and writing through the one doorway, the same on both engines."""

import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import Connection, func, insert, make_url, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from desktop.domain.errors import DataLocked, Refused, ServerLost
from desktop.storage.engine import Database, open_database
from desktop.storage.tables import HelpRequest, Holiday, Tally
from tests.databases import Server

_OURS = Tally.name != "calls"  # that one counts by itself
_COUNT = select(func.count()).select_from(Tally).where(_OURS)
_VALUE = select(Tally.value).where(_OURS)


def count(database: Database) -> int:
    with database.read() as connection:
        return connection.execute(_COUNT).scalar_one()


def add(connection: Connection, name: str, value: int = 0) -> None:
    connection.execute(insert(Tally).values(name=name, value=value))


def test_a_write_is_there_when_its_block_has_ended(database: Database) -> None:
    with database.write() as connection:
        add(connection, "others", 3)
    with database.read() as connection:
        assert connection.execute(_VALUE).scalar_one() == 3


def test_a_write_that_raises_leaves_nothing(database: Database) -> None:
    def half_way() -> None:
        with database.write() as connection:
            add(connection, "others")
            raise LookupError

    with pytest.raises(LookupError):
        half_way()
    assert count(database) == 0
    with database.write() as connection:
        add(connection, "others")
    assert count(database) == 1


def test_a_broken_rule_of_the_schema_reaches_the_service_as_it_is(database: Database) -> None:
    with database.write() as connection:
        add(connection, "others")
    with pytest.raises(IntegrityError), database.write() as connection:
        add(connection, "others")
    assert count(database) == 1


def test_a_reading_block_sees_one_moment(database: Database) -> None:
    with database.read() as reading:
        before = reading.execute(_COUNT).scalar_one()
        with database.write() as writing:
            add(writing, "others")
        after = reading.execute(_COUNT).scalar_one()
    assert (before, after) == (0, 0)
    assert count(database) == 1


def test_writing_while_reading_is_a_bug_and_not_the_worlds_fault(database: Database) -> None:
    with pytest.raises(DBAPIError), database.read() as connection:
        add(connection, "others")
    assert count(database) == 0


def test_bad_sql_is_a_bug_and_not_the_worlds_fault(database: Database) -> None:
    with pytest.raises(DBAPIError), database.read() as connection:
        connection.exec_driver_sql("SELECT nothing FROM nowhere")


def test_a_write_inside_a_write_is_told_at_once(database: Database) -> None:
    with database.write(), pytest.raises(RuntimeError), database.write():
        pass
    with database.write() as connection:
        add(connection, "others")
    assert count(database) == 1


def test_threads_write_in_one_lane_and_lose_nothing(database: Database) -> None:
    with database.write() as connection:
        add(connection, "others", 0)

    def count_up(_: int) -> None:
        with database.write() as connection:
            value = connection.execute(_VALUE).scalar_one()
            connection.execute(update(Tally).where(_OURS).values(value=value + 1))
            with database.read() as reading:
                assert reading.execute(_VALUE).scalar_one() == value

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count_up, range(40)))
    with database.read() as connection:
        assert connection.execute(_VALUE).scalar_one() == 40


def test_three_blocks_read_at_once_and_the_fourth_waits(database: Database) -> None:
    all_reading = threading.Barrier(4)
    done = threading.Event()
    fourth_reads = threading.Event()

    def read() -> None:
        with database.read() as connection:
            connection.execute(select(1))
            all_reading.wait(30)
            done.wait(30)

    def read_as_fourth() -> None:
        with database.read() as connection:
            connection.execute(select(1))
            fourth_reads.set()

    with ThreadPoolExecutor(4) as pool:
        first = [pool.submit(read) for _ in range(3)]
        all_reading.wait(30)
        last = pool.submit(read_as_fourth)
        assert not fourth_reads.is_set()
        done.set()
        for future in (*first, last):
            future.result(30)
    assert fourth_reads.is_set()


def test_foreign_keys_hold(database: Database) -> None:
    nowhere = insert(Holiday).values(
        id=UUID(int=1), site_id=UUID(int=2), day=date(2026, 11, 26), name="Thanksgiving", version=1
    )
    with pytest.raises(IntegrityError), database.write() as connection:
        connection.execute(nowhere)


@pytest.fixture
def other_process(sqlite_data: Path) -> Iterator[Database]:
    """The same file, opened a second time, as another process would."""
    opened = open_database(sqlite_data).database
    yield opened
    opened.close()


def comes_to_be(holds: Callable[[], bool]) -> bool:
    """Whether it comes to hold within ten seconds."""
    pause = threading.Event()
    for _ in range(1_000):
        if holds():
            return True
        pause.wait(0.01)
    return False


def ask_for_help(database: Database) -> None:
    """Working state that somebody waits for."""
    with database.write() as connection:
        connection.execute(insert(HelpRequest).values(id=uuid4(), asked_at=datetime.now(UTC)))


def test_others_are_heard(sqlite_database: Database, other_process: Database) -> None:
    before = sqlite_database.data_version()
    assert sqlite_database.data_version() == sqlite_database.stir() == before
    ask_for_help(other_process)
    assert sqlite_database.data_version() == sqlite_database.stir() != before


def test_other_working_state_moves_nothing(
    sqlite_database: Database, other_process: Database
) -> None:
    """A lease that is renewed every few seconds makes no screen read again."""
    before = sqlite_database.data_version()
    with other_process.write() as connection:
        add(connection, "others")
    assert sqlite_database.data_version() == before
    assert count(sqlite_database) == 1


def test_others_are_heard_on_a_server_without_asking_it(
    postgresql_database: Database, postgresql_target: str
) -> None:
    other = open_database(postgresql_target).database
    before = postgresql_database.stir()
    assert postgresql_database.stir() == before
    ask_for_help(other)
    assert comes_to_be(lambda: postgresql_database.stir() != before)
    other.close()


def test_a_line_that_died_is_opened_again(
    postgresql_database: Database, postgresql_server: Server
) -> None:
    before = postgresql_database.stir()
    postgresql_server.administer(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = 'KetWell Desk, listening'"
    )

    def is_cut() -> bool:
        try:
            postgresql_database.stir()
        except ServerLost:
            return True
        return False

    assert comes_to_be(is_cut)
    assert postgresql_database.stir() > before


def test_a_line_that_is_dead_without_knowing_it_is_opened_again(
    postgresql_database: Database, postgresql_target: str, postgresql_server: Server
) -> None:
    postgresql_database.stir()
    postgresql_database.data_version()
    name = make_url(postgresql_target).database
    with psycopg.connect(postgresql_server.url(str(name)), autocommit=True) as manager:
        manager.execute("ALTER TABLE help_request DISABLE TRIGGER help_request_told")
    ask_for_help(postgresql_database)
    before = postgresql_database.stir()
    postgresql_database.data_version()
    assert postgresql_database.stir() == before + 1


def test_every_sqlite_connection_has_its_settings(sqlite_database: Database) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "cache_size": -65_536,
        "temp_store": 2,
        "secure_delete": 1,
    }
    with sqlite_database.write() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted}
        assert found == wanted
    with sqlite_database.read() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted}
        assert found == wanted


def test_a_sqlite_write_holds_the_write_lock_from_its_first_moment(
    sqlite_database: Database, other_process: Database
) -> None:
    with other_process.write() as other:
        other.exec_driver_sql("PRAGMA busy_timeout = 0")

    def write_too() -> None:
        with other_process.write() as other:
            other.execute(select(1))

    with sqlite_database.write() as connection:
        connection.execute(select(1))
        with pytest.raises(DataLocked, match="Another program is writing"):
            write_too()


def test_a_closed_database_stays_closed(database: Database) -> None:
    database.close()
    database.close()
    with pytest.raises(RuntimeError), database.read():
        pass
    with pytest.raises(RuntimeError), database.write():
        pass
    with pytest.raises(RuntimeError):
        database.data_version()


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    for name in ("Zoë's desk #1", "100% & co; x=1", "front?mode=memory"):
        if sys.platform == "win32" and "?" in name:
            continue
        opened = open_database(tmp_path / name / "data", prefer_key_file=True)
        with opened.database.write() as connection:
            add(connection, "others")
        opened.database.close()
        again = open_database(tmp_path / name / "data").database
        assert count(again) == 1
        again.close()


def test_what_a_statement_was_given_is_in_no_exception(database: Database) -> None:
    with database.write() as conn, pytest.raises(DBAPIError) as caught:
        conn.execute(text("select * from nowhere where name = :name"), {"name": "Juniper Moss"})
    assert "Juniper" not in str(caught.value)


@pytest.mark.parametrize(
    "target", ["nonsense", "sqlite:///desk.db", "postgresql://h:port/x", "://wren:secret@x", ""]
)
def test_what_is_no_server_address_is_refused_and_not_repeated(target: str) -> None:
    with pytest.raises(Refused, match="no address of a clinic server") as refusal:
        open_database(target)
    assert "secret" not in str(refusal.value)
