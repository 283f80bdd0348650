"""Safety: whom to ring, what was done, who is asked to help."""

import sqlalchemy as sa
from alembic import op

from desktop.storage.migrations.kinds import folded, key, moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "safety_contact",
        sa.Column("id", key(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("site_id", key(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("e164", folded(), nullable=False),
        sa.Column("extension", folded(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_safety_contact"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_safety_contact_site_id"),
    )
    op.create_index("ix_safety_contact_kind", "safety_contact", ["kind"])

    op.create_table(
        "safety_event",
        sa.Column("id", key(), nullable=False),
        sa.Column("call_id", key(), nullable=True),
        sa.Column("call_draft_id", key(), nullable=True),
        sa.Column("person_id", key(), nullable=True),
        sa.Column("subject_id", key(), nullable=True),
        sa.Column("number_id", key(), nullable=True),
        sa.Column("number_text", sa.Text(), nullable=False),
        sa.Column("branch", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("dispatch", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("ending", sa.Text(), nullable=True),
        sa.Column("opened_at", moment(), nullable=False),
        sa.Column("saved_at", moment(), nullable=False),
        sa.Column("follow_up_id", key(), nullable=True),
        sa.Column("user_id", key(), nullable=False),
        sa.Column("desk_id", key(), nullable=False),
        sa.Column("site_id", key(), nullable=True),
        sa.Column("struck_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_safety_event"),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name="fk_safety_event_call_id"),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name="fk_safety_event_desk_id"),
        sa.ForeignKeyConstraint(
            ["follow_up_id"], ["callback.id"], name="fk_safety_event_follow_up_id"
        ),
        sa.ForeignKeyConstraint(
            ["number_id"], ["phone_number.id"], name="fk_safety_event_number_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_safety_event_person_id"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_safety_event_site_id"),
        sa.ForeignKeyConstraint(["subject_id"], ["person.id"], name="fk_safety_event_subject_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_safety_event_user_id"),
    )
    op.create_index("ix_safety_event_call_draft_id", "safety_event", ["call_draft_id"])
    op.create_index("ix_safety_event_call_id", "safety_event", ["call_id"])
    op.create_index("ix_safety_event_follow_up_id", "safety_event", ["follow_up_id"])
    op.create_index("ix_safety_event_opened_at", "safety_event", ["opened_at", "id"])
    op.create_index("ix_safety_event_person_id", "safety_event", ["person_id", "opened_at"])
    op.create_index("ix_safety_event_subject_id", "safety_event", ["subject_id", "opened_at"])

    op.create_table(
        "safety_step",
        sa.Column("event_id", key(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "step", name="pk_safety_step"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["safety_event.id"], name="fk_safety_step_event_id", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "safety_draft",
        sa.Column("id", key(), nullable=False),
        sa.Column("user_id", key(), nullable=True),
        sa.Column("desk_id", key(), nullable=True),
        sa.Column("call_draft_id", key(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("opened_at", moment(), nullable=False),
        sa.Column("updated_at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_safety_draft"),
    )
    op.create_index("ix_safety_draft_call_draft_id", "safety_draft", ["call_draft_id"])

    op.create_table(
        "help_request",
        sa.Column("id", key(), nullable=False),
        sa.Column("asked_by", key(), nullable=True),
        sa.Column("desk_id", key(), nullable=True),
        sa.Column("asked_at", moment(), nullable=False),
        sa.Column("answered_by", key(), nullable=True),
        sa.Column("answered_at", moment(), nullable=True),
        sa.Column("ended_at", moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_help_request"),
    )
    op.create_index("ix_help_request_asked_at", "help_request", ["asked_at"])

    op.create_index(
        "ix_callback_open_safety",
        "callback",
        ["due_at", "id"],
        sqlite_where=sa.text("state = 'open' AND kind = 'safety'"),
        postgresql_where=sa.text("state = 'open' AND kind = 'safety'"),
    )


def downgrade() -> None:
    """Drop them again, with everything in them."""
    op.drop_index("ix_callback_open_safety", "callback")
    for table in ("help_request", "safety_draft", "safety_step", "safety_event", "safety_contact"):
        op.drop_table(table)
