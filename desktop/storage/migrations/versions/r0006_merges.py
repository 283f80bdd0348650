"""Merged people, pairs that are not the same, words of e-mail addresses, and why calls were
corrected."""

import sqlalchemy as sa
from alembic import op

from desktop.domain.folding import words_of
from desktop.storage.migrations.kinds import folded, key, moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "person_merge",
        sa.Column("id", key(), nullable=False),
        sa.Column("stays_id", key(), nullable=False),
        sa.Column("gone_id", key(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("user_id", key(), nullable=False),
        sa.Column("undone_at", moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person_merge"),
        sa.ForeignKeyConstraint(["gone_id"], ["person.id"], name="fk_person_merge_gone_id"),
        sa.ForeignKeyConstraint(["stays_id"], ["person.id"], name="fk_person_merge_stays_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_person_merge_user_id"),
    )
    op.create_index("ix_person_merge_gone_id", "person_merge", ["gone_id"])
    op.create_index("ix_person_merge_stays_id", "person_merge", ["stays_id"])

    op.create_table(
        "not_same",
        sa.Column("id", key(), nullable=False),
        sa.Column("one_id", key(), nullable=False),
        sa.Column("other_id", key(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("user_id", key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_not_same"),
        sa.ForeignKeyConstraint(["one_id"], ["person.id"], name="fk_not_same_one_id"),
        sa.ForeignKeyConstraint(["other_id"], ["person.id"], name="fk_not_same_other_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_not_same_user_id"),
        sa.UniqueConstraint("one_id", "other_id", name="uq_not_same_one_id_other_id"),
    )
    op.create_index("ix_not_same_other_id", "not_same", ["other_id"])

    op.create_table(
        "email_word",
        sa.Column("word", folded(), nullable=False),
        sa.Column("email_id", key(), nullable=False),
        sa.PrimaryKeyConstraint("word", "email_id", name="pk_email_word"),
        sa.ForeignKeyConstraint(
            ["email_id"], ["person_email.id"], name="fk_email_word_email_id", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_email_word_email_id", "email_word", ["email_id"])
    _fill_email_words()

    op.create_table(
        "call_correction",
        sa.Column("id", key(), nullable=False),
        sa.Column("call_id", key(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("user_id", key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_call_correction"),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name="fk_call_correction_call_id"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name="fk_call_correction_user_id"
        ),
    )
    op.create_index("ix_call_correction_call_id", "call_correction", ["call_id", "at"])


def downgrade() -> None:
    """Drop them again, with everything in them."""
    for table in ("call_correction", "email_word", "not_same", "person_merge"):
        op.drop_table(table)


def _fill_email_words() -> None:
    """The words of the addresses that are there, folded by today's rule on purpose: it is the one
    by which they are looked for."""
    conn = op.get_bind()
    email = sa.table("person_email", sa.column("id"), sa.column("email"))
    word = sa.table("email_word", sa.column("word"), sa.column("email_id"))
    for row in conn.execute(sa.select(email.c.id, email.c.email)).all():
        found = [{"word": each, "email_id": row.id} for each in words_of(row.email)]
        if found:
            conn.execute(sa.insert(word), found)
