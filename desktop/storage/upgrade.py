"""Runs the migrations (Alembic) from code, on a connection and in its transaction.

Alembic is loaded here and nowhere else: only a set-up or an upgrade needs it.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from desktop.storage.schema_version import HEAD

SCRIPTS = Path(__file__).parent / "migrations"


def migrate(connection: Connection, revision: str = HEAD) -> None:
    """Bring the schema behind ``connection`` up to ``revision``; the caller commits."""
    command.upgrade(migrations_config(connection), revision)


def migrations_config(connection: Connection) -> Config:
    """Alembic's configuration, without a file: scripts inside the package, on this connection."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config
