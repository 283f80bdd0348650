"""Which callers the window shows while they ring: each call once, in the order in which they rang.

News of one call come from several sources, out of order and repeated. Pure: the time is given.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final
from uuid import UUID

from desktop.domain.incoming import Disposition, IncomingCall
from desktop.domain.numbers import NumberReading, NumberStatus, read_number
from desktop.domain.vocabulary import Direction

RINGS_FOR: Final = timedelta(minutes=3)
"""A caller of whom nothing more is heard is not shown any longer: no phone rings for longer."""
ANSWERED_FOR: Final = timedelta(minutes=2)
"""Whoever answered has taken the call by then, or has no need to."""
_REMEMBERED: Final = 200


class RingState(IntEnum):
    """How far a call is; it never goes back."""

    RINGING = 1
    ANSWERED = 2
    MISSED = 3
    """Over, and nobody of ours spoke."""
    OVER = 4


_STATES: Final = {
    Disposition.RINGING: RingState.RINGING,
    Disposition.ANSWERED: RingState.ANSWERED,
    Disposition.MISSED: RingState.MISSED,
    Disposition.VOICEMAIL: RingState.MISSED,
    Disposition.BLOCKED: RingState.OVER,
    Disposition.NOT_REACHED: RingState.OVER,
    Disposition.UNKNOWN: RingState.OVER,
}


@dataclass(frozen=True, slots=True)
class RingNews:
    """What is heard of one call. ``number`` is as sent; ``call_id`` is its record here, None where
    it has none; ``callback_id`` the promise that it opened, ``message`` a voicemail's text."""

    state: RingState
    number: str
    source: str
    name: str = ""
    line: str = ""
    external_id: str = ""
    call_id: UUID | None = None
    callback_id: UUID | None = None
    left_message: bool = False
    started_at: datetime | None = None

    @property
    def reading(self) -> NumberReading:
        """How the number is read."""
        return read_number(self.number)

    @property
    def key(self) -> str:
        """What makes the call the same one: its record here, else its source's identity, else the
        number."""
        if self.call_id is not None:
            return self.call_id.hex
        if self.external_id:
            return f"{self.source} {self.external_id}"
        return self._number_key

    @property
    def _number_key(self) -> str:
        return self.reading.e164 or self.number.casefold()

    def same_caller(self, other: "RingNews") -> bool:
        """Whether two sources tell of one call: the same number at the same time, unless one
        source says itself that these are two calls."""
        told_apart = (
            self.source == other.source
            and self.external_id
            and other.external_id
            and self.external_id != other.external_id
        )
        return not told_apart and bool(self.reading.e164) and self._number_key == other._number_key


def news_of(call: IncomingCall, call_id: UUID | None, callback_id: UUID | None) -> RingNews | None:
    """The news in a call as its source sent it; None where nobody rings here: a call out, and what
    a service number (911, an extension) or no number at all sends."""
    if call.direction is not Direction.IN:
        return None
    if read_number(call.caller).status is NumberStatus.SERVICE:
        return None
    state = _STATES[call.disposition]
    if state is RingState.ANSWERED and call.ended_at is not None:
        state = RingState.OVER
    return RingNews(
        state=state,
        number=call.caller,
        source=call.source,
        name=call.name,
        line=call.line or call.called,
        external_id=call.external_id,
        call_id=call_id,
        callback_id=callback_id,
        left_message=call.disposition is Disposition.VOICEMAIL,
        started_at=call.started_at,
    )


@dataclass(frozen=True, slots=True)
class Ringing:
    """One caller that is shown. ``since`` is when it was first heard of, ``answered_at`` when
    somebody was heard to answer, ``keys`` all that it is known by."""

    news: RingNews
    since: datetime
    keys: tuple[str, ...]
    answered_at: datetime | None = None

    @property
    def is_answered(self) -> bool:
        """Whether somebody is talking to them."""
        return self.news.state is RingState.ANSWERED


@dataclass(frozen=True, slots=True)
class Callers:
    """Those who are shown, the one to take first in front, and the calls that are done with."""

    shown: tuple[Ringing, ...] = ()
    done: tuple[str, ...] = ()

    def of(self, key: str) -> Ringing | None:
        """The caller that is known by ``key``."""
        return next((each for each in self.shown if key in each.keys), None)


@dataclass(frozen=True, slots=True)
class Heard:
    """What news did: the callers now, who is ``new`` among them, and who has ``left`` because the
    call ended with nobody having spoken."""

    callers: Callers
    new: Ringing | None = None
    left: Ringing | None = None


def heard(callers: Callers, news: RingNews, now: datetime) -> Heard:
    """Take news in."""
    if news.key in callers.done:
        return Heard(callers)
    known = callers.of(news.key) or next(
        (each for each in callers.shown if each.news.same_caller(news)), None
    )
    if news.state >= RingState.MISSED:
        if known is None:
            return Heard(_remember(callers, (news.key,)))
        left = replace(known, news=_later(known.news, news)) if _was_missed(known, news) else None
        return Heard(gone(callers, (*known.keys, news.key)), left=left)
    if known is None:
        return _new(callers, news, now)
    keys = known.keys if news.key in known.keys else (*known.keys, news.key)
    answered_at = known.answered_at
    if news.state is RingState.ANSWERED and answered_at is None:
        answered_at = now
    later = replace(known, news=_later(known.news, news), keys=keys, answered_at=answered_at)
    shown = (later if each is known else each for each in callers.shown)
    return Heard(replace(callers, shown=_in_order(tuple(shown))))


def gone(callers: Callers, keys: Sequence[str]) -> Callers:
    """Without the caller of these keys, who does not come back: taken, put away, or over."""
    leaving = set(keys)
    for each in callers.shown:
        if leaving.intersection(each.keys):
            leaving.update(each.keys)
    shown = tuple(each for each in callers.shown if not leaving.intersection(each.keys))
    return _remember(replace(callers, shown=shown), tuple(leaving))


def without_stale(callers: Callers, now: datetime) -> Callers:
    """Without those of whom nothing was heard for too long."""
    for each in callers.shown:
        since = each.answered_at or each.since
        if now - since >= (ANSWERED_FOR if each.is_answered else RINGS_FOR):
            callers = gone(callers, each.keys)
    return callers


def _new(callers: Callers, news: RingNews, now: datetime) -> Heard:
    longest = ANSWERED_FOR if news.state is RingState.ANSWERED else RINGS_FOR
    if news.started_at is not None and now - news.started_at >= longest:
        return Heard(_remember(callers, (news.key,)))
    answered_at = now if news.state is RingState.ANSWERED else None
    ringing = Ringing(news, now, (news.key,), answered_at)
    return Heard(replace(callers, shown=_in_order((*callers.shown, ringing))), new=ringing)


def _was_missed(known: Ringing, news: RingNews) -> bool:
    return news.state is RingState.MISSED and not known.is_answered


def _later(before: RingNews, news: RingNews) -> RingNews:
    """The newer news, with what only the older ones told."""
    first = before if before.state > news.state else news
    return replace(
        first,
        number=before.number if before.reading.e164 else news.number,
        name=before.name or news.name,
        line=before.line or news.line,
        external_id=before.external_id or news.external_id,
        source=before.source if before.external_id else news.source,
        call_id=before.call_id or news.call_id,
        callback_id=news.callback_id or before.callback_id,
    )


def _in_order(shown: tuple[Ringing, ...]) -> tuple[Ringing, ...]:
    """Who still rings before who is being talked to, and who rang first before the others."""
    return tuple(sorted(shown, key=lambda each: (each.is_answered, each.since)))


def _remember(callers: Callers, keys: tuple[str, ...]) -> Callers:
    fresh = tuple(key for key in keys if key not in callers.done)
    return replace(callers, done=(*callers.done, *fresh)[-_REMEMBERED:])
