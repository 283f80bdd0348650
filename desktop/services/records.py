"""The kinds of records that Changes are made of, and how each is read and written.

A record is a row with its ``id`` and ``version``, and the child rows that have no life of their
own (a call's reasons, the words of a person's name). The statements are built once: building one
costs more than running it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from desktop.services.who_stays import OWN_STORY, references
from desktop.storage import note_index, tables
from desktop.storage.prepared import Prepared

Values = Mapping[str, Any]


class Kind:
    """How one kind of record is stored: its table and, perhaps, its child table."""

    def __init__(
        self,
        mapped: type[tables.Base],
        children: type[tables.Base] | None = None,
        parent_column: str = "",
    ) -> None:
        self.table = _table(mapped)
        self.name = self.table.name
        self.children = _table(children) if children else None
        self.parent_column = parent_column
        self._noted = note_index.NOTED.get(self.name, ())
        self.people: tuple[str, ...] = () if self.name in OWN_STORY else references(self.table)
        columns = [c for c in self.table.c if c.name != "seq"]
        here = self.table.c.id == bindparam("this_id")
        self._names = [c.name for c in columns]
        self._blank = {c.name: None for c in columns if c.nullable}
        self._insert = Prepared(insert(self.table).inline(), self._names)
        self._select = Prepared(select(*columns).where(here))
        self._update = update(self.table).where(here)
        self._delete = delete(self.table).where(here)
        if self.children is not None:
            child = self.children.c
            under = child[parent_column] == bindparam("this_id")
            kept = [c for c in child if c.name != parent_column]
            self._kept = [c.name for c in kept]
            names = [c.name for c in child]
            self._insert_children = Prepared(insert(self.children).inline(), names)
            self._select_children = Prepared(select(*kept).where(under).order_by(*kept))
            self._delete_children = delete(self.children).where(under)

    def whole(self, values: Values) -> dict[str, Any]:
        """``values`` with every empty column named, as the row is read back."""
        return {**self._blank, **values}

    def columns(self, rows: Sequence[Values]) -> dict[str, list[Any]]:
        """Rows that are new by their columns, every empty one named, as :func:`storable` has
        them."""
        names = {**self._blank, **dict.fromkeys(set[str]().union(*rows))}
        found = {name: [row.get(name) for row in rows] for name in names}
        return {name: _storable_column(values) for name, values in found.items()}

    def insert_columns(
        self,
        conn: Connection,
        columns: Mapping[str, Sequence[Any]],
        children: Sequence[Sequence[Values]],
    ) -> None:
        """Insert rows given by their columns, and the children of each."""
        self._insert.run_columns(conn, columns)
        every = [
            {**child, self.parent_column: record_id}
            for record_id, each in zip(columns["id"], children, strict=True)
            for child in each
        ]
        if every:
            self._insert_children.run(conn, *every)
        if self._noted:
            texts = zip(*(columns[name] for name in self._noted), strict=True)
            note_index.put_many(conn, self.name, columns["id"], texts)

    def read(self, conn: Connection, record_id: UUID) -> dict[str, Any] | None:
        """The row as a dict, without the local ``seq``; None when it is not there."""
        row = self._select.first(conn, {"this_id": record_id})
        return dict(zip(self._names, row, strict=True)) if row else None

    def read_children(self, conn: Connection, record_id: UUID) -> list[dict[str, Any]]:
        """The child rows without the parent's id, in a fixed order."""
        if self.children is None:
            return []
        rows = self._select_children.rows(conn, {"this_id": record_id})
        return [dict(zip(self._kept, row, strict=True)) for row in rows]

    def insert(self, conn: Connection, row: Values, children: Sequence[Values]) -> None:
        """Insert a row and its children."""
        self._insert.run(conn, row)
        self._add_children(conn, row["id"], children)
        if self._noted:
            note_index.put(conn, self.name, row["id"], [row[name] for name in self._noted])

    def update(self, conn: Connection, record_id: UUID, values: Values) -> None:
        """Set columns of a row."""
        conn.execute(self._update, {**values, "this_id": record_id})
        if not values.keys().isdisjoint(self._noted):
            note_index.drop(conn, self.name, record_id)
            row = self.read(conn, record_id) or {}
            note_index.put(conn, self.name, record_id, [row.get(name) for name in self._noted])

    def replace_children(
        self, conn: Connection, record_id: UUID, children: Iterable[Values]
    ) -> None:
        """Put these child rows in the place of those that are there."""
        if self.children is not None:
            conn.execute(self._delete_children, {"this_id": record_id})
            self._add_children(conn, record_id, children)

    def delete(self, conn: Connection, record_id: UUID) -> None:
        """Remove a row and its children."""
        self.replace_children(conn, record_id, ())
        if self._noted:
            note_index.drop(conn, self.name, record_id)
        conn.execute(self._delete, {"this_id": record_id})

    def _add_children(self, conn: Connection, record_id: UUID, children: Iterable[Values]) -> None:
        filled = [{**row, self.parent_column: record_id} for row in children]
        if filled:
            self._insert_children.run(conn, *filled)


def _table(mapped: type[tables.Base]) -> Table:
    return tables.metadata.tables[mapped.__tablename__]


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(tables.Site),
        Kind(tables.Holiday),
        Kind(tables.Team),
        Kind(tables.Desk),
        Kind(tables.UserAccount),
        Kind(tables.BreakGlass),
        Kind(tables.Person, tables.PersonWord, "person_id"),
        Kind(tables.PhoneNumber),
        Kind(tables.PersonNumber),
        Kind(tables.PersonEmail, tables.EmailWord, "email_id"),
        Kind(tables.Restriction),
        Kind(tables.PermissionToSpeak),
        Kind(tables.DoNotCall),
        Kind(tables.Call, tables.CallReason, "call_id"),
        Kind(tables.Statement),
        Kind(tables.Disclosure),
        Kind(tables.Callback),
        Kind(tables.Attempt),
        Kind(tables.SavedView),
        Kind(tables.PersonHold),
        Kind(tables.PersonMerge),
        Kind(tables.NotSame),
        Kind(tables.CallCorrection),
        Kind(tables.ScriptLine, tables.ScriptLineReason, "line_id"),
        Kind(tables.WordsRead),
        Kind(tables.SafetyEvent, tables.SafetyStep, "event_id"),
        Kind(tables.SafetyContact),
        Kind(tables.Export),
        Kind(tables.Lead, tables.LeadContact, "lead_id"),
        Kind(tables.Voicemail),
        Kind(tables.DangerWord),
        Kind(tables.Quarantine),
        Kind(tables.Source),
        Kind(tables.ImportBatch),
        Kind(tables.Milestone),
        Kind(tables.SpreadRun),
        Kind(tables.Acknowledgement),
        Kind(tables.Correction),
        Kind(tables.Request, tables.RequestStep, "request_id"),
        Kind(tables.ClosurePlace),
        Kind(tables.OutsiderWords),
        Kind(tables.TransitionSetting),
        Kind(tables.HandoverSignOff),
        Kind(tables.Handover),
    )
}
"""The records that Changes are made of; everything else is working state."""


def storable(values: Values) -> dict[str, Any]:
    """``values`` as both engines keep them.

    PostgreSQL refuses NUL, and half a surrogate pair (a damaged paste) is no character at all:
    the first is left out, the second becomes "?". Closed lists become plain words.
    """
    found = dict(values)
    for name, value in found.items():
        # Most texts are plain: what is done for each of a million rows is done in few steps.
        if isinstance(value, str) and not (
            type(value) is str and value.isascii() and "\0" not in value
        ):
            found[name] = storable_text(value)
    return found


def _storable_column(values: list[Any]) -> list[Any]:
    """All values of a column as :func:`storable` has them."""
    kinds = set(map(type, values))
    if kinds == {str}:
        joined = "".join(values)
        if joined.isascii() and "\0" not in joined:
            return values
    elif not any(issubclass(kind, str) for kind in kinds):
        return values
    told: dict[str, str] = {}
    for value in values:
        if isinstance(value, str) and value not in told:
            told[value] = storable_text(value)
    return [told[value] if isinstance(value, str) else value for value in values]


def storable_text(value: str) -> str:
    """One text of :func:`storable`; also what is looked for has to be one."""
    text = str(value)
    if "\0" in text:
        text = text.replace("\0", "")
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
