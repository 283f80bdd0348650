"""Connections move from the settings into a table of their own, and back."""

import json
from datetime import UTC, datetime
from uuid import UUID

from alembic import command
from sqlalchemy import Engine, select, text

from desktop.storage import tables
from desktop.storage.upgrade import migrate, migrations_config
from tests.storage.rows import add_row
from tests.storage.test_migrations import engine

__all__ = ["engine"]

SITE, OWN, GONE = UUID(int=5), UUID(int=1), UUID(int=9)
KEPT = {
    "kind": "mailbox",
    "name": "mailbox",
    "title": "Clinic mail",
    "options": {"host": "imap.example", "port": "993"},
    "zone": "America/Phoenix",
    "site": SITE.hex,
    "enabled": True,
    "secret_set_at": "2026-11-17T21:18:00.000123+00:00",
    "version": 3,
    "place": 2,
}
LISTENER = {
    **KEPT, "kind": "listener", "name": "listener", "site": None, "enabled": False,
    "secret_set_at": None, "place": 0,
}  # fmt: skip
LOST = {**KEPT, "name": "of-a-site-that-is-gone", "site": GONE.hex, "place": 3}
SAID = {OWN: KEPT, UUID(int=2): LISTENER, UUID(int=3): LOST}


def test_connections_move_there_and_back(engine: Engine) -> None:
    source, setting = tables.metadata.tables["source"], tables.metadata.tables["setting"]
    with engine.begin() as connection:
        migrate(connection, "0012")
        add_row(connection, tables.Site, id=SITE)
        for own, said in SAID.items():
            connection.execute(
                setting.insert().values(scope="connection", name=own.hex, value=json.dumps(said))
            )
        connection.execute(setting.insert().values(scope="data", name="x", value="stays"))

        migrate(connection, "0014")

        rows = {row.id: row for row in connection.execute(select(source))}
        assert rows.keys() == SAID.keys()
        row = rows[OWN]
        assert (row.kind, row.name, row.title) == ("mailbox", "mailbox", "Clinic mail")
        assert json.loads(row.options) == KEPT["options"]
        assert (row.zone, row.site_id, row.enabled) == ("America/Phoenix", SITE, True)
        assert row.secret_set_at == datetime(2026, 11, 17, 21, 18, 0, 123, tzinfo=UTC)
        assert (row.place, row.version) == (2, 3)
        assert rows[UUID(int=2)].secret_set_at is None
        assert rows[UUID(int=3)].site_id is None
        assert [each.value for each in connection.execute(select(setting))] == ["stays"]

        command.downgrade(migrations_config(connection), "0012")

        kept = connection.execute(select(setting).where(setting.c.scope == "connection"))
        back = {UUID(hex=each.name): json.loads(each.value) for each in kept}
        assert back == {**SAID, UUID(int=3): {**LOST, "site": None}}
        assert "source" not in {
            each[0]
            for each in connection.execute(
                text(
                    "SELECT name FROM sqlite_master"
                    if connection.dialect.name == "sqlite"
                    else "SELECT tablename FROM pg_tables"
                )
            )
        }
