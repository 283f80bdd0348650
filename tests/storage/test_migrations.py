"""The schema's history: it ends at the tables, steps back and forth, and loses nothing."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, select, text

from desktop.storage import call_counts, change_notices, note_index, postgresql_engine
from desktop.storage.data_files import DataFiles
from desktop.storage.keys import new_key
from desktop.storage.schema_version import HEAD, REVISIONS
from desktop.storage.sqlite_engine import migrating_engine
from desktop.storage.tables import Person, PersonWord, metadata
from desktop.storage.upgrade import migrate, migrations_config
from tests.storage.rows import add_row

BESIDE_THE_TABLES = (call_counts, change_notices, note_index)
"""What makes triggers and indexes of its own when the tables are made."""
KEY = new_key()
SQLITE_SCHEMA = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
POSTGRESQL_SCHEMA = """
    SELECT 'column', c.relname || '.' || a.attname,
           format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull
           || ' ' || coalesce(l.collname, '')
           || ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '')
      FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'
      LEFT JOIN pg_collation l ON l.oid = a.attcollation
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL
    SELECT 'rule', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
    UNION ALL
    SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL
    SELECT 'trigger', tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database, as the migrations see it."""
    if request.param == "sqlite":
        opened = migrating_engine(DataFiles.of(tmp_path).database, KEY)
    else:
        target = request.getfixturevalue("empty_postgresql_target")
        opened = postgresql_engine.writing_engine(postgresql_engine.postgresql_url(target))
    yield opened
    opened.dispose()


def schema(connection: Connection) -> set[tuple[str, str, str]]:
    """Everything that stands in the database, each thing in one comparable line."""
    sqlite = connection.dialect.name == "sqlite"
    rows = connection.execute(text(SQLITE_SCHEMA if sqlite else POSTGRESQL_SCHEMA))
    return {
        # A column that came later stands behind the last one in its line; a table that was rebuilt
        # has its name in quotation marks.
        (
            kind,
            name,
            "\n".join(
                sorted(
                    filter(
                        None,
                        (
                            each.strip(" \t,")
                            for each in re.split(
                                r"\n|, ", sql.replace(f'TABLE "{name}"', f"TABLE {name}")
                            )
                        ),
                    )
                )
            ),
        )
        for kind, name, sql in rows
        if "alembic_version" not in name and "alembic_version" not in sql
    }


def test_the_list_of_revisions_is_that_of_the_scripts(engine: Engine) -> None:
    with engine.begin() as connection:
        scripts = ScriptDirectory.from_config(migrations_config(connection))
        walked = [script.revision for script in scripts.walk_revisions()]
    assert tuple(reversed(walked)) == REVISIONS
    assert scripts.get_heads() == [HEAD]


def test_the_migrations_end_at_the_tables(engine: Engine) -> None:
    with engine.begin() as connection:
        metadata.create_all(connection)
        wanted = schema(connection)
        connection.rollback()
    with engine.begin() as connection:
        migrate(connection)
        assert schema(connection) == wanted
        # Alembic does not know the indexes of notes, which the comparison above holds.
        opts = {
            "compare_type": True,
            "include_name": lambda name, *_: "_note_index" not in (name or ""),
        }
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, metadata) == []


def test_each_step_goes_up_and_down(engine: Engine) -> None:
    seen = []
    with engine.begin() as connection:
        for revision in REVISIONS:
            seen.append(schema(connection))
            migrate(connection, revision)
        for before in reversed(seen):
            command.downgrade(migrations_config(connection), "-1")
            assert schema(connection) == before
        assert schema(connection) == set()
        migrate(connection)


def test_a_migration_that_fails_leaves_the_schema_as_it_was(engine: Engine) -> None:
    with engine.begin() as connection:
        migrate(connection, "0004")
        connection.execute(text("CREATE TABLE tally (name TEXT)"))
        before = schema(connection)
    with pytest.raises(Exception, match="tally"), engine.begin() as connection:
        migrate(connection)
    with engine.connect() as connection:
        assert schema(connection) == before


def test_a_batch_rebuild_keeps_the_rows_that_refer_to_it_and_drops_the_triggers(
    tmp_path: Path,
) -> None:
    """Only SQLite rebuilds. Rows would go with the dropped table if foreign keys were enforced;
    triggers do go, so a migration that rebuilds a table makes its triggers again."""
    engine = migrating_engine(DataFiles.of(tmp_path).database, KEY)
    with engine.begin() as connection:
        migrate(connection)
        add_row(connection, Person, name="Juniper Moss")
        add_row(connection, PersonWord, word="juniper")
        connection.exec_driver_sql(
            "CREATE TRIGGER watch AFTER INSERT ON person BEGIN SELECT 1; END"
        )
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("person", recreate="always"):
            pass
        assert connection.execute(select(PersonWord.word)).scalars().all() == ["juniper"]
        triggers = text(
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'person'"
        )
        assert connection.execute(triggers).scalar_one() == 0
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []
    engine.dispose()
