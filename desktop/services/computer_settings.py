"""What holds for one computer, whoever sits at it: working state, no Change."""

from sqlalchemy import delete, insert, select

from desktop.storage import tables
from desktop.storage.engine import Database

_setting = tables.metadata.tables["setting"]


class ComputerSettings:
    """The switches and numbers of one computer, known by its name. Nothing about people is kept
    here."""

    def __init__(self, database: Database, computer: str) -> None:
        self._database, self._scope = database, f"computer {computer}"

    def is_on(self, name: str, *, start: bool) -> bool:
        """Whether a switch is on; ``start`` while nobody has touched it."""
        kept = self._kept(name)
        return start if kept is None else kept == "on"

    def switch(self, name: str, *, on: bool) -> None:
        """Keep it so."""
        self._keep(name, "on" if on else "off")

    def number(self, name: str, *, start: int) -> int:
        """A number that was chosen; ``start`` while nobody has, or what is kept is none."""
        kept = self._kept(name)
        return int(kept) if kept is not None and kept.isascii() and kept.isdigit() else start

    def choose(self, name: str, number: int) -> None:
        """Keep this number."""
        self._keep(name, str(number))

    def _kept(self, name: str) -> str | None:
        where = (_setting.c.scope == self._scope, _setting.c.name == name)
        with self._database.read() as conn:
            return conn.execute(select(_setting.c.value).where(*where)).scalar()

    def _keep(self, name: str, value: str) -> None:
        where = (_setting.c.scope == self._scope, _setting.c.name == name)
        with self._database.write() as conn:
            conn.execute(delete(_setting).where(*where))
            conn.execute(insert(_setting).values(scope=self._scope, name=name, value=value))
