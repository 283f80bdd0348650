"""The data of a clinic server as one encrypted file, and back.

The tables are the same on both engines, so a backup of a server is the data of one desk: looked
through in the same way, and opened as one should the server be gone. Values go over by what they
are, at whatever schema revision the server has; today's tables are not asked.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from desktop.domain.errors import DamagedFile, NewerSchema
from desktop.storage import note_index, postgresql_engine
from desktop.storage.column_types import from_microseconds, to_microseconds
from desktop.storage.copying import Contents, Told, contents_of, remove_file
from desktop.storage.data_files import sync_file
from desktop.storage.faults import problems, writing
from desktop.storage.schema_version import HEAD, REVISIONS
from desktop.storage.sqlite_connection import connect, driver_problems
from desktop.storage.sqlite_engine import migrating_engine
from desktop.storage.tables import metadata
from desktop.storage.upgrade import migrate

_AT_ONCE = 2_000
_KEPT_BY_TRIGGERS = ("call_quarter", "tally")
_SCHEMA = "alembic_version"
_TABLES = text(
    "SELECT c.relname, c.reltuples FROM pg_class c WHERE c.relkind = 'r'"
    " AND c.relnamespace = current_schema()::regnamespace ORDER BY c.relname"
)
_COLUMNS = text(
    "SELECT column_name, data_type FROM information_schema.columns"
    " WHERE table_schema = current_schema() AND table_name = :name ORDER BY ordinal_position"
)


def copy_server(url: str, target: Path, raw: bytes, told: Told) -> Contents:
    """Copy everything on the server, as it is at one moment, to the new file ``target`` under
    ``raw``; returns what the server held. Raises ServerLost, DiskFull, NewerSchema, and what
    ``told`` raises (it hears rows, of how many the server thinks it has)."""
    engine = postgresql_engine.reading_engine(postgresql_engine.postgresql_url(url))
    try:
        with problems(), engine.connect() as server:
            return copy_from(server, target, raw, told)
    except BaseException:
        remove_file(target)
        raise
    finally:
        engine.dispose()


def copy_from(server: Connection, target: Path, raw: bytes, told: Told) -> Contents:
    """As :func:`copy_server`, over a connection that sees one moment."""
    revision = str(server.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
    if revision not in REVISIONS:
        raise NewerSchema(
            "The data was written by a newer KetWell Desk. "
            "Install the newer version on this computer too; nothing was changed."
        )
    _make_empty(target, raw, revision)
    guessed = {name: max(0, int(rows)) for name, rows in server.execute(_TABLES)}
    names = sorted(
        (name for name in guessed if not name.endswith("_note_index") and name != _SCHEMA),
        key=lambda name: name in _KEPT_BY_TRIGGERS,
    )
    held = {_SCHEMA: 1}
    done, of = 0, sum(guessed.values())
    with closing(connect(target, raw)) as file, driver_problems():
        file.execute("PRAGMA foreign_keys = OFF").close()
        file.execute("BEGIN IMMEDIATE").close()
        for name in names:
            file.execute(f'DELETE FROM "{name}"').close()  # noqa: S608 - what triggers have put there
            columns = [column for column, _ in server.execute(_COLUMNS, {"name": name})]
            listed = ", ".join(f'"{each}"' for each in columns)
            marks = ", ".join("?" * len(columns))
            insert = f'INSERT INTO "{name}" ({listed}) VALUES ({marks})'  # noqa: S608 - our own names
            held[name] = 0
            for rows in _rows(server, name, columns):
                file.executemany(insert, rows).close()
                held[name] += len(rows)
                done += len(rows)
                told(done, max(done, of))
        file.execute("COMMIT").close()
    _index_notes(target, raw)
    with closing(connect(target, raw)) as file, driver_problems():
        file.execute("PRAGMA journal_mode = WAL").close()
    with writing(target):
        target.chmod(0o600)
        sync_file(target)
    return Contents(revision, held)


def replace_server(url: str, source: Path, raw: bytes, told: Told) -> None:
    """Put everything in the file ``source``, which is at this program's schema and was looked
    through, in the place of what the server holds, in one transaction: every desk sees all of the
    one or all of the other. Raises DataLocked while a desk holds a table, ServerLost."""
    engine = postgresql_engine.writing_engine(postgresql_engine.postgresql_url(url))
    try:
        with problems(), closing(connect(source, raw, read_only=True)) as file:
            wanted = contents_of(file)
            if wanted.revision != HEAD:
                raise RuntimeError("the file was to be upgraded first")
            with engine.begin() as server:
                _fill_server(server, file, wanted, told)
    finally:
        engine.dispose()


def _fill_server(server: Connection, file: Any, wanted: Contents, told: Told) -> None:
    tables = [table.name for table in metadata.sorted_tables]
    indexes = [note_index.index_of(record) for record in note_index.NOTED]
    everything = ", ".join(f'"{name}"' for name in (*tables, *indexes))
    server.exec_driver_sql(f"TRUNCATE {everything}")
    server.exec_driver_sql('ALTER TABLE "call" DISABLE TRIGGER USER')
    done, of = 0, sum(wanted.rows.values())
    for name in tables:
        kinds = [(column, kind) for column, kind in server.execute(_COLUMNS, {"name": name})]
        listed = ", ".join(f'"{column}"' for column, _ in kinds)
        cursor = file.execute(f'SELECT {listed} FROM "{name}"')  # noqa: S608 - our own names
        driver: Any = server.connection.driver_connection
        with driver.cursor() as out, out.copy(f'COPY "{name}" ({listed}) FROM STDIN') as copy:
            while rows := cursor.fetchmany(_AT_ONCE):
                for row in rows:
                    copy.write_row(
                        [_as_server(v, kind) for v, (_, kind) in zip(row, kinds, strict=True)]
                    )
                done += len(rows)
                told(done, of)
        there = server.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()  # noqa: S608
        if there != wanted.rows.get(name, 0):
            raise DamagedFile(f"The server took {there:,} rows of {name}. Nothing was changed.")
        if any(column == "seq" for column, _ in kinds):
            server.exec_driver_sql(
                f'SELECT setval(s, (SELECT max(seq) FROM "{name}"))'  # noqa: S608
                f" FROM pg_get_serial_sequence('\"{name}\"', 'seq') AS s"
                f' WHERE s IS NOT NULL AND EXISTS (SELECT 1 FROM "{name}")'
            )
    server.exec_driver_sql('ALTER TABLE "call" ENABLE TRIGGER USER')
    for record, columns in note_index.NOTED.items():
        for rows in _noted(server, record, columns):
            note_index.put_all(server, record, rows)


def _make_empty(target: Path, raw: bytes, revision: str) -> None:
    """An empty file at the server's schema, without a log: it is good once it was synced."""
    engine = migrating_engine(target, raw)
    try:
        with engine.begin() as connection:
            migrate(connection, revision)
    finally:
        engine.dispose()


def _index_notes(target: Path, raw: bytes) -> None:
    """Words in notes are found through indexes that are no rows."""
    engine = migrating_engine(target, raw)
    try:
        with engine.begin() as connection:
            for record, columns in note_index.NOTED.items():
                has = connection.exec_driver_sql(
                    "SELECT count(*) FROM sqlite_master WHERE name = ?",
                    (note_index.index_of(record),),
                ).scalar_one()
                for rows in _noted(connection, record, columns) if has else ():
                    note_index.put_all(connection, record, rows)
    finally:
        engine.dispose()


def _noted(
    conn: Connection, record: str, columns: Sequence[str]
) -> Iterator[list[tuple[int, list[str | None]]]]:
    listed = ", ".join(columns)
    last = -1
    while True:
        found = conn.execute(
            text(
                f'SELECT seq, {listed} FROM "{record}" WHERE seq > :last'  # noqa: S608 - our own names
                " ORDER BY seq LIMIT :most"
            ),
            {"last": last, "most": _AT_ONCE},
        ).all()
        if not found:
            return
        last = found[-1][0]
        yield [(row[0], list(row[1:])) for row in found]


def _rows(server: Connection, name: str, columns: Sequence[str]) -> Iterator[list[list[Any]]]:
    """All rows of a table, some at a time, through a cursor of the server."""
    driver: Any = server.connection.driver_connection
    listed = ", ".join(f'"{column}"' for column in columns)
    with driver.cursor(name="ketwell_backup") as cursor:
        cursor.execute(f'SELECT {listed} FROM "{name}"')  # noqa: S608 - our own names
        while rows := cursor.fetchmany(_AT_ONCE):
            yield [[_as_file(value) for value in row] for row in rows]


def _as_file(value: Any) -> Any:
    """A value of the server as SQLite keeps it (see ``column_types``)."""
    match value:
        case UUID():
            return value.bytes
        case datetime():
            return to_microseconds(value)
        case bool():
            return int(value)
        case date():
            return value.isoformat()
        case memoryview():
            return bytes(value)
        case _:
            return value


def _as_server(value: Any, kind: str) -> Any:
    if value is None:
        return None
    match kind:
        case "uuid":
            return UUID(bytes=bytes(value))
        case "timestamp with time zone":
            return from_microseconds(int(value)).astimezone(UTC)
        case "boolean":
            return bool(value)
        case "bytea":
            return bytes(value)
        case _:
            return value
