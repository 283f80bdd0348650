"""How long a sign-in lasts, and how many wrong tries there are."""

from datetime import datetime, timedelta

from desktop.domain.errors import Refused
from desktop.domain.local_time import instant, local_day

PIN_TRIES = 3
"""Wrong PINs in a row, after which the password is needed."""
FREE_TRIES = 3
"""Wrong passwords in a row without a wait."""
LONGEST_SIGN_IN = timedelta(hours=12)

_FIRST_WAIT = timedelta(seconds=5)
_LONGEST_WAIT = timedelta(minutes=15)


class PasswordNeeded(Refused):
    """The PIN does not open this account now; the password does."""


def signed_in_until(now: datetime, zone: str) -> datetime:
    """When a sign-in at ``now`` ends: after twelve hours, at the latest when the day ends in the
    desk's ``zone``."""
    midnight = instant(local_day(now, zone) + timedelta(days=1), 0, zone)
    return min(now + LONGEST_SIGN_IN, midnight)


def wait_after(wrong: int) -> timedelta:
    """How long to wait for the next password after so many wrong ones in a row.

    None after the first two, then 5 seconds, twice as long each time, at most 15 minutes: a slip
    of the finger costs nothing, a guesser gets about a hundred tries a day.
    """
    if wrong < FREE_TRIES:
        return timedelta()
    doubled: int = 2 ** min(wrong - FREE_TRIES, 10)
    return min(_LONGEST_WAIT, _FIRST_WAIT * doubled)


def spoken_wait(wait: timedelta) -> str:
    """A wait in words: "5 seconds", "2 minutes"; rounded up, so that it is never too short."""
    seconds = max(1, -(-wait // timedelta(seconds=1)))
    if seconds < 60:
        return "1 second" if seconds == 1 else f"{seconds} seconds"
    minutes = -(-seconds // 60)
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
