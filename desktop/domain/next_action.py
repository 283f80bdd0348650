"""What the desk does best with a promise now, said at the top of its detail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.domain.calling_hours import CallingHours, HourCheck, allowed, next_allowed
from desktop.domain.local_time import local_day
from desktop.domain.next_try import Tried, tries_in_a_row, tries_words
from desktop.domain.outcome_labels import result_words
from desktop.domain.vocabulary import CallbackKind, HourVerdict, MilestoneKind
from desktop.domain.wording import clock, in_sentence, moment, spoken_day, waits_line
from desktop.domain.zones import Candidates, city_of_zone

_NTH = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
]
_ASK_NUMBER = "Next: ask for another number"
_ABOUT_TIME = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class NextAction:
    """One title and one or two sentences; ``call_now`` offers the call as the main act."""

    title: str
    body: str
    call_now: bool


def next_best_action(
    due_at: datetime,
    tried: Sequence[Tried],
    now: datetime,
    kind: CallbackKind,
    candidates: Candidates,
    hours: CallingHours,
    here: str,
    needs_decision: bool = False,
    waits_on: MilestoneKind | None = None,
    place: str | None = None,
    asks_number: bool = False,
) -> NextAction:
    """The next step for an open promise: "Next: call now, third try", "Next: wait until 8:00 am
    in Seattle", "Four tries. What next?", "Next: ask for another number".

    ``tried`` oldest first; ``here`` is the desk's zone; ``place`` the person's city when known.
    ``asks_number``: there is none, or the one there was is wrong.
    """
    call = f"Next: call now, {_nth_try(len(tried) + 1)}"
    last = _last_time(tried, here, now)
    if kind is CallbackKind.SAFETY:
        title = _ASK_NUMBER if asks_number else call
        body = f"A safety follow-up waits for no hour. {last}"
        return NextAction(title, body, call_now=not asks_number)
    if needs_decision:
        return NextAction(
            f"{tries_words(tries_in_a_row(tried))}. What next?",
            "It stays open until you decide.",
            call_now=False,
        )
    if asks_number:
        return NextAction(_ASK_NUMBER, last, call_now=False)
    zone = candidates.zones[0]
    now_or_near = due_at <= now + _ABOUT_TIME
    if waits_on is not None and not now_or_near:
        return NextAction(waits_line(waits_on, due_at, zone, now), last, call_now=False)
    check = allowed(now, candidates, hours)
    if check.allowed and now_or_near:
        return NextAction(call, last, call_now=True)
    if check.allowed:
        title = f"Next: call {_when(due_at, zone, now)} in {_where(zone, candidates, place)}"
        return NextAction(title, last, call_now=False)
    opens = next_allowed(now, candidates, hours)
    return _wait(max(due_at, opens), now, kind, candidates, check, place)


def _wait(
    until: datetime,
    now: datetime,
    kind: CallbackKind,
    candidates: Candidates,
    check: HourCheck,
    place: str | None,
) -> NextAction:
    zone = check.deciding.zone
    early = check.deciding.verdict is HourVerdict.TOO_EARLY
    body = [f"It is {clock(now, zone)} there, too {'early' if early else 'late'} to ring."]
    if kind is CallbackKind.MARKETING:
        body.append("A marketing call waits until then.")
    else:
        body.append("Ringing now needs a reason.")
    if not candidates.certain:
        body.append("The number does not say for sure where they are: ask.")
    title = f"Next: wait until {_when(until, zone, now)} in {_where(zone, candidates, place)}"
    return NextAction(title, " ".join(body), call_now=False)


def _where(zone: str, candidates: Candidates, place: str | None) -> str:
    return place if place and len(candidates.zones) == 1 else city_of_zone(zone)


def _nth_try(count: int) -> str:
    return f"{_NTH[count - 1]} try" if count <= len(_NTH) else f"try {count}"


def _last_time(tried: Sequence[Tried], here: str, now: datetime) -> str:
    if not tried:
        return "Nobody has tried yet."
    last = tried[-1]
    when = moment(last.at, here, now)
    return f"Last time: {result_words(last.result).lower()}, {in_sentence(when)}."


def _when(at: datetime, zone: str, now: datetime) -> str:
    """ "8:00 am" today, "tomorrow 8:00 am", "Wed 8:00 am"."""
    day, today = local_day(at, zone), local_day(now, zone)
    if day == today:
        return clock(at, zone)
    said = spoken_day(day, today)
    return f"{'tomorrow' if said == 'Tomorrow' else said} {clock(at, zone)}"
