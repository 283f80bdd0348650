"""What left the program as a file: who, what, when."""

import sqlalchemy as sa
from alembic import op

from desktop.storage.migrations.kinds import key, moment

revision = "0011"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "export",
        sa.Column("id", key(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("user_id", key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_export"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_export_user_id"),
    )
    op.create_index("ix_export_at", "export", ["at", "id"])


def downgrade() -> None:
    """Drop it again, with everything in it."""
    op.drop_table("export")
