"""Times as people at the desk say them. "Here" is the desk's zone, "there" the person's."""

from datetime import date, datetime, timedelta

from desktop.domain.local_time import MINUTES_OF_DAY, local, local_day
from desktop.domain.vocabulary import HourVerdict, MilestoneKind

SOON = timedelta(hours=2)
"""A promise due within this is due soon; later ones are told by the clock."""

_MINUTE = timedelta(minutes=1)

# Not strftime's: Qt sets the locale of the whole process, and the words on screen are English.
_WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

_VERDICTS = {
    HourVerdict.ALLOWED: "allowed",
    HourVerdict.TOO_EARLY: "too early",
    HourVerdict.TOO_LATE: "too late",
}
_MILESTONES = {
    MilestoneKind.ANNOUNCED: "the announcement",
    MilestoneKind.SIGNED: "the signing",
    MilestoneKind.CLOSING: "Closing",
    MilestoneKind.SYSTEMS_MOVED: "the systems move",
    MilestoneKind.COMPLETE: "the end of the transition",
    MilestoneKind.CALLED_OFF: "the calling off",
    MilestoneKind.CLOSURE: "the closure",
}


def clock_of_minute(minute: int) -> str:
    """Minutes after midnight as "2:30 pm"."""
    hour, past = divmod(minute, 60)
    return f"{(hour - 1) % 12 + 1}:{past:02} {'am' if hour % 24 < 12 else 'pm'}"


def clock(at: datetime, zone: str) -> str:
    """ "2:30 pm" on the clock of ``zone``."""
    there = local(at, zone)
    return clock_of_minute(there.hour * 60 + there.minute)


def here_clock(at: datetime, zone: str, here: str) -> str:
    """The desk's time beside the person's: "9:00 here", or nothing where both clocks agree.

    With am or pm where theirs differs, with the day where theirs differs.
    """
    there, ours = local(at, zone), local(at, here)
    if there.replace(tzinfo=None) == ours.replace(tzinfo=None):
        return ""
    said = clock(at, here)
    if there.date() != ours.date():
        return f"{_WEEKDAYS[ours.weekday()]} {said} here"
    return f"{said if (there.hour < 12) != (ours.hour < 12) else said[:-3]} here"


def spoken_day(day: date, today: date) -> str:
    """ "Today", "Tomorrow", "Yesterday", within a week "Wed", else "Dec 16" (another year with it).

    A day gone by is never a bare weekday.
    """
    near = {0: "Today", 1: "Tomorrow", -1: "Yesterday"}.get((day - today).days)
    return near or _plain_day(day, today)


def in_sentence(said: str) -> str:
    """ "Today 1:05 pm" or "After Closing" in the middle of a sentence: "today 1:05 pm". A weekday
    and a month keep their capital."""
    small = said.startswith(("Today", "Tomorrow", "Yesterday", "After "))
    return f"{said[0].lower()}{said[1:]}" if small else said


def whole_day(day: date) -> str:
    """ "Dec 16, 2026", for what is kept and read in another year."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def _plain_day(day: date, today: date) -> str:
    if timedelta() < day - today < timedelta(days=7):
        return _WEEKDAYS[day.weekday()]
    return _date(day, today)


def _date(day: date, today: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.day}" if day.year == today.year else whole_day(day)


def promise_line(due: datetime, zone: str, here: str, name: str, now: datetime) -> str:
    """The whole promise: "Wed 10:00 am for Juniper · 9:00 here"; without a name just the time."""
    day, today = local_day(due, zone), local_day(now, zone)
    said = "Today" if day == today else _plain_day(day, today)
    whom = f" for {name}" if name else ""
    return _joined(f"{said} {clock(due, zone)}{whom}", here_clock(due, zone, here))


def quick_line(due: datetime, zone: str, here: str) -> str:
    """Second line of a quick time: "4:18 pm · 3:18 here"."""
    return _joined(clock(due, zone), here_clock(due, zone, here))


def promised_words(due: datetime, zone: str, now: datetime, place: str | None = None) -> str:
    """What was promised, first in the detail: "Today by 1:30 pm in Denver"."""
    day = spoken_day(local_day(due, zone), local_day(now, zone))
    return f"{day} by {clock(due, zone)} in {place or _city(zone)}"


def or_by(latest: datetime, zone: str, now: datetime) -> str:
    """The latest date of a promise that waits on a milestone: "or by Dec 16"."""
    return f"or by {_date(local_day(latest, zone), local_day(now, zone))}"


def after_milestone(milestone: MilestoneKind) -> str:
    """What a promise waits on: "After Closing"."""
    return f"After {_MILESTONES[milestone]}"


def waits_line(
    milestone: MilestoneKind, latest: datetime, zone: str, now: datetime, name: str = ""
) -> str:
    """The whole promise that waits: "After Closing, or by Dec 16", "…, for Juniper"."""
    whom = f", for {name}" if name else ""
    return f"{after_milestone(milestone)}, {or_by(latest, zone, now)}{whom}"


def due_words(due: datetime, zone: str, now: datetime) -> str:
    """How a promise stands: "48 min late", "due now", "in 1 h 12 min", or the person's clock."""
    if due <= now - _MINUTE:
        return f"{_span(now - due)} late"
    if due <= now:
        return "due now"
    if due <= now + SOON:
        return f"in {_span(due - now + _MINUTE - timedelta.resolution)}"
    return clock(due, zone)


def due_second_line(due: datetime, zone: str, here: str, now: datetime) -> str:
    """Under :func:`due_words`: "1:30 pm there" beside a span; "Today", "Tomorrow" or
    "Wed · 9:00 here" beside a clock."""
    day, today = local_day(due, zone), local_day(now, zone)
    if due <= now + SOON:
        dated = "" if day == today else f"{spoken_day(day, today)} "
        return f"{dated}{clock(due, zone)}{'' if zone == here else ' there'}"
    ours = here_clock(due, zone, here)
    said = spoken_day(day, today) if day == today or not ours else _plain_day(day, today)
    return _joined(said, ours)


def again_words(due: datetime, zone: str, here: str, now: datetime) -> str:
    """When to try again, short enough for a button: "Again in 15 min", "Again 4:30 pm",
    "Tomorrow 10:00 am"; "there" is added where the desk's clock shows another time."""
    if due - now <= timedelta(hours=1):
        return f"Again in {_span(due - now + _MINUTE - timedelta.resolution)}"
    day, today = local_day(due, zone), local_day(now, zone)
    there = " there" if here_clock(due, zone, here) else ""
    if day == today:
        return f"Again {clock(due, zone)}{there}"
    said = _plain_day(day, today) if there else spoken_day(day, today)
    return f"{said} {clock(due, zone)}{there}"


def hours_words(minute: int, zone: str, verdict: HourVerdict, place: str | None = None) -> str:
    """ "10:30 pm in Chicago · too late"; ``place`` when the city is known by name."""
    where = place or _city(zone)
    return f"{clock_of_minute(minute)} in {where} · {_VERDICTS[verdict]}"


def moment(at: datetime, zone: str, now: datetime) -> str:
    """When something happened: "Today 1:05 pm", "Yesterday 3:40 pm", "Nov 10, 9:41 am"."""
    day, today = local_day(at, zone), local_day(now, zone)
    comma = "" if abs((day - today).days) < 2 else ","
    return f"{spoken_day(day, today)}{comma} {clock(at, zone)}"


def short_moment(at: datetime, zone: str, now: datetime) -> str:
    """The same in a narrow column: "11:30 am" today, else "Yesterday" or "Nov 12"."""
    day, today = local_day(at, zone), local_day(now, zone)
    return clock(at, zone) if day == today else spoken_day(day, today)


def money_words(cents: int) -> str:
    """ "$1,200.00"."""
    return f"${cents // 100:,}.{cents % 100:02}"


def elapsed(span: timedelta) -> str:
    """A call timer: "04:12", from an hour on "1:02:07". A span below nothing is nothing."""
    minutes, seconds = divmod(max(0, int(span.total_seconds())), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def ago_minutes(since: datetime, now: datetime) -> str:
    """How long a call has been set aside: "12 min", "1 h 5 min"; "just now" below a minute."""
    return _span(now - since) if now - since >= _MINUTE else "just now"


def _span(span: timedelta) -> str:
    """Whole minutes, from an hour on hours too, from a day on days."""
    minutes = int(span / _MINUTE)
    days = minutes // MINUTES_OF_DAY
    if days:
        return "1 day" if days == 1 else f"{days} days"
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def _city(zone: str) -> str:
    from desktop.domain.zones import city_of_zone  # the first words on screen name no city

    return city_of_zone(zone)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
