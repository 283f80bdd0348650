"""What was said is looked for among leads alone: a million calls need no place in that index."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_NAME = "ix_incoming_key_content"


def upgrade() -> None:
    """Keep the contents of leads in the index, and no others."""
    op.drop_index(_NAME, "incoming_key")
    leads = sa.text("record = 'lead'")
    op.create_index(_NAME, "incoming_key", ["content"], sqlite_where=leads, postgresql_where=leads)


def downgrade() -> None:
    """All of them again."""
    op.drop_index(_NAME, "incoming_key")
    op.create_index(_NAME, "incoming_key", ["content"])
