"""Reading the trail: does the chain of Changes verify?"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import RowMapping, bindparam, select

from desktop.services import chain
from desktop.storage import tables
from desktop.storage.engine import Database

_change = tables.metadata.tables["change"]
_item = tables.metadata.tables["change_item"]
_head = tables.metadata.tables["chain_head"]
_BLOCK = 500

_CHANGES = (
    select(_change).where(_change.c.seq > bindparam("after")).order_by(_change.c.seq).limit(_BLOCK)
)
_ITEMS = (
    select(_item)
    .join(_change, _change.c.id == _item.c.change_id)
    .where(_change.c.seq > bindparam("after"), _change.c.seq <= bindparam("until"))
    .order_by(_change.c.seq, _item.c.position)
)


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A Change whose hash, or an item of it whose commitment, does not verify."""

    seq: int
    change_id: UUID
    what: str


def broken_links(database: Database) -> Iterator[BrokenLink]:
    """Walk the chain from its first link; yields nothing when every link holds."""
    previous, last = chain.GENESIS, 0
    with database.read() as conn:
        while True:
            block = conn.execute(_CHANGES, {"after": last}).mappings().all()
            if not block:
                break
            items = defaultdict(list)
            window = {"after": last, "until": block[-1]["seq"]}
            for item in conn.execute(_ITEMS, window).mappings():
                items[item["change_id"]].append(item)
            for change in block:
                yield from _check(change, items[change["id"]], previous, last)
                previous, last = bytes(change["hash"]), change["seq"]
        head = conn.execute(select(_head).where(_head.c.id == 1)).first()
    end = (head.seq, bytes(head.hash)) if head else (0, chain.GENESIS)
    if end != (last, previous):
        yield BrokenLink(last, UUID(int=0), "the end of the chain is missing")


def _check(
    change: RowMapping, items: Sequence[RowMapping], previous: bytes, last: int
) -> Iterator[BrokenLink]:
    for item in items:
        if item["salt"] is None and item["before"] is None and item["after"] is None:
            continue  # erased on purpose: the commitment alone stays
        found = chain.commitment(
            bytes(item["salt"] or b""),
            item["record"],
            item["record_id"],
            item["before"],
            item["after"],
        )
        if found != bytes(item["commitment"]):
            yield BrokenLink(change["seq"], change["id"], "a record image was altered")
    header = chain.Header(
        change["id"],
        change["at"],
        change["user_id"],
        change["desk_id"],
        change["action"],
        change["idempotency_key"],
        change["undoes_id"],
    )
    expected = chain.link(previous, header, [bytes(item["commitment"]) for item in items])
    if change["seq"] != last + 1 or bytes(change["previous_hash"]) != previous:
        yield BrokenLink(change["seq"], change["id"], "a link is missing before this one")
    elif expected != bytes(change["hash"]):
        yield BrokenLink(change["seq"], change["id"], "the link was altered")
