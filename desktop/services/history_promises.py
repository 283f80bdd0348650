"""The promises of a history: given, tried, closed. A person has few, so all are read."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, bindparam, or_, select

from desktop.domain.outcome_labels import result_words
from desktop.domain.vocabulary import AttemptResult, CallbackKind, Resolution
from desktop.services.history_entry import HistoryEntry, sentences
from desktop.storage import tables

_callback = tables.metadata.tables["callback"]
_attempt = tables.metadata.tables["attempt"]
_users = tables.metadata.tables["user_account"]
_closer = _users.alias("closer")

_CLOSED = {
    "kept": "Promise kept",
    "rang_us": "They rang us",
    "letter": "Letter or e-mail instead",
    "unreachable": "Closed as unreachable",
    "do_not_call": "Asked not to be called",
    "not_needed": "Callback not needed",
    "duplicate": "Promised twice",
    "welfare_check": "Welfare check decided",
}
_SAFETY_KEPT = "Safety follow-up kept"


def _promises(*where: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            _callback,
            _users.c.name.label("promiser"),
            _closer.c.name.label("closer"),
        )
        .select_from(
            _callback.outerjoin(_users, _users.c.id == _callback.c.promised_by).outerjoin(
                _closer, _closer.c.id == _callback.c.closed_by
            )
        )
        .where(*where)
    )


_theirs = or_(
    _callback.c.person_id == bindparam("this_id"), _callback.c.subject_id == bindparam("this_id")
)
_unnamed = (_callback.c.number_id == bindparam("this_id"), _callback.c.person_id.is_(None))
OF_PERSON = _promises(_theirs)
OF_NUMBER = _promises(*_unnamed)
_ONE = _promises(_callback.c.id == bindparam("this_id"))
TRIES = (
    select(_attempt, _users.c.name.label("who"))
    .outerjoin(_users, _users.c.id == _attempt.c.user_id)
    .where(_attempt.c.callback_id.in_(bindparam("these", expanding=True)))
)


def of_person(conn: Connection, person_id: UUID) -> tuple[HistoryEntry, ...]:
    """Promises to ring this person or about them, with their tries."""
    return _entries(conn, OF_PERSON, person_id)


def of_number(conn: Connection, number_id: UUID) -> tuple[HistoryEntry, ...]:
    """Promises to this number with nobody named."""
    return _entries(conn, OF_NUMBER, number_id)


def of_callback(conn: Connection, callback_id: UUID) -> tuple[HistoryEntry, ...]:
    """One promise with its tries."""
    return _entries(conn, _ONE, callback_id)


def _entries(conn: Connection, query: Select[Any], this_id: UUID) -> tuple[HistoryEntry, ...]:
    promises = conn.execute(query, {"this_id": this_id}).mappings().all()
    if not promises:
        return ()
    tries: dict[UUID, list[RowMapping]] = defaultdict(list)
    for row in conn.execute(TRIES, {"these": [p["id"] for p in promises]}).mappings():
        tries[row["callback_id"]].append(row)
    entries: list[HistoryEntry] = []
    for promise in promises:
        entries.append(_promised(promise))
        in_order = sorted(tries[promise["id"]], key=lambda row: (row["at"], row["id"]))
        entries += [_tried(row, promise, count) for count, row in enumerate(in_order, start=1)]
        if promise["closed_at"] is not None:
            entries.append(_closed(promise))
    return tuple(entries)


def _promised(row: RowMapping) -> HistoryEntry:
    safety = row["kind"] == CallbackKind.SAFETY
    said = "Safety follow-up due" if safety else "Callback promised"
    when = f" for {_as_read_later(row['promised_wall'])}" if row["promised_wall"] else ""
    return HistoryEntry(
        kind="callback",
        id=row["id"],
        at=row["promised_at"],
        title=said if safety else f"{said}{when}",
        detail=sentences(row["promise"]),
        who=row["promiser"] or "",
        outcome=None,
        call_id=row["call_id"],
        callback_id=row["id"],
    )


def _as_read_later(wall: str) -> str:
    """A time as it was said; "today" was the day of the entry, not of whoever reads it."""
    return f"{wall.removeprefix('Today ')} the same day" if wall.startswith("Today ") else wall


def _closed(row: RowMapping) -> HistoryEntry:
    return HistoryEntry(
        kind="callback",
        id=row["id"],
        at=row["closed_at"],
        title=_closed_words(row),
        detail=sentences(row["resolution_note"]),
        who=row["closer"] or "",
        outcome=row["resolution"],
        call_id=row["call_id"],
        callback_id=row["id"],
    )


def _closed_words(row: RowMapping) -> str:
    if row["kind"] == CallbackKind.SAFETY and row["resolution"] == Resolution.KEPT:
        return _SAFETY_KEPT
    return _CLOSED.get(row["resolution"], "Callback closed")


def _tried(row: RowMapping, promise: RowMapping, count: int) -> HistoryEntry:
    return HistoryEntry(
        kind="attempt",
        id=row["id"],
        at=row["at"],
        title=result_words(AttemptResult(row["result"])),
        detail=sentences(row["note"]),
        who=row["who"] or "",
        outcome=row["result"],
        call_id=row["call_id"] or promise["call_id"],
        callback_id=promise["id"],
        aside=f"try {count}",
    )
