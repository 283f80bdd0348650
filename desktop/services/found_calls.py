"""The newest calls that a text means."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Connection, Select, bindparam, func, select

from desktop.domain.vocabulary import CallOutcome, Direction
from desktop.services.called import called
from desktop.services.found import FoundCall
from desktop.services.found_people import people_named
from desktop.storage import note_index, search, tables
from desktop.storage.newest_notes import newest

_call = tables.metadata.tables["call"]
_number = tables.metadata.tables["phone_number"]
_speaker = tables.metadata.tables["person"].alias("speaker")
_subject = tables.metadata.tables["person"].alias("subject")

_PEOPLE = 5
"""People of that name whose calls are looked at."""


def _calls() -> Select[Any]:
    return select(
        _call.c.id,
        _call.c.notes,
        _call.c.direction,
        _call.c.outcome,
        _call.c.started_at,
        _call.c.speaker_id,
        _call.c.subject_id,
        _call.c.speaker_name.label("typed_name"),
        _speaker.c.name.label("speaker_name"),
        func.coalesce(_subject.c.name, _call.c.subject_name).label("about"),
        _number.c.e164,
        _number.c.extension,
    ).select_from(
        _call.outerjoin(_number, _number.c.id == _call.c.number_id)
        .outerjoin(_speaker, _speaker.c.id == _call.c.speaker_id)
        .outerjoin(_subject, _subject.c.id == _call.c.subject_id)
    )


def _newest(column: Column[Any]) -> Select[Any]:
    """Along the index of ``column``, newest first."""
    return (
        _calls()
        .where(column == bindparam("this_id"))
        .order_by(_call.c.started_at.desc())
        .limit(bindparam("most"))
    )


_WRITTEN = _calls().where(_call.c.seq.in_(bindparam("these", expanding=True)))
SPOKE = _newest(_call.c.speaker_id)
ABOUT = _newest(_call.c.subject_id)
FROM = _newest(_call.c.number_id)


def calls_found(
    conn: Connection, words: Sequence[str], digits: search.Digits | None, limit: int
) -> tuple[FoundCall, ...]:
    """Calls, newest first: whose notes say ``words``, of people so called, from such numbers."""
    found: dict[UUID, Any] = {}

    def keep(query: Select[Any], **values: Any) -> None:
        for row in conn.execute(query, values):
            found[row.id] = row

    wanted = note_index.searchable(words)
    if wanted:
        written = newest(conn, "call", wanted, limit)
        if written:
            keep(_WRITTEN, these=written)
        for person in people_named(conn, words, _PEOPLE):
            for query in (SPOKE, ABOUT):
                keep(query, this_id=person.person_id, most=limit)
    if digits is not None:
        for number in search.numbers_by_digits(conn, digits, _PEOPLE):
            keep(FROM, this_id=number.number_id, most=limit)
    latest = sorted(found.values(), key=lambda row: (row.started_at, row.id), reverse=True)
    return tuple(map(_found, latest[:limit]))


def _found(row: Any) -> FoundCall:
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
