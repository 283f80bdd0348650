"""What the desk sees of people at a glance: who uses a number, what is open, who may speak."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, RowMapping, bindparam, literal_column, or_, select

from desktop.domain.vocabulary import (
    MilestoneKind,
    NumberKind,
    Reason,
    Relation,
    RestrictionKind,
    Scope,
)
from desktop.storage import tables

_person = tables.metadata.tables["person"]
_uses = tables.metadata.tables["person_number"]
_callback = tables.metadata.tables["callback"]
_may_speak = tables.metadata.tables["permission_to_speak"]
_restriction = tables.metadata.tables["restriction"]
_subject = _person.alias("subject")
_speaker = _person.alias("speaker")


@dataclass(frozen=True, slots=True)
class RestrictionRow:
    """What binds the desk whenever it reaches out to somebody."""

    id: UUID
    kind: RestrictionKind
    note: str


@dataclass(frozen=True, slots=True)
class PermissionRow:
    """The speaker may speak for the subject about ``scope`` until a day, that day included (none:
    open). ``is_valid``: neither run out nor taken back."""

    id: UUID
    speaker_id: UUID
    speaker_name: str
    subject_id: UUID
    subject_name: str
    relation: Relation
    scope: Scope
    source: str
    until: date | None
    is_valid: bool


@dataclass(frozen=True, slots=True)
class SpeaksForRef:
    """Somebody this person may speak for today."""

    person_id: UUID
    name: str
    scope: Scope
    until: date | None


class NextPromise(NamedTuple):
    """The open callback that is due first: when, why, the zone it was said in, and what it waits
    for, until ``due_at`` at the latest."""

    due_at: datetime
    reason: Reason
    zone: str
    milestone: MilestoneKind | None


@dataclass(frozen=True, slots=True)
class PersonMatch:
    """One of the people who use a number. The open callbacks are those to ring them or about
    them; ``next_promise`` is the one due first."""

    person_id: UUID
    name: str
    kind: str
    city: str | None
    site_id: UUID | None
    language: str
    interpreter: bool
    number_kind: NumberKind
    open_callbacks: int
    next_promise: NextPromise | None
    speaks_for: tuple[SpeaksForRef, ...]


_USERS = (
    select(
        _person.c.id,
        _person.c.name,
        _person.c.kind,
        _person.c.city,
        _person.c.site_id,
        _person.c.language,
        _person.c.interpreter,
        _uses.c.kind.label("number_kind"),
        _uses.c.id.label("use"),
    )
    .select_from(_uses.join(_person, _person.c.id == _uses.c.person_id))
    .where(_uses.c.number_id.in_(bindparam("these_numbers", expanding=True)))
)
_OPEN = select(
    _callback.c.person_id,
    _callback.c.subject_id,
    _callback.c.due_at,
    _callback.c.reason,
    _callback.c.promised_zone,
    _callback.c.milestone,
).where(
    _callback.c.state == literal_column("'open'"),
    or_(
        _callback.c.person_id.in_(bindparam("these_people", expanding=True)),
        _callback.c.subject_id.in_(bindparam("these_people", expanding=True)),
    ),
)
_PERMISSIONS = (
    select(_may_speak, _speaker.c.name.label("speaker"), _subject.c.name.label("subject"))
    .join(_speaker, _speaker.c.id == _may_speak.c.speaker_id)
    .join(_subject, _subject.c.id == _may_speak.c.subject_id)
)
_SPOKEN_BY = _PERMISSIONS.where(
    _may_speak.c.speaker_id.in_(bindparam("these_people", expanding=True))
)
_SPOKEN_FOR = _PERMISSIONS.where(_may_speak.c.subject_id == bindparam("this_person"))
_RESTRICTIONS = select(_restriction).where(_restriction.c.person_id == bindparam("this_person"))


def matches(conn: Connection, number_ids: Sequence[UUID], today: date) -> tuple[PersonMatch, ...]:
    """The people who use these numbers, in the order in which they were written down."""
    if not number_ids:
        return ()
    people: dict[UUID, RowMapping] = {}
    users = conn.execute(_USERS, {"these_numbers": number_ids}).mappings()
    for row in sorted(users, key=lambda user: user["use"]):
        people.setdefault(row["id"], row)
    if not people:
        return ()
    open_promises = _open_promises(conn, list(people))
    spoken_for: dict[UUID, list[SpeaksForRef]] = defaultdict(list)
    for given in permissions_of_speakers(conn, list(people), today):
        if given.is_valid:
            spoken_for[given.speaker_id].append(
                SpeaksForRef(given.subject_id, given.subject_name, given.scope, given.until)
            )
    return tuple(
        _match(row, open_promises[person_id], spoken_for[person_id])
        for person_id, row in people.items()
    )


def permissions_of_speakers(
    conn: Connection, speaker_ids: Sequence[UUID], today: date
) -> tuple[PermissionRow, ...]:
    """For whom these people may speak, or might until it ran out."""
    rows = conn.execute(_SPOKEN_BY, {"these_people": speaker_ids}).mappings()
    return _permissions(rows, today)


def permissions_about(conn: Connection, subject_id: UUID, today: date) -> tuple[PermissionRow, ...]:
    """Who may speak for this person, or might until it ran out."""
    return _permissions(conn.execute(_SPOKEN_FOR, {"this_person": subject_id}).mappings(), today)


def restrictions_of(conn: Connection, person_id: UUID) -> tuple[RestrictionRow, ...]:
    """What binds the desk whenever it reaches out to this person."""
    rows = conn.execute(_RESTRICTIONS, {"this_person": person_id})
    found = (RestrictionRow(row.id, RestrictionKind(row.kind), row.note) for row in rows)
    return tuple(sorted(found, key=lambda restriction: restriction.id))


def next_promise(row: Any) -> NextPromise:
    """From the columns of a callback."""
    milestone = MilestoneKind(row.milestone) if row.milestone else None
    return NextPromise(row.due_at, Reason(row.reason), row.promised_zone, milestone)


def due_first(promises: Iterable[NextPromise]) -> NextPromise | None:
    """The one that is due first."""
    return min(promises, key=lambda promise: promise.due_at, default=None)


def _open_promises(conn: Connection, people: Sequence[UUID]) -> dict[UUID, list[NextPromise]]:
    found: dict[UUID, list[NextPromise]] = defaultdict(list)
    for row in conn.execute(_OPEN, {"these_people": people}):
        for person_id in {row.person_id, row.subject_id} - {None}:
            found[person_id].append(next_promise(row))
    return found


def _match(
    row: RowMapping, promises: list[NextPromise], speaks_for: list[SpeaksForRef]
) -> PersonMatch:
    return PersonMatch(
        person_id=row["id"],
        name=row["name"],
        kind=row["kind"],
        city=row["city"],
        site_id=row["site_id"],
        language=row["language"],
        interpreter=row["interpreter"],
        number_kind=NumberKind(row["number_kind"]),
        open_callbacks=len(promises),
        next_promise=due_first(promises),
        speaks_for=tuple(speaks_for),
    )


def _permissions(rows: Iterable[RowMapping], today: date) -> tuple[PermissionRow, ...]:
    """In the order in which they were written down: few, so no engine has to sort them."""
    return tuple(sorted((_permission(row, today) for row in rows), key=lambda given: given.id))


def _permission(row: RowMapping, today: date) -> PermissionRow:
    until: Any = row["until"]
    return PermissionRow(
        id=row["id"],
        speaker_id=row["speaker_id"],
        speaker_name=row["speaker"],
        subject_id=row["subject_id"],
        subject_name=row["subject"],
        relation=Relation(row["relation"]),
        scope=Scope(row["scope"]),
        source=row["source"],
        until=until,
        is_valid=row["revoked_at"] is None and (until is None or until >= today),
    )
