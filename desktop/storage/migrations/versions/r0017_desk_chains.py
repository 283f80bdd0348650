"""A chain for each desk, and events that wrote no record."""

import sqlalchemy as sa
from alembic import op

from desktop.storage.migrations.kinds import key, moment

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The one chain there was is closed where it ends; the chains of the desks begin on its end."""
    op.add_column("change", sa.Column("chain_number", sa.Integer(), nullable=True))
    op.add_column("chain_head", sa.Column("closed_seq", sa.Integer(), nullable=True))
    op.execute("UPDATE chain_head SET closed_seq = seq")

    op.create_table(
        "desk_chain",
        sa.Column("desk_id", key(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("desk_id", name="pk_desk_chain"),
    )

    op.create_table(
        "audit_event",
        sa.Column("seq", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("id", key(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("user_id", key(), nullable=True),
        sa.Column("desk_id", key(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=True),
        sa.Column("record_id", key(), nullable=True),
        sa.Column("details", sa.Text(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("commitment", sa.LargeBinary(), nullable=False),
        sa.Column("chain_number", sa.Integer(), nullable=False),
        sa.Column("previous_hash", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit_event"),
        sa.UniqueConstraint("id", name="uq_audit_event_id"),
    )
    op.create_index("ix_audit_event_record_id", "audit_event", ["record_id"])
    op.create_index("ix_audit_event_user_id", "audit_event", ["user_id", "seq"])


def downgrade() -> None:
    """Without them the trail from here on can no longer be verified."""
    op.drop_table("audit_event")
    op.drop_table("desk_chain")
    op.drop_column("chain_head", "closed_seq")
    op.drop_column("change", "chain_number")
