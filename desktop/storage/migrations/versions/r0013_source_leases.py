"""Who runs a source, and on a clinic server a notice to every desk when somebody has written."""

import sqlalchemy as sa
from alembic import op

from desktop.storage.migrations.kinds import folded, key, moment

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_TOLD = (("change", "INSERT"), ("help_request", "INSERT OR UPDATE"))


def upgrade() -> None:
    """Make the table and the triggers."""
    op.create_table(
        "source_lease",
        sa.Column("source", folded(), nullable=False),
        sa.Column("holder", key(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("until", moment(), nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_source_lease"),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name != "postgresql":
        return
    run = op.get_bind().exec_driver_sql
    run(
        "CREATE FUNCTION tell_desks() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN NOTIFY ketwell_desk; RETURN NULL; END $$"
    )
    for table, when in _TOLD:
        run(
            f"CREATE TRIGGER {table}_told AFTER {when} ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION tell_desks()"
        )


def downgrade() -> None:
    """Drop them again."""
    if op.get_bind().dialect.name == "postgresql":
        run = op.get_bind().exec_driver_sql
        for table, _ in reversed(_TOLD):
            run(f"DROP TRIGGER {table}_told ON {table}")
        run("DROP FUNCTION tell_desks()")
    op.drop_table("source_lease")
