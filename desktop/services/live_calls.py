"""Calls that ring now, as every desk of the same data sees them, whoever took them in.

The program that hears a phone system tells its own window at once. Another one (``listen``, a desk
at the next counter) only writes the call down: here the other windows read it.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, bindparam, or_, select

from desktop.domain.ids import uuid7
from desktop.domain.incoming import Disposition
from desktop.domain.numbers import NumberStatus, display
from desktop.domain.ringing_callers import LATE, RingNews, RingState, ring_state
from desktop.domain.vocabulary import CallbackKind, CallbackState, Direction
from desktop.services.changes import Clock
from desktop.services.this_desk import find_this_desk
from desktop.storage import tables
from desktop.storage.engine import Database

FRESH: Final = timedelta(minutes=1)
"""What was written down longer ago has been announced; clocks of two desks may be so far apart."""

_call = tables.metadata.tables["call"]
_callback = tables.metadata.tables["callback"]
_number = tables.metadata.tables["phone_number"]

_PROMISE = (
    select(_callback.c.id)
    .where(
        _callback.c.state == CallbackState.OPEN,
        or_(
            _callback.c.call_id == _call.c.id,
            (_callback.c.number_id == _call.c.number_id)
            & (_callback.c.kind == CallbackKind.SERVICE),
        ),
    )
    .order_by(_callback.c.due_at, _callback.c.id)
    .limit(1)
    .correlate(_call)
    .scalar_subquery()
)
_TOLD = (
    select(
        *(_call.c[name] for name in ("id", "number_text", "called_line")),
        *(_call.c[name] for name in ("speaker_name", "started_at", "answered_at", "ended_at")),
        _call.c.disposition,
        _number.c.e164,
        _number.c.extension,
        _PROMISE.label("callback_id"),
    )
    .select_from(_call.outerjoin(_number, _number.c.id == _call.c.number_id))
    .where(_call.c.direction == Direction.IN, _call.c.disposition.is_not(None))
)
_RINGS = _TOLD.where(
    # An identity begins with the time of writing, by a desk's clock: a phone system's may be wrong.
    _call.c.id >= bindparam("first_id"),
    _call.c.id <= bindparam("last_id"),
    _call.c.started_at >= bindparam("this_from"),
    _call.c.started_at <= bindparam("this_to"),
    _call.c.disposition == Disposition.RINGING,
    _call.c.answered_at.is_(None),
    _call.c.ended_at.is_(None),
    _call.c.outcome.is_(None),
).order_by(_call.c.started_at, _call.c.id)
_KNOWN = _TOLD.where(_call.c.id.in_(bindparam("these", expanding=True)))


class LiveCalls:
    """Reads who rings. For the window as such, which names nobody while nobody has signed in."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def news(self, known: Collection[UUID] = ()) -> Sequence[RingNews]:
        """Whose call was written down within the last minute at this desk's clinic and rings, and
        how the ``known`` calls stand by now. A call of no clinic rings everywhere."""
        now = self._clock()
        with self._database.read() as conn:
            desk = find_this_desk(conn)
            rings = _RINGS
            if desk is not None:
                here = _call.c.site_id
                rings = rings.where(or_(here.is_(None), here == desk.site_id))
            around = {
                "first_id": uuid7(now - FRESH, 0),
                "last_id": uuid7(now + FRESH, 0),
                "this_from": now - LATE,
                "this_to": now + LATE,
            }
            rows: list[Row[Any]] = [*conn.execute(rings, around)]
            if known:
                rows += conn.execute(_KNOWN, {"these": list(known)})
        news = (_news(row) for row in rows)
        return tuple(each for each in news if each.reading.status is not NumberStatus.SERVICE)


def _news(row: Row[Any]) -> RingNews:
    disposition = Disposition(row.disposition)
    state = ring_state(disposition, ended=row.ended_at is not None)
    number = display(row.e164, row.extension) if row.e164 else row.number_text
    return RingNews(
        state=state,
        number=number,
        source="",
        name=row.speaker_name or "",
        line=row.called_line,
        call_id=row.id,
        callback_id=row.callback_id if state is RingState.MISSED else None,
        left_message=disposition is Disposition.VOICEMAIL,
        started_at=row.started_at,
    )
