"""What left the program as a file: who, what, when; names and numbers from an index alone."""

import sqlalchemy as sa
from alembic import op

from desktop.storage.migrations.kinds import key, moment

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the indexes."""
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
    op.create_index("ix_person_id_name", "person", ["id", "name"])
    op.create_index(
        "ix_phone_number_id_e164_extension", "phone_number", ["id", "e164", "extension"]
    )


def downgrade() -> None:
    """Drop them again, with everything in them."""
    op.drop_index("ix_phone_number_id_e164_extension", "phone_number")
    op.drop_index("ix_person_id_name", "person")
    op.drop_table("export")
