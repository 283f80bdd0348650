"""Twilio: the REST list of calls and single ones, and the bodies of its webhooks."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from desktop.connectors.files.calls.legs import is_our_phone, with_legs
from desktop.connectors.files.calls.parts import after
from desktop.connectors.files.calls.posted import Fields, PostedCalls
from desktop.connectors.files.rows import BadRow, NotOurs, first_text
from desktop.domain.call_sides import direction_in
from desktop.domain.caller_names import real_name
from desktop.domain.disposition_words import disposition_in
from desktop.domain.duration_reading import seconds
from desktop.domain.incoming import Disposition, IncomingCall
from desktop.domain.recordings import where_to_listen
from desktop.domain.time_reading import TimeReader
from desktop.domain.vocabulary import Direction

_OPEN = (Disposition.RINGING, Disposition.UNKNOWN)
_TAKEN = frozenset(("completed", "answered"))
_NOT_TAKEN = frozenset(("busy", "no-answer", "failed", "canceled"))
"""What ``DialCallStatus`` says."""


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
        told = by_id.pop(parent)
        call = self.call(told, reader)
        legs = [self.call(own, reader) for own in by_id.values()]
        taken = _dialled(told) is Disposition.ANSWERED
        return [with_legs(call, legs, taken=taken) if legs else call]

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
            said = became(first_text(fields, "CallStatus", "status"), direction, caller)
            if said not in _OPEN or disposition in _OPEN:
                disposition = said
        if _rings_us(direction, caller):
            disposition = _dialled(messages) or disposition
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


def became(status: str, direction: Direction, caller: str) -> Disposition:
    """What a status says of a call. Twilio itself takes a call in, for a menu or while it rings
    our phones: that it is in progress does not say that somebody speaks."""
    if _rings_us(direction, caller) and status.casefold().replace(" ", "-") == "in-progress":
        return Disposition.RINGING
    return disposition_in(status, direction)


def _rings_us(direction: Direction, caller: str) -> bool:
    """Whether this is a call in, and none that a softphone of ours began."""
    return direction is Direction.IN and not is_our_phone(caller)


def _dialled(messages: Sequence[Fields]) -> Disposition | None:
    """What became of the phones that were rung for a call (``<Dial action>``): one that took it is
    enough. None where no such thing is told."""
    rung = {first_text(fields, "DialCallStatus").casefold() for fields in messages} - {""}
    if rung & _TAKEN:
        return Disposition.ANSWERED
    return Disposition.MISSED if rung & _NOT_TAKEN else None


def _left_message(messages: Sequence[Fields]) -> dict[str, object]:
    """What is told of the message that was left: of a recording that the caller alone spoke on
    (``<Record>``), not of one of a talk (``<Dial record>``). Empty where there is none."""
    found: dict[str, object] = {}
    if _dialled(messages) is Disposition.ANSWERED:
        return {}
    for fields in messages:
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
