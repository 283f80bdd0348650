"""Open promises that a text means.

There are few open ones, so each is held against the text, soonest first, until there are enough.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    String,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
)

from desktop.domain.due_groups import due_group
from desktop.domain.vocabulary import MilestoneKind, Reason
from desktop.services.callback_queue import OPEN
from desktop.services.called import called
from desktop.services.found import FoundCallback
from desktop.storage import note_index, tables
from desktop.storage.prepared import Prepared
from desktop.storage.search import Digits

_of = tables.metadata.tables
_callback = _of["callback"]
_c = _callback.c
_person = _of["person"].alias("who")
_subject = _of["person"].alias("subject")
_number = _of["phone_number"]
_call = _of["call"]


class _Row(NamedTuple):
    id: UUID
    promise: str
    reason: str
    due_at: datetime
    promised_zone: str
    milestone: str | None
    needs_decision: bool
    person_id: UUID | None
    subject_id: UUID | None
    person_name: str | None
    city: str | None
    zone: str | None
    subject_name: str | None
    speaker_name: str | None
    e164: str | None
    extension: str | None


_COLUMNS = (
    *(_c[name] for name in _Row._fields[:9]),
    _person.c.name,
    _person.c.city,
    _person.c.zone,
    _subject.c.name,
    _call.c.speaker_name,
    _number.c.e164,
    _number.c.extension,
)
_JOINED = (
    _callback.outerjoin(_person, _person.c.id == _c.person_id)
    .outerjoin(_subject, _subject.c.id == _c.subject_id)
    .outerjoin(_number, _number.c.id == _c.number_id)
    .outerjoin(_call, _call.c.id == _c.call_id)
)


def callbacks_found(
    conn: Connection, words: Sequence[str], digits: Digits | None, now: datetime, limit: int
) -> tuple[FoundCallback, ...]:
    """Open promises, soonest first, whose words, reason and people have, together, all of ``words``
    (the beginnings are enough), or whose number begins or ends with ``digits``."""
    if not words and digits is None:
        return ()
    dialect = conn.dialect.name
    noted = tuple(bool(note_index.searchable([word])) for word in words)
    values: dict[str, object] = {"most": limit}
    for place, word in enumerate(words):
        values[f"word_{place}"] = word
        values[f"reasons_{place}"] = " ".join(_reasons(word))
        if noted[place]:
            values[f"query_{place}"] = note_index.query(dialect, [word])
    if digits is not None:
        values["ending"], values["start"] = digits.end_reversed, digits.start or digits.end_reversed
    rows = _statement(dialect, noted, digits is not None).rows(conn, values)
    return tuple(_found(_Row._make(row), now) for row in rows)


@cache
def _statement(dialect: str, noted: tuple[bool, ...], has_digits: bool) -> Prepared:
    """For so many words, of which these are looked for in promises too. Building it takes longer
    than running it."""
    ways: list[ColumnElement[bool]] = []
    if noted:
        ways.append(and_(*(_has(dialect, place, also) for place, also in enumerate(noted))))
    if has_digits:
        ways.append(_number.c.reversed_digits.startswith(_text("ending")))
        ways.append(_number.c.e164.startswith(_text("start")))
    return Prepared(
        select(*_COLUMNS)
        .select_from(_JOINED)
        .where(OPEN, or_(*ways))
        .order_by(_c.due_at, _c.id)
        .limit(bindparam("most"))
    )


def _has(dialect: str, place: int, noted: bool) -> ColumnElement[bool]:
    """A word of the promise, of its reason or of a name on it begins with the word in this place,
    which has letters and digits only."""
    names = (_person.c.name_key, _subject.c.name_key, func.lower(_call.c.speaker_name))
    word = _text(f"word_{place}")
    ways = [
        way
        for name in names
        for way in (name.startswith(word), name.contains(literal(" ").concat(word)))
    ]
    ways.append(_text(f"reasons_{place}").contains(_c.reason))
    if noted:
        ways.append(note_index.answers(dialect, "callback", _text(f"query_{place}")))
    return or_(*ways)


def _text(mark: str) -> BindParameter[str]:
    return bindparam(mark, type_=String())


def _reasons(word: str) -> Iterator[Reason]:
    """Reasons of whose name the word begins a word."""
    return (each for each in Reason if any(part.startswith(word) for part in each.split("_")))


def _found(row: _Row, now: datetime) -> FoundCallback:
    return FoundCallback(
        id=row.id,
        name=called(row.person_name, row.speaker_name, row.e164, row.extension),
        promise=row.promise,
        reason=Reason(row.reason),
        place=row.city or "",
        subject_name=(row.subject_name or "") if row.subject_id != row.person_id else "",
        due_at=row.due_at,
        zone=row.zone or row.promised_zone,
        group=due_group(row.due_at, now, row.milestone is not None, row.needs_decision),
        milestone=MilestoneKind(row.milestone) if row.milestone else None,
    )
