"""FreeSWITCH that records both sides of a call (``legs=ab``): the phones that rang are rows of
their own, and belong to the row of whoever rang."""

from collections import OrderedDict, deque
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from desktop.connectors.files.headed import TitledRow
from desktop.domain.call_sides import is_extension, is_outside
from desktop.domain.incoming import Disposition, Ignored, IncomingCall, RowRead, Taken
from desktop.domain.vocabulary import Direction

FROM_OUTSIDE = ("public", "from-", "inbound", "incoming")
"""How the contexts begin into which gateways lead."""
ROWS_AT_MOST = 5_000
"""So far apart the rows of one call may stand; the phones that lost are written when another one is
picked up, and the caller's row when the call is over."""
_HALF_HOUR = 1800
_ROWS_IN_HALF_HOUR = 200
"""Of one caller: a file may name one caller in all rows."""
_RING = 8
_LOST = ("LOSE_RACE", "PICKED_OFF")
_ANOTHER_WON = "LOSE_RACE"
_NOT_SPOKEN = frozenset((Disposition.MISSED, Disposition.VOICEMAIL, Disposition.NOT_REACHED))
_SECOND = timedelta(seconds=1)
_PART = "a phone that rang for another call"


class _Leg(NamedTuple):
    """A row and what ties it to others."""

    read: RowRead
    call: IncomingCall | None
    uuid: str
    other: str
    cause: str
    from_outside: bool


class LegsOfCalls:
    """Keeps rows back until those of the same call have come."""

    def __init__(self) -> None:
        self._waiting: deque[_Leg] = deque()
        self._past: deque[_Leg] = deque()
        self._by_uuid: OrderedDict[str, _Leg] = OrderedDict()
        self._joined: OrderedDict[str, _Leg] = OrderedDict()
        self._of_caller: dict[tuple[str, int], list[_Leg]] = {}
        self._going_out: dict[tuple[str, int], list[_Leg]] = {}

    def add(self, read: RowRead, row: TitledRow) -> Iterator[RowRead]:
        """Keep a row; gives out what was kept long enough."""
        record = read.record if isinstance(read, Taken) else None
        call = record if isinstance(record, IncomingCall) else None
        leg = _Leg(
            read,
            call,
            row.get("uuid", "callid"),
            row.get("bleguuid"),
            row.get("hangupcause").upper(),
            row.get("context").casefold().startswith(FROM_OUTSIDE),
        )
        self._waiting.append(leg)
        if call is not None:
            if leg.uuid:
                self._by_uuid[leg.uuid] = leg
            if leg.other:
                self._joined[leg.other] = leg
            if is_outside(call.caller) or is_extension(call.caller):
                legs = self._of_caller.setdefault((call.caller, _half_hour(call)), [])
                if len(legs) < _ROWS_IN_HALF_HOUR:
                    legs.append(leg)
            if call.direction is Direction.OUT:
                legs = self._going_out.setdefault((call.called, _half_hour(call)), [])
                if len(legs) < _ROWS_IN_HALF_HOUR:
                    legs.append(leg)
        if len(self._waiting) > ROWS_AT_MOST:
            yield self._let_go()

    def rest(self) -> Iterator[RowRead]:
        """What is left."""
        while self._waiting:
            yield self._let_go()

    def _let_go(self) -> RowRead:
        leg = self._waiting.popleft()
        # What stands above is still asked for by the rows below it.
        self._past.append(leg)
        if len(self._past) > ROWS_AT_MOST:
            self._forget(self._past.popleft())
        if leg.call is None or not self._is_part(leg, leg.call):
            return leg.read
        return Ignored(leg.read.row, _PART)

    def _forget(self, leg: _Leg) -> None:
        if self._by_uuid.get(leg.uuid) is leg:
            del self._by_uuid[leg.uuid]
        if self._joined.get(leg.other) is leg:
            del self._joined[leg.other]
        if leg.call is None:
            return
        began = _half_hour(leg.call)
        for kept, number in (
            (self._of_caller, leg.call.caller),
            (self._going_out, leg.call.called),
        ):
            legs = kept.get((number, began))
            if legs and legs[0] is leg:
                del legs[0]
                if not legs:
                    del kept[number, began]

    def _is_part(self, leg: _Leg, call: IncomingCall) -> bool:
        """Whether another row tells what became of the call: nobody is forgotten by leaving
        ``leg`` out."""
        silent = call.disposition in _NOT_SPOKEN and call.disposition is not Disposition.VOICEMAIL
        if silent and leg.cause == _ANOTHER_WON and not leg.from_outside:
            return True
        owner = self._joined.get(leg.uuid) if leg.uuid else None
        if owner is not None and owner.call is not None and not self._leads_a_ring(leg):
            both = owner.call.disposition is call.disposition is Disposition.ANSWERED
            if both or (silent and owner.call.disposition in _NOT_SPOKEN):
                return True
        if not silent:
            return False
        began = _half_hour(call)
        if any(
            _is_far_end(call, each.call)
            for half_hour in (began, began - 1)
            for each in self._going_out.get((call.called, half_hour), ())
            if each is not leg and each.call is not None
        ):
            return True
        return any(
            self._rang_for(leg, call, each, each.call)
            for half_hour in (began, began - 1)
            for each in self._of_caller.get((call.caller, half_hour), ())
            if each is not leg and each.call is not None
        )

    def _leads_a_ring(self, leg: _Leg) -> bool:
        """Whether rows name each other, and ``leg`` is the caller's among them."""
        ring, after = [leg], self._joined.get(leg.uuid)
        while after is not None and after not in ring and len(ring) < _RING:
            ring.append(after)
            after = self._joined.get(after.uuid)
        return after is leg and min(ring, key=_rank) is leg

    def _rang_for(self, leg: _Leg, call: IncomingCall, caller: _Leg, whole: IncomingCall) -> bool:
        """Whether ``leg`` is a phone that rang for the call of ``caller`` and was not picked up."""
        begins = (
            (caller.from_outside and not leg.from_outside)
            or (bool(caller.other) and not leg.other)
            or _holds(caller, leg)
        )
        if not begins or not _within(call, whole):
            return False
        if whole.direction is Direction.OUT and call.direction is Direction.IN:
            return False
        if whole.disposition in _NOT_SPOKEN or leg.cause in _LOST:
            return True
        # A menu answers too: only a person who picked up later ends the ringing well.
        won = self._by_uuid.get(caller.other) if caller.other else None
        spoken_at = won.call.answered_at if won is not None and won.call is not None else None
        return spoken_at is not None and _end(call) <= spoken_at + _SECOND


def _holds(caller: _Leg, leg: _Leg) -> bool:
    """Whether a call in that nobody took is the longer of two rows of one caller: where all rows
    have the context of the caller's, it is the one that rang the phones."""
    one, other = caller.call, leg.call
    if one is None or other is None or one.disposition not in _NOT_SPOKEN:
        return False
    if not one.direction is other.direction is Direction.IN or _end(other) > _end(one):
        return False
    if (caller.from_outside, bool(caller.other)) != (leg.from_outside, bool(leg.other)):
        return False
    # Of two that are as long, the caller's own is written when the phones are done.
    return (_start(one), -_end(one).timestamp(), -caller.read.row) < (
        _start(other),
        -_end(other).timestamp(),
        -leg.read.row,
    )


def _is_far_end(call: IncomingCall, out: IncomingCall) -> bool:
    """Whether a row that looks like a call in is the far end of a call out that nobody took: it
    shows the clinic's number, and begins and ends with it."""
    return (
        call.direction is Direction.IN
        and out.disposition in _NOT_SPOKEN
        and timedelta() <= _start(call) - _start(out) <= 2 * _SECOND
        and abs(_end(call) - _end(out)) <= _SECOND
    )


def _rank(leg: _Leg) -> tuple[bool, str, int]:
    began = _start(leg.call).isoformat() if leg.call is not None else ""
    return not leg.from_outside, began, leg.read.row


def _half_hour(call: IncomingCall) -> int:
    return int(_start(call).timestamp()) // _HALF_HOUR


def _within(call: IncomingCall, whole: IncomingCall) -> bool:
    return _start(whole) <= _start(call) and _end(call) <= _end(whole) + _SECOND


def _start(call: IncomingCall) -> datetime:
    if call.started_at is None:
        raise AssertionError("a row of FreeSWITCH's without its beginning is not taken")
    return call.started_at


def _end(call: IncomingCall) -> datetime:
    return call.ended_at or _start(call)
