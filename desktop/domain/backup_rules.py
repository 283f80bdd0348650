"""Which backups are kept, and when the last one is too old.

Days are those of UTC: they are all as long, and a backup says its time in UTC.
"""

from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

DAYS, WEEKS, MONTHS = 7, 5, 12
DUE_AFTER = timedelta(hours=23)
"""A little under a day: otherwise each backup would be taken later than the one before, until a day
has none."""
MISSED_AFTER = timedelta(hours=48)
KEPT_AT_LEAST = timedelta(hours=24)
"""Whoever makes a backup by hand finds it where they have just put it."""
KEPT_BEFORE_A_STEP = timedelta(days=30)
"""How long a backup is kept that was taken before a step that could go wrong."""


class BackupKind(StrEnum):
    """Why a backup was taken."""

    DAILY = "daily"
    BY_HAND = "by-hand"
    BEFORE_UPGRADE = "before-upgrade"
    BEFORE_REKEY = "before-rekey"
    AFTER_REKEY = "after-rekey"
    BEFORE_RESTORE = "before-restore"


BEFORE_A_STEP = frozenset(
    {BackupKind.BEFORE_UPGRADE, BackupKind.BEFORE_REKEY, BackupKind.BEFORE_RESTORE}
)


@dataclass(frozen=True, slots=True, order=True)
class Dated:
    """A backup that is there: when it was taken (UTC), and why."""

    at: datetime
    kind: BackupKind


def to_keep(there: Collection[Dated], now: datetime) -> frozenset[Dated]:
    """Of the backups that are there, those that stay.

    Those of the last 24 hours, and the newest of each of the last 7 days, 5 weeks (ISO) and 12
    months **that have one**: after a month in which the computer was off nothing is thrown away.
    One taken before an upgrade, a new key or a restore stays 30 days, and takes nobody's place. One
    that is dated in the future (a clock was wrong) stays, and takes nobody's place either, until
    its time has come.
    """
    ordinary = [each for each in there if each.kind not in BEFORE_A_STEP and each.at <= now]
    kept = {each for each in there if now - each.at < KEPT_AT_LEAST}
    kept |= {
        each for each in there if each.kind in BEFORE_A_STEP and now - each.at <= KEPT_BEFORE_A_STEP
    }
    for most, period in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        kept |= _newest_of_each(ordinary, period, most)
    return frozenset(kept)


def is_due(last_good: datetime | None, now: datetime) -> bool:
    """Whether today's backup is to be taken. One dated in the future says nothing."""
    return last_good is None or last_good > now or now - last_good >= DUE_AFTER


def is_missed(last_good: datetime | None, began: datetime, now: datetime) -> bool:
    """Whether people have to be told that there was no backup for two days. Without any it counts
    from ``began``, when the data was set up."""
    since = began if last_good is None else last_good
    return abs(now - since) >= MISSED_AFTER


def _newest_of_each(
    there: Iterable[Dated], period: Callable[[datetime], Hashable], most: int
) -> set[Dated]:
    newest: dict[Hashable, Dated] = {}
    for each in sorted(there, reverse=True):
        newest.setdefault(period(each.at.astimezone(UTC)), each)
    return set(list(newest.values())[:most])


def _day(at: datetime) -> Hashable:
    return at.date()


def _week(at: datetime) -> Hashable:
    return at.isocalendar()[:2]


def _month(at: datetime) -> Hashable:
    return at.year, at.month
