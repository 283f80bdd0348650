"""Rows of Asterisk's that name no linked id: those that one channel left one behind the other, or
beside each other for each phone that rang, are one call."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from desktop.connectors.files.calls.asterisk_legs import ANSWERED, Leg, Texts
from desktop.domain.channel_sides import VOICEMAIL, WAITING

_SECOND = timedelta(seconds=1)
"""Times are written to the second: so far apart are an end and a beginning that are one moment."""
_NEWEST = 8
"""So many calls of one channel are looked at for a row: a file may name one channel in all rows."""


def channel_of(texts: Texts) -> str:
    """What the rows of one channel have in common; "" where a row does not name its channel."""
    if not texts.channel:
        return ""
    return f"{texts.uniqueid}\0{texts.channel}\0{texts.src}"


def calls_apart(rows: Sequence[tuple[int, Leg]]) -> Iterator[list[tuple[int, Leg]]]:
    """The rows of one channel (in their order), call by call. Rows that one call cannot have left,
    as the same phone at the same time with two ends, are calls of their own."""
    calls: list[list[tuple[int, Leg]]] = []
    for row in rows:
        call = next((each for each in calls[-_NEWEST:] if _goes_on(each, row[1])), None)
        if call is None:
            calls.append([row])
        else:
            call.append(row)
    yield from calls


def _goes_on(call: Sequence[tuple[int, Leg]], leg: Leg) -> bool:
    """Whether ``leg`` is one more row of ``call``: it touches it in time, and is about another
    phone, or about the queue or the voicemail that the caller came to later."""
    legs = [known for _, known in call]
    if not any(_touch(known, leg) for known in legs):
        return False
    # Whoever left a message has to be rung back, whomever else they spoke with.
    if any(_left_after_talk(known, leg) or _left_after_talk(leg, known) for known in legs):
        return False
    if all(known.texts.dstchannel != leg.texts.dstchannel for known in legs):
        return True
    app = leg.texts.lastapp.casefold()
    later = all(known.started_at != leg.started_at for known in legs)
    return later and (app in VOICEMAIL or app in WAITING)


def _touch(one: Leg, other: Leg) -> bool:
    first, second = (one, other) if one.started_at <= other.started_at else (other, one)
    return second.started_at <= (first.ended_at or first.started_at) + _SECOND


def _left_after_talk(spoken: Leg, left: Leg) -> bool:
    return (
        spoken.disposition == ANSWERED == left.disposition
        and spoken.texts.dstchannel != ""
        and spoken.texts.lastapp.casefold() not in VOICEMAIL
        and left.texts.lastapp.casefold() in VOICEMAIL
    )
