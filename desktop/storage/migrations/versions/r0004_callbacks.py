"""Promises to ring somebody, the tries to keep them, leases and saved views."""

import sqlalchemy as sa
from alembic import op

from desktop.storage.migrations.kinds import key, moment, running_number

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "saved_view",
        sa.Column("id", key(), nullable=False),
        sa.Column("user_id", key(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("filter", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_saved_view_user_id"),
    )
    op.create_index("ix_saved_view_user_id", "saved_view", ["user_id", "position"])

    op.create_table(
        "callback",
        sa.Column("seq", running_number(), nullable=False, autoincrement=True),
        sa.Column("id", key(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("call_id", key(), nullable=True),
        sa.Column("number_id", key(), nullable=True),
        sa.Column("person_id", key(), nullable=True),
        sa.Column("subject_id", key(), nullable=True),
        sa.Column("site_id", key(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("promise", sa.Text(), nullable=False),
        sa.Column("promised_at", moment(), nullable=False),
        sa.Column("promised_by", key(), nullable=False),
        sa.Column("promised_wall", sa.Text(), nullable=False),
        sa.Column("promised_zone", sa.Text(), nullable=False),
        sa.Column("zone_certain", sa.Boolean(), nullable=False),
        sa.Column("first_due_at", moment(), nullable=False),
        sa.Column("due_at", moment(), nullable=False),
        sa.Column("milestone", sa.Text(), nullable=True),
        sa.Column("owner_team_id", key(), nullable=False),
        sa.Column("owner_user_id", key(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_result", sa.Text(), nullable=True),
        sa.Column("last_attempt_at", moment(), nullable=True),
        sa.Column("needs_decision", sa.Boolean(), nullable=False),
        sa.Column("asks_number", sa.Boolean(), nullable=False),
        sa.Column("hours_reason", sa.Text(), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.Column("resolution_note", sa.Text(), nullable=False),
        sa.Column("closed_at", moment(), nullable=True),
        sa.Column("closed_by", key(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_callback"),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name="fk_callback_call_id"),
        sa.ForeignKeyConstraint(["number_id"], ["phone_number.id"], name="fk_callback_number_id"),
        sa.ForeignKeyConstraint(["owner_team_id"], ["team.id"], name="fk_callback_owner_team_id"),
        sa.ForeignKeyConstraint(
            ["owner_user_id"], ["user_account.id"], name="fk_callback_owner_user_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_callback_person_id"),
        sa.ForeignKeyConstraint(
            ["promised_by"], ["user_account.id"], name="fk_callback_promised_by"
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_callback_site_id"),
        sa.ForeignKeyConstraint(["subject_id"], ["person.id"], name="fk_callback_subject_id"),
        sa.UniqueConstraint("id", name="uq_callback_id"),
    )
    op.create_index("ix_callback_call_id", "callback", ["call_id"])
    op.create_index(
        "ix_callback_closed_at",
        "callback",
        ["closed_at", "id"],
        sqlite_where=sa.text("state = 'closed'"),
        postgresql_where=sa.text("state = 'closed'"),
    )
    op.create_index("ix_callback_number_id", "callback", ["number_id"])
    op.create_index(
        "ix_callback_open_due",
        "callback",
        ["due_at", "id", "needs_decision", "milestone", "owner_team_id", "owner_user_id"],
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("ix_callback_person_id", "callback", ["person_id"])
    op.create_index("ix_callback_subject_id", "callback", ["subject_id"])

    op.create_table(
        "attempt",
        sa.Column("id", key(), nullable=False),
        sa.Column("callback_id", key(), nullable=False),
        sa.Column("call_id", key(), nullable=True),
        sa.Column("user_id", key(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("hours_reason", sa.Text(), nullable=True),
        sa.Column("next_due_at", moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name="fk_attempt_call_id"),
        sa.ForeignKeyConstraint(["callback_id"], ["callback.id"], name="fk_attempt_callback_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_attempt_user_id"),
    )
    op.create_index("ix_attempt_callback_id", "attempt", ["callback_id", "at"])

    op.create_table(
        "lease",
        sa.Column("callback_id", key(), nullable=False),
        sa.Column("user_id", key(), nullable=False),
        sa.Column("desk_id", key(), nullable=False),
        sa.Column("until", moment(), nullable=False),
        sa.PrimaryKeyConstraint("callback_id", name="pk_lease"),
        sa.ForeignKeyConstraint(["callback_id"], ["callback.id"], name="fk_lease_callback_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_lease_user_id"),
    )


def downgrade() -> None:
    """Drop them again, with everything in them."""
    for table in (
        "lease",
        "attempt",
        "callback",
        "saved_view",
    ):
        op.drop_table(table)
