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
LATE: Final = timedelta(minutes=10)
"""A ring that is told later than this is no news. It is not told sooner that it is late: the clock
of a phone system may be minutes off, and nobody's call is lost over that."""
AWAY_FOR: Final = timedelta(minutes=15)
"""So long it is waited for how the call of somebody who was put away has ended."""
_REMEMBERED: Final = 200
_BY_NUMBER: Final = "\x1f"
"""Begins the key of a call that is known by its number alone."""


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
    to_dial: bool = False
    """Nobody rings: a link names a number that somebody here wants to ring."""

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
    def is_named(self) -> bool:
        """Whether somebody gave the call an identity; else its key is that of the number."""
        return self.call_id is not None or bool(self.external_id)

    @property
    def _number_key(self) -> str:
        return _BY_NUMBER + (self.reading.e164 or self.number.casefold())

    def same_caller(self, other: "RingNews") -> bool:
        """Whether two sources tell of one call: the same number at the same time, unless one
        source says itself that these are two calls, or they were written down as two."""
        told_apart = (
            self.source == other.source
            and self.external_id
            and other.external_id
            and self.external_id != other.external_id
        ) or (self.call_id and other.call_id and self.call_id != other.call_id)
        return not told_apart and bool(self.reading.e164) and self._number_key == other._number_key


def ring_state(disposition: Disposition, *, ended: bool) -> RingState:
    """How far a call is of which its source says this; a talk may have ``ended``. (A ring has no
    end of its own; what a clerk typed onto it may.)"""
    state = _STATES[disposition]
    return RingState.OVER if ended and state is RingState.ANSWERED else state


def news_of(call: IncomingCall, call_id: UUID | None, callback_id: UUID | None) -> RingNews | None:
    """The news in a call as its source sent it; None where nobody rings here: a call out, and what
    a service number (911, an extension) or no number at all sends."""
    if call.direction is not Direction.IN:
        return None
    if read_number(call.caller).status is NumberStatus.SERVICE:
        return None
    return RingNews(
        state=ring_state(call.disposition, ended=call.ended_at is not None),
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
class Done:
    """A call that is done with, until ``until`` (None: for good; its key is a call's own identity).
    Of a caller known by the number alone the next call has the same key."""

    key: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Callers:
    """Those who are shown, the one to take first in front; those who were put ``away`` and go on
    ringing; the calls that are done with."""

    shown: tuple[Ringing, ...] = ()
    away: tuple[Ringing, ...] = ()
    done: tuple[Done, ...] = ()

    def of(self, key: str) -> Ringing | None:
        """The caller that is shown and known by ``key``."""
        return next((each for each in self.shown if key in each.keys), None)

    def is_done(self, key: str, now: datetime) -> bool:
        """Whether the call of this key is over here."""
        return any(
            each.key == key and (each.until is None or now < each.until) for each in self.done
        )


@dataclass(frozen=True, slots=True)
class Heard:
    """What news did: the callers now, who is ``new`` among them, and who has ``left`` because the
    call ended with nobody having spoken."""

    callers: Callers
    new: Ringing | None = None
    left: Ringing | None = None


def heard(callers: Callers, news: RingNews, now: datetime) -> Heard:
    """Take news in."""
    if callers.is_done(news.key, now):
        return Heard(callers)
    known = _known(callers.shown, news) or _known_away(callers, news, now)
    if news.state >= RingState.MISSED:
        if known is None:
            return Heard(_done(callers, (news.key,), now))
        left = replace(known, news=_later(known.news, news)) if _was_missed(known, news) else None
        return Heard(_over(callers, known, _keys(known, news), now), left=left)
    if known is None:
        return _new(callers, news, now)
    answered_at = known.answered_at
    if news.state is RingState.ANSWERED and answered_at is None:
        answered_at = now
    later = replace(
        known, news=_later(known.news, news), keys=_keys(known, news), answered_at=answered_at
    )
    shown = tuple(later if each is known else each for each in callers.shown)
    away = tuple(later if each is known else each for each in callers.away)
    return Heard(replace(callers, shown=_in_order(shown), away=away))


def taken(callers: Callers, key: str, now: datetime) -> Callers:
    """Without the caller of this key, who is taken here and does not come back."""
    known = callers.of(key)
    return callers if known is None else _over(callers, known, known.keys, now)


def put_away(callers: Callers, key: str) -> Callers:
    """The caller of this key goes on ringing without being shown; whether anybody speaks to them
    is heard all the same."""
    known = callers.of(key)
    return callers if known is None else _put_away(callers, known)


def without_stale(callers: Callers, now: datetime) -> Callers:
    """Without those of whom nothing was heard for too long."""
    for each in callers.shown:
        since = each.answered_at or each.since
        if now - since >= (ANSWERED_FOR if each.is_answered else RINGS_FOR):
            callers = _put_away(callers, each)
    for each in callers.away:
        if now - each.since >= AWAY_FOR:
            callers = _over(callers, each, each.keys, now)
    return callers


def _known(callers: Sequence[Ringing], news: RingNews) -> Ringing | None:
    by_key = (each for each in callers if news.key in each.keys)
    return next(by_key, None) or next(
        (each for each in callers if each.news.same_caller(news)), None
    )


def _known_away(callers: Callers, news: RingNews, now: datetime) -> Ringing | None:
    """Whoever rings after so long, and is known by the number alone, rings once more."""
    known = _known(callers.away, news)
    if known is None or news.state is not RingState.RINGING:
        return known
    return known if now - known.since < RINGS_FOR or news.is_named else None


def _keys(known: Ringing, news: RingNews) -> tuple[str, ...]:
    return known.keys if news.key in known.keys else (*known.keys, news.key)


def _new(callers: Callers, news: RingNews, now: datetime) -> Heard:
    longest = ANSWERED_FOR if news.state is RingState.ANSWERED else LATE
    if news.started_at is not None and now - news.started_at >= longest:
        return Heard(_done(callers, (news.key,), now))
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
        to_dial=before.to_dial and news.to_dial,
    )


def _over(callers: Callers, known: Ringing, keys: Sequence[str], now: datetime) -> Callers:
    shown = tuple(each for each in callers.shown if each is not known)
    away = tuple(each for each in callers.away if each is not known)
    return _done(replace(callers, shown=shown, away=away), keys, now)


def _put_away(callers: Callers, known: Ringing) -> Callers:
    shown = tuple(each for each in callers.shown if each is not known)
    return replace(callers, shown=shown, away=(*callers.away, known)[-_REMEMBERED:])


def _done(callers: Callers, keys: Sequence[str], now: datetime) -> Callers:
    soon = now + RINGS_FOR
    fresh = (Done(key, soon if key.startswith(_BY_NUMBER) else None) for key in keys)
    before = (each for each in callers.done if each.key not in keys)
    return replace(callers, done=(*before, *fresh)[-_REMEMBERED:])


def _in_order(shown: tuple[Ringing, ...]) -> tuple[Ringing, ...]:
    """Who still rings before who is being talked to, and who rang first before the others."""
    return tuple(sorted(shown, key=lambda each: (each.is_answered, each.since)))
