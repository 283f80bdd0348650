"""Calls, their reasons, and the words told on them."""

import sqlalchemy as sa
from alembic import op

from desktop.storage.migrations.kinds import folded, key, moment, running_number

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "call",
        sa.Column("seq", running_number(), nullable=False, autoincrement=True),
        sa.Column("id", key(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("number_id", key(), nullable=True),
        sa.Column("number_text", sa.Text(), nullable=False),
        sa.Column("withheld", sa.Boolean(), nullable=False),
        sa.Column("called_line", sa.Text(), nullable=False),
        sa.Column("speaker_id", key(), nullable=True),
        sa.Column("speaker_name", sa.Text(), nullable=True),
        sa.Column("subject_id", key(), nullable=True),
        sa.Column("subject_name", sa.Text(), nullable=True),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("identity_check", sa.Text(), nullable=True),
        sa.Column("identity_checked_at", moment(), nullable=True),
        sa.Column("started_at", moment(), nullable=False),
        sa.Column("answered_at", moment(), nullable=True),
        sa.Column("ended_at", moment(), nullable=True),
        sa.Column("entered_at", moment(), nullable=False),
        sa.Column("late_entry", sa.Boolean(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("user_id", key(), nullable=False),
        sa.Column("desk_id", key(), nullable=False),
        sa.Column("site_id", key(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("interpreter", sa.Boolean(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("external_id", folded(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_call"),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name="fk_call_desk_id"),
        sa.ForeignKeyConstraint(["number_id"], ["phone_number.id"], name="fk_call_number_id"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_call_site_id"),
        sa.ForeignKeyConstraint(["speaker_id"], ["person.id"], name="fk_call_speaker_id"),
        sa.ForeignKeyConstraint(["subject_id"], ["person.id"], name="fk_call_subject_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_call_user_id"),
        sa.UniqueConstraint("id", name="uq_call_id"),
        sa.UniqueConstraint("source", "external_id", name="uq_call_source_external_id"),
    )
    op.create_index("ix_call_number_id", "call", ["number_id", "started_at"])
    op.create_index("ix_call_speaker_id", "call", ["speaker_id", "started_at"])
    op.create_index("ix_call_started_at", "call", ["started_at", "id"])
    op.create_index("ix_call_subject_id", "call", ["subject_id", "started_at"])

    op.create_table(
        "statement",
        sa.Column("id", key(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("approved_by", key(), nullable=True),
        sa.Column("approved_at", moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_statement"),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["user_account.id"], name="fk_statement_approved_by"
        ),
        sa.UniqueConstraint("number", name="uq_statement_number"),
    )

    op.create_table(
        "call_reason",
        sa.Column("call_id", key(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("call_id", "reason", name="pk_call_reason"),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name="fk_call_reason_call_id", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_call_reason_reason", "call_reason", ["reason", "call_id"])

    op.create_table(
        "disclosure",
        sa.Column("id", key(), nullable=False),
        sa.Column("statement_id", key(), nullable=False),
        sa.Column("call_id", key(), nullable=True),
        sa.Column("told_id", key(), nullable=True),
        sa.Column("subject_id", key(), nullable=True),
        sa.Column("user_id", key(), nullable=False),
        sa.Column("told_at", moment(), nullable=False),
        sa.Column("struck_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_disclosure"),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name="fk_disclosure_call_id"),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name="fk_disclosure_statement_id"
        ),
        sa.ForeignKeyConstraint(["subject_id"], ["person.id"], name="fk_disclosure_subject_id"),
        sa.ForeignKeyConstraint(["told_id"], ["person.id"], name="fk_disclosure_told_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_disclosure_user_id"),
    )
    op.create_index("ix_disclosure_call_id", "disclosure", ["call_id"])
    op.create_index("ix_disclosure_subject_id", "disclosure", ["subject_id", "told_at"])
    op.create_index("ix_disclosure_told_id", "disclosure", ["told_id", "told_at"])


def downgrade() -> None:
    """Drop them again, with everything in them."""
    for table in (
        "disclosure",
        "call_reason",
        "statement",
        "call",
    ):
        op.drop_table(table)
