"""Which approved words were read out on a call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from desktop.services.actor import Actor
from desktop.services.call_form import ReadLine
from desktop.services.changes import Item, Writing
from desktop.services.images import from_json
from desktop.services.records import KINDS
from desktop.services.undo import changed_by, still_as_left
from desktop.storage import tables

RECORD = "words_read"
_read = tables.metadata.tables[RECORD]
_users = tables.metadata.tables["user_account"]

# A call has few of them: they are put in order here, without a sort in the database.
_TITLES = select(_read.c.call_id, _read.c.title, _read.c.read_at, _read.c.id).where(
    _read.c.call_id.in_(bindparam("these_calls", expanding=True))
)
_ON_CALL = (
    select(_read, _users.c.name.label("who"))
    .join(_users, _users.c.id == _read.c.user_id)
    .where(_read.c.call_id == bindparam("this_call"))
)
_WITH_LINE = (
    select(_read.c.call_id)
    .where(_read.c.line_id == bindparam("this_line"))
    .order_by(_read.c.read_at.desc())
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class WordsReadRow:
    """A line that was read out, in the version it had then (0: as it shipped), and by whom."""

    line_id: UUID
    line_version: int
    title: str
    read_at: datetime
    who: str


def keep_read(writing: Writing, actor: Actor, call_id: UUID, lines: Sequence[ReadLine]) -> None:
    """Write down what was read on a call, inside the Change that logs it."""
    for line in lines:
        writing.insert(
            RECORD,
            {
                "call_id": call_id,
                "line_id": line.line_id,
                "line_version": line.version,
                "title": line.title,
                "read_at": line.read_at,
                "user_id": actor.user_id,
            },
        )


def take_back_read(writing: Writing, actor: Actor, items: Sequence[Item]) -> tuple[ReadLine, ...]:
    """Take what was read from a call that is taken back, for its card; in the order of reading."""
    lines: list[ReadLine] = []
    for item in items:
        if item.record != RECORD:
            continue
        if not still_as_left(writing, item):
            raise changed_by(writing, actor, item.record_id)
        row, _ = from_json(KINDS[RECORD], item.after or "{}")
        lines.append(ReadLine(row["line_id"], row["line_version"], row["title"], row["read_at"]))
        writing.delete(RECORD, item.record_id)
    return tuple(reversed(lines))


def titles_read(conn: Connection, call_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[str]]:
    """What was read on each of these calls, by the name it had then."""
    found: dict[UUID, list[str]] = {}
    if call_ids:
        rows = conn.execute(_TITLES, {"these_calls": call_ids})
        for row in sorted(rows, key=_when):
            found.setdefault(row.call_id, []).append(row.title)
    return found


def read_on(conn: Connection, call_id: UUID) -> tuple[WordsReadRow, ...]:
    """What was read on one call, in the order of reading."""
    rows = conn.execute(_ON_CALL, {"this_call": call_id})
    return tuple(
        WordsReadRow(row.line_id, row.line_version, row.title, row.read_at, row.who)
        for row in sorted(rows, key=_when)
    )


def calls_with(conn: Connection, line_id: UUID, limit: int) -> tuple[UUID, ...]:
    """The calls on which a line was read, the latest first."""
    found = conn.execute(_WITH_LINE, {"this_line": line_id, "most": limit})
    return tuple(row.call_id for row in found)


def _when(row: Any) -> tuple[datetime, UUID]:
    return row.read_at, row.id
