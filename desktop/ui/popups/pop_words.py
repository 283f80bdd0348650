"""What is said of a ringing caller. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from desktop.domain.caller_names import real_name
from desktop.domain.local_time import local_day
from desktop.domain.numbers import NumberReading, NumberStatus, display, read_number
from desktop.domain.ringing_callers import Ringing, RingNews
from desktop.domain.wording import (
    elapsed,
    here_clock,
    in_sentence,
    promised_words,
    spoken_day,
    waits_line,
)
from desktop.services.caller_glance import CallerGlance
from desktop.ui.words import REASON_WORDS

WITHHELD: Final = "Withheld number"
_NAMED: Final = 3


def number_words(reading: NumberReading) -> str:
    """The number as people write it, or that there is none."""
    if reading.e164 is not None:
        return display(reading.e164, reading.extension)
    if reading.status is NumberStatus.WITHHELD:
        return WITHHELD
    return reading.raw.strip() or WITHHELD


def caller_words(news: RingNews, glance: CallerGlance | None) -> str:
    """ "Juniper Moss or Rowan Moss", else the name that was sent, else the number."""
    people = [person.name for person in glance.match.people] if glance else []
    if len(people) > _NAMED:
        people = [*people[:_NAMED], f"{len(people) - _NAMED} more"]
    named = " or ".join(people) or sent_name(news)
    return named or number_words(news.reading)


def sent_name(news: RingNews) -> str:
    """The caller's name as the phone system sent it, if it is one."""
    return real_name(news.name)


def number_beside(news: RingNews, glance: CallerGlance | None) -> str:
    """What stands beside the caller: the number with its place, where it is not the caller."""
    said = number_words(news.reading)
    place = (glance.match.place or "") if glance else ""
    if said == caller_words(news, glance):
        return place
    return f"{said} · {place}" if place else said


def line_words(line: str) -> str:
    """The line of ours that was rung."""
    reading = read_number(line)
    return display(reading.e164) if reading.e164 else line


def fact_words(glance: CallerGlance | None, zone: str, now: datetime) -> str:
    """ "1 open callback: Records, tomorrow 10:00 am · Heard last Nov 12: Statement v3"."""
    if glance is None:
        return ""
    return " · ".join(filter(None, (_promised(glance, zone, now), _told(glance, zone, now))))


def state_words(ringing: Ringing, now: datetime) -> str:
    """ "Rings 00:12"; once somebody has answered, since when."""
    if ringing.news.to_dial:
        return "From a link"
    since = ringing.answered_at
    return f"Answered {elapsed(now - since)}" if since else f"Rings {elapsed(now - ringing.since)}"


def spoken_words(ringing: Ringing, glance: CallerGlance | None) -> str:
    """For a screen reader, once."""
    who = caller_words(ringing.news, glance)
    return f"A link asks to ring {who}." if ringing.news.to_dial else f"{who} is ringing."


def door_words(waiting: int) -> str:
    """On the locked screen nobody is named."""
    if not waiting:
        return ""
    return "A caller is ringing" if waiting == 1 else f"{waiting} callers are ringing"


def missed_words(missed: Sequence[tuple[RingNews, CallerGlance | None]]) -> str:
    """Who rang and reached nobody, and what became of it."""
    if len(missed) == 1:
        ((news, glance),) = missed
        did = "left a message" if news.left_message else "hung up before anybody answered"
        then = "A callback is open." if news.callback_id else "The call is logged."
        return f"{caller_words(news, glance)} {did}. {then}"
    callers = _several([caller_words(news, glance) for news, glance in missed])
    promised = sum(news.callback_id is not None for news, _ in missed)
    if promised == len(missed):
        then = "Their callbacks are open."
    elif promised:
        then = f"{promised} callback{'s are' if promised > 1 else ' is'} open, all are logged."
    else:
        then = "The calls are logged."
    return f"{len(missed)} callers reached nobody: {callers}. {then}"


def _several(callers: Sequence[str]) -> str:
    """Those who rang last, and how many more; one who rang twice is named once."""
    named = list(dict.fromkeys(reversed(callers)))
    rest = len(named) - _NAMED
    return ", ".join(named[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def _promised(glance: CallerGlance, here: str, now: datetime) -> str:
    """In the caller's own time, as it was promised."""
    count, promise = glance.open_callbacks, glance.next_promise
    if not count or promise is None:
        return ""
    said = "1 open callback" if count == 1 else f"{count} open callbacks"
    if promise.milestone is not None:
        due = in_sentence(waits_line(promise.milestone, promise.due_at, promise.zone, now))
    else:
        ours = here_clock(promise.due_at, promise.zone, here)
        due = in_sentence(promised_words(promise.due_at, promise.zone, now))
        due = f"{due} ({ours})" if ours else due
    return f"{said}: {REASON_WORDS[promise.reason]}, {due}"


def _told(glance: CallerGlance, zone: str, now: datetime) -> str:
    told = glance.told
    if told is None:
        return ""
    day = in_sentence(spoken_day(local_day(told.at, zone), local_day(now, zone)))
    whom = f" by {told.name}" if told.name and len(glance.match.people) > 1 else ""
    return f"Heard last{whom} {day}: {told.title}"
