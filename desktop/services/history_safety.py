"""The Safety cards of a history."""

from collections import Counter
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, or_, select

from desktop.domain.vocabulary import SafetyBranch, SafetyEnding, SafetyStepKind
from desktop.services.history_entry import HistoryEntry, sentences
from desktop.storage import tables

_event = tables.metadata.tables["safety_event"]
_step = tables.metadata.tables["safety_step"]
_users = tables.metadata.tables["user_account"]

BRANCH_WORDS = {
    SafetyBranch.SUICIDE: "Thinking about suicide",
    SafetyBranch.DANGER_NOW: "Danger now",
    SafetyBranch.HURT: "Hurt or not waking",
    SafetyBranch.THREATS: "Threats",
}
ENDING_WORDS = {
    SafetyEnding.WITH_988: "With 988",
    SafetyEnding.HELP_COMING: "Help on the way",
    SafetyEnding.SAFE_FOR_NOW: "Safe for now",
    SafetyEnding.DROPPED: "Call dropped",
}


def _events(*where: ColumnElement[bool]) -> Select[Any]:
    return (
        select(_event, _users.c.name.label("who"))
        .outerjoin(_users, _users.c.id == _event.c.user_id)
        .where(*where)
    )


OF_PERSON = _events(
    or_(_event.c.person_id == bindparam("this_id"), _event.c.subject_id == bindparam("this_id"))
)
OF_NUMBER = _events(
    _event.c.number_id == bindparam("this_id"),
    _event.c.person_id.is_(None),
    _event.c.subject_id.is_(None),
)
OF_CALLBACK = _events(_event.c.follow_up_id == bindparam("this_id"))
_DONE = (
    select(_step.c.event_id, func.count())
    .where(_step.c.event_id.in_(bindparam("these", expanding=True)), _step.c.done.is_(True))
    .group_by(_step.c.event_id)
)


def of_person(conn: Connection, person_id: UUID) -> tuple[HistoryEntry, ...]:
    """Safety cards used for this person, or about them."""
    return _entries(conn, OF_PERSON, person_id)


def of_number(conn: Connection, number_id: UUID) -> tuple[HistoryEntry, ...]:
    """Safety cards used for this number with nobody named."""
    return _entries(conn, OF_NUMBER, number_id)


def of_callback(conn: Connection, callback_id: UUID) -> tuple[HistoryEntry, ...]:
    """The Safety cards behind a follow-up."""
    return _entries(conn, OF_CALLBACK, callback_id)


def _entries(conn: Connection, query: Select[Any], this_id: UUID) -> tuple[HistoryEntry, ...]:
    rows = conn.execute(query, {"this_id": this_id}).all()
    if not rows:
        return ()
    done: Counter[UUID] = Counter()
    for event_id, count in conn.execute(_DONE, {"these": [row.id for row in rows]}):
        done[event_id] = count
    return tuple(
        HistoryEntry(
            kind="safety",
            id=row.id,
            at=row.saved_at,
            title="Safety card used",
            detail=sentences(
                BRANCH_WORDS[SafetyBranch(row.branch)] if row.branch else "",
                ENDING_WORDS[SafetyEnding(row.ending)] if row.ending else "",
                row.note,
                f"Struck: {row.struck_reason}" if row.struck_reason is not None else "",
            ),
            who=row.who or "",
            outcome=row.ending,
            call_id=row.call_id,
            callback_id=row.follow_up_id,
            aside=f"{done[row.id]} of {len(SafetyStepKind)} steps",
        )
        for row in rows
    )
