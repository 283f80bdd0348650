"""On a clinic server: a notice to every desk when somebody has written, at the moment of COMMIT.

A trigger sends it, whoever writes. It says nothing; each desk looks for itself. SQLite has
``data_version`` for this.
"""

from typing import Final

from sqlalchemy import Connection, Table, event

from desktop.storage.tables import metadata

CHANNEL: Final = "ketwell_desk"
_FUNCTION: Final = (
    "CREATE FUNCTION tell_desks() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN NOTIFY ketwell_desk; RETURN NULL; END $$"
)
_TOLD: Final = (("change", "INSERT"), ("help_request", "INSERT OR UPDATE"))


def creation() -> list[str]:
    """The statements that make the triggers."""
    return [
        _FUNCTION,
        *(
            f"CREATE TRIGGER {table}_told AFTER {when} ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION tell_desks()"
            for table, when in _TOLD
        ),
    ]


def _make_triggers(_target: Table, connection: Connection, **_options: object) -> None:
    if connection.dialect.name == "postgresql":
        for statement in creation():
            connection.exec_driver_sql(statement)


event.listen(metadata, "after_create", _make_triggers)
