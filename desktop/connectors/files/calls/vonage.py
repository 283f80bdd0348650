"""Vonage: events of the voice API (JSON, form, whole HTTP requests) and its call records."""

from collections.abc import Sequence

from desktop.connectors.files.calls.parts import after, heard
from desktop.connectors.files.calls.posted import Fields, PostedCalls
from desktop.connectors.files.rows import NotOurs, first_text
from desktop.domain.call_sides import direction_in
from desktop.domain.duration_reading import seconds
from desktop.domain.incoming import Disposition, IncomingCall
from desktop.domain.time_reading import TimeReader
from desktop.domain.vocabulary import Direction

_SPOKEN = frozenset(("answered", "human", "completed", "input", "transfer", "record"))
_UNREACHED = frozenset(
    ("busy", "cancelled", "canceled", "unanswered", "rejected", "failed", "timeout", "disconnected")
)


class VonageCalls(PostedCalls):
    """All events of one conversation are one call; numbers come without their plus."""

    name = "vonage"
    title = "Vonage calls"

    def fits(self, fields: Fields) -> bool:
        """By the conversation."""
        return first_text(fields, "conversation_uuid", "conversation_uuid_from").startswith("CON-")

    def fits_envelope(self, whole: Fields) -> bool:
        """An empty page of calls."""
        embedded = whole.get("_embedded")
        return isinstance(embedded, dict) and embedded.get("calls") == []

    def key(self, fields: Fields) -> str:
        """The conversation."""
        return first_text(fields, "conversation_uuid", "conversation_uuid_from")

    def call(self, messages: Sequence[Fields], reader: TimeReader) -> IncomingCall:
        """The states in the order of their times."""
        events = [each for each in messages if _number(each, "from") or _number(each, "to")]
        if not events:
            raise NotOurs("notice without a caller")
        events = sorted(events, key=lambda each: first_text(each, "timestamp"))
        first = events[0]
        direction = next(
            (way for each in events if (way := direction_in(first_text(each, "direction")))),
            Direction.IN,
        )
        started = answered = ended = None
        assumed = False
        talked: int | None = None
        states = []
        for event in events:
            state = first_text(event, "status").casefold()
            states.append(state)
            moment = reader.read(first_text(event, "start_time"))
            stamp = reader.read(first_text(event, "timestamp"))
            if started is None and (stamp or moment):
                started, assumed = stamp or moment or (None, False)
            if state in ("answered", "human"):
                answered = answered or (stamp.at if stamp else None)
            if moment is not None and state == "completed":
                answered = answered or moment.at
                started = min(started, moment.at) if started else moment.at
            ended = reader.at(first_text(event, "end_time")) or ended
            talked = seconds(first_text(event, "duration")) if "duration" in event else talked
        disposition = _became(states, direction, talked)
        if disposition is not Disposition.ANSWERED:
            answered = None
        return IncomingCall(
            direction=direction,
            caller=_number(first, "from"),
            called=_number(first, "to"),
            source=self.name,
            started_at=started,
            answered_at=answered,
            ended_at=ended or after(answered, talked),
            talked_seconds=talked if disposition is Disposition.ANSWERED else None,
            disposition=disposition,
            external_id=self.key(first),
            zone_assumed=assumed,
        )


def _became(states: Sequence[str], direction: Direction, talked: int | None) -> Disposition:
    # A call that was completed without having been answered was given up while it rang.
    if "completed" in states and talked == 0 and "answered" not in states:
        return heard(direction, spoken=False)
    if any(state in _SPOKEN for state in states):
        return Disposition.ANSWERED
    if any(state in _UNREACHED for state in states):
        return heard(direction, spoken=False)
    return Disposition.RINGING


def _number(fields: Fields, side: str) -> str:
    """``14845550147`` → with its plus; the records of the API hold lists of endpoints."""
    value = fields.get(side)
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("number") or value.get("uri") or value.get("id")
    number = first_text({side: value}, side)
    return f"+{number}" if number.isdecimal() and len(number) > 9 else number
