"""Brings the schema of a database on the clinic server to this program's revision."""

from collections.abc import Callable

from sqlalchemy import Connection, Engine, text

from desktop.domain.errors import StorageProblem
from desktop.storage.schema_version import is_current

_UPGRADE_LOCK = 0x6B65_7477
"""Number of the advisory lock ("ketw") that keeps two desks from upgrading at once."""

_UPGRADE_MINUTES = 15
"""How long a desk waits for another that is upgrading, before it says that it is held up."""


def make_current(engine: Engine, back_up: Callable[[], None]) -> tuple[bool, str | None]:
    """See that the schema is there at this program's revision.

    Returns whether it was made now, and the revision an upgrade began with (else None). The
    tables and the revision change in one transaction, after ``back_up`` has kept what was there.
    Raises NewerSchema, ServerLost, and
    StorageProblem for a database that holds something else.
    """
    with engine.begin() as connection:
        before = _revision(connection)
        if before is not None and is_current(before):
            return False, None
        # Somebody else may be at it: wait for them, then look again. Large data take minutes.
        connection.execute(text(f"SET LOCAL lock_timeout = '{_UPGRADE_MINUTES}min'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _UPGRADE_LOCK})
        before = _revision(connection)
        if before is not None and is_current(before):
            return False, None
        if before is None and _has_tables(connection):
            raise StorageProblem(
                "The database on the clinic server holds something else. "
                "Ask IT for an empty database for KetWell Desk."
            )
        if before is not None:
            back_up()
        from desktop.storage.upgrade import migrate

        migrate(connection)
        return before is None, before


def _revision(connection: Connection) -> str | None:
    if connection.execute(text("SELECT to_regclass('alembic_version')")).scalar() is None:
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _has_tables(connection: Connection) -> bool:
    query = "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() LIMIT 1"
    return connection.execute(text(query)).scalar() is not None
