"""Vonage: events of the voice API (JSON, form, whole HTTP requests) and its call records."""

from collections.abc import Collection, Sequence

from desktop.connectors.files.calls.parts import after, heard
from desktop.connectors.files.calls.posted import Fields, PostedCalls
from desktop.connectors.files.rows import NotOurs, first_text
from desktop.domain.call_sides import direction_in
from desktop.domain.duration_reading import seconds
from desktop.domain.incoming import Disposition, IncomingCall
from desktop.domain.time_reading import TimeReader
from desktop.domain.vocabulary import Direction

_TAKEN = frozenset(("answered", "human"))
_SPOKEN = _TAKEN | {"input", "transfer", "record"}
_OVER = frozenset(
    (
        "completed",
        "busy",
        "cancelled",
        "canceled",
        "unanswered",
        "rejected",
        "failed",
        "timeout",
        "disconnected",
    )
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
        """The states in the order of their times. A call in is answered by the phone that it is
        connected to, where there is one: Vonage itself takes it before it rings anybody."""
        events = [each for each in messages if _number(each, "from") or _number(each, "to")]
        if not events:
            raise NotOurs("notice without a caller")
        events = sorted(events, key=lambda each: first_text(each, "timestamp"))
        # Pages of the API may name the newest first: of a call in, the caller's own leg says who.
        first = next(
            (e for e in events if direction_in(first_text(e, "direction")) is Direction.IN),
            events[0],
        )
        direction = next(
            (way for e in (first, *events) if (way := direction_in(first_text(e, "direction")))),
            Direction.IN,
        )
        started = answered = ended = None
        assumed = False
        talked: int | None = None
        rung = _rung(events) if direction is Direction.IN else frozenset()
        for event in events:
            state = _state(event)
            moment = reader.read(first_text(event, "start_time"))
            stamp = reader.read(first_text(event, "timestamp"))
            if started is None and (stamp or moment):
                started, assumed = stamp or moment or (None, False)
            ended = reader.at(first_text(event, "end_time")) or ended
            if moment is not None and state == "completed":
                started = min(started, moment.at) if started else moment.at
            if rung and first_text(event, "uuid") not in rung:
                continue
            if state in _TAKEN:
                answered = answered or (stamp.at if stamp else None)
            if moment is not None and state == "completed":
                answered = answered or moment.at
            talked = seconds(first_text(event, "duration")) if "duration" in event else talked
        disposition = _came_in(events, rung) if direction is Direction.IN else _went_out(events)
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


def _state(event: Fields) -> str:
    return first_text(event, "status").casefold()


def _rung(events: Sequence[Fields]) -> frozenset[str]:
    """The phones that were rung for a call in: the legs beside the caller's own."""
    coming = [
        each for each in events if direction_in(first_text(each, "direction")) is Direction.IN
    ]
    own = next((leg for each in coming if (leg := first_text(each, "uuid"))), "")
    return frozenset(first_text(each, "uuid") for each in events if own) - {"", own}


def _came_in(events: Sequence[Fields], rung: Collection[str]) -> Disposition:
    """What became of a call in. While it goes on and no phone took it, it may be in a menu."""
    legs: dict[str, list[Fields]] = {leg: [] for leg in rung}
    own: list[Fields] = []
    for event in events:
        legs.get(first_text(event, "uuid"), own).append(event)
    if any(map(_spoke, legs.values())):
        return Disposition.ANSWERED
    if not any(_state(each) in _OVER for each in own):
        return Disposition.RINGING
    return heard(Direction.IN, spoken=not legs and _spoke(own))


def _went_out(events: Sequence[Fields]) -> Disposition:
    if _spoke(events):
        return Disposition.ANSWERED
    if any(_state(each) in _OVER for each in events):
        return heard(Direction.OUT, spoken=False)
    return Disposition.RINGING


def _spoke(events: Sequence[Fields]) -> bool:
    """Whether somebody answered. What was completed without that was given up while it rang."""
    states = [_state(each) for each in events]
    if any(state in _SPOKEN for state in states):
        return True
    lasted = [seconds(first_text(each, "duration")) for each in events if "duration" in each]
    return "completed" in states and lasted[-1:] != [0]


def _number(fields: Fields, side: str) -> str:
    """``14845550147`` → with its plus; the records of the API hold lists of endpoints."""
    value = fields.get(side)
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("number") or value.get("uri") or value.get("id")
    number = first_text({side: value}, side)
    return f"+{number}" if number.isdecimal() and len(number) > 9 else number
