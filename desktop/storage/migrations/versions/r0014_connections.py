"""Connections are records of their own, so that what is done with them is a Change."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

from desktop.storage.migrations.kinds import key, moment

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_SCOPE = "connection"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COLUMNS = (
    "id", "kind", "name", "title", "options", "zone", "site_id", "enabled", "secret_set_at",
    "place", "version",
)  # fmt: skip
_SETTINGS = sa.table("setting", *(sa.column(name) for name in ("scope", "name", "value")))
_SITES = sa.table("site", sa.column("id", key()))


def upgrade() -> None:
    """Make the table, and move what stands among the settings."""
    op.create_table(
        "source",
        sa.Column("id", key(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("site_id", key(), nullable=True),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("secret_set_at", moment(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_source_site_id"),
    )
    conn = op.get_bind()
    kept = conn.execute(sa.select(_SETTINGS).where(_SETTINGS.c.scope == _SCOPE)).all()
    sites = {_as_id(each) for each in conn.execute(sa.select(_SITES.c.id)).scalars()}
    for row in kept:
        said = json.loads(row.value)
        site = UUID(hex=said["site"]) if said["site"] else None
        values = {
            "id": _stored(UUID(hex=row.name)),
            **{name: said[name] for name in ("kind", "name", "title", "zone", "enabled")},
            "options": json.dumps(said["options"]),
            "site_id": _stored(site) if site in sites else None,
            "secret_set_at": _moment_stored(said["secret_set_at"]),
            "place": said["place"],
            "version": said["version"],
        }
        conn.execute(sa.insert(_sources()).values(**values))
    conn.execute(sa.delete(_SETTINGS).where(_SETTINGS.c.scope == _SCOPE))


def downgrade() -> None:
    """Move them back among the settings, and drop the table."""
    conn = op.get_bind()
    for row in conn.execute(sa.select(_sources())).mappings().all():
        at = _moment_read(row["secret_set_at"])
        site = _as_id(row["site_id"])
        said = {
            **{name: row[name] for name in ("kind", "name", "title", "zone", "place", "version")},
            "options": json.loads(row["options"]),
            "site": site.hex if site else None,
            "enabled": bool(row["enabled"]),
            "secret_set_at": at.isoformat() if at else None,
        }
        own = _as_id(row["id"])
        values = {"scope": _SCOPE, "name": own.hex if own else "", "value": json.dumps(said)}
        conn.execute(sa.insert(_SETTINGS).values(**values))
    op.drop_table("source")


def _sources() -> sa.TableClause:
    kinds: dict[str, Any] = {
        "id": key(),
        "site_id": key(),
        "enabled": sa.Boolean(),
        "secret_set_at": moment(),
        "place": sa.Integer(),
        "version": sa.Integer(),
    }
    return sa.table("source", *(sa.column(name, kinds.get(name, sa.Text())) for name in _COLUMNS))


def _is_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def _stored(own: UUID | None) -> Any:
    return own.bytes if own is not None and _is_sqlite() else own


def _as_id(kept: Any) -> UUID | None:
    return UUID(bytes=kept) if isinstance(kept, bytes) else kept


def _moment_stored(text: str | None) -> Any:
    if text is None:
        return None
    at = datetime.fromisoformat(text)
    return (at - _EPOCH) // (datetime.resolution) if _is_sqlite() else at


def _moment_read(kept: Any) -> datetime | None:
    return _EPOCH + kept * datetime.resolution if isinstance(kept, int) else kept
