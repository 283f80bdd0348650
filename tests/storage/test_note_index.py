"""Notes are found by the beginnings of their words, the same on both engines, as they stand."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from alembic import command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, select, text

from desktop.domain.folding import words_of
from desktop.services.records import KINDS
from desktop.storage import note_index, postgresql_engine, tables
from desktop.storage.data_files import DataFiles
from desktop.storage.engine import Database
from desktop.storage.keys import new_key
from desktop.storage.newest_notes import newest
from desktop.storage.sqlite_engine import migrating_engine
from desktop.storage.upgrade import migrate, migrations_config
from tests.storage.rows import add_row

_person = tables.metadata.tables["person"]
TOLD = "records Record réfund Moss-Reed O’Neill 松本 x re AND NOT *"
NOTES = st.lists(st.sampled_from(TOLD.split()), max_size=5).map(" ".join)
ANYTHING = st.text(max_size=40)


def write(conn: Connection, number: int, notes: str) -> UUID:
    key = UUID(int=number)
    KINDS["person"].insert(
        conn,
        KINDS["person"].whole(
            {
                "id": key,
                "name": "Juniper Moss",
                "name_key": "juniper moss",
                "kind": "Patient",
                "language": "English",
                "interpreter": False,
                "voicemail": "full",
                "notes": notes,
                "created_at": datetime(2026, 11, 17, tzinfo=UTC),
                "version": 1,
            }
        ),
        [],
    )
    return key


def found(conn: Connection, typed: str) -> list[str]:
    """The notes that are found, newest first, by the look-up and by the condition of a list."""
    words = words_of(typed)
    seqs = note_index.found(conn, "person", words, 100)
    assert newest(conn, "person", words, 100) == seqs
    assert newest(conn, "person", words, 2) == seqs[:2]
    rows = conn.execute(select(_person.c.seq, _person.c.notes))
    notes = {row.seq: row.notes for row in rows}
    if note_index.searchable(words):
        says = note_index.says(conn.dialect.name, "person", words)
        rows = conn.execute(select(_person.c.seq).where(says).order_by(_person.c.seq.desc()))
        assert [row.seq for row in rows] == seqs
    return [notes[seq] for seq in seqs]


def plainly(notes: list[str], typed: str) -> list[str]:
    wanted = note_index.searchable(words_of(typed))
    return [
        note
        for note in reversed(notes)
        if wanted and all(any(w.startswith(x) for w in words_of(note)) for x in wanted)
    ]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(NOTES, max_size=6), NOTES | ANYTHING)
def test_found_is_what_a_plain_comparison_finds(
    database: Database, notes: list[str], typed: str
) -> None:
    with database.write() as conn:
        for number, note in enumerate(notes, start=1):
            write(conn, number, note)
        assert found(conn, typed) == plainly(notes, typed)
        conn.rollback()


def test_a_corrected_note_is_found_by_what_it_says_now(database: Database) -> None:
    with database.write() as conn:
        key = write(conn, 1, "asked about records")
        KINDS["person"].update(conn, key, {"notes": "asked about the refund"})
        assert found(conn, "records") == []
        assert found(conn, "refu") == ["asked about the refund"]
        KINDS["person"].update(conn, key, {"notes": ""})
        assert found(conn, "refund") == []
        KINDS["person"].update(conn, key, {"notes": "records again"})
        KINDS["person"].delete(conn, key)
        assert found(conn, "records") == []
        write(conn, 2, "another")  # may get the running number of the one that is gone
        assert found(conn, "records") == []


def test_pages_follow_one_another(database: Database) -> None:
    with database.write() as conn:
        for number in range(1, 8):
            write(conn, number, f"records {number}")
        first = note_index.found(conn, "person", ["records"], 3)
        second = note_index.found(conn, "person", ["records"], 3, before=first[-1])
        assert first == sorted(first, reverse=True)
        assert [*first, *second, *note_index.found(conn, "person", ["records"], 3, second[-1])] == [
            *range(first[0], first[0] - 7, -1)
        ]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_notes_that_were_there_before_are_found_after_the_upgrade(
    kind: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> None:
    engine: Engine
    if kind == "sqlite":
        place = tmp_path_factory.mktemp("before")
        engine = migrating_engine(DataFiles.of(place).database, new_key())
    else:
        target = request.getfixturevalue("empty_postgresql_target")
        engine = postgresql_engine.writing_engine(postgresql_engine.postgresql_url(target))
    with engine.begin() as conn:
        migrate(conn, "0008")
        add_row(conn, tables.Person, notes="Her driver can wait inside")
        migrate(conn)
        assert found(conn, "driver wai") == ["Her driver can wait inside"]
        command.downgrade(migrations_config(conn), "0008")
        assert conn.execute(text("SELECT notes FROM person")).scalar() is not None
    engine.dispose()
