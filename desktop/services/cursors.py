"""How far each source was read: working state, kept over the end of the program."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import Table, delete, insert, select

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

    def mail(self, source: UUID, folder: str) -> tuple[int, int] | None:
        """UIDVALIDITY and the last UID that was taken; None for a folder that was never read."""
        where = (_mail.c.source == source.hex, _mail.c.folder == folder)
        with self._database.read() as conn:
            row = conn.execute(select(_mail.c.uid_validity, _mail.c.uid).where(*where)).first()
        return (row.uid_validity, row.uid) if row else None

    def keep_mail(self, source: UUID, folder: str, uid_validity: int, uid: int) -> None:
        """All messages up to ``uid`` are taken."""
        values = {"uid_validity": uid_validity, "uid": uid}
        self._keep(_mail, {"source": source.hex, "folder": folder}, values)

    def place(self, source: UUID, name: str) -> str:
        """A place in whatever the source reads; "" at the very first."""
        where = (_place.c.source == source.hex, _place.c.name == name)
        with self._database.read() as conn:
            return str(conn.execute(select(_place.c.value).where(*where)).scalar() or "")

    def keep_place(self, source: UUID, name: str, value: str) -> None:
        """Everything before this place is taken."""
        self._keep(_place, {"source": source.hex, "name": name}, {"value": value})

    def forget(self, source: UUID) -> None:
        """The source is removed: what comes by its name later is read from the beginning."""
        with self._database.write() as conn:
            for table in (_mail, _place):
                conn.execute(delete(table).where(table.c.source == source.hex))

    def _keep(self, table: Table, which: dict[str, str], values: Mapping[str, object]) -> None:
        where = [table.c[name] == value for name, value in which.items()]
        with self._database.write() as conn:
            conn.execute(delete(table).where(*where))
            row = {**which, **values, "updated_at": self._clock()}
            conn.execute(insert(table).values(**row))
