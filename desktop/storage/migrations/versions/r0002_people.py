"""People, their numbers and e-mails, what binds the desk, who may speak for whom."""

import sqlalchemy as sa
from alembic import op

from desktop.storage.migrations.kinds import folded, key, moment, running_number

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "phone_number",
        sa.Column("id", key(), nullable=False),
        sa.Column("e164", folded(), nullable=False),
        sa.Column("extension", folded(), nullable=False),
        sa.Column("reversed_digits", folded(), nullable=False),
        sa.Column("unusual", sa.Boolean(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_phone_number"),
        sa.UniqueConstraint("e164", "extension", name="uq_phone_number_e164_extension"),
    )
    op.create_index("ix_phone_number_reversed_digits", "phone_number", ["reversed_digits"])

    op.create_table(
        "person",
        sa.Column("seq", running_number(), nullable=False, autoincrement=True),
        sa.Column("id", key(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", folded(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("date_of_birth", sa.Date(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("interpreter", sa.Boolean(), nullable=False),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("hours_from", sa.Integer(), nullable=True),
        sa.Column("hours_to", sa.Integer(), nullable=True),
        sa.Column("prefers", sa.Text(), nullable=True),
        sa.Column("voicemail", sa.Text(), nullable=False),
        sa.Column("site_id", key(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_person"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_person_site_id"),
        sa.UniqueConstraint("id", name="uq_person_id"),
    )
    op.create_index("ix_person_created_at", "person", ["created_at", "id"])
    op.create_index("ix_person_name_key", "person", ["name_key"])

    op.create_table(
        "do_not_call",
        sa.Column("id", key(), nullable=False),
        sa.Column("person_id", key(), nullable=True),
        sa.Column("number_id", key(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_at", moment(), nullable=False),
        sa.Column("lifted_at", moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_do_not_call"),
        sa.ForeignKeyConstraint(
            ["number_id"], ["phone_number.id"], name="fk_do_not_call_number_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_do_not_call_person_id"),
    )
    op.create_index("ix_do_not_call_number_id", "do_not_call", ["number_id"])
    op.create_index("ix_do_not_call_person_id", "do_not_call", ["person_id"])

    op.create_table(
        "permission_to_speak",
        sa.Column("id", key(), nullable=False),
        sa.Column("speaker_id", key(), nullable=False),
        sa.Column("subject_id", key(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("revoked_at", moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_permission_to_speak"),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["person.id"], name="fk_permission_to_speak_speaker_id"
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["person.id"], name="fk_permission_to_speak_subject_id"
        ),
    )
    op.create_index("ix_permission_to_speak_speaker_id", "permission_to_speak", ["speaker_id"])
    op.create_index("ix_permission_to_speak_subject_id", "permission_to_speak", ["subject_id"])

    op.create_table(
        "person_email",
        sa.Column("id", key(), nullable=False),
        sa.Column("person_id", key(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("email_key", folded(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person_email"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_person_email_person_id"),
        sa.UniqueConstraint("person_id", "email_key", name="uq_person_email_person_id_email_key"),
    )
    op.create_index("ix_person_email_email_key", "person_email", ["email_key"])

    op.create_table(
        "person_number",
        sa.Column("id", key(), nullable=False),
        sa.Column("person_id", key(), nullable=False),
        sa.Column("number_id", key(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person_number"),
        sa.ForeignKeyConstraint(
            ["number_id"], ["phone_number.id"], name="fk_person_number_number_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_person_number_person_id"),
        sa.UniqueConstraint("person_id", "number_id", name="uq_person_number_person_id_number_id"),
    )
    op.create_index("ix_person_number_number_id", "person_number", ["number_id"])

    op.create_table(
        "person_word",
        sa.Column("word", folded(), nullable=False),
        sa.Column("person_id", key(), nullable=False),
        sa.PrimaryKeyConstraint("word", "person_id", name="pk_person_word"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_person_word_person_id", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_person_word_person_id", "person_word", ["person_id"])

    op.create_table(
        "restriction",
        sa.Column("id", key(), nullable=False),
        sa.Column("person_id", key(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_restriction"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_restriction_person_id"),
    )
    op.create_index("ix_restriction_person_id", "restriction", ["person_id"])


def downgrade() -> None:
    """Drop them again, with everything in them."""
    for table in (
        "restriction",
        "person_word",
        "person_number",
        "person_email",
        "permission_to_speak",
        "do_not_call",
        "person",
        "phone_number",
    ):
        op.drop_table(table)
