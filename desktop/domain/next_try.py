"""When a promise is tried again, after each way a try can go.

The rule, for a service, transition or marketing callback:

- reached: the promise is kept, or a new time is promised in the same talk;
- left voicemail, reached someone else: the next working day, 10:00 am their time;
- no answer: in about two hours (the next quarter hour) where that is still today and suits both
  sides. A second no answer of a day, or one too late for that: the next working day at another
  hour, morning after afternoons and the other way round. A try made before the time first
  promised came ahead of its time and does not count as that day's first;
- busy: in 15 minutes, or when it next suits;
- wrong number: a new one is asked for, and the promise stays due the next working day;
- do not call: closes, once confirmed;
- from the fourth try in a row that reached nobody, a decision is asked for. The promise keeps a
  due time and never closes itself.

Every time lies in the site's hours, on a working day, and in the person's hours in every zone
they may be in (:mod:`desktop.domain.suitable_hours` says what gives way where there is no such
minute). A safety follow-up knows none of this: again in 15 minutes at any hour until somebody
was reached; a do-not-call does not stop it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from desktop.domain.calling_hours import CallingHours
from desktop.domain.local_time import (
    instant,
    local_day,
    minute_of_day,
    up_to_quarter,
    whole_minute,
)
from desktop.domain.suitable_hours import next_suitable, suits
from desktop.domain.vocabulary import AttemptResult, CallbackKind
from desktop.domain.work_days import SiteCalendar
from desktop.domain.zones import Candidates

TRIES = 4
"""So many tries that reached nobody, then somebody decides."""

SHORTLY = timedelta(minutes=15)

_NOON = 12 * 60
_MORNING = (10 * 60, 9 * 60, 11 * 60)
_AFTERNOON = (15 * 60, 17 * 60, 13 * 60)
_SAME_HOUR = 60
_NO_ANSWER_WAIT = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Tried:
    """One earlier try of this promise."""

    at: datetime
    result: AttemptResult


@dataclass(frozen=True, slots=True)
class NextTry:
    """What follows from a try. ``due_at`` is None only when the promise ``closes``.

    ``closes``: nothing more is due, once the desk has confirmed it or promised a new time.
    ``rule``: one line for the screen saying what follows.
    """

    due_at: datetime | None
    needs_decision: bool
    asks_number: bool
    closes: bool
    rule: str


def next_try(
    result: AttemptResult,
    tried: Sequence[Tried],
    now: datetime,
    kind: CallbackKind,
    candidates: Candidates,
    hours: CallingHours,
    site: SiteCalendar,
    first_due_at: datetime | None = None,
) -> NextTry:
    """What follows from a try made ``now`` that went like ``result``; see the module.

    ``tried`` are the earlier tries, oldest first, without this one. ``first_due_at`` is the time
    first promised, when known.
    """
    safety = kind is CallbackKind.SAFETY
    if result is AttemptResult.REACHED:
        return NextTry(None, False, False, True, "Reached. Close it, or promise a new time.")
    if result is AttemptResult.DO_NOT_CALL and not safety:
        return NextTry(None, False, False, True, "No more calls. The promise closes.")

    asks_number = result is AttemptResult.WRONG_NUMBER
    needs_decision = tries_in_a_row(tried) + 1 >= TRIES
    if safety:
        due_at = whole_minute(now) + SHORTLY
        rule = "A safety follow-up waits for no hour. Again in 15 minutes."
    else:
        sides = _Sides(candidates, hours, site)
        due_at, rule = _due(result, tried, now, sides, first_due_at)
    if needs_decision:
        rule = f"{rule} {tries_words(tries_in_a_row(tried) + 1)} made: decide what happens next."
    return NextTry(due_at, needs_decision, asks_number, False, rule)


def tries_in_a_row(tried: Sequence[Tried]) -> int:
    """How many tries have reached nobody since the person was last reached."""
    results = [each.result for each in tried]
    results.reverse()
    reached = AttemptResult.REACHED
    return results.index(reached) if reached in results else len(results)


def tries_words(count: int) -> str:
    """ "One try", "Four tries"."""
    named = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"]
    said = named[count] if count < len(named) else str(count)
    return f"{said} {'try' if count == 1 else 'tries'}"


@dataclass(frozen=True, slots=True)
class _Sides:
    """Both sides of a call: where and when the person may be rung, and when the site works."""

    candidates: Candidates
    hours: CallingHours
    site: SiteCalendar

    @property
    def zone(self) -> str:
        """The zone in which the person's times are told."""
        return self.candidates.zones[0]

    def suit(self, at: datetime) -> bool:
        return suits(at, self.candidates, self.hours, self.site)

    def next(self, at: datetime) -> datetime:
        return next_suitable(at, self.candidates, self.hours, self.site)

    def on_day(self, day: date, minute: int) -> datetime:
        """That minute of the person's day on the site's ``day``, or the next that suits."""
        return self.next(max(instant(day, minute, self.zone), self.site.opening(day)))


def _due(
    result: AttemptResult,
    tried: Sequence[Tried],
    now: datetime,
    sides: _Sides,
    first_due_at: datetime | None,
) -> tuple[datetime, str]:
    next_day = sides.site.next_working_day(local_day(now, sides.site.zone))
    if result is AttemptResult.BUSY:
        wanted = whole_minute(now) + SHORTLY
        due = sides.next(wanted)
        return due, "Busy. Again in 15 minutes." if due == wanted else "Busy. Again when it suits."
    if result is AttemptResult.NO_ANSWER:
        return _due_after_no_answer(tried, now, sides, first_due_at, next_day)
    due = sides.on_day(next_day, _MORNING[0])
    said = {
        AttemptResult.VOICEMAIL: "Voicemail left. Again the next working day.",
        AttemptResult.SOMEONE_ELSE: "Only the neutral words. Again the next working day.",
        AttemptResult.WRONG_NUMBER: "Ask for a new number. The promise stays due.",
    }
    return due, said[result]


def _due_after_no_answer(
    tried: Sequence[Tried],
    now: datetime,
    sides: _Sides,
    first_due_at: datetime | None,
    next_day: date,
) -> tuple[datetime, str]:
    today = local_day(now, sides.site.zone)
    already = any(
        each.result is AttemptResult.NO_ANSWER
        and local_day(each.at, sides.site.zone) == today
        and (first_due_at is None or each.at >= first_due_at)
        for each in tried
    )
    later = up_to_quarter(now + _NO_ANSWER_WAIT)
    if not already and local_day(later, sides.site.zone) == today and sides.suit(later):
        return later, "No answer. Again in about two hours."
    unreached = tried[len(tried) - tries_in_a_row(tried) :]
    minutes = [minute_of_day(at, sides.zone) for at in (*(each.at for each in unreached), now)]
    why = "No answer twice today." if already else "No answer, too late to try again today."
    return _at_another_hour(minutes, next_day, sides), f"{why} Next working day at another hour."


def _at_another_hour(minutes: list[int], day: date, sides: _Sides) -> datetime:
    """On ``day`` in the half of their day tried less; rather the other half than an hour already
    tried, and rather any hour than one that does not suit both sides."""
    mornings = sum(minute < _NOON for minute in minutes)
    afternoons = len(minutes) - mornings
    last_was_morning = minutes[-1] < _NOON
    in_the_morning = not last_was_morning if mornings == afternoons else mornings < afternoons
    slots = (*_MORNING, *_AFTERNOON) if in_the_morning else (*_AFTERNOON, *_MORNING)
    untried = [s for s in slots if all(abs(s - minute) >= _SAME_HOUR for minute in minutes)]
    for slot in (*untried, *slots):
        at = instant(day, slot, sides.zone)
        if at >= sides.site.opening(day) and sides.suit(at):
            return at
    return sides.on_day(day, slots[0])
