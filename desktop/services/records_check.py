"""Are the records as the trail says they were left? A chain vouches for its entries alone; here the
row of each record is held against the last image that was written of it.

What is in no image is not looked at: what opens an account, and what a source sent. What was
removed for good has no image any more.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from sqlalchemy import Connection, RowMapping, bindparam, select

from desktop.domain.audit import Event
from desktop.services import chain
from desktop.services.images import CHILDREN, to_json
from desktop.services.many_ids import some_at_a_time
from desktop.services.records import KINDS, Kind, Values
from desktop.services.trail import BrokenLink
from desktop.storage import tables

_change = tables.metadata.tables["change"]
_item = tables.metadata.tables["change_item"]
_event = tables.metadata.tables["audit_event"]
_BLOCK = 500
_BROUGHT_ALONG = frozenset({"statement", "disclosure"})
"""What an upgrade changed, of entries from before each desk had its own chain."""

_ENTRY = (_change.c.seq, _change.c.id, _change.c.desk_id, _change.c.chain_number)
_IMAGES = (
    select(*_ENTRY, _item.c.record_id, _item.c.after, _item.c.salt)
    .join(_change, _change.c.id == _item.c.change_id)
    .where(
        _item.c.record == bindparam("this_record"),
        _item.c.record_id.in_(bindparam("these", expanding=True)),
    )
    .order_by(_change.c.seq, _item.c.position)
)
_WRITTEN = (
    select(_change.c.seq, _item.c.record, _item.c.record_id)
    .join(_change, _change.c.id == _item.c.change_id)
    .where(_change.c.seq > bindparam("after"), _change.c.seq <= bindparam("until"))
)
_LAST = select(_change.c.seq).order_by(_change.c.seq.desc()).limit(1)


def altered_records(conn: Connection) -> Iterator[BrokenLink]:
    """The entries that wrote a record last which is not as they left it any more, or is gone; and
    records that no entry wrote (the number is 0). A few hundred records are held at a time."""
    erased = conn.execute(select(_event.c.seq).where(_event.c.action == Event.ERASE).limit(1))
    any_erased = erased.first() is not None
    for kind in KINDS.values():
        for rows in _blocks(conn, kind):
            yield from _altered(conn, kind, rows, any_erased=any_erased)
    yield from _gone(conn)


def _altered(
    conn: Connection, kind: Kind, rows: Sequence[RowMapping], *, any_erased: bool
) -> Iterator[BrokenLink]:
    ids = [row["id"] for row in rows]
    last = _last_images(conn, kind.name, ids)
    children = _children(conn, kind, ids)
    for row in rows:
        image = last.get(row["id"])
        if image is None:
            # What goes on protecting a number after its owner was removed is written beside the
            # trail, in the transaction of the entry that says so.
            if not (any_erased and kind.name == "do_not_call"):
                what = f"{_named(kind.name)} is here that no entry wrote"
                yield BrokenLink(0, row["id"], what)
        elif image["chain_number"] is None and kind.name in _BROUGHT_ALONG:
            continue
        elif image["salt"] is not None and not _is_as(image["after"], row, children[row["id"]]):
            yield _broken(image, f"{_named(kind.name)} that it wrote last was altered since")


def _gone(conn: Connection) -> Iterator[BrokenLink]:
    """Records that nobody deleted and that are not here."""
    end, after = conn.execute(_LAST).scalar() or 0, 0
    while after < end:
        window = {"after": after, "until": after + _BLOCK}
        after += _BLOCK
        written: dict[str, dict[UUID, int]] = defaultdict(dict)
        for seq, record, record_id in conn.execute(_WRITTEN, window):
            written[record][record_id] = seq
        for record, ids in written.items():
            if record not in KINDS:  # a card that was handed over: working state, which goes
                continue
            table, missing = KINDS[record].table, set(ids)
            for some in some_at_a_time(ids):
                here = conn.execute(select(table.c.id).where(table.c.id.in_(some))).scalars()
                missing -= set(here)
            for each, image in _last_images(conn, record, sorted(missing)).items():
                # Named once: by the entry that wrote it last.
                if image["after"] is not None and image["seq"] == ids[each]:
                    yield _broken(image, f"{_named(record)} that it wrote last is gone")


def _blocks(conn: Connection, kind: Kind) -> Iterator[Sequence[RowMapping]]:
    columns = [column for column in kind.table.c if column.name != "seq"]
    first = select(*columns).order_by(kind.table.c.id).limit(_BLOCK)
    rows = conn.execute(first).mappings().all()
    while rows:
        yield rows
        rows = conn.execute(first.where(kind.table.c.id > rows[-1]["id"])).mappings().all()


def _children(conn: Connection, kind: Kind, ids: Sequence[UUID]) -> Mapping[UUID, list[Values]]:
    found: dict[UUID, list[Values]] = defaultdict(list)
    if kind.children is not None:
        under = kind.children.c[kind.parent_column]
        for some in some_at_a_time(ids):
            for row in conn.execute(select(kind.children).where(under.in_(some))).mappings():
                child = dict(row)
                found[child.pop(kind.parent_column)].append(child)
    return found


def _last_images(conn: Connection, record: str, ids: Sequence[UUID]) -> dict[UUID, RowMapping]:
    found: dict[UUID, RowMapping] = {}
    for some in some_at_a_time(ids):
        images = conn.execute(_IMAGES, {"this_record": record, "these": list(some)})
        found |= {row["record_id"]: row for row in images.mappings()}
    return found


def _is_as(image: str | None, row: RowMapping, children: Sequence[Values]) -> bool:
    now = to_json(dict(row), children)
    if image is None or now == image:
        return now == image
    # An image of an older version has no word of a column that came later.
    then, here = json.loads(image), json.loads(now)
    names = (then.keys() & here.keys()) | ({CHILDREN} & (then.keys() | here.keys()))
    return all(then.get(name) == here.get(name) for name in names)


def _broken(image: RowMapping, what: str) -> BrokenLink:
    desk_id, number = image["desk_id"] or chain.NO_DESK, image["chain_number"] or 0
    return BrokenLink(image["seq"], image["id"], what, desk_id, number)


def _named(record: str) -> str:
    return f"a record ({record.replace('_', ' ')})"
