"""The audit trail, drafts, settings and running counts."""

import sqlalchemy as sa
from alembic import op

from desktop.storage.migrations.kinds import folded, key, moment, running_number

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "chain_head",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chain_head"),
    )

    op.create_table(
        "change",
        sa.Column("seq", running_number(), nullable=False, autoincrement=True),
        sa.Column("id", key(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("user_id", key(), nullable=True),
        sa.Column("desk_id", key(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("idempotency_key", key(), nullable=False),
        sa.Column("undoes_id", key(), nullable=True),
        sa.Column("undone_by_id", key(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("previous_hash", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_change"),
        sa.UniqueConstraint("id", name="uq_change_id"),
        sa.UniqueConstraint("idempotency_key", name="uq_change_idempotency_key"),
    )
    op.create_index("ix_change_undoes_id", "change", ["undoes_id"])
    op.create_index("ix_change_user_id", "change", ["user_id", "seq"])

    op.create_table(
        "draft",
        sa.Column("id", key(), nullable=False),
        sa.Column("user_id", key(), nullable=False),
        sa.Column("desk_id", key(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("started_at", moment(), nullable=False),
        sa.Column("updated_at", moment(), nullable=False),
        sa.Column("set_aside_at", moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
    )
    op.create_index("ix_draft_user_id", "draft", ["user_id", "updated_at"])

    op.create_table(
        "setting",
        sa.Column("scope", folded(), nullable=False),
        sa.Column("name", folded(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "name", name="pk_setting"),
    )

    op.create_table(
        "tally",
        sa.Column("name", folded(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_tally"),
    )

    op.create_table(
        "change_item",
        sa.Column("change_id", key(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("record_id", key(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("commitment", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("change_id", "position", name="pk_change_item"),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name="fk_change_item_change_id"),
    )
    op.create_index("ix_change_item_record_id", "change_item", ["record_id"])


def downgrade() -> None:
    """Drop them again, with everything in them."""
    for table in (
        "change_item",
        "tally",
        "setting",
        "draft",
        "change",
        "chain_head",
    ):
        op.drop_table(table)
