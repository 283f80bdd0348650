"""What the trail has of one person that no record leads to any more: taken off their card, taken
back, or somebody else's by now.

Only the images themselves tell, so finding it goes through the whole trail.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from desktop.services.many_ids import some_at_a_time
from desktop.services.person_records import UNDER, Found
from desktop.storage import tables

_of = tables.metadata.tables
_item = _of["change_item"]
_NUMBERED = tuple(
    ("lead", table.c.lead_id, column)
    if table.name == "lead_contact"
    else (table.name, table.c.id, column)
    for table in _of.values()
    for column in table.c
    if any(key.column.table.name == "phone_number" for key in column.foreign_keys)
)
"""The kinds of records that refer to numbers, their identity, and by which column they do."""
_NUMBERS = frozenset(column.name for *_, column in _NUMBERED)
_HAVE_NUMBERS = frozenset(record for record, *_ in _NUMBERED)


def names(people: Collection[UUID], *images: ColumnElement[Any]) -> ColumnElement[bool]:
    """That one of the images names one of these people."""
    return or_(*(image.contains(each.hex) for each in people for image in images))


def once_theirs(conn: Connection, found: Found) -> Found:
    """The numbers they had, and what stood under a call or promise of theirs and is gone.
    ``found`` is what is there of them now; a number that anybody else is at is theirs no more."""
    numbers = set(_numbers_of(conn, found))
    above: dict[str, set[UUID]] = {}
    named = and_(
        names(found["person"], _item.c.before, _item.c.after),
        _item.c.record.in_(sorted(_HAVE_NUMBERS)),
    )
    for item in conn.execute(select(_item).where(named)):
        above.setdefault(item.record, set()).add(item.record_id)
        for image in _read(item.before, item.after):
            numbers |= {UUID(hex=image[each]) for each in _NUMBERS if image.get(each)}
    gone: Found = {"phone_number": at_nobody_else(conn, numbers, found)}
    below = and_(_item.c.record.in_(sorted(UNDER)), _item.c.after.is_(None))
    for item in conn.execute(select(_item).where(below, _item.c.before.is_not(None))):
        record, column = UNDER[item.record]
        (image,) = _read(item.before)
        if UUID(hex=image[column]) in above.get(record, set()) | found.get(record, set()):
            gone.setdefault(item.record, set()).add(item.record_id)
    return {record: ids - found.get(record, set()) for record, ids in gone.items()}


def at_nobody_else(
    conn: Connection, numbers: Collection[UUID], theirs: Mapping[str, Collection[UUID]]
) -> set[UUID]:
    """Those of ``numbers`` that no record refers to but ``theirs``."""
    left = set(numbers)
    for record, key, column in _NUMBERED:
        own = theirs.get(record, ())
        for some in some_at_a_time(sorted(left)):
            rows = conn.execute(select(column, key).where(column.in_(some)))
            left -= {number for number, each in rows if each not in own}
    return left


def _numbers_of(conn: Connection, found: Found) -> Iterator[UUID]:
    for record, key, column in _NUMBERED:
        for some in some_at_a_time(found.get(record, ())):
            query = select(column).where(key.in_(some), column.is_not(None))
            yield from conn.execute(query).scalars()


def _read(*images: str | None) -> Iterator[Mapping[str, Any]]:
    return (json.loads(image) for image in images if image)
