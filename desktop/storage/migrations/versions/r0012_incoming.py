"""What comes in by itself: sources, leads, messages, imports, and what could not be read."""

import sqlalchemy as sa
from alembic import op

from desktop.storage.migrations.kinds import folded, key, moment, running_number

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_TABLES = (
    "source_cursor",
    "mail_cursor",
    "incoming_key",
    "quarantine",
    "import_batch",
    "import_part",
    "lead",
    "lead_contact",
    "voicemail",
    "danger_word",
)
_OF_CALL = (
    ("disposition", sa.Text()),
    ("talked_seconds", sa.Integer()),
    ("zone_assumed", sa.Boolean()),
)


def upgrade() -> None:
    """Make the tables, and let a call say what its phone system says of it."""
    for name, kind in _OF_CALL:
        op.add_column("call", sa.Column(name, kind, nullable=True))
    _sources()
    _imports()
    _leads()


def downgrade() -> None:
    """Drop them again, with everything in them."""
    for table in reversed(_TABLES):
        op.drop_table(table)
    for name, _ in reversed(_OF_CALL):
        op.drop_column("call", name)


def _sources() -> None:
    op.create_table(
        "source_cursor",
        sa.Column("source", folded(), nullable=False),
        sa.Column("name", folded(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("updated_at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("source", "name", name="pk_source_cursor"),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "mail_cursor",
        sa.Column("source", folded(), nullable=False),
        sa.Column("folder", folded(), nullable=False),
        sa.Column("uid_validity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("source", "folder", name="pk_mail_cursor"),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "incoming_key",
        sa.Column("source", folded(), nullable=False),
        sa.Column("key", folded(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("record_id", key(), nullable=False),
        sa.Column("content", folded(), nullable=False),
        sa.PrimaryKeyConstraint("source", "key", name="pk_incoming_key"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_incoming_key_content", "incoming_key", ["content"])
    op.create_index("ix_incoming_key_record_id", "incoming_key", ["record_id"])

    op.create_table(
        "quarantine",
        sa.Column("id", key(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("received_at", moment(), nullable=False),
        sa.Column("handled_at", moment(), nullable=True),
        sa.Column("handled_by", key(), nullable=True),
        sa.Column("handling", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_quarantine"),
        sa.ForeignKeyConstraint(
            ["handled_by"], ["user_account.id"], name="fk_quarantine_handled_by"
        ),
    )
    op.create_index("ix_quarantine_received_at", "quarantine", ["received_at", "id"])
    op.create_index("ix_quarantine_source", "quarantine", ["source", "received_at"])


def _imports() -> None:
    op.create_table(
        "import_batch",
        sa.Column("id", key(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("digest", folded(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("duplicates", sa.Integer(), nullable=False),
        sa.Column("ignored", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("user_id", key(), nullable=False),
        sa.Column("started_at", moment(), nullable=False),
        sa.Column("finished_at", moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_import_batch"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_import_batch_user_id"),
    )
    op.create_index("ix_import_batch_digest", "import_batch", ["digest"])
    op.create_index("ix_import_batch_started_at", "import_batch", ["started_at", "id"])

    op.create_table(
        "import_part",
        sa.Column("batch_id", key(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("change_id", key(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("batch_id", "position", name="pk_import_part"),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name="fk_import_part_batch_id", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )


def _leads() -> None:
    op.create_table(
        "lead",
        sa.Column("seq", running_number(), nullable=False, autoincrement=True),
        sa.Column("id", key(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", folded(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("campaign", sa.Text(), nullable=False),
        sa.Column("submitted_at", moment(), nullable=True),
        sa.Column("received_at", moment(), nullable=False),
        sa.Column("zone_assumed", sa.Boolean(), nullable=False),
        sa.Column("consents", sa.Text(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("external_id", folded(), nullable=True),
        sa.Column("person_id", key(), nullable=True),
        sa.Column("suggested_id", key(), nullable=True),
        sa.Column("callback_id", key(), nullable=True),
        sa.Column("danger", sa.Boolean(), nullable=False),
        sa.Column("danger_words", sa.Text(), nullable=False),
        sa.Column("seen_at", moment(), nullable=True),
        sa.Column("state_at", moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_lead"),
        sa.ForeignKeyConstraint(["callback_id"], ["callback.id"], name="fk_lead_callback_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_lead_person_id"),
        sa.ForeignKeyConstraint(["suggested_id"], ["person.id"], name="fk_lead_suggested_id"),
        sa.UniqueConstraint("id", name="uq_lead_id"),
    )
    op.create_index("ix_lead_callback_id", "lead", ["callback_id"])
    op.create_index("ix_lead_person_id", "lead", ["person_id"])
    op.create_index("ix_lead_received_at", "lead", ["received_at", "id"])
    op.create_index("ix_lead_state", "lead", ["state", "received_at", "id"])
    op.create_index("ix_lead_suggested_id", "lead", ["suggested_id"])

    op.create_table(
        "lead_contact",
        sa.Column("lead_id", key(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("number_id", key(), nullable=True),
        sa.Column("contact_key", folded(), nullable=False),
        sa.PrimaryKeyConstraint("lead_id", "position", name="pk_lead_contact"),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["lead.id"], name="fk_lead_contact_lead_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["number_id"], ["phone_number.id"], name="fk_lead_contact_number_id"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_lead_contact_contact_key", "lead_contact", ["contact_key"])
    op.create_index("ix_lead_contact_number_id", "lead_contact", ["number_id"])

    op.create_table(
        "voicemail",
        sa.Column("id", key(), nullable=False),
        sa.Column("call_id", key(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("recording", sa.Text(), nullable=False),
        sa.Column("number_id", key(), nullable=True),
        sa.Column("person_id", key(), nullable=True),
        sa.Column("spoken_number_id", key(), nullable=True),
        sa.Column("spoken_text", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("callback_id", key(), nullable=True),
        sa.Column("danger", sa.Boolean(), nullable=False),
        sa.Column("danger_words", sa.Text(), nullable=False),
        sa.Column("received_at", moment(), nullable=False),
        sa.Column("handled_at", moment(), nullable=True),
        sa.Column("handled_by", key(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_voicemail"),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name="fk_voicemail_call_id"),
        sa.ForeignKeyConstraint(["callback_id"], ["callback.id"], name="fk_voicemail_callback_id"),
        sa.ForeignKeyConstraint(
            ["handled_by"], ["user_account.id"], name="fk_voicemail_handled_by"
        ),
        sa.ForeignKeyConstraint(["number_id"], ["phone_number.id"], name="fk_voicemail_number_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_voicemail_person_id"),
        sa.ForeignKeyConstraint(
            ["spoken_number_id"], ["phone_number.id"], name="fk_voicemail_spoken_number_id"
        ),
    )
    op.create_index("ix_voicemail_call_id", "voicemail", ["call_id"])
    op.create_index("ix_voicemail_callback_id", "voicemail", ["callback_id"])
    op.create_index("ix_voicemail_state", "voicemail", ["state", "received_at", "id"])

    op.create_table(
        "danger_word",
        sa.Column("id", key(), nullable=False),
        sa.Column("language", folded(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("word_key", folded(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_danger_word"),
    )
    op.create_index("ux_danger_word_word_key", "danger_word", ["language", "word_key"], unique=True)
