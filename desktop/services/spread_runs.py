"""Long writes in parts under one identity: begun, gone on with, taken back.

Ten thousand callbacks in one transaction would keep every desk from saving for a second or more.
So each part is one short Change, and the order of the parts is such that at every moment nothing is
wrong: callbacks become due before their milestone counts as happened, and wait again only after
it counts no more. A run that breaks off in between can be gone on with or taken back.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, func, insert, select, update

from desktop.domain.errors import Refused
from desktop.domain.vocabulary import RunKind, RunState
from desktop.services.actor import Actor
from desktop.services.changes import Item, Writing
from desktop.storage import tables

PART = 250
"""So many callbacks are written at once: some 30 ms, see tests/bench/marking.py."""
ABANDONED = timedelta(minutes=5)
"""A run that has not ended by then has broken off: somebody else may go on with it."""

_run = tables.metadata.tables["spread_run"]
_part = tables.metadata.tables["spread_part"]
_item = tables.metadata.tables["change_item"]
_users = tables.metadata.tables["user_account"]


def begin_run(
    writing: Writing, actor: Actor, kind: RunKind, total: int, milestone_id: UUID | None = None
) -> UUID:
    """A run, or the one that was broken off here. Raises :class:`Refused` while somebody else is
    at it."""
    same = (
        _run.c.milestone_id == milestone_id
        if milestone_id is not None
        else _run.c.milestone_id.is_(None)
    )
    row = writing.conn.execute(
        select(_run.c.id, _run.c.user_id, _run.c.started_at, _users.c.name)
        .join(_users, _users.c.id == _run.c.user_id)
        .where(_run.c.kind == kind, _run.c.state == RunState.RUNNING, same)
    ).first()
    if row is not None:
        if row.user_id != actor.user_id and writing.now < row.started_at + ABANDONED:
            raise Refused(f"{row.name} is doing this right now. Wait a moment and look again.")
        run_id: UUID = row.id
        writing.update("spread_run", run_id, {"total": total, "user_id": actor.user_id})
        return run_id
    return writing.insert(
        "spread_run",
        {
            "kind": kind,
            "state": RunState.RUNNING,
            "milestone_id": milestone_id,
            "total": total,
            "user_id": actor.user_id,
            "started_at": writing.now,
        },
    )


def note_part(writing: Writing, run_id: UUID) -> None:
    """What this Change wrote so far is a part of the run."""
    last = select(func.coalesce(func.max(_part.c.position), -1)).where(_part.c.run_id == run_id)
    position = writing.conn.execute(last).scalar_one() + 1
    values = {"run_id": run_id, "position": position, "change_id": writing.change_id}
    writing.conn.execute(insert(_part).values(**values, left=len(writing.items)))


def finish_run(writing: Writing, run_id: UUID, state: RunState) -> None:
    """The run is over."""
    writing.update("spread_run", run_id, {"state": state, "finished_at": writing.now})


def take_back_part(
    writing: Writing, run_id: UUID, put_back: Callable[[Sequence[Item]], None]
) -> bool:
    """Take back some of what a run wrote, the last first; whether there is more."""
    part = writing.conn.execute(_last(run_id)).first()
    if part is None:
        return False
    items = _items(writing.conn, part.change_id, part.left)
    put_back(items)
    writing.conn.execute(
        update(_part)
        .where(_part.c.run_id == run_id, _part.c.position == part.position)
        .values(left=max(0, part.left - PART))
    )
    return writing.conn.execute(_last(run_id)).first() is not None


def parts_left(conn: Connection, run_id: UUID) -> int:
    """How many parts of a run were not taken back."""
    query = select(func.count()).where(_part.c.run_id == run_id, _part.c.left > 0)
    return int(conn.execute(query).scalar_one())


def _last(run_id: UUID) -> Select[Any]:
    return (
        select(_part.c.position, _part.c.change_id, _part.c.left)
        .where(_part.c.run_id == run_id, _part.c.left > 0)
        .order_by(_part.c.position.desc())
        .limit(1)
    )


def _items(conn: Connection, change_id: UUID, left: int) -> list[Item]:
    """The last of the first ``left`` items of a Change, newest first."""
    rows = conn.execute(
        select(_item.c.record, _item.c.record_id, _item.c.before, _item.c.after)
        .where(
            _item.c.change_id == change_id,
            _item.c.position < left,
            _item.c.position >= left - PART,
        )
        .order_by(_item.c.position.desc())
    )
    return [Item(row.record, row.record_id, row.before, row.after) for row in rows]
