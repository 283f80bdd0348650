"""How far each source was read: working state, no Change, kept over the end of the program."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import Table, delete, insert, select

from desktop.connectors.mail.cursor import MailCursor
from desktop.services.changes import Clock
from desktop.storage import tables
from desktop.storage.engine import Database

_mail = tables.metadata.tables["mail_cursor"]
_place = tables.metadata.tables["source_cursor"]


class Cursors:
    """Reads and keeps them. Each write returns after COMMIT."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def folder(self, source: UUID, folder: str) -> "FolderPlace":
        """The place in a folder of a mailbox."""
        return FolderPlace(self._database, source, folder)

    def place(self, source: UUID, name: str) -> str:
        """A place in whatever the source reads; "" at the very first."""
        where = (_place.c.source == source.hex, _place.c.name == name)
        with self._database.read() as conn:
            return str(conn.execute(select(_place.c.value).where(*where)).scalar() or "")

    def keep_place(self, source: UUID, name: str, value: str) -> None:
        """Everything before this place is taken."""
        values = {"value": value, "updated_at": self._clock()}
        _keep(self._database, _place, {"source": source.hex, "name": name}, values)

    def forget(self, source: UUID) -> None:
        """The source is removed: what comes by its name later is read from the beginning."""
        with self._database.write() as conn:
            for table in (_mail, _place):
                conn.execute(delete(table).where(table.c.source == source.hex))


class FolderPlace:
    """The cursor of one folder, see :class:`desktop.connectors.mail.cursor.MailCursors`."""

    def __init__(self, database: Database, source: UUID, folder: str) -> None:
        self._database = database
        self._key = {"source": source.hex, "folder": folder}
        self._here = (_mail.c.source == source.hex, _mail.c.folder == folder)

    def load(self) -> MailCursor | None:
        """Where it was left; None for a folder that was never read."""
        with self._database.read() as conn:
            row = conn.execute(select(_mail).where(*self._here)).one_or_none()
        return MailCursor(row.uid_validity, row.uid, row.updated_at) if row else None

    def store(self, cursor: MailCursor) -> None:
        """Returns when it is safely written."""
        values = {
            "uid_validity": cursor.uid_validity,
            "uid": cursor.last_uid,
            "updated_at": cursor.at,
        }
        _keep(self._database, _mail, self._key, values)


def _keep(
    database: Database, table: Table, which: Mapping[str, str], values: Mapping[str, object]
) -> None:
    where = [table.c[name] == value for name, value in which.items()]
    with database.write() as conn:
        conn.execute(delete(table).where(*where))
        conn.execute(insert(table).values(**which, **values))
