"""How many calls began in each quarter of an hour, and in all: kept by the database itself.

Triggers count every write, whoever makes it, in its own transaction, so that a list of a million
calls opens without counting rows. Days of any zone are sums of quarters: all clocks are whole
quarters apart. The names here are those of ``tables``.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, Table, event

from desktop.storage.column_types import EPOCH
from desktop.storage.tables import metadata

QUARTER = timedelta(minutes=15)
ALL_CALLS = "calls"
"""The name of the tally of all calls."""

_SQLITE = "sqlite"
_MORE = (
    "INSERT INTO call_quarter (quarter, calls) VALUES ({quarter}, 1)"
    " ON CONFLICT (quarter) DO UPDATE SET calls = call_quarter.calls + 1"
)
_FEWER = "UPDATE call_quarter SET calls = calls - 1 WHERE quarter = {quarter}"
_MORE_IN_ALL = (
    "INSERT INTO tally (name, value) VALUES ('calls', 1)"
    " ON CONFLICT (name) DO UPDATE SET value = tally.value + 1"
)
_FEWER_IN_ALL = "UPDATE tally SET value = value - 1 WHERE name = 'calls'"


def quarter_of(at: datetime) -> int:
    """Which quarter of an hour since 1970 (UTC) an instant is in."""
    return (at - EPOCH) // QUARTER


def start_of(quarter: int) -> datetime:
    """When a quarter begins; the one before it ends there."""
    return EPOCH + quarter * QUARTER


def creation(dialect: str) -> Sequence[str]:
    """The statements that make the triggers."""
    sqlite = dialect == _SQLITE
    quarter = _sqlite_quarter if sqlite else _postgresql_quarter
    more, fewer = _MORE.format(quarter=quarter("NEW")), _FEWER.format(quarter=quarter("OLD"))
    counts = (
        ("call_counted", "INSERT", f"{more}; {_MORE_IN_ALL}"),
        ("call_uncounted", "DELETE", f"{fewer}; {_FEWER_IN_ALL}"),
        ("call_moved", "UPDATE OF started_at", f"{fewer}; {more}"),
    )
    if sqlite:
        return [
            f"CREATE TRIGGER {name} AFTER {when} ON call BEGIN {body}; END"
            for name, when, body in counts
        ]
    functions = [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN {body}; RETURN NULL; END $$"
        for name, _, body in counts
    ]
    triggers = [
        f'CREATE TRIGGER {name} AFTER {when} ON "call" FOR EACH ROW EXECUTE FUNCTION {name}()'
        for name, when, _ in counts
    ]
    return [*functions, *triggers]


def _sqlite_quarter(row: str) -> str:
    """Rounded down, which SQLite's own division is not before 1970."""
    at = f"{row}.started_at"
    return f"({at} - ({at} % 900000000 + 900000000) % 900000000) / 900000000"


def _postgresql_quarter(row: str) -> str:
    return f"floor(extract(epoch FROM {row}.started_at) / 900)::integer"


def _make_triggers(_target: Table, connection: Connection, **_options: object) -> None:
    for statement in creation(connection.dialect.name):
        connection.exec_driver_sql(statement)


event.listen(metadata, "after_create", _make_triggers)
