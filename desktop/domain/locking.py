"""When a desk that nobody uses locks, and what is said of it."""

from datetime import timedelta
from enum import StrEnum
from typing import Final


class LockCause(StrEnum):
    """Why a desk is locked."""

    ASKED = "asked"
    """Somebody said so."""
    AWAY = "away"
    """No key and no mouse for the minutes that are set."""
    COMPUTER = "computer"
    """The computer was locked, or slept."""


USUAL_MINUTES: Final = 5
FEWEST_MINUTES: Final = 1
MOST_MINUTES: Final = 15


def is_away(unused: timedelta, minutes: int) -> bool:
    """Whether a desk that was not used for so long locks by itself (45 CFR 164.312(a)(2)(iii))."""
    return unused >= timedelta(minutes=minutes)


def minutes_within(kept: int) -> int:
    """The minutes that were set, within what may be set."""
    return min(max(kept, FEWEST_MINUTES), MOST_MINUTES)


def minutes_words(minutes: int) -> str:
    """ "1 minute", "5 minutes"."""
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def locked_words(cause: LockCause, minutes: int, since: str) -> str:
    """What stands under the name of whoever is away; ``since`` is the time on the clock."""
    if cause is LockCause.AWAY:
        return f"Locked after {minutes_words(minutes)} away"
    if cause is LockCause.COMPUTER:
        return "Locked with the computer"
    return f"Locked at {since}"
