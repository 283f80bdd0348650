"""Open promises that a text means.

There are few open ones, so each is held against the text, soonest first, until there are enough.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from desktop.domain.due_groups import due_group
from desktop.domain.vocabulary import MilestoneKind, Reason
from desktop.services.callback_queue import OPEN
from desktop.services.called import called
from desktop.services.found import FoundCallback
from desktop.storage import note_index, tables
from desktop.storage.search import Digits

_of = tables.metadata.tables
_callback = _of["callback"]
_c = _callback.c
_person = _of["person"].alias("who")
_subject = _of["person"].alias("subject")
_number = _of["phone_number"]
_call = _of["call"]

_ROWS = select(
    _c.id,
    _c.promise,
    _c.reason,
    _c.due_at,
    _c.promised_zone,
    _c.milestone,
    _c.needs_decision,
    _c.person_id,
    _c.subject_id,
    _person.c.name.label("person_name"),
    _person.c.city,
    _person.c.zone,
    _subject.c.name.label("subject_name"),
    _call.c.speaker_name,
    _number.c.e164,
    _number.c.extension,
).select_from(
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
    ways: list[ColumnElement[bool]] = []
    if words:
        ways.append(and_(*(_has(conn.dialect.name, word) for word in words)))
    if digits is not None:
        ways.append(_number.c.reversed_digits.startswith(digits.end_reversed))
        if digits.start:
            ways.append(_number.c.e164.startswith(digits.start))
    if not ways:
        return ()
    query = _ROWS.where(OPEN, or_(*ways)).order_by(_c.due_at, _c.id).limit(limit)
    return tuple(
        FoundCallback(
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
        for row in conn.execute(query)
    )


def _has(dialect: str, word: str) -> ColumnElement[bool]:
    """A word of the promise, of its reason or of a name on it begins with ``word``, which has
    letters and digits only."""
    names = (_person.c.name_key, _subject.c.name_key, func.lower(_call.c.speaker_name))
    ways = [way for name in names for way in (name.startswith(word), name.contains(f" {word}"))]
    reasons = [each for each in Reason if any(w.startswith(word) for w in each.split("_"))]
    if reasons:
        ways.append(_c.reason.in_(reasons))
    if note_index.searchable([word]):
        ways.append(note_index.says(dialect, "callback", [word]))
    return or_(*ways)
