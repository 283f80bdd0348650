"""Calls that were heard ringing and whose end nobody told: the program was closed meanwhile, or
the phone system forgot. Nobody rings for an hour, so they were missed."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from desktop.domain.incoming import Disposition, Fate, IncomingCall
from desktop.domain.incoming_rules import RINGS_AT_MOST, outcome_of
from desktop.domain.vocabulary import Direction
from desktop.services.intake_desk import IntakeDesk
from desktop.services.phone_calls import is_typed
from desktop.services.receiving_promises import follow
from desktop.services.records import KINDS
from desktop.storage import tables

LOOKED_BACK: Final = timedelta(days=7)
"""Whoever rang before that is not rung back by surprise."""

_call = tables.metadata.tables["call"]
_RINGING = select(_call.c.id).where(
    _call.c.disposition == Disposition.RINGING,
    _call.c.direction == Direction.IN,
    _call.c.outcome.is_(None),  # else somebody has said how it ended
    _call.c.started_at >= bindparam("this_from"),
    _call.c.started_at < bindparam("this_to"),
)


def end_unheard(desk: IntakeDesk) -> int:
    """Miss them, and promise to ring back; how many there were."""
    ended = 0
    for call_id in _still_ringing(desk):
        row = KINDS["call"].read(desk.conn, call_id)
        if row is None or is_typed(desk.conn, call_id):
            continue
        missed = {
            "disposition": Disposition.MISSED,
            "outcome": outcome_of(Direction.IN, Disposition.MISSED),
        }
        desk.writing.update("call", call_id, missed)
        silent = IncomingCall(
            direction=Direction.IN, caller="", called="", source="", disposition=Disposition.MISSED
        )
        follow(desk, silent, {**row, **missed}, Fate.UPDATED, told_before=True)
        ended += 1
    return ended


def _still_ringing(desk: IntakeDesk) -> list[UUID]:
    conn: Connection = desk.conn
    now = desk.writing.now
    span = {"this_from": now - LOOKED_BACK, "this_to": now - RINGS_AT_MOST}
    return list(conn.execute(_RINGING, span).scalars())
