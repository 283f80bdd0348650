"""Clinics, holidays, teams, desks, and who signs in."""

import sqlalchemy as sa
from alembic import op

from desktop.storage.migrations.kinds import folded, key, moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "site",
        sa.Column("id", key(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Integer(), nullable=False),
        sa.Column("work_days", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_site"),
        sa.UniqueConstraint("name", name="uq_site_name"),
    )

    op.create_table(
        "holiday",
        sa.Column("id", key(), nullable=False),
        sa.Column("site_id", key(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_holiday"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_holiday_site_id"),
    )

    op.create_table(
        "team",
        sa.Column("id", key(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("site_id", key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_team"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_team_site_id"),
        sa.UniqueConstraint("name", name="uq_team_name"),
    )

    op.create_table(
        "desk",
        sa.Column("id", key(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("site_id", key(), nullable=False),
        sa.Column("team_id", key(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_desk"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_desk_site_id"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_desk_team_id"),
    )

    op.create_table(
        "user_account",
        sa.Column("id", key(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", folded(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("pin_hash", sa.Text(), nullable=True),
        sa.Column("team_id", key(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_user_account"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_user_account_team_id"),
        sa.UniqueConstraint("name_key", name="uq_user_account_name_key"),
    )

    op.create_table(
        "sign_in",
        sa.Column("user_id", key(), nullable=False),
        sa.Column("desk_id", key(), nullable=True),
        sa.Column("signed_in_at", moment(), nullable=True),
        sa.Column("until", moment(), nullable=True),
        sa.Column("wrong_pins", sa.Integer(), nullable=False),
        sa.Column("wrong_passwords", sa.Integer(), nullable=False),
        sa.Column("last_wrong_at", moment(), nullable=True),
        sa.PrimaryKeyConstraint("user_id", name="pk_sign_in"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_sign_in_user_id"),
    )
    op.create_index("ix_sign_in_desk_id", "sign_in", ["desk_id"])


def downgrade() -> None:
    """Drop them again, with everything in them."""
    for table in (
        "sign_in",
        "user_account",
        "desk",
        "team",
        "holiday",
        "site",
    ):
        op.drop_table(table)
