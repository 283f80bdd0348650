"""Reading the trail: does every link of every chain hold, and is the end still there?

The first entry that does not hold is named for each chain. What may be wrong with one, and how it
is seen: an entry or image that was edited (its sum), blanked (no erasure was noted), swapped with
another, deleted or inserted (numbers), the end cut off (the head), a chain made anew without its
key (the first link), and with it, or an older copy put back (``storage.anchors``).
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, bindparam, select

from desktop.domain.audit import Event
from desktop.services import chain
from desktop.services.many_ids import some_at_a_time
from desktop.storage import tables
from desktop.storage.engine import Database

_change = tables.metadata.tables["change"]
_item = tables.metadata.tables["change_item"]
_event = tables.metadata.tables["audit_event"]
_head = tables.metadata.tables["chain_head"]
_desk_chain = tables.metadata.tables["desk_chain"]
_BLOCK = 500

_CHANGES = (
    select(_change).where(_change.c.seq > bindparam("after")).order_by(_change.c.seq).limit(_BLOCK)
)
_EVENTS = (
    select(_event)
    .where(_event.c.seq > bindparam("after"), _event.c.seq <= bindparam("until"))
    .order_by(_event.c.seq)
)
_ITEMS = (
    select(_item)
    .join(_change, _change.c.id == _item.c.change_id)
    .where(_change.c.seq > bindparam("after"), _change.c.seq <= bindparam("until"))
    .order_by(_change.c.seq, _item.c.position)
)
_ERASURES = select(_event.c.details).where(_event.c.action == Event.ERASE)

ALTERED = "the link was altered"
MISSING = "a link is missing before this one"
NO_NUMBER = "a running number is missing before this one"
IMAGE = "a record image was altered"
BLANKED = "a record image was blanked, and no erasure was noted"
MARK = "it is marked as taken back, or not, other than the trail says"
NO_END = "the end of the chain is missing"
NO_CHAIN = "the chain of this desk is not known: its end and key are gone"

_FAR = 2**62


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """An entry of the trail that does not hold. ``seq`` is its running number, ``change_id`` its
    identity; for an end that is missing the number is that of the last entry that is there."""

    seq: int
    change_id: UUID
    what: str
    desk_id: UUID = chain.NO_DESK
    number: int = 0


@dataclass(slots=True)
class Walked:
    """One chain, as far as it has been walked. ``hashes`` keeps the hash of each number that
    somebody asks for (see :func:`walk`)."""

    desk_id: UUID
    key: bytes
    previous: bytes
    number: int = 0
    seq: int = 0
    hashes: dict[int, bytes] = field(default_factory=dict)


def broken_links(database: Database) -> Iterator[BrokenLink]:
    """Walk every chain from its first link; yields nothing when every link holds."""
    with database.read() as conn:
        yield from walk(conn, {}, {})


def walk(
    conn: Connection, wanted: Mapping[UUID, set[int]], chains: dict[UUID, Walked]
) -> Iterator[BrokenLink]:
    """As :func:`broken_links`. Afterwards ``chains`` has what was walked, with the hashes of the
    numbers that are ``wanted`` of each desk."""
    head = conn.execute(select(_head).where(_head.c.id == 1)).first()
    closed = (head.closed_seq or 0, bytes(head.hash)) if head else (0, chain.GENESIS)
    ends = {row["desk_id"]: row for row in conn.execute(select(_desk_chain)).mappings()}
    for desk_id, end in ends.items():
        key = bytes(end["key"])
        chains[desk_id] = Walked(desk_id, key, chain.beginning(key, desk_id, *closed))
    erased = _erased(conn)
    before = _FirstChain()
    unknown: set[UUID] = set()
    last = 0
    taken_back = _TakenBack()
    for entry, items in _entries(conn):
        taken_back.add(entry)
        gap, last = entry["seq"] != last + 1, entry["seq"]
        desk_id = entry["desk_id"] or chain.NO_DESK
        walked = chains.get(desk_id)
        if entry["chain_number"] is None:
            found = list(before.check(entry, items, erased))
        elif walked is None:
            found = [] if desk_id in unknown else [_broken(entry, NO_CHAIN)]
            unknown.add(desk_id)
        else:
            found = list(_check(entry, items, walked, erased))
            if walked.number in wanted.get(desk_id, ()):
                walked.hashes[walked.number] = walked.previous
        yield from found
        if gap and not found:
            yield _broken(entry, NO_NUMBER)
    yield from taken_back.check(conn)
    if head is not None and head.seq != last:
        yield BrokenLink(last, UUID(int=0), NO_END)
    yield from before.check_end(closed)
    for desk_id, end in ends.items():
        walked = chains[desk_id]
        if (end["number"], bytes(end["hash"])) != (walked.number, walked.previous):
            yield BrokenLink(walked.seq, UUID(int=0), NO_END, desk_id, walked.number + 1)


class _TakenBack:
    """Whether a Change was undone is said by the link of the later one that undid it; the mark on
    the Change itself is in no link, and has to agree with that."""

    def __init__(self) -> None:
        self._marked: dict[UUID, tuple[UUID, BrokenLink]] = {}
        self._undone_by: dict[UUID, UUID] = {}

    def add(self, entry: RowMapping) -> None:
        if "details" in entry:  # an event, which nobody undoes
            return
        if entry["undone_by_id"] is not None:
            self._marked[entry["id"]] = entry["undone_by_id"], _broken(entry, MARK)
        if entry["undoes_id"] is not None:
            self._undone_by[entry["undoes_id"]] = entry["id"]

    def check(self, conn: Connection) -> Iterator[BrokenLink]:
        for change_id, (by, broken) in self._marked.items():
            if self._undone_by.pop(change_id, None) != by:
                yield broken
        for some in some_at_a_time(self._undone_by):
            unmarked = select(_change).where(_change.c.id.in_(some)).order_by(_change.c.seq)
            for entry in conn.execute(unmarked).mappings():
                yield _broken(entry, MARK)


def _broken(entry: RowMapping, what: str) -> BrokenLink:
    desk_id, number = entry["desk_id"] or chain.NO_DESK, entry["chain_number"] or 0
    return BrokenLink(entry["seq"], entry["id"], what, desk_id, number)


@dataclass(slots=True)
class _FirstChain:
    """The one chain of data from before each desk had its own (format 1)."""

    previous: bytes = chain.GENESIS
    last: int = 0

    def check(
        self, change: RowMapping, items: Sequence[RowMapping], erased: set[tuple[str, int]]
    ) -> Iterator[BrokenLink]:
        """One Change."""
        yield from _check_items(change, items, erased)
        expected = chain.first_format_link(
            self.previous, _header(change), [bytes(item["commitment"]) for item in items]
        )
        if change["seq"] != self.last + 1 or bytes(change["previous_hash"]) != self.previous:
            yield _broken(change, MISSING)
        elif expected != bytes(change["hash"]):
            yield _broken(change, ALTERED)
        self.previous, self.last = bytes(change["hash"]), change["seq"]

    def check_end(self, closed: tuple[int, bytes]) -> Iterator[BrokenLink]:
        """Whether it ends where it was closed."""
        if closed != (self.last, self.previous):
            yield BrokenLink(self.last, UUID(int=0), NO_END)


def _check(
    entry: RowMapping,
    items: Sequence[RowMapping],
    walked: Walked,
    erased: set[tuple[str, int]],
) -> Iterator[BrokenLink]:
    number = entry["chain_number"]
    yield from _check_items(entry, items, erased)
    header, result = _header(entry), None
    if header.what == "event":
        commitments = [bytes(entry["commitment"])]
    else:
        commitments, result = [bytes(item["commitment"]) for item in items], entry["result"]
    expected = chain.link(
        walked.key, walked.previous, header, (entry["seq"], number), result, commitments
    )
    if number != walked.number + 1 or bytes(entry["previous_hash"]) != walked.previous:
        yield _broken(entry, MISSING)
    elif expected != bytes(entry["hash"]):
        yield _broken(entry, ALTERED)
    walked.previous, walked.number, walked.seq = bytes(entry["hash"]), number, entry["seq"]


def _check_items(
    entry: RowMapping, items: Sequence[RowMapping], erased: set[tuple[str, int]]
) -> Iterator[BrokenLink]:
    """Whether what an entry commits to is what is there; what was erased on purpose is not."""
    if "details" in entry:
        if entry["salt"] is None and (entry["id"].hex, 0) in erased:
            return
        found = chain.event_commitment(
            bytes(entry["salt"] or b""), entry["record"], entry["record_id"], entry["details"]
        )
        if found != bytes(entry["commitment"]):
            blank = entry["salt"] is None and entry["details"] is None
            yield _broken(entry, BLANKED if blank else IMAGE)
        return
    for item in items:
        if item["salt"] is None and item["before"] is None and item["after"] is None:
            if (entry["id"].hex, item["position"]) not in erased:
                yield _broken(entry, BLANKED)
            continue
        found = chain.commitment(
            bytes(item["salt"] or b""),
            item["record"],
            item["record_id"],
            item["before"],
            item["after"],
        )
        if found != bytes(item["commitment"]):
            yield _broken(entry, IMAGE)


def _entries(conn: Connection) -> Iterator[tuple[RowMapping, Sequence[RowMapping]]]:
    """Changes with their items, and events with none, by their running number."""
    last = 0
    while True:
        block = conn.execute(_CHANGES, {"after": last}).mappings().all()
        until = block[-1]["seq"] if len(block) == _BLOCK else _FAR
        window = {"after": last, "until": until}
        items: dict[UUID, list[RowMapping]] = defaultdict(list)
        for item in conn.execute(_ITEMS, window).mappings():
            items[item["change_id"]].append(item)
        events = conn.execute(_EVENTS, window).mappings().all()
        both = [*((row, items[row["id"]]) for row in block), *((row, []) for row in events)]
        yield from sorted(both, key=lambda each: int(each[0]["seq"]))
        if until == _FAR:
            return
        last = until


def _erased(conn: Connection) -> set[tuple[str, int]]:
    """The items that were erased on purpose: identity of the entry, position in it."""
    found: set[tuple[str, int]] = set()
    for (details,) in conn.execute(_ERASURES):
        try:
            told: Any = json.loads(details or "{}")
            found |= {(str(entry), int(position)) for entry, position in told.get("items", [])}
        except (ValueError, TypeError, AttributeError):
            continue  # an altered one is found where it stands
    return found


def _header(entry: RowMapping) -> chain.Header:
    event = "details" in entry
    return chain.Header(
        entry["id"],
        entry["at"],
        entry["user_id"],
        entry["desk_id"],
        entry["action"],
        None if event else entry["idempotency_key"],
        None if event else entry["undoes_id"],
        "event" if event else "change",
    )
