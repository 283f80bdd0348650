"""A record as JSON, before and after: what the audit trail keeps and what undo restores."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import islice, repeat
from json.encoder import encode_basestring
from operator import attrgetter, is_
from typing import Any
from uuid import UUID

from sqlalchemy import Column

from desktop.services.records import Kind, Values
from desktop.storage.column_types import Key, UtcTime

CHILDREN = "children"
_LEFT_OUT = frozenset({"seq", "password_hash", "pin_hash", "raw"})


def _instant(value: datetime) -> str:
    utc = value if value.tzinfo is UTC else value.astimezone(UTC)
    return utc.isoformat(timespec="microseconds")


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
    if children:
        return _json(_body(values, children))
    # The same, written out: most records have no children, and a file has a million of them.
    order, written = _order(tuple(values)), _WRITTEN
    try:
        parts = [
            blank if (value := values[name]) is None else said + written[type(value)](value)
            for name, said, blank in order
        ]
    except KeyError:  # a type of its own
        return _json(_body(values, children))
    return "{" + ",".join(parts) + "}"


def columns_to_json(
    columns: Mapping[str, Sequence[Any]], children: Sequence[Sequence[Values]] = ()
) -> list[str]:
    """:func:`to_json` of many records of one kind that are given by their columns; ``children`` are
    those of each, in their order, all with the same columns."""
    count = len(next(iter(columns.values())))
    written = {
        name: _column_to_json(values) for name, values in columns.items() if name not in _LEFT_OUT
    }
    if not any(children):
        return _bodies(written, count)
    whole = _bodies({**written, CHILDREN: _children_to_json(children)}, count)
    if all(children):
        return whole
    alone = _bodies(written, count)
    return [whole[at] if each else alone[at] for at, each in enumerate(children)]


def _children_to_json(children: Sequence[Sequence[Values]]) -> list[str]:
    """The children of each record as one JSON list."""
    every = [child for each in children for child in each]
    columns = {name: _column_to_json([child[name] for child in every]) for name in every[0]}
    bodies = iter(_bodies(columns, len(every)))
    return [f"[{','.join(sorted(islice(bodies, len(each))))}]" for each in children]


def _column_to_json(values: Sequence[Any]) -> str | list[str]:
    """Every value of a column; one text where all of them are the same."""
    first = values[0]
    if all(map(is_, values, repeat(first))):
        return _WRITTEN.get(type(first), _json)(first)
    kinds = set(map(type, values))
    if len(kinds) == 1:
        return list(map(_WRITTEN.get(kinds.pop(), _json), values))
    return [
        "null" if value is None else _WRITTEN.get(type(value), _json)(value) for value in values
    ]


def _bodies(columns: Mapping[str, str | list[str]], count: int) -> list[str]:
    """The records, of the texts of their columns."""
    parts: list[str] = []
    varying: list[list[str]] = []
    for name in sorted(columns):
        values = columns[name]
        if isinstance(values, str):
            parts.append(f'"{name}":{values}'.replace("%", "%%"))
        else:
            parts.append(f'"{name}":'.replace("%", "%%") + "%s")
            varying.append(values)
    form = "{" + ",".join(parts) + "}"
    if not varying:
        return [form % ()] * count
    return [form % row for row in zip(*varying, strict=True)]


@lru_cache(maxsize=256)
def _order(names: tuple[str, ...]) -> tuple[tuple[str, str, str], ...]:
    """The columns that are told, in order; how each begins, and the whole where it is blank."""
    told = sorted(name for name in names if name not in _LEFT_OUT)
    return tuple((name, f'"{name}":', f'"{name}":null') for name in told)


_WRITTEN: dict[type, Callable[[Any], str]] = {
    str: encode_basestring,
    bool: lambda value: "true" if value else "false",
    int: int.__repr__,
    UUID: lambda value: f'"{value.hex}"',
    datetime: lambda value: f'"{_instant(value)}"',
    date: lambda value: f'"{value.isoformat()}"',
}


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
