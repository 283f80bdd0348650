"""One entry of the trail in full: what was written, before and after."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from desktop.domain.errors import NotFound
from desktop.services.images import from_json
from desktop.services.names import names_of
from desktop.services.records import KINDS
from desktop.storage import tables

_of = tables.metadata.tables
_change, _item, _event = _of["change"], _of["change_item"], _of["audit_event"]
_MOST = 60
"""Records of an entry that are shown: an import has thousands of them."""
_QUIET = frozenset({"id", "version", "name_key", "email_key", "reversed_digits", "created_at"})
"""Columns that say nothing to whoever reads."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One column: ``before`` and ``after`` are what stood in it (None: nothing). An identity is
    given as the name of what it names, where that has one."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One record. ``erased``: its images were removed for good."""

    record: str
    record_id: UUID
    what: str
    """ "added", "changed" or "removed"."""
    fields: tuple[FieldChange, ...]
    erased: bool


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """An entry: what it wrote (the first :data:`_MOST` records), or, of an event, its details."""

    seq: int
    id: UUID
    at: datetime
    action: str
    records: tuple[RecordChange, ...]
    more_records: int
    details: tuple[tuple[str, str], ...]
    undone: bool
    number: int | None
    """Its number in the chain of its desk; None in data from before each desk had one."""


def read_entry(conn: Connection, seq: int) -> AuditEntry:
    """The entry with this running number. Raises :class:`NotFound`."""
    row = conn.execute(select(_change).where(_change.c.seq == seq)).first()
    if row is not None:
        items = conn.execute(
            select(_item).where(_item.c.change_id == row.id).order_by(_item.c.position)
        ).all()
        names = _names(conn, items[:_MOST])
        return AuditEntry(
            seq,
            row.id,
            row.at,
            row.action,
            tuple(_record(item, names) for item in items[:_MOST]),
            max(0, len(items) - _MOST),
            (),
            row.undone_by_id is not None,
            row.chain_number,
        )
    row = conn.execute(select(_event).where(_event.c.seq == seq)).first()
    if row is None:
        raise NotFound("This entry is not here. Run the check: it names what is missing.")
    details = json.loads(row.details) if row.details else {}
    told = tuple((name, str(value)) for name, value in details.items() if name != "items")
    return AuditEntry(
        seq, row.id, row.at, row.action, (), 0, told, undone=False, number=row.chain_number
    )


def _record(item: Any, names: Mapping[UUID, str]) -> RecordChange:
    erased = item.salt is None and item.before is None and item.after is None
    what = "added" if item.before is None else "removed" if item.after is None else "changed"
    old, new = _values(item.record, item.before), _values(item.record, item.after)
    fields = tuple(
        FieldChange(name, _told(old.get(name), names), _told(new.get(name), names))
        for name in dict.fromkeys((*old, *new))
        if name not in _QUIET and old.get(name) != new.get(name)
    )
    return RecordChange(item.record, item.record_id, "changed" if erased else what, fields, erased)


def _values(record: str, image: str | None) -> dict[str, Any]:
    if image is None:
        return {}
    values, _children = from_json(KINDS[record], image)
    return {name: value for name, value in values.items() if value not in (None, "")}


def _told(value: Any, names: Mapping[UUID, str]) -> Any:
    return names.get(value, value.hex[-8:]) if isinstance(value, UUID) else value


def _names(conn: Connection, items: Any) -> dict[UUID, str]:
    """What the identities in these images name."""
    return names_of(conn, {value for item in items for value in _identities(item)})


def _identities(item: Any) -> Iterator[UUID]:
    for image in (item.before, item.after):
        if image is not None:
            values, _children = from_json(KINDS[item.record], image)
            yield from (value for value in values.values() if isinstance(value, UUID))
