"""The trail as rows of a file: one for each record that was written, and for each event."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, func, literal, null, or_, select, union_all

from desktop.domain.audit import EVENTS_OF, AuditKind
from desktop.export.table import Meaning
from desktop.services.actor import Actor
from desktop.services.audit_filter import AuditFilter, filter_words
from desktop.services.exportable import Column, Exportable, Preset, typed, word
from desktop.services.holds import kept_back
from desktop.services.once_theirs import names, once_theirs
from desktop.services.person_records import records_of
from desktop.services.undo import EXPORT
from desktop.storage import tables
from desktop.storage.plain_values import digits_of, seconds_of

_of = tables.metadata.tables
_change, _item, _event = _of["change"], _of["change_item"], _of["audit_event"]
_user, _desk = _of["user_account"], _of["desk"]

_written = select(
    _change.c.seq,
    _item.c.position,
    _change.c.at,
    _change.c.user_id,
    _change.c.desk_id,
    _change.c.action,
    _item.c.record,
    _item.c.record_id,
    _item.c.before,
    _item.c.after,
    _change.c.chain_number,
    _change.c.hash,
    literal(False).label("is_event"),
).join(_item, _item.c.change_id == _change.c.id)
_noted = select(
    _event.c.seq,
    literal(0).label("position"),
    _event.c.at,
    _event.c.user_id,
    _event.c.desk_id,
    _event.c.action,
    _event.c.record,
    _event.c.record_id,
    null().label("before"),
    _event.c.details.label("after"),
    _event.c.chain_number,
    _event.c.hash,
    literal(True).label("is_event"),
)
_trail = union_all(_written, _noted).subquery("trail")
_t = _trail.c

_JOINED = _trail.outerjoin(_user, _user.c.id == _t.user_id).outerjoin(
    _desk, _desk.c.id == _t.desk_id
)


def _at(dialect: str) -> ColumnElement[Any]:
    return seconds_of(_t.at, dialect)


_COLUMNS = (
    Column("number", "Running number", Meaning.COUNT, lambda _d: _t.seq),
    Column("at", "When (desk time)", Meaning.LOCAL_TIME, _at),
    Column("at_utc", "When (UTC)", Meaning.UTC_TIME, _at),
    typed("who", "Who", _user.c.name),
    typed("desk", "Desk", _desk.c.name),
    word("action", "What", _t.action),
    word("record", "Record", _t.record),
    Column("record_id", "Record identity", Meaning.WORD, lambda d: digits_of(_t.record_id, d)),
    typed("before", "Before", _t.before, personal=True),
    typed("after", "After", _t.after, personal=True),
    Column("chain_number", "Number in the desk’s chain", Meaning.COUNT, lambda _d: _t.chain_number),
)


def _conditions(
    conn: Connection, _actor: Actor, asked: AuditFilter, _now: datetime
) -> Sequence[ColumnElement[bool]]:
    found = list(_left_out(conn))
    exports = _t.action.startswith(EXPORT, autoescape=True)
    if asked.kind is not None and asked.kind in EVENTS_OF:
        found += [_t.is_event.is_(True), _t.action.in_(sorted(EVENTS_OF[asked.kind]))]
    elif asked.kind is not None:
        taken = exports if asked.kind is AuditKind.TAKEN else ~exports
        found += [_t.is_event.is_(False), taken]
    if asked.user_id is not None:
        found.append(_t.user_id == asked.user_id)
    if asked.since is not None:
        found.append(_t.at >= asked.since)
    if asked.until is not None:
        found.append(_t.at < asked.until)
    if asked.person_id is not None:
        found.append(or_(*_about(conn, asked.person_id)))
    return found


def _left_out(conn: Connection) -> Iterator[ColumnElement[bool]]:
    """That somebody did something stays; what it was about does not go."""
    for person_id in sorted(kept_back(conn)):
        for about in _about(conn, person_id):
            # Neither column need say anything; then it is not about them.
            yield ~func.coalesce(about, False)


def _about(conn: Connection, person_id: UUID) -> Iterator[ColumnElement[bool]]:
    """That a row is about somebody: a record that is theirs, or one whose images name them. One
    that is gone, or somebody else's by now, is known by those alone."""
    theirs = records_of(conn, person_id)
    for found in (theirs, once_theirs(conn, theirs)):
        for ids in found.values():
            yield _t.record_id.in_(sorted(ids))
    for image in (_t.before, _t.after):
        yield names(theirs["person"], image)


AUDIT: Exportable[AuditFilter] = Exportable(
    what="audit",
    one="entry",
    many="entries of the trail",
    columns=_COLUMNS,
    joined=_JOINED,
    order=(_t.seq, _t.position),
    presets=(
        Preset(
            "who_and_when",
            "Who did what, and when: nobody else is named",
            ("number", "at", "who", "desk", "action", "record"),
        ),
    ),
    conditions=_conditions,
    words=filter_words,
)
