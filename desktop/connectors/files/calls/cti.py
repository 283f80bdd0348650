"""Posts of sipgate.io, Placetel and the generic CTI that Zammad made common, saved to a file.

They carry no times, and what comes after the hang-up does not reopen the call.
"""

from collections.abc import Sequence

from desktop.connectors.files.calls.posted import Fields, PostedCalls
from desktop.connectors.files.rows import NotOurs, first_text
from desktop.domain.call_sides import direction_in, is_extension
from desktop.domain.caller_names import real_name
from desktop.domain.disposition_words import of_direction
from desktop.domain.duration_reading import seconds
from desktop.domain.incoming import Disposition, IncomingCall
from desktop.domain.time_reading import TimeReader
from desktop.domain.vocabulary import Direction

_NEW = frozenset(("newcall", "incomingcall", "outgoingcall"))
_TAKEN = frozenset(("answer", "callaccepted"))
_OVER = frozenset(("hangup", "hungup"))
_OTHER = frozenset(("dtmf", "data", "menu"))
_TYPES = {
    "accepted": Disposition.ANSWERED,
    "voicemail": Disposition.VOICEMAIL,
    "blocked": Disposition.BLOCKED,
    "missed": Disposition.MISSED,
    "busy": Disposition.MISSED,
    "canceled": Disposition.MISSED,
    "cancelled": Disposition.MISSED,
    "unavailable": Disposition.MISSED,
    "congestion": Disposition.MISSED,
}
"""Placetel's ends of a call."""


class GenericCti(PostedCalls):
    """newCall, answer, hangup (or IncomingCall, OutgoingCall, CallAccepted, HungUp)."""

    name = "generic-cti"
    title = "sipgate, Placetel or Zammad CTI"
    begins_here = True
    """Whether a call whose start is not among the messages is unknown: so it is in a file. Somebody
    else may know it by its identity."""

    def fits(self, fields: Fields) -> bool:
        """By the event and the call's identity."""
        event = first_text(fields, "event").casefold()
        known = event in _NEW or event in _TAKEN or event in _OVER or event in _OTHER
        return known and bool(self.key(fields))

    def key(self, fields: Fields) -> str:
        """The call."""
        return first_text(fields, "callId", "call_id", "callid", "origCallId")

    def call(self, messages: Sequence[Fields], reader: TimeReader) -> IncomingCall:
        """The states until the hang-up."""
        known = [each for each in messages if first_text(each, "from") or first_text(each, "to")]
        events = {first_text(fields, "event").casefold() for fields in messages}
        if not known and (self.begins_here or not events & (_TAKEN | _OVER)):
            raise NotOurs("end of a call that began before")
        first = known[0] if known else messages[0]
        direction = _direction(messages)
        caller, called = first_text(first, "from"), first_text(first, "to")
        if is_extension(caller) and is_extension(called):
            raise NotOurs("internal call")
        disposition = Disposition.RINGING
        talked: int | None = None
        for fields in messages:
            event = first_text(fields, "event").casefold()
            if event in _TAKEN:
                who = fields.get("user")
                users = who if isinstance(who, list) else [who]
                machine = any(
                    isinstance(user, str) and user.casefold() == "voicemail" for user in users
                )
                disposition = Disposition.VOICEMAIL if machine else Disposition.ANSWERED
            elif event in _OVER:
                disposition = _ended(fields, disposition, direction)
                talked = seconds(first_text(fields, "duration"))
                break
        return IncomingCall(
            direction=direction,
            caller=_plus(caller),
            called=_plus(called),
            source=self.name,
            name=real_name(first_text(first, "from_name", "fromName", "name")),
            talked_seconds=talked,
            disposition=disposition,
            external_id=self.key(first),
        )


def _direction(messages: Sequence[Fields]) -> Direction:
    """Placetel says it by the event alone."""
    for fields in messages:
        said = direction_in(first_text(fields, "direction"))
        if said is not None:
            return said
        if first_text(fields, "event").casefold() == "outgoingcall":
            return Direction.OUT
    return Direction.IN


def _ended(fields: Fields, before: Disposition, direction: Direction) -> Disposition:
    kind = _TYPES.get(first_text(fields, "type").casefold())
    if kind is not None:
        return of_direction(kind, direction)
    if before is not Disposition.RINGING:
        return before
    if first_text(fields, "cause").casefold() == "forwarded":
        return Disposition.UNKNOWN  # it goes on as another call
    return of_direction(Disposition.MISSED, direction)


def _plus(number: str) -> str:
    """sipgate writes E.164 without its plus."""
    long = number.isdecimal() and 11 <= len(number) <= 15 and not number.startswith("0")
    return f"+{number}" if long else number
