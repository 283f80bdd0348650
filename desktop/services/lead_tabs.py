"""The tabs of the inbox of leads as questions to the data: what stands in each, a stretch at a
time, and how many."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
    tuple_,
)

from desktop.domain.incoming_states import LeadState
from desktop.services.lead_rows import LeadCursor, LeadTab
from desktop.storage import tables

_MOST_COUNTED: Final = 10_000
"""A count goes no further: nobody works through more."""
_GIST: Final = 160

_of = tables.metadata.tables
_lead, _callback = _of["lead"], _of["callback"]

_l = _lead.c
_AT, _ID = _l.received_at.type, _l.id.type
FROM = _lead.outerjoin(_callback, _callback.c.id == _l.callback_id)
_UNDONE: ColumnElement[bool] = or_(
    _l.callback_id.is_(None), _callback.c.state == literal_column("'open'")
)
"""Nobody kept or closed its promise yet."""
NEW: ColumnElement[bool] = and_(_l.state == literal_column("'new'"), _UNDONE)
PENDING: ColumnElement[bool] = _l.state == literal_column("'pending'")
"""Only its identity came: it stands with the new ones, in a stretch of its own, as nobody can be
rung about it yet."""
WORKED: Final = (LeadState.SCHEDULED, LeadState.CALLED, LeadState.MERGED)
TO_KEEP: ColumnElement[bool] = and_(
    _l.state.in_([*WORKED, LeadState.ANSWERED]), _callback.c.state == literal_column("'open'")
)
UNANSWERED: ColumnElement[bool] = and_(_l.state.in_(WORKED), _l.callback_id.is_(None))
"""Nobody can be rung about it, and nobody said that it is answered."""
_DONE: ColumnElement[bool] = or_(
    _l.state == literal_column("'spam'"),
    and_(
        _l.state.in_([LeadState.NEW, *WORKED, LeadState.ANSWERED]),
        _callback.c.state == literal_column("'closed'"),
    ),
    and_(_l.state == literal_column("'answered'"), _l.callback_id.is_(None)),
)
_DEALT_WITH: ColumnElement[bool] = or_(_DONE, TO_KEEP, UNANSWERED)
DANGER: ColumnElement[bool] = _l.danger.is_(True)
COLUMNS: Final = (
    _l.id,
    _l.version,
    _l.state,
    _l.state_at,
    _l.source,
    _l.name,
    _l.form,
    func.substr(_l.message, 1, _GIST).label("gist"),
    _l.received_at,
    _l.person_id,
    _l.suggested_id,
    _l.callback_id,
    _l.danger,
    _callback.c.state.label("promise_state"),
    _callback.c.resolution,
    _callback.c.closed_at,
    _callback.c.due_at,
    _callback.c.promised_zone,
    _callback.c.reason,
    _callback.c.last_attempt_at,
)

_FIRST, _NEXT, _REST, _MISSING, LAST = range(5)
"""The stretches in their order; the last is of what was dealt with."""


def parts(tab: LeadTab, since: datetime, after: LeadCursor | None) -> list[tuple[int, Select[Any]]]:
    """The stretches of a tab, from where the page before ended."""
    rising: list[tuple[int, ColumnElement[bool]]] = []
    falling: list[tuple[int, ColumnElement[bool]]] = []
    if tab == "new":
        rising = [
            (_FIRST, and_(NEW, DANGER)),
            (_REST, and_(NEW, ~DANGER)),
            (_MISSING, PENDING),
        ]
        falling = [(LAST, and_(_DEALT_WITH, _l.received_at >= since))]
    elif tab == "open":
        falling = [
            (_FIRST, and_(TO_KEEP, DANGER)),
            (_NEXT, UNANSWERED),
            (_REST, and_(TO_KEEP, ~DANGER)),
        ]
    else:
        falling = [(_REST, _DONE)]
    asked: list[tuple[int, Select[Any]]] = []
    place = tuple_(_l.received_at, _l.id)
    for stretch, up in ((rising, True), (falling, False)):
        for part, which in stretch:
            if after is not None and part < after.part:
                continue
            beyond: ColumnElement[bool] = true()
            if after is not None and part == after.part:
                here = tuple_(literal(after.at, _AT), literal(after.id, _ID))
                beyond = place > here if up else place < here
            order = (_l.received_at, _l.id) if up else (_l.received_at.desc(), _l.id.desc())
            query = select(*COLUMNS).select_from(FROM).where(which, beyond).order_by(*order)
            asked.append((part, query))
    return asked


def count(conn: Connection, which: ColumnElement[bool]) -> int:
    """How many there are, as far as is counted."""
    inner = select(_l.id).select_from(FROM).where(which).limit(_MOST_COUNTED).subquery()
    found: int = conn.execute(select(func.count()).select_from(inner)).scalar_one()
    return found


def first_at(conn: Connection, which: ColumnElement[bool]) -> datetime | None:
    """When the first of them came."""
    query = select(_l.received_at).select_from(FROM).where(which)
    at: datetime | None = conn.execute(query.order_by(_l.received_at, _l.id).limit(1)).scalar()
    return at
