"""Standing in for a manager; desks that are retired, and cards that are handed over."""

import sqlalchemy as sa
from alembic import op

from desktop.storage.migrations.kinds import key, moment

revision = "0019"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody stands in, no desk is retired and no card handed over yet."""
    op.create_table(
        "break_glass",
        sa.Column("id", key(), nullable=False),
        sa.Column("user_id", key(), nullable=False),
        sa.Column("desk_id", key(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("began_at", moment(), nullable=False),
        sa.Column("until", moment(), nullable=False),
        sa.Column("ended_at", moment(), nullable=True),
        sa.Column("ended_by", key(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_break_glass"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_break_glass_user_id"),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name="fk_break_glass_desk_id"),
        sa.ForeignKeyConstraint(["ended_by"], ["user_account.id"], name="fk_break_glass_ended_by"),
    )
    op.create_index("ix_break_glass_user_id", "break_glass", ["user_id", "until"])
    op.add_column("desk", sa.Column("retired_at", moment(), nullable=True))
    op.add_column("draft", sa.Column("team_id", key(), nullable=True))
    op.add_column("draft", sa.Column("handed_over_at", moment(), nullable=True))
    op.create_index("ix_draft_team_id", "draft", ["team_id"])


def downgrade() -> None:
    """A card that was handed to a team stays with whoever typed it."""
    op.drop_index("ix_draft_team_id", table_name="draft")
    op.drop_column("draft", "handed_over_at")
    op.drop_column("draft", "team_id")
    op.drop_column("desk", "retired_at")
    op.drop_table("break_glass")
