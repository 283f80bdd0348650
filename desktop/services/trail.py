"""Reading the trail: does the chain of Changes verify?"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Row, select

from desktop.services import chain
from desktop.storage import tables
from desktop.storage.engine import Database

_change = tables.metadata.tables["change"]
_item = tables.metadata.tables["change_item"]
_head = tables.metadata.tables["chain_head"]
_BLOCK = 500


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A Change whose hash, or an item of it whose commitment, does not verify."""

    seq: int
    change_id: UUID
    what: str


def broken_links(database: Database) -> Iterator[BrokenLink]:
    """Walk the chain from its first link; yields nothing when every link holds."""
    previous, after = chain.GENESIS, 0
    with database.read() as conn:
        while True:
            rows = conn.execute(
                select(_change).where(_change.c.seq > after).order_by(_change.c.seq).limit(_BLOCK)
            ).all()
            for row in rows:
                items = conn.execute(
                    select(_item).where(_item.c.change_id == row.id).order_by(_item.c.position)
                ).all()
                yield from _check(row, items, previous, after)
                previous, after = bytes(row.hash), row.seq
            if len(rows) < _BLOCK:
                break
        head = conn.execute(select(_head).where(_head.c.id == 1)).one()
        if (head.seq, bytes(head.hash)) != (after, previous):
            yield BrokenLink(after, UUID(int=0), "the end of the chain is missing")


def _check(
    row: Row[tuple[object, ...]],
    items: "list[Row[tuple[object, ...]]]",
    previous: bytes,
    after: int,
) -> Iterator[BrokenLink]:
    change = row._mapping
    for item in items:
        stored = item._mapping
        if stored["salt"] is None:
            continue  # erased on purpose: the commitment alone stays
        found = chain.commitment(
            bytes(stored["salt"]),
            stored["record"],
            stored["record_id"],
            stored["before"],
            stored["after"],
        )
        if found != bytes(stored["commitment"]):
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
    expected = chain.link(previous, header, [bytes(i._mapping["commitment"]) for i in items])
    if change["seq"] != after + 1 or bytes(change["previous_hash"]) != previous:
        yield BrokenLink(change["seq"], change["id"], "a link is missing before this one")
    elif expected != bytes(change["hash"]):
        yield BrokenLink(change["seq"], change["id"], "the link was altered")
