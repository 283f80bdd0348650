"""Which desk this data belongs to, kept as a setting; somebody who signs in acts at it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from desktop.domain.errors import NotFound
from desktop.storage import tables

_setting = tables.metadata.tables["setting"]
_desk = tables.metadata.tables["desk"]
_site = tables.metadata.tables["site"]

_SCOPE, _NAME = "data", "desk_id"


@dataclass(frozen=True, slots=True)
class ThisDesk:
    """This installation's desk, with what an :class:`~desktop.services.actor.Actor` needs of it;
    ``zone`` is the IANA zone of its site. At one that ``is_retired`` nobody signs in."""

    id: UUID
    name: str
    site_id: UUID
    team_id: UUID
    zone: str
    is_retired: bool = False


def find_this_desk(conn: Connection) -> ThisDesk | None:
    """This installation's desk; None before the first set-up."""
    kept = conn.execute(
        select(_setting.c.value).where(_setting.c.scope == _SCOPE, _setting.c.name == _NAME)
    ).scalar()
    if kept is None:
        return None
    row = conn.execute(
        select(_desk, _site.c.zone)
        .join(_site, _site.c.id == _desk.c.site_id)
        .where(_desk.c.id == UUID(hex=kept))
    ).first()
    if row is None:
        return None
    retired = row.retired_at is not None
    return ThisDesk(row.id, row.name, row.site_id, row.team_id, row.zone, retired)


def need_this_desk(conn: Connection) -> ThisDesk:
    """This installation's desk. Raises :class:`NotFound` before the first set-up."""
    desk = find_this_desk(conn)
    if desk is None:
        raise NotFound(
            "This desk is not set up yet. Start KetWell Desk and follow the first steps."
        )
    return desk


def keep_this_desk(conn: Connection, desk_id: UUID) -> None:
    """Make ``desk_id`` this installation's desk."""
    where = (_setting.c.scope == _SCOPE, _setting.c.name == _NAME)
    if conn.execute(select(_setting.c.value).where(*where)).scalar() is None:
        conn.execute(insert(_setting).values(scope=_SCOPE, name=_NAME, value=desk_id.hex))
    else:
        conn.execute(update(_setting).where(*where).values(value=desk_id.hex))
