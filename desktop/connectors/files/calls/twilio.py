"""Twilio: the REST list of calls and single ones, the bodies of its webhooks, the console's CSV."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from desktop.connectors.files.calls.parts import after
from desktop.connectors.files.calls.posted import Fields, PostedCalls
from desktop.connectors.files.calls.titled import TitledCalls
from desktop.connectors.files.headed import TitledRow
from desktop.connectors.files.rows import BadRow, NotOurs, first_text
from desktop.domain.call_sides import direction_in
from desktop.domain.caller_names import real_name
from desktop.domain.disposition_words import disposition_in
from desktop.domain.duration_reading import seconds
from desktop.domain.incoming import Disposition, IncomingCall
from desktop.domain.recordings import where_to_listen
from desktop.domain.time_reading import TimeReader
from desktop.domain.vocabulary import Direction

_OUR_PHONES = ("client:", "sip:")
_OPEN = (Disposition.RINGING, Disposition.UNKNOWN)


class TwilioCalls(PostedCalls):
    """JSON of the REST API, form bodies of webhooks."""

    name = "twilio"
    title = "Twilio calls"

    def fits(self, fields: Fields) -> bool:
        """By the identities Twilio gives calls and accounts."""
        if "CallSid" in fields and ("AccountSid" in fields or "CallStatus" in fields):
            return True
        if "call_sid" in fields and "account_sid" in fields:
            return True
        return "sid" in fields and "account_sid" in fields and "direction" in fields

    def fits_envelope(self, whole: Fields) -> bool:
        """An empty page of the REST API."""
        return "first_page_uri" in whole and ("calls" in whole or "recordings" in whole)

    def key(self, fields: Fields) -> str:
        """The parent's identity for the leg of another call."""
        own = first_text(fields, "CallSid", "sid")
        return first_text(fields, "ParentCallSid", "parent_call_sid") or own

    def calls(self, messages: Sequence[Fields], reader: TimeReader) -> list[IncomingCall]:
        """The parent with its legs is one call; legs whose parent is not there are their own."""
        by_id: dict[str, list[Fields]] = {}
        for fields in messages:
            by_id.setdefault(first_text(fields, "CallSid", "sid"), []).append(fields)
        parent = self.key(messages[0])
        if parent not in by_id:
            return [self.call(own, reader) for own in by_id.values()]
        call = self.call(by_id.pop(parent), reader)
        legs = [self.call(own, reader) for own in by_id.values()]
        return [_with_legs(call, legs) if legs else call]

    def call(self, messages: Sequence[Fields], reader: TimeReader) -> IncomingCall:
        """The later messages about one call tell more than the first."""
        first, last = messages[0], messages[-1]
        if "call_sid" in first:
            raise NotOurs("recording or measurement, not a call")
        direction = direction_in(first_text(first, "Direction", "direction")) or Direction.IN
        caller = first_text(first, "From", "from", "Caller", "from_formatted")
        called = first_text(first, "To", "to", "Called", "to_formatted")
        if not caller and not called:
            raise BadRow("This call has neither a caller nor a called number.")
        disposition = Disposition.UNKNOWN
        for fields in messages:
            said = disposition_in(first_text(fields, "CallStatus", "status"), direction)
            if said not in _OPEN or disposition in _OPEN:
                disposition = said
        talked = seconds(first_text(last, "CallDuration", "duration"))
        started, ended, assumed = _times(messages, talked, reader)
        left = _left_message(messages) if direction is Direction.IN else {}
        if left:
            disposition = Disposition.VOICEMAIL
        spoken = disposition is Disposition.ANSWERED
        return IncomingCall(
            direction=direction,
            caller=caller,
            called=called,
            source=self.name,
            name=real_name(first_text(first, "CallerName", "caller_name"))
            if direction is Direction.IN
            else "",
            started_at=started,
            answered_at=started if spoken else None,
            ended_at=ended,
            talked_seconds=talked if spoken else 0 if disposition not in _OPEN else None,
            disposition=disposition,
            message=first_text(left, "TranscriptionText"),
            recording=where_to_listen(first_text(left, "RecordingUrl")),
            external_id=first_text(first, "CallSid", "sid"),
            zone_assumed=assumed,
        )


class TwilioCsv(TitledCalls):
    """The console's call log as CSV, and the REST fields as columns."""

    name = "twilio-csv"
    title = "Twilio call log (CSV)"
    required = (
        ("callsid", "from", "to", "status"),
        ("sid", "from", "to", "direction", "status", "starttime"),
        ("sid", "from", "to", "direction", "status", "datecreated"),
        ("sid", "from", "to", "direction", "status", "date"),
    )

    def call(self, row: TitledRow, reader: TimeReader) -> IncomingCall:
        """The same fields as those of the REST API."""
        direction = direction_in(row.get("direction", "type")) or Direction.IN
        disposition = disposition_in(row.get("status", "callstatus"), direction)
        start = row.get("starttime", "startdate", "date", "datecreated", "dateutc", "created")
        moment = reader.read(start)
        if moment is None:
            raise BadRow("This row has no start time.")
        talked = seconds(row.get("duration", "durationseconds", "durationsec", "callduration"))
        spoken = disposition is Disposition.ANSWERED
        return IncomingCall(
            direction=direction,
            caller=row.get("from", "caller"),
            called=row.get("to", "called"),
            source=self.name,
            name=real_name(row.get("callername")) if direction is Direction.IN else "",
            started_at=moment.at,
            answered_at=moment.at if spoken else None,
            ended_at=reader.at(row.get("endtime", "enddate")) or after(moment.at, talked),
            talked_seconds=talked if spoken else 0,
            disposition=disposition,
            external_id=row.get("callsid", "sid"),
            zone_assumed=moment.zone_assumed,
        )


def _left_message(messages: Sequence[Fields]) -> dict[str, object]:
    """What is told of the message that was left: of a recording that the caller alone spoke on
    (``<Record>``), not of one of a talk (``<Dial record>``). Empty where there is none."""
    found: dict[str, object] = {}
    for fields in messages:
        if first_text(fields, "DialCallStatus").casefold() in ("completed", "answered"):
            return {}
        source = first_text(fields, "RecordingSource")
        told = first_text(fields, "RecordingUrl") and not first_text(fields, "DialCallStatus")
        if told and source in ("", "RecordVerb"):
            found |= {name: value for name, value in fields.items() if value}
    return found


def _times(
    messages: Sequence[Fields], talked: int | None, reader: TimeReader
) -> tuple[datetime | None, datetime | None, bool]:
    """Start and end. Bodies of webhooks carry no time, save the ``Timestamp`` of status callbacks:
    that of the last message is the end of the call."""
    started = ended = None
    assumed = False
    for fields in messages:
        moment = reader.read(first_text(fields, "start_time", "date_created"))
        if moment is not None and started is None:
            started, assumed = moment
        ended = reader.at(first_text(fields, "end_time")) or ended
    stamps = [reader.at(first_text(fields, "Timestamp")) for fields in messages]
    known = [stamp for stamp in stamps if stamp is not None]
    if known and started is None:
        started, last = known[0], known[-1]
        if talked is not None:
            ended = last
            started = min(started, last - timedelta(seconds=talked))
    return started, ended or after(started, talked), assumed


def _with_legs(call: IncomingCall, legs: Sequence[IncomingCall]) -> IncomingCall:
    """A call in is answered by the leg that reached somebody; a call that one of our own phones
    began is the call out of its leg."""
    if call.direction is Direction.IN and call.caller.startswith(_OUR_PHONES):
        leg = legs[0]
        return replace(
            call,
            direction=Direction.OUT,
            caller=leg.caller,
            called=leg.called,
            name="",
            answered_at=leg.answered_at,
            talked_seconds=leg.talked_seconds,
            disposition=leg.disposition,
        )
    spoken = [leg for leg in legs if leg.disposition is Disposition.ANSWERED]
    if call.direction is Direction.IN and call.disposition is Disposition.ANSWERED and not spoken:
        return replace(call, disposition=Disposition.MISSED, answered_at=None, talked_seconds=0)
    if spoken:
        return replace(call, answered_at=spoken[0].answered_at or call.answered_at)
    return call
