"""A record as JSON, before and after: what the audit trail keeps and what undo restores."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Column

from desktop.services.records import Kind, Values
from desktop.storage.column_types import Key, UtcTime

CHILDREN = "children"
_LEFT_OUT = frozenset({"seq", "password_hash", "pin_hash", "raw"})


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


_PLAIN: dict[type, Callable[[Any], str]] = {
    UUID: attrgetter("hex"),
    datetime: _instant,
    date: date.isoformat,
}


def _plain(values: Values) -> dict[str, Any]:
    return {
        name: told(value) if (told := _PLAIN.get(type(value))) else value
        for name, value in values.items()
    }


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


_json = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def to_json(values: Values, children: Sequence[Values]) -> str:
    """The image of a record, the same whatever order its columns and children come in; what opens
    an account never gets into the trail."""
    body = {name: value for name, value in _plain(values).items() if name not in _LEFT_OUT}
    if children:
        body[CHILDREN] = sorted(map(_plain, children), key=_json)
    return _json(body)


def from_json(kind: Kind, image: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The column values and child rows of an image, typed again."""
    body = json.loads(image)
    raw = body.pop(CHILDREN, [])
    values = {k: _rich(kind.table.c[k], v) for k, v in body.items()}
    if kind.children is None:
        return values, []
    columns = kind.children.c
    return values, [{k: _rich(columns[k], v) for k, v in row.items()} for row in raw]
