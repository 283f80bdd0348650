"""How somebody likes their window is working state, kept with the data: no Change."""

from uuid import UUID

from sqlalchemy import Connection, delete, insert, select

from desktop.domain.vocabulary import Permission
from desktop.services.actor import Actor, demand
from desktop.services.look import Look, read_look
from desktop.storage import tables
from desktop.storage.engine import Database

_setting = tables.metadata.tables["setting"]


class Preferences:
    """Reads and keeps the look of whoever is at the desk. A value it cannot read counts as none."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def look(self, actor: Actor) -> Look | None:
        """What the actor chose last, on any desk of this data; None when they never did."""
        demand(actor, Permission.OWN_ACCOUNT)
        where = (_setting.c.scope == actor.user_id.hex, _setting.c.name.in_(("colours", "scale")))
        with self._database.read() as conn:
            rows = conn.execute(select(_setting.c.name, _setting.c.value).where(*where))
            kept = {row.name: row.value for row in rows}
        if not kept:
            return None
        return read_look(kept.get("colours"), kept.get("scale"))

    def keep(self, actor: Actor, look: Look) -> None:
        """Remember what the actor chose."""
        demand(actor, Permission.OWN_ACCOUNT)
        with self._database.write() as conn:
            _put(conn, actor.user_id, "colours", look.colours)
            _put(conn, actor.user_id, "scale", repr(look.scale))


def _put(conn: Connection, user_id: UUID, name: str, value: str) -> None:
    where = (_setting.c.scope == user_id.hex, _setting.c.name == name)
    conn.execute(delete(_setting).where(*where))
    conn.execute(insert(_setting).values(scope=user_id.hex, name=name, value=value))
