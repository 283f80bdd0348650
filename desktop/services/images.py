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
    return _json(_body(values, children))


def before_and_after(
    values: Values, differs: Values, children: Sequence[Values]
) -> tuple[str, str]:
    """The images of a record before and after some of its columns change."""
    body = _body(values, children)
    changed = {name: value for name, value in _plain(differs).items() if name not in _LEFT_OUT}
    return _json(body), _json({**body, **changed})


def _body(values: Values, children: Sequence[Values]) -> dict[str, Any]:
    body = {name: value for name, value in _plain(values).items() if name not in _LEFT_OUT}
    if children:
        body[CHILDREN] = sorted(map(_plain, children), key=_json)
    return body


def from_json(kind: Kind, image: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The column values and child rows of an image, typed again."""
    body = json.loads(image)
    raw = body.pop(CHILDREN, [])
    values = {k: _rich(kind.table.c[k], v) for k, v in body.items()}
    if kind.children is None:
        return values, []
    columns = kind.children.c
    return values, [{k: _rich(columns[k], v) for k, v in row.items()} for row in raw]


def differing(kind: Kind, before: str, after: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns in which two images of a record differ, typed again, as they were before and
    after; the versions always do and are left out."""
    old, new = json.loads(before), json.loads(after)
    names = [
        name
        for name, value in old.items()
        if name not in (CHILDREN, "version") and new.get(name) != value
    ]
    columns = kind.table.c
    return (
        {name: _rich(columns[name], old[name]) for name in names},
        {name: _rich(columns[name], new[name]) for name in names},
    )
