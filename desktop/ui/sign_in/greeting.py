"""What the sign-in page says about the time."""

from datetime import datetime

from desktop.domain.local_time import local
from desktop.domain.wording import clock

_NOON, _EVENING = 12, 18


def greeting(now: datetime, zone: str) -> str:
    """ "Good afternoon" from noon, "Good evening" from six, by the clock of ``zone``."""
    hour = local(now, zone).hour
    if hour < _NOON:
        return "Good morning"
    return "Good afternoon" if hour < _EVENING else "Good evening"


def day_words(now: datetime, zone: str) -> str:
    """ "Tuesday, November 17"."""
    day = local(now, zone)
    return f"{day:%A}, {day:%B} {day.day}"


def day_and_time(now: datetime, zone: str) -> str:
    """ "Tuesday, November 17 · 2:18 pm"."""
    return f"{day_words(now, zone)} · {clock(now, zone)}"


def until_words(until: datetime, zone: str) -> str:
    """ "until 6:00 pm", or "until midnight"."""
    said = clock(until, zone)
    return "until midnight" if said == "12:00 am" else f"until {said}"
