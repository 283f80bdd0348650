"""The chains of the desks: each link is made here, in the transaction of what it stands for.

The caller holds the lock of ``chain_head``, so links and running numbers stand in one line.
"""

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, insert, select, update

from desktop.domain.audit import CLOCK_SLACK, Event
from desktop.domain.ids import uuid7
from desktop.services import chain
from desktop.storage import tables
from desktop.storage.prepared import Prepared

_desk_chain = tables.metadata.tables["desk_chain"]
_event = tables.metadata.tables["audit_event"]
_head = tables.metadata.tables["chain_head"]

_END = Prepared(
    select(_desk_chain.c.number, _desk_chain.c.hash, _desk_chain.c.at, _desk_chain.c.key).where(
        _desk_chain.c.desk_id == bindparam("this_desk")
    )
)
_BEGIN = Prepared(insert(_desk_chain).inline(), _desk_chain.c.keys())
_MOVE = Prepared(
    update(_desk_chain).where(_desk_chain.c.desk_id == bindparam("this_desk")),
    ("number", "hash", "at"),
)
_CLOSED = Prepared(select(_head.c.closed_seq, _head.c.hash).where(_head.c.id == 1))
_INSERT_EVENT = Prepared(insert(_event).inline(), _event.c.keys())


@dataclass(frozen=True, slots=True)
class Linked:
    """A link that was made: where it stands and what it follows. ``key`` is that of its chain and
    never shows in a log or a report."""

    desk_id: UUID
    seq: int
    number: int
    previous: bytes
    hash: bytes
    at: datetime
    key: bytes

    def __repr__(self) -> str:
        return f"Linked({self.desk_id}, {self.number})"


Anchored = Callable[[Linked], None]
"""Hears of a link once it is committed (see ``storage.anchors``)."""


def nowhere(_linked: Linked) -> None:
    """For data whose ends are kept nowhere else."""


def append(
    conn: Connection,
    header: chain.Header,
    last_seq: int,
    commitments: Sequence[bytes],
    result: str | None = None,
) -> Linked:
    """The next link of the desk's chain, behind the running number ``last_seq``.

    Where the clock was set back since the last link, that is noted first, as a link of its own.
    """
    desk_id = header.desk_id or chain.NO_DESK
    number, previous, at, key = _end(conn, desk_id, header.at)
    if at - header.at > CLOCK_SLACK and header.action != Event.CLOCK_SET_BACK:
        noted = append_event(
            conn,
            chain.Header(
                uuid7(header.at),
                header.at,
                header.user_id,
                header.desk_id,
                Event.CLOCK_SET_BACK,
                None,
                None,
                "event",
            ),
            last_seq,
            details={"was": at.isoformat(), "is": header.at.isoformat()},
        )
        last_seq, number, previous = noted.seq, noted.number, noted.hash
    seq, number = last_seq + 1, number + 1
    made = chain.link(key, previous, header, (seq, number), result, commitments)
    _MOVE.run(conn, {"this_desk": desk_id, "number": number, "hash": made, "at": header.at})
    return Linked(desk_id, seq, number, previous, made, header.at, key)


def append_event(
    conn: Connection,
    header: chain.Header,
    last_seq: int,
    *,
    record: str | None = None,
    record_id: UUID | None = None,
    details: Mapping[str, Any] | None = None,
) -> Linked:
    """Write an event and its link. ``details`` are plain values; they name nobody but by
    identity."""
    told = None if details is None else json.dumps(details, sort_keys=True, ensure_ascii=False)
    salt = secrets.token_bytes(16)
    committed = chain.event_commitment(salt, record, record_id, told)
    linked = append(conn, header, last_seq, [committed])
    _INSERT_EVENT.run(
        conn,
        {
            "seq": linked.seq,
            "id": header.id,
            "at": header.at,
            "user_id": header.user_id,
            "desk_id": header.desk_id,
            "action": header.action,
            "record": record,
            "record_id": record_id,
            "details": told,
            "salt": salt,
            "commitment": committed,
            "chain_number": linked.number,
            "previous_hash": linked.previous,
            "hash": linked.hash,
        },
    )
    return linked


def _end(conn: Connection, desk_id: UUID, now: datetime) -> tuple[int, bytes, datetime, bytes]:
    found = _END.first(conn, {"this_desk": desk_id})
    if found is not None:
        number, previous, at, key = found
        return number, bytes(previous), at, bytes(key)
    key = secrets.token_bytes(chain.KEY_BYTES)
    closed_seq, closed_hash = _CLOSED.first(conn, {}) or (0, chain.GENESIS)
    first = chain.beginning(key, desk_id, closed_seq or 0, bytes(closed_hash))
    _BEGIN.run(conn, {"desk_id": desk_id, "number": 0, "hash": first, "at": now, "key": key})
    return 0, first, now, key
