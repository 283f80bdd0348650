"""Many records of one kind changed at once, each with its item in the trail.

One by one, a thousand calls would hold everybody's writes up for most of a second.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update

from desktop.services.changes import Item, Writing
from desktop.services.images import before_and_after
from desktop.services.records import KINDS, Kind, Values
from desktop.services.who_stays import who_stays
from desktop.storage.prepared import Prepared

_AT_ONCE = 500
Row = Mapping[str, Any]


def change_many(
    writing: Writing, record: str, ids: Sequence[UUID], change: Callable[[Row], Values]
) -> int:
    """Set what ``change`` says for each row that is still there; how many were changed.

    No child rows and no notes may be changed so.
    """
    kind = KINDS[record]
    done = 0
    for start in range(0, len(ids), _AT_ONCE):
        done += _change_some(writing, kind, ids[start : start + _AT_ONCE], change)
    return done


def _change_some(
    writing: Writing, kind: Kind, ids: Sequence[UUID], change: Callable[[Row], Values]
) -> int:
    columns = [column for column in kind.table.c if column.name != "seq"]
    query = select(*columns).where(kind.table.c.id.in_(ids)).order_by(kind.table.c.id)
    children = _children(writing, kind, ids)
    meant: dict[UUID, UUID] = {}
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for found in writing.conn.execute(query).mappings():
        row = dict(found)
        values = change(row)
        if any(name in values for name in kind.people):
            values = _led_on(writing, kind, values, meant)
        differs = {name: value for name, value in values.items() if row[name] != value}
        if not differs:
            continue
        differs["version"] = row["version"] + 1
        images = before_and_after(row, differs, children[row["id"]])
        writing.items.append(Item(kind.name, row["id"], *images))
        marks = {f"to_{name}": value for name, value in differs.items()}
        by_columns[tuple(sorted(differs))].append({**marks, "this_id": row["id"]})
    for names, changed in by_columns.items():
        _update_of(kind.name, names).run(writing.conn, *changed)
    return sum(map(len, by_columns.values()))


@cache
def _update_of(record: str, names: tuple[str, ...]) -> Prepared:
    """Sets these columns of one record; compiled once for each set of columns."""
    table = KINDS[record].table
    return Prepared(
        update(table)
        .where(table.c.id == bindparam("this_id"))
        .values({name: bindparam(f"to_{name}") for name in names})
    )


def _led_on(writing: Writing, kind: Kind, values: Values, meant: dict[UUID, UUID]) -> Values:
    """As :func:`desktop.services.who_stays.led_on`, each person looked up once."""
    changed = dict(values)
    for name in kind.people:
        person = changed.get(name)
        if person is not None:
            if person not in meant:
                meant[person] = who_stays(writing.conn, person)
            changed[name] = meant[person]
    return changed


def _children(
    writing: Writing, kind: Kind, ids: Sequence[UUID]
) -> Mapping[UUID, list[dict[str, Any]]]:
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    if kind.children is not None:
        parent = kind.children.c[kind.parent_column]
        for row in writing.conn.execute(select(kind.children).where(parent.in_(ids))).mappings():
            plain = dict(row)
            found[plain.pop(kind.parent_column)].append(plain)
    return found
