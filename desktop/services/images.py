"""A record as JSON, before and after: what the audit trail keeps and what undo restores.

A record is a row with its ``id`` and ``version``, and the child rows that have no life of their
own (a call's reasons, the words of a person's name).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Connection, Table, delete, insert, select

from desktop.storage import tables
from desktop.storage.column_types import Key, UtcTime

Values = Mapping[str, Any]
CHILDREN = "children"
_LEFT_OUT = frozenset({"seq", "password_hash", "pin_hash"})


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of record is stored: its table and, perhaps, its child table."""

    table: Table
    children: Table | None = None
    parent_column: str = ""


def _kind(
    mapped: type[tables.Base], children: type[tables.Base] | None = None, column: str = ""
) -> Kind:
    child = tables.metadata.tables[children.__tablename__] if children else None
    return Kind(tables.metadata.tables[mapped.__tablename__], child, column)


KINDS: Mapping[str, Kind] = {
    kind.table.name: kind
    for kind in (
        _kind(tables.Site),
        _kind(tables.Holiday),
        _kind(tables.Team),
        _kind(tables.Desk),
        _kind(tables.UserAccount),
        _kind(tables.Person, tables.PersonWord, "person_id"),
        _kind(tables.PhoneNumber),
        _kind(tables.PersonNumber),
        _kind(tables.PersonEmail),
        _kind(tables.Restriction),
        _kind(tables.PermissionToSpeak),
        _kind(tables.DoNotCall),
        _kind(tables.Call, tables.CallReason, "call_id"),
        _kind(tables.Statement),
        _kind(tables.Disclosure),
        _kind(tables.Callback),
        _kind(tables.Attempt),
        _kind(tables.SavedView),
    )
}
"""The records that Changes are made of; everything else is working state."""


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return value


def _rich(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, Key):
        return UUID(hex=value)
    if isinstance(column.type, UtcTime):
        return datetime.fromisoformat(value)
    if column.type.python_type is date:
        return date.fromisoformat(value)
    return value


def to_json(values: Values, children: Sequence[Values]) -> str:
    """The image of a record; what opens an account never gets into the trail."""
    body: dict[str, Any] = {k: _plain(v) for k, v in values.items() if k not in _LEFT_OUT}
    if children:
        body[CHILDREN] = [{k: _plain(v) for k, v in row.items()} for row in children]
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def from_json(kind: Kind, image: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The column values and child rows of an image, typed again."""
    body = json.loads(image)
    raw = body.pop(CHILDREN, [])
    values = {k: _rich(kind.table.c[k], v) for k, v in body.items()}
    if kind.children is None:
        return values, []
    columns = kind.children.c
    return values, [{k: _rich(columns[k], v) for k, v in row.items()} for row in raw]


def read_record(conn: Connection, kind: Kind, record_id: UUID) -> dict[str, Any] | None:
    """The row as a dict, without the local ``seq``; None when it is not there."""
    columns = [c for c in kind.table.c if c.name != "seq"]
    row = conn.execute(select(*columns).where(kind.table.c.id == record_id)).mappings().first()
    return dict(row) if row else None


def read_children(conn: Connection, kind: Kind, record_id: UUID) -> list[dict[str, Any]]:
    """The child rows without the parent's id, in a fixed order."""
    if kind.children is None:
        return []
    columns = [c for c in kind.children.c if c.name != kind.parent_column]
    query = select(*columns).where(kind.children.c[kind.parent_column] == record_id)
    return [dict(row) for row in conn.execute(query.order_by(*columns)).mappings()]


def write_children(
    conn: Connection, kind: Kind, record_id: UUID, rows: Iterable[Values], *, fresh: bool
) -> None:
    """Replace the child rows; ``fresh`` skips the delete for a record just inserted."""
    if kind.children is None:
        return
    if not fresh:
        conn.execute(delete(kind.children).where(kind.children.c[kind.parent_column] == record_id))
    filled = [{**row, kind.parent_column: record_id} for row in rows]
    if filled:
        conn.execute(insert(kind.children), filled)
