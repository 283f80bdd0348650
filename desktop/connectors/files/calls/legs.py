"""A call with its legs: some services take every call themselves before they ring a phone."""

from collections.abc import Sequence
from dataclasses import replace

from desktop.domain.call_sides import is_outside
from desktop.domain.incoming import Disposition, IncomingCall
from desktop.domain.vocabulary import Direction

_OUR_PHONES = ("client:", "sip:")
_OUR_HOST = "twilio.com"
"""Where the SIP phones of an account sign in; they may be called by their numbers."""
_NOT_YET = (Disposition.RINGING, Disposition.UNKNOWN, Disposition.MISSED)


def is_our_phone(caller: str) -> bool:
    """Whether this is a softphone of ours, not a caller whose number a carrier or another phone
    system hands over by SIP."""
    user, _, host = caller.partition(":")[2].partition("@")
    return caller.startswith(_OUR_PHONES) and (_OUR_HOST in host or not is_outside(user))


def with_legs(
    call: IncomingCall, legs: Sequence[IncomingCall], *, taken: bool = False
) -> IncomingCall:
    """A call in is answered by the leg that reached somebody; a call that one of our own phones
    began is the call out of its leg. ``taken``: the call itself tells that somebody took it."""
    if call.direction is Direction.IN and is_our_phone(call.caller):
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
    spoken = next((leg for leg in legs if leg.disposition is Disposition.ANSWERED), None)
    if spoken is None:
        answered = call.disposition is Disposition.ANSWERED
        if call.direction is Direction.IN and answered and not taken:
            return replace(call, disposition=Disposition.MISSED, answered_at=None, talked_seconds=0)
        return call
    call = replace(call, answered_at=spoken.answered_at or call.answered_at)
    if call.direction is Direction.IN and call.disposition in _NOT_YET:
        talked = spoken.talked_seconds
        return replace(call, disposition=Disposition.ANSWERED, talked_seconds=talked)
    return call
