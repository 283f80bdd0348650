"""The transition: its steps, its words in versions, corrections, requests, the handover."""

import sqlalchemy as sa
from alembic import op

from desktop.storage.migrations.kinds import folded, key, moment

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_TABLES = (
    "milestone",
    "spread_run",
    "spread_part",
    "acknowledgement",
    "correction",
    "request",
    "request_step",
    "closure_place",
    "outsider_words",
    "transition_setting",
    "handover_sign_off",
    "handover",
)
_OF_STATEMENT = (
    ("scope", folded()),
    ("language", sa.Text()),
    ("is_demo", sa.Boolean()),
)
_PERHAPS_OF_STATEMENT = (
    ("site_id", key()),
    ("effective_from", moment()),
    ("effective_until", moment()),
    ("until_milestone", sa.Text()),
    ("drafted_by", key()),
    ("drafted_at", moment()),
    ("reviewed_by", key()),
    ("reviewed_at", moment()),
    ("withdrawn_by", key()),
    ("withdrawn_at", moment()),
    ("withdrawn_reason", sa.Text()),
)
_STATEMENT_REFERS = (
    ("site_id", "site"),
    ("drafted_by", "user_account"),
    ("reviewed_by", "user_account"),
    ("withdrawn_by", "user_account"),
)
_OF_PERSON = (
    ("address", sa.Text()),
    ("next_appointment_at", moment()),
    ("series_left", sa.Integer()),
    ("last_infusion_on", sa.Date()),
    ("prepaid_cents", sa.Integer()),
    ("handover_consent", sa.Text()),
)
_AFFECTED = sa.text(
    "next_appointment_at IS NOT NULL OR series_left IS NOT NULL OR prepaid_cents IS NOT NULL"
)
_OPEN = sa.text("state = 'open'")
_HEARD = sa.text("struck_reason IS NULL")


def upgrade() -> None:
    """Make the tables, and let statements, disclosures and people say what they now say."""
    _statements()
    _disclosures()
    op.add_column("call", sa.Column("outsider", sa.Text(), nullable=True))
    for name in ("waited_on", "due_why"):
        op.add_column("callback", sa.Column(name, sa.Text(), nullable=True))
    for name, kind in _OF_PERSON:
        op.add_column("person", sa.Column(name, kind, nullable=True))
    op.create_index(
        "ix_person_affected",
        "person",
        ["site_id", "language", "next_appointment_at", "id"],
        sqlite_where=_AFFECTED,
        postgresql_where=_AFFECTED,
    )
    _steps()
    _words()
    _requests()
    _choices()


def downgrade() -> None:
    """Drop them again, with everything in them."""
    for table in reversed(_TABLES):
        op.drop_table(table)
    op.drop_index("ix_person_affected", "person")
    for name, _ in reversed(_OF_PERSON):
        op.drop_column("person", name)
    for name in ("due_why", "waited_on"):
        op.drop_column("callback", name)
    op.drop_column("call", "outsider")
    op.drop_index("ix_disclosure_heard", "disclosure")
    with op.batch_alter_table("disclosure") as batch:
        batch.drop_constraint("fk_disclosure_struck_by", type_="foreignkey")
        batch.drop_column("struck_by")
        batch.drop_column("struck_at")
    # Of the words of one edition one row can stay: the oldest, whom the others lead to.
    op.execute(
        "UPDATE disclosure SET statement_id = (SELECT o.id FROM statement o JOIN statement s "
        "ON s.number = o.number WHERE s.id = disclosure.statement_id ORDER BY o.id LIMIT 1)"
    )
    op.execute(
        "DELETE FROM statement WHERE EXISTS (SELECT 1 FROM statement o "
        "WHERE o.number = statement.number AND o.id < statement.id)"
    )
    with op.batch_alter_table("statement") as batch:
        for name, _ in _STATEMENT_REFERS:
            batch.drop_constraint(f"fk_statement_{name}", type_="foreignkey")
        batch.drop_constraint("uq_statement_number_scope_language", type_="unique")
        for name, _ in (*_OF_STATEMENT, *_PERHAPS_OF_STATEMENT):
            batch.drop_column(name)
        batch.create_unique_constraint("uq_statement_number", ["number"])


def _statements() -> None:
    with op.batch_alter_table("statement") as batch:
        for name, kind in (*_OF_STATEMENT, *_PERHAPS_OF_STATEMENT):
            batch.add_column(sa.Column(name, kind, nullable=True))
    # What was superseded follows from the times of the newer one from here on.
    op.execute("UPDATE statement SET state = 'approved' WHERE state = 'superseded'")
    op.execute("UPDATE statement SET scope = 'all', language = 'en', is_demo = false")
    with op.batch_alter_table("statement") as batch:
        for name, kind in _OF_STATEMENT:
            batch.alter_column(name, existing_type=kind, nullable=False)
        batch.drop_constraint("uq_statement_number", type_="unique")
        batch.create_unique_constraint(
            "uq_statement_number_scope_language", ["number", "scope", "language"]
        )
        for name, table in _STATEMENT_REFERS:
            batch.create_foreign_key(f"fk_statement_{name}", table, [name], ["id"])


def _disclosures() -> None:
    with op.batch_alter_table("disclosure") as batch:
        batch.add_column(sa.Column("struck_at", moment(), nullable=True))
        batch.add_column(sa.Column("struck_by", key(), nullable=True))
        batch.create_foreign_key("fk_disclosure_struck_by", "user_account", ["struck_by"], ["id"])
    op.create_index(
        "ix_disclosure_heard",
        "disclosure",
        ["told_id", "statement_id"],
        sqlite_where=_HEARD,
        postgresql_where=_HEARD,
    )


def _steps() -> None:
    op.create_table(
        "milestone",
        sa.Column("id", key(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("scope", folded(), nullable=False),
        sa.Column("site_id", key(), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("happened_at", moment(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("custodian", sa.Text(), nullable=False),
        sa.Column("custodian_contact", sa.Text(), nullable=False),
        sa.Column("recorded_by", key(), nullable=True),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_milestone"),
        sa.UniqueConstraint("kind", "scope", name="uq_milestone_kind_scope"),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["user_account.id"], name="fk_milestone_recorded_by"
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_milestone_site_id"),
    )

    op.create_table(
        "spread_run",
        sa.Column("id", key(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("milestone_id", key(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("user_id", key(), nullable=False),
        sa.Column("started_at", moment(), nullable=False),
        sa.Column("finished_at", moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_spread_run"),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name="fk_spread_run_milestone_id"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_spread_run_user_id"),
    )
    op.create_index("ix_spread_run_milestone_id", "spread_run", ["milestone_id", "started_at"])

    op.create_table(
        "spread_part",
        sa.Column("run_id", key(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("change_id", key(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", "position", name="pk_spread_part"),
        sa.ForeignKeyConstraint(
            ["run_id"], ["spread_run.id"], name="fk_spread_part_run_id", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )


def _words() -> None:
    op.create_table(
        "acknowledgement",
        sa.Column("id", key(), nullable=False),
        sa.Column("statement_id", key(), nullable=False),
        sa.Column("user_id", key(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_acknowledgement"),
        sa.UniqueConstraint(
            "statement_id", "user_id", name="uq_acknowledgement_statement_id_user_id"
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name="fk_acknowledgement_statement_id"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name="fk_acknowledgement_user_id"
        ),
    )

    op.create_table(
        "correction",
        sa.Column("id", key(), nullable=False),
        sa.Column("wrong_id", key(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("published_by", key(), nullable=False),
        sa.Column("published_at", moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_correction"),
        sa.UniqueConstraint("wrong_id", name="uq_correction_wrong_id"),
        sa.ForeignKeyConstraint(
            ["published_by"], ["user_account.id"], name="fk_correction_published_by"
        ),
        sa.ForeignKeyConstraint(["wrong_id"], ["statement.id"], name="fk_correction_wrong_id"),
    )

    op.create_table(
        "outsider_words",
        sa.Column("id", key(), nullable=False),
        sa.Column("kind", folded(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_number", sa.Text(), nullable=False),
        sa.Column("approved_by", key(), nullable=True),
        sa.Column("approved_at", moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outsider_words"),
        sa.UniqueConstraint("kind", name="uq_outsider_words_kind"),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["user_account.id"], name="fk_outsider_words_approved_by"
        ),
    )


def _requests() -> None:
    op.create_table(
        "request",
        sa.Column("id", key(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("person_id", key(), nullable=True),
        sa.Column("asked_by_id", key(), nullable=True),
        sa.Column("call_id", key(), nullable=True),
        sa.Column("site_id", key(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("contact_source", sa.Text(), nullable=False),
        sa.Column("due_at", moment(), nullable=False),
        sa.Column("owner_team_id", key(), nullable=False),
        sa.Column("owner_user_id", key(), nullable=True),
        sa.Column("callback_id", key(), nullable=True),
        sa.Column("no_callback_reason", sa.Text(), nullable=False),
        sa.Column("opened_at", moment(), nullable=False),
        sa.Column("opened_by", key(), nullable=False),
        sa.Column("closed_at", moment(), nullable=True),
        sa.Column("closed_by", key(), nullable=True),
        sa.Column("closed_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_request"),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name="fk_request_asked_by_id"),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name="fk_request_call_id"),
        sa.ForeignKeyConstraint(["callback_id"], ["callback.id"], name="fk_request_callback_id"),
        sa.ForeignKeyConstraint(["closed_by"], ["user_account.id"], name="fk_request_closed_by"),
        sa.ForeignKeyConstraint(["opened_by"], ["user_account.id"], name="fk_request_opened_by"),
        sa.ForeignKeyConstraint(["owner_team_id"], ["team.id"], name="fk_request_owner_team_id"),
        sa.ForeignKeyConstraint(
            ["owner_user_id"], ["user_account.id"], name="fk_request_owner_user_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_request_person_id"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_request_site_id"),
    )
    op.create_index("ix_request_asked_by_id", "request", ["asked_by_id"])
    op.create_index("ix_request_call_id", "request", ["call_id"])
    op.create_index("ix_request_callback_id", "request", ["callback_id"])
    op.create_index(
        "ix_request_open", "request", ["due_at", "id"], sqlite_where=_OPEN, postgresql_where=_OPEN
    )
    op.create_index("ix_request_person_id", "request", ["person_id"])

    op.create_table(
        "request_step",
        sa.Column("request_id", key(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("done_at", moment(), nullable=True),
        sa.Column("done_by", key(), nullable=True),
        sa.PrimaryKeyConstraint("request_id", "position", name="pk_request_step"),
        sa.ForeignKeyConstraint(["done_by"], ["user_account.id"], name="fk_request_step_done_by"),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name="fk_request_step_request_id", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "closure_place",
        sa.Column("id", key(), nullable=False),
        sa.Column("milestone_id", key(), nullable=False),
        sa.Column("person_id", key(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("user_id", key(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_closure_place"),
        sa.UniqueConstraint(
            "milestone_id", "person_id", name="uq_closure_place_milestone_id_person_id"
        ),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name="fk_closure_place_milestone_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_closure_place_person_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_closure_place_user_id"),
    )
    op.create_index("ix_closure_place_person_id", "closure_place", ["person_id"])


def _choices() -> None:
    op.create_table(
        "transition_setting",
        sa.Column("id", key(), nullable=False),
        sa.Column("name", folded(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_transition_setting"),
        sa.UniqueConstraint("name", name="uq_transition_setting_name"),
    )

    op.create_table(
        "handover_sign_off",
        sa.Column("id", key(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("user_id", key(), nullable=False),
        sa.Column("revoked_at", moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_handover_sign_off"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name="fk_handover_sign_off_user_id"
        ),
    )

    op.create_table(
        "handover",
        sa.Column("id", key(), nullable=False),
        sa.Column("package_id", key(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("digest", folded(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("user_id", key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_handover"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_handover_user_id"),
    )
    op.create_index("ix_handover_at", "handover", ["at", "id"])
