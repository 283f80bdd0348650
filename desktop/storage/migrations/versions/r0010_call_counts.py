"""How many calls began in each quarter of an hour, and in all, counted by triggers."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_NAMES = ("call_counted", "call_uncounted", "call_moved")
_SQLITE_QUARTER = (
    "({row}started_at - ({row}started_at % 900000000 + 900000000) % 900000000) / 900000000"
)
_POSTGRESQL_QUARTER = "floor(extract(epoch FROM {row}started_at) / 900)::integer"
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


def upgrade() -> None:
    """Make the table, count what is there, and let triggers count from now on."""
    op.create_table(
        "call_quarter",
        sa.Column("quarter", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("quarter", name="pk_call_quarter"),
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    quarter = _SQLITE_QUARTER if sqlite else _POSTGRESQL_QUARTER
    counted = quarter.format(row="")
    run = op.get_bind().exec_driver_sql
    run(
        f"INSERT INTO call_quarter (quarter, calls)"  # noqa: S608 - our own names
        f' SELECT {counted}, count(*) FROM "call" GROUP BY 1'
    )
    run("DELETE FROM tally WHERE name = 'calls'")
    run("INSERT INTO tally (name, value) SELECT 'calls', count(*) FROM \"call\"")
    old, new = quarter.format(row="OLD."), quarter.format(row="NEW.")
    more, fewer = _MORE.format(quarter=new), _FEWER.format(quarter=old)
    bodies = (f"{more}; {_MORE_IN_ALL}", f"{fewer}; {_FEWER_IN_ALL}", f"{fewer}; {more}")
    events = ("INSERT", "DELETE", "UPDATE OF started_at")
    for name, body, event in zip(_NAMES, bodies, events, strict=True):
        if sqlite:
            run(f"CREATE TRIGGER {name} AFTER {event} ON call BEGIN {body}; END")
            continue
        run(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN {body}; RETURN NULL; END $$"
        )
        run(f'CREATE TRIGGER {name} AFTER {event} ON "call" FOR EACH ROW EXECUTE FUNCTION {name}()')


def downgrade() -> None:
    """Count no more."""
    run = op.get_bind().exec_driver_sql
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name in reversed(_NAMES):
        run(f"DROP TRIGGER {name}" if sqlite else f'DROP TRIGGER {name} ON "call"')
        if not sqlite:
            run(f"DROP FUNCTION {name}()")
    op.drop_table("call_quarter")
    run("DELETE FROM tally WHERE name = 'calls'")
