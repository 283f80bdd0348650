"""How far the folders of mailboxes were read: working state, no Change, nobody's data."""

from uuid import UUID

from sqlalchemy import delete, insert, select

from desktop.connectors.mail.cursor import MailCursor
from desktop.storage import tables
from desktop.storage.engine import Database

_cursor = tables.metadata.tables["mail_cursor"]


class FolderPlace:
    """The cursor of one folder, see :class:`desktop.connectors.mail.cursor.MailCursors`."""

    def __init__(self, database: Database, source: UUID, folder: str) -> None:
        self._database = database
        self._key = {"source": source.hex, "folder": folder}
        self._here = (_cursor.c.source == source.hex, _cursor.c.folder == folder)

    def load(self) -> MailCursor | None:
        """Where it was left; None for a folder that was never read."""
        with self._database.read() as conn:
            row = conn.execute(select(_cursor).where(*self._here)).one_or_none()
        return MailCursor(row.uid_validity, row.uid, row.updated_at) if row else None

    def store(self, cursor: MailCursor) -> None:
        """Returns when it is safely written."""
        with self._database.write() as conn:
            conn.execute(delete(_cursor).where(*self._here))
            conn.execute(
                insert(_cursor).values(
                    **self._key,
                    uid_validity=cursor.uid_validity,
                    uid=cursor.last_uid,
                    updated_at=cursor.at,
                )
            )


class MailCursors:
    """The cursors of all mailboxes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, source: UUID, folder: str) -> FolderPlace:
        """That of a folder of a source."""
        return FolderPlace(self._database, source, folder)
