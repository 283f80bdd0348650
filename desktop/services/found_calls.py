"""The newest calls that a text means."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Column, Connection, Select, bindparam, func, select

from desktop.domain.vocabulary import CallOutcome, Direction
from desktop.services.called import called
from desktop.services.found import FoundCall
from desktop.services.found_people import people_named
from desktop.storage import note_index, search, tables
from desktop.storage.newest_notes import newest
from desktop.storage.prepared import Prepared

_call = tables.metadata.tables["call"]
_number = tables.metadata.tables["phone_number"]
_speaker = tables.metadata.tables["person"].alias("speaker")
_subject = tables.metadata.tables["person"].alias("subject")

_PEOPLE = 5
"""People of that name whose calls are looked at."""


class _Row(NamedTuple):
    id: UUID
    notes: str
    direction: str
    outcome: str | None
    started_at: datetime
    speaker_id: UUID | None
    subject_id: UUID | None
    typed_name: str | None
    speaker_name: str | None
    about: str | None
    e164: str | None
    extension: str | None


def _calls() -> Select[Any]:
    """The columns of :class:`_Row`."""
    return select(
        *(_call.c[name] for name in _Row._fields[:7]),
        _call.c.speaker_name,
        _speaker.c.name,
        func.coalesce(_subject.c.name, _call.c.subject_name),
        _number.c.e164,
        _number.c.extension,
    ).select_from(
        _call.outerjoin(_number, _number.c.id == _call.c.number_id)
        .outerjoin(_speaker, _speaker.c.id == _call.c.speaker_id)
        .outerjoin(_subject, _subject.c.id == _call.c.subject_id)
    )


def _newest(column: Column[Any]) -> Prepared:
    """Along the index of ``column``, newest first."""
    return Prepared(
        _calls()
        .where(column == bindparam("this_id"))
        .order_by(_call.c.started_at.desc())
        .limit(bindparam("most"))
    )


_WRITTEN = Prepared(_calls().where(_call.c.seq == bindparam("this_seq")))
_SPOKE = _newest(_call.c.speaker_id)
_ABOUT = _newest(_call.c.subject_id)
_FROM = _newest(_call.c.number_id)


def calls_found(
    conn: Connection, words: Sequence[str], digits: search.Digits | None, limit: int
) -> tuple[FoundCall, ...]:
    """Calls, newest first: whose notes say ``words``, of people so called, from such numbers."""
    found: dict[UUID, _Row] = {}

    def keep(query: Prepared, **values: Any) -> None:
        for row in query.rows(conn, values):
            found[row[0]] = _Row._make(row)

    wanted = note_index.searchable(words)
    if wanted:
        for seq in newest(conn, "call", wanted, limit):
            keep(_WRITTEN, this_seq=seq)
        for person in people_named(conn, words, _PEOPLE):
            keep(_SPOKE, this_id=person.person_id, most=limit)
            keep(_ABOUT, this_id=person.person_id, most=limit)
    if digits is not None:
        for number in search.numbers_by_digits(conn, digits, _PEOPLE):
            keep(_FROM, this_id=number.number_id, most=limit)
    latest = sorted(found.values(), key=lambda row: (row.started_at, row.id), reverse=True)
    return tuple(map(_found, latest[:limit]))


def _found(row: _Row) -> FoundCall:
    same = row.speaker_id is not None and row.speaker_id == row.subject_id
    return FoundCall(
        id=row.id,
        name=called(row.speaker_name, row.typed_name, row.e164, row.extension),
        subject_name="" if same else row.about or "",
        notes=row.notes,
        direction=Direction(row.direction),
        outcome=CallOutcome(row.outcome) if row.outcome else None,
        started_at=row.started_at,
    )
