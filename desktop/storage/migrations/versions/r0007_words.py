"""Words to read aloud, and which were read on a call."""

import sqlalchemy as sa
from alembic import op

from desktop.storage.migrations.kinds import key, moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "script_line",
        sa.Column("id", key(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=True),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("range_start", sa.Integer(), nullable=True),
        sa.Column("range_end", sa.Integer(), nullable=True),
        sa.Column("range_check", sa.Text(), nullable=True),
        sa.Column("claims", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("approved_by", key(), nullable=True),
        sa.Column("approved_at", moment(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_script_line"),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["user_account.id"], name="fk_script_line_approved_by"
        ),
    )
    op.create_index("ix_script_line_kind", "script_line", ["kind", "position"])

    op.create_table(
        "script_line_reason",
        sa.Column("line_id", key(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("line_id", "reason", name="pk_script_line_reason"),
        sa.ForeignKeyConstraint(
            ["line_id"],
            ["script_line.id"],
            name="fk_script_line_reason_line_id",
            ondelete="CASCADE",
        ),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "words_read",
        sa.Column("id", key(), nullable=False),
        sa.Column("call_id", key(), nullable=False),
        sa.Column("line_id", key(), nullable=False),
        sa.Column("line_version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("read_at", moment(), nullable=False),
        sa.Column("user_id", key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_words_read"),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name="fk_words_read_call_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_words_read_user_id"),
    )
    op.create_index("ix_words_read_call_id", "words_read", ["call_id"])
    op.create_index("ix_words_read_line_id", "words_read", ["line_id", "read_at"])


def downgrade() -> None:
    """Drop them again, with everything in them."""
    for table in ("words_read", "script_line_reason", "script_line"):
        op.drop_table(table)
