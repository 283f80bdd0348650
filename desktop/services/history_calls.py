"""The calls of a history, and the words told on them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    bindparam,
    func,
    literal_column,
    or_,
    select,
)

from desktop.domain.vocabulary import CallOutcome, Direction
from desktop.services.history_entry import HistoryEntry, Window, sentences
from desktop.services.missed_again import calls_of_promise
from desktop.storage import tables

_call = tables.metadata.tables["call"]
_reason = tables.metadata.tables["call_reason"]
_callback = tables.metadata.tables["callback"]
_disclosure = tables.metadata.tables["disclosure"]
_statement = tables.metadata.tables["statement"]
_users = tables.metadata.tables["user_account"]
_speaker = tables.metadata.tables["person"].alias("speaker")
_subject = tables.metadata.tables["person"].alias("subject")

_NO_TALK = {
    CallOutcome.MISSED: "Missed call",
    CallOutcome.HUNG_UP: "Hung up",
    CallOutcome.WRONG_NUMBER: "Wrong number",
    CallOutcome.SPAM: "Spam call",
}


def _calls(*where: ColumnElement[bool]) -> Select[Any]:
    """Calls in a window, newest first, each arm along its own index."""
    return (
        select(
            _call.c.id,
            _call.c.started_at,
            _call.c.direction,
            _call.c.outcome,
            _call.c.notes,
            _call.c.speaker_id,
            _call.c.subject_id,
            func.coalesce(_speaker.c.name, _call.c.speaker_name).label("speaker"),
            func.coalesce(_subject.c.name, _call.c.subject_name).label("subject"),
            _users.c.name.label("who"),
        )
        .select_from(
            _call.outerjoin(_speaker, _speaker.c.id == _call.c.speaker_id)
            .outerjoin(_subject, _subject.c.id == _call.c.subject_id)
            .outerjoin(_users, _users.c.id == _call.c.user_id)
        )
        .where(
            *where,
            _call.c.started_at <= bindparam("at"),
            or_(_call.c.started_at < bindparam("at"), _call.c.id < bindparam("last_id")),
        )
        .order_by(_call.c.started_at.desc(), _call.c.id.desc())
        .limit(bindparam("most"))
    )


_spoke = _call.c.speaker_id == bindparam("this_id")
_about_only = (
    _call.c.subject_id == bindparam("this_id"),
    or_(_call.c.speaker_id.is_(None), _call.c.speaker_id != bindparam("this_id")),
)
SPOKEN = _calls(_spoke)
ABOUT = _calls(*_about_only)
UNNAMED = _calls(
    _call.c.number_id == bindparam("this_id"),
    _call.c.speaker_id.is_(None),
    _call.c.subject_id.is_(None),
)
_GAVE = _calls(
    _call.c.id
    == select(_callback.c.call_id).where(_callback.c.id == bindparam("this_id")).scalar_subquery()
)
_THESE = _calls(_call.c.id.in_(bindparam("these_calls", expanding=True)))
_REASONS = select(_reason).where(_reason.c.call_id.in_(bindparam("these_calls", expanding=True)))
TOLD = (
    select(
        _disclosure.c.id,
        _disclosure.c.told_at,
        _disclosure.c.call_id,
        _disclosure.c.told_id,
        _disclosure.c.subject_id,
        _disclosure.c.struck_reason,
        _statement.c.number,
        _speaker.c.name.label("told"),
        _subject.c.name.label("subject"),
        _users.c.name.label("who"),
    )
    .select_from(
        _disclosure.join(_statement, _statement.c.id == _disclosure.c.statement_id)
        .outerjoin(_speaker, _speaker.c.id == _disclosure.c.told_id)
        .outerjoin(_subject, _subject.c.id == _disclosure.c.subject_id)
        .outerjoin(_users, _users.c.id == _disclosure.c.user_id)
    )
    .where(
        or_(
            _disclosure.c.told_id == bindparam("this_id"),
            _disclosure.c.subject_id == bindparam("this_id"),
        )
    )
)


def _counted(*where: ColumnElement[bool]) -> Select[Any]:
    rows: Select[Any] = select(literal_column("1")).select_from(_call).where(*where)
    return select(func.count()).select_from(rows.limit(bindparam("most")).subquery())


_COUNT_SPOKEN = _counted(_spoke)
_COUNT_ABOUT = _counted(*_about_only)


def of_person(conn: Connection, person_id: UUID, window: Window) -> tuple[HistoryEntry, ...]:
    """Calls on which this person spoke, or which were about them."""
    bounds = {"this_id": person_id, **window.bounds}
    spoken = conn.execute(SPOKEN, bounds).mappings().all()
    about = conn.execute(ABOUT, bounds).mappings().all()
    return _entries(conn, (*spoken, *about), person_id)


def of_number(conn: Connection, number_id: UUID, window: Window) -> tuple[HistoryEntry, ...]:
    """Calls from this number with nobody named."""
    bounds = {"this_id": number_id, **window.bounds}
    return _entries(conn, conn.execute(UNNAMED, bounds).mappings().all(), None)


def of_callback(conn: Connection, callback_id: UUID, window: Window) -> tuple[HistoryEntry, ...]:
    """The call on which a promise was given, if any, and those on which they rang again."""
    bounds = {"this_id": callback_id, **window.bounds}
    gave = _entries(conn, conn.execute(_GAVE, bounds).mappings().all(), None)
    further = {"these_calls": calls_of_promise(conn, callback_id), **window.bounds}
    again = _entries(conn, conn.execute(_THESE, further).mappings().all(), None)
    return (*gave, *(replace(entry, aside="rang again") for entry in again))


def count_of_person(conn: Connection, person_id: UUID, most: int) -> int:
    """How many calls :func:`of_person` has, counted up to ``most`` for each side."""
    bounds = {"this_id": person_id, "most": most}
    spoken: int = conn.execute(_COUNT_SPOKEN, bounds).scalar_one()
    about: int = conn.execute(_COUNT_ABOUT, bounds).scalar_one()
    return spoken + about


def told(conn: Connection, person_id: UUID) -> tuple[HistoryEntry, ...]:
    """What this person was told, and what others were told about them."""
    rows = conn.execute(TOLD, {"this_id": person_id}).mappings()
    return tuple(map(_told_entry, rows))


def _entries(
    conn: Connection, rows: Sequence[RowMapping], seen_from: UUID | None
) -> tuple[HistoryEntry, ...]:
    reasons: dict[UUID, list[str]] = defaultdict(list)
    if rows:
        found = conn.execute(_REASONS, {"these_calls": [row["id"] for row in rows]})
        for row in sorted(found, key=lambda reason: reason.position):
            reasons[row.call_id].append(row.reason.replace("_", " ").capitalize())
    return tuple(
        HistoryEntry(
            kind="call",
            id=row["id"],
            at=row["started_at"],
            title=_title(row, seen_from),
            detail=sentences(", ".join(reasons[row["id"]]), row["notes"]),
            who=row["who"] or "",
            outcome=row["outcome"],
            call_id=row["id"],
            callback_id=None,
        )
        for row in rows
    )


def _title(row: Mapping[Any, Any], seen_from: UUID | None) -> str:
    """ "Called in"; "Rowan called about Juniper" when one spoke for the other."""
    if row["outcome"] in _NO_TALK:
        return _NO_TALK[row["outcome"]]
    out = row["direction"] == Direction.OUT
    same = row["speaker_id"] is not None and row["speaker_id"] == row["subject_id"]
    if same or not row["subject"]:
        return "Called out" if out else "Called in"
    whom = _first_name(row["subject"])
    speaker = _first_name(row["speaker"] or "Somebody")
    if out:
        return f"Rang {speaker} about {whom}"
    if seen_from is not None and row["speaker_id"] == seen_from:
        return f"Called about {whom}"
    return f"{speaker} called about {whom}"


def _told_entry(row: RowMapping) -> HistoryEntry:
    title = f"Told statement v{row['number']}"
    detail = ""
    if row["told_id"] != row["subject_id"] and row["told"] and row["subject"]:
        whom, about = _first_name(row["told"]), _first_name(row["subject"])
        title = f"Told {whom} statement v{row['number']}"
        detail = f"Told to {whom}, not to {about}."
    if row["struck_reason"] is not None:
        detail = sentences(detail, f"Struck: {row['struck_reason']}")
    return HistoryEntry(
        kind="disclosure",
        id=row["id"],
        at=row["told_at"],
        title=title,
        detail=detail,
        who=row["who"] or "",
        outcome=None,
        call_id=row["call_id"],
        callback_id=None,
    )


def _first_name(name: str) -> str:
    return name.partition(" ")[0]
