"""Promises that wait for a milestone: only for one that can still come, and never for ever.

A promise is looked at when it is made (:func:`may_wait`), and again at the end of every Change
that leaves one waiting (:func:`settle_waiting`): undo, reopening or merging may bring one back
whose milestone has happened meanwhile.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from desktop.domain.calling_hours import CallingHours
from desktop.domain.errors import Refused
from desktop.domain.suitable_hours import next_suitable
from desktop.domain.transition import TITLES, Course, due_because
from desktop.domain.vocabulary import CallbackState, MilestoneKind, Reason
from desktop.domain.waiting import WaitLimit, days_of
from desktop.domain.zones import Candidates
from desktop.services.changes import Writing
from desktop.services.course import read_course
from desktop.services.many_ids import some_at_a_time
from desktop.services.reach import reach, site_calendar, site_of_team
from desktop.services.transition_settings import TransitionChoices, read_choices
from desktop.storage import tables
from desktop.storage.prepared import Prepared

_person = tables.metadata.tables["person"]
_callback = tables.metadata.tables["callback"]
_subject = _person.alias("subject")
_GLANCE = (
    select(
        _callback.c.id,
        _callback.c.milestone,
        _callback.c.site_id,
        _callback.c.reason,
        _callback.c.due_at,
        _person.c.next_appointment_at.label("appointment"),
        _subject.c.next_appointment_at.label("subject_appointment"),
    )
    .outerjoin(_person, _person.c.id == _callback.c.person_id)
    .outerjoin(_subject, _subject.c.id == _callback.c.subject_id)
    .where(_callback.c.state == CallbackState.OPEN, _callback.c.milestone.is_not(None))
)
_WAITS = '"milestone":"'
"""How the image of a callback that waits tells it; see :mod:`desktop.services.images`."""
_APPOINTMENT = Prepared(
    select(_person.c.next_appointment_at).where(_person.c.id == bindparam("this_id"))
)


def may_wait(
    conn: Connection, milestone: MilestoneKind, site_id: UUID | None, course: Course | None = None
) -> None:
    """Raise :class:`Refused` for a milestone that has happened or cannot come any more."""
    course = course or read_course(conn)
    if course.live(milestone, site_id):
        return
    if milestone is not MilestoneKind.CLOSURE and course.called_off:
        raise Refused("The sale was called off, so this would wait for ever. Choose a time.")
    raise Refused(f"{TITLES[milestone]} has happened already. Choose a time instead.")


def latest_by_policy(
    conn: Connection,
    now: datetime,
    wanted: datetime,
    reason: Reason,
    people: Sequence[UUID | None],
    candidates: Candidates,
    hours: CallingHours,
    site_id: UUID,
) -> datetime:
    """``wanted``, or an earlier time where the policy lets a promise wait less long. ``people`` are
    whom it is for and whom it concerns: the nearest appointment of either counts."""
    limit = wait_limit(conn, now, reason, people)
    return limit.latest(wanted, now, candidates, hours, site_calendar(conn, site_id))


def wait_limit(
    conn: Connection, now: datetime, reason: Reason, people: Sequence[UUID | None]
) -> WaitLimit:
    """How long a promise for this reason to, or about, these people may wait."""
    choices = read_choices(conn)
    booked = [_appointment(conn, each) for each in dict.fromkeys(people) if each is not None]
    near = min((at for at in booked if at is not None and at > now), default=None)
    return WaitLimit(days_of(reason, choices.wait_days_by_reason, choices.wait_days), near)


def settle_waiting(writing: Writing, _user_id: UUID | None) -> None:
    """At the end of a Change: what it left waiting for nothing becomes due, and what it left
    waiting for too long gets the latest date of the policy."""
    touched = {
        item.record_id
        for item in writing.items
        if item.record == "callback" and item.after is not None and _WAITS in item.after
    }
    if not touched:
        return
    course, choices = read_course(writing.conn), read_choices(writing.conn)
    for some in some_at_a_time(touched):
        for each in writing.conn.execute(_GLANCE.where(_callback.c.id.in_(some))).all():
            if not _may_stay(each, course, choices, writing.now):
                row = writing.row("callback", each.id)
                columns = _settled(writing, row, course)
                if any(row[name] != value for name, value in columns.items()):
                    writing.update("callback", each.id, columns)


def _may_stay(row: Any, course: Course, choices: TransitionChoices, now: datetime) -> bool:
    """Whether a look is enough: its milestone can come, and its latest date is near."""
    if not course.live(MilestoneKind(row.milestone), row.site_id):
        return False
    days = days_of(Reason(row.reason), choices.wait_days_by_reason, choices.wait_days)
    booked = (row.appointment, row.subject_appointment)
    if any(at is not None and now < at <= row.due_at for at in booked):
        return False
    due_at: datetime = row.due_at
    return due_at <= now + timedelta(days=days)


def due_columns(kind: MilestoneKind, cause: MilestoneKind, due_at: datetime) -> dict[str, Any]:
    """The columns of a promise that waited for ``kind`` and is due because of ``cause``."""
    return {
        "milestone": None,
        "waited_on": kind,
        "due_why": due_because(cause),
        "due_at": due_at,
    }


def _settled(writing: Writing, row: dict[str, Any], course: Course) -> dict[str, Any]:
    kind = MilestoneKind(row["milestone"])
    site_id = site_of_team(writing.conn, row["owner_team_id"])
    said_zone = row["promised_zone"] if row["zone_certain"] else None
    reached = reach(writing.conn, row["person_id"], row["number_id"], site_id, said_zone)
    sides = reached.candidates, reached.hours
    due_at: datetime = row["due_at"]
    if not course.live(kind, row["site_id"]):
        off = kind is not MilestoneKind.CLOSURE and course.called_off
        cause = MilestoneKind.CALLED_OFF if off else kind
        soon = next_suitable(writing.now, *sides, reached.site)
        return due_columns(kind, cause, min(due_at, soon))
    people = (row["person_id"], row["subject_id"])
    reason = Reason(row["reason"])
    latest = latest_by_policy(writing.conn, writing.now, due_at, reason, people, *sides, site_id)
    return {"due_at": latest}


def _appointment(conn: Connection, person_id: UUID) -> datetime | None:
    row = _APPOINTMENT.first(conn, {"this_id": person_id})
    return row[0] if row else None
