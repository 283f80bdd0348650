"""RingCentral: the call log as CSV, as the portal downloads it and as scripts write it."""

import re
from typing import Final

from desktop.connectors.files.calls.parts import after, heard, joined, needed
from desktop.connectors.files.calls.titled import TitledCalls
from desktop.connectors.files.headed import TitledRow
from desktop.connectors.files.rows import NotOurs
from desktop.domain.call_sides import direction_in, is_extension
from desktop.domain.caller_names import name_and_number, real_name
from desktop.domain.disposition_words import disposition_in
from desktop.domain.duration_reading import seconds
from desktop.domain.folding import fold
from desktop.domain.incoming import Disposition, IncomingCall
from desktop.domain.recordings import where_to_listen
from desktop.domain.time_reading import DayOrder, TimeReader
from desktop.domain.vocabulary import Direction

_SPOKEN = (Disposition.ANSWERED, Disposition.VOICEMAIL)
_LEG: Final = re.compile(r"leg-?\d+")
"""Each phone that was rung for a call; the row of the call itself is ``Leg-master``."""
_RESULTS: Final = {
    **dict.fromkeys(
        ("accepted", "call accepted", "answered not accepted", "missed", "rejected", "reply"),
        Direction.IN,
    ),
    **dict.fromkeys(("voicemail", "sent to voicemail"), Direction.IN),
    **dict.fromkeys(
        ("call connected", "no answer", "busy", "wrong number", "stopped"), Direction.OUT
    ),
}
"""Results that calls of one direction have. (A phone may be offline for both.)"""
_OF_CALLS_IN: Final = frozenset(("phone call", "findme", "followme", "accept call"))


class RingCentralCsv(TitledCalls):
    """One row a call, or with rows of its legs below; dates are written month first."""

    name = "ringcentral-csv"
    title = "RingCentral call log (CSV)"
    order = DayOrder.MONTH_FIRST
    required = (
        ("phonenumber", "date", "time", "actionresult"),
        ("phonenumber", "date", "time", "action", "duration"),
        ("from", "to", "date", "time", "actionresult"),
    )

    def call(self, row: TitledRow, reader: TimeReader) -> IncomingCall:
        """``Type`` is the direction, or Voice or Fax."""
        if _is_leg(row):
            raise NotOurs("leg of a call")
        kind = row.get("type").casefold()
        if "fax" in kind or "fax" in row.get("action").casefold():
            raise NotOurs("fax")
        way = _way(row)
        direction = way or Direction.IN
        number = row.get("phonenumber")
        caller = row.get("from") or (number if direction is Direction.IN else "")
        called = row.get("to") or (number if direction is Direction.OUT else "")
        name, inside = name_and_number(row.get("from" if direction is Direction.IN else "to"))
        if inside and not number:
            caller, called = (inside, called) if direction is Direction.IN else (caller, inside)
        outside = caller if direction is Direction.IN else called
        if is_extension(outside):
            raise NotOurs("internal call")
        moment = needed(reader, joined(row.get("date"), row.get("time")))
        talked = seconds(row.get("duration"))
        disposition = disposition_in(row.get("actionresult"), direction)
        if "voicemail" in row.get("action").casefold():
            disposition = Disposition.VOICEMAIL
        elif disposition is Disposition.UNKNOWN and talked is not None:
            disposition = heard(direction, spoken=talked > 0)
        if way is None and disposition is Disposition.MISSED:
            disposition = Disposition.UNKNOWN  # it may be we who rang
        return IncomingCall(
            direction=direction,
            caller=caller,
            called=called or row.get("extension"),
            source=self.name,
            name=real_name(row.get("name") or name, row.get("location")),
            started_at=moment.at,
            answered_at=moment.at if disposition is Disposition.ANSWERED else None,
            ended_at=after(moment.at, talked),
            talked_seconds=talked if disposition in _SPOKEN else 0,
            disposition=disposition,
            external_id=row.get("sessionid", "callid", "id"),
            zone_assumed=moment.zone_assumed,
            recording=where_to_listen(row.get("attachment", "recording"))
            if disposition is Disposition.VOICEMAIL
            else "",
        )


def _way(row: TitledRow) -> Direction | None:
    """Who rang whom; None where nothing says it. Some exports have neither a column for it nor
    the word in ``Type``: then the result tells, else the action, of which RingCentral's phones and
    programs have one for ringing out."""
    action = fold(row.get("action"))
    said = direction_in(row.get("direction")) or direction_in(row.get("type"))
    told = said or _RESULTS.get(fold(row.get("actionresult")))
    if told is not None:
        return told
    if action == "voip call" or action.startswith(("ringout", "outgoing")):
        return Direction.OUT
    came_in = action in _OF_CALLS_IN or action.startswith("incoming")
    return Direction.IN if came_in else None


def _is_leg(row: TitledRow) -> bool:
    """Whether this is the row of a phone that was rung, below that of its call: such have neither
    a type nor the identities of the call."""
    if _LEG.fullmatch(row.get("leg").casefold()):
        return True
    return row.has("sessionid") and row.has("type") and not row.get("type", "callid", "sessionid")
