"""What must be kept of a person or kept from exports, and why something was exported."""

import sqlalchemy as sa
from alembic import op

from desktop.storage.migrations.kinds import key, moment

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody is held, and what was exported before has no reason."""
    op.create_table(
        "person_hold",
        sa.Column("id", key(), nullable=False),
        sa.Column("person_id", key(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_at", moment(), nullable=False),
        sa.Column("set_by", key(), nullable=False),
        sa.Column("lifted_at", moment(), nullable=True),
        sa.Column("lifted_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_person_hold_person_id"),
        sa.ForeignKeyConstraint(["set_by"], ["user_account.id"], name="fk_person_hold_set_by"),
        sa.PrimaryKeyConstraint("id", name="pk_person_hold"),
    )
    op.create_index("ix_person_hold_person_id", "person_hold", ["person_id"])
    op.add_column("export", sa.Column("reason", sa.Text(), nullable=True))


def downgrade() -> None:
    """The reasons and the holds are gone."""
    op.drop_column("export", "reason")
    op.drop_table("person_hold")
