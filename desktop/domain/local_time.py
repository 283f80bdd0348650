"""Instants and the clocks on people's walls.

An instant is an aware datetime; what comes back is UTC. A minute of the day counts from local
midnight as the clock shows it (8:00 am is 480, also on a day of 23 or 25 hours).
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MINUTES_OF_DAY = 24 * 60
_MINUTE = timedelta(minutes=1)


def local(at: datetime, zone: str) -> datetime:
    """The instant on the clock of ``zone``.

    Raises ValueError for a naive datetime, which would be read as the time of this computer.
    """
    if at.utcoffset() is None:
        raise ValueError("an instant needs its zone")
    return at.astimezone(ZoneInfo(zone))


def local_day(at: datetime, zone: str) -> date:
    """The date in ``zone`` at this instant."""
    return local(at, zone).date()


def minute_of_day(at: datetime, zone: str) -> int:
    """What the clock of ``zone`` shows, in minutes after its midnight."""
    there = local(at, zone)
    return there.hour * 60 + there.minute


def same_wall_time(at: datetime, zone: str, other: str) -> datetime:
    """The instant at which the clock of ``other`` shows what that of ``zone`` shows at ``at``."""
    return instant(local_day(at, zone), minute_of_day(at, zone), other)


def instant(day: date, minute: int, zone: str, not_before: datetime | None = None) -> datetime:
    """When the clock of ``zone`` shows ``minute`` on ``day``.

    A time that the clock skips (summer time begins) becomes the time the clock shows instead,
    later by what was skipped. A time that comes twice (summer time ends) is the first of the two,
    unless only the second is ``not_before`` an instant.
    """
    shown = datetime.combine(day, time(*divmod(minute, 60)), ZoneInfo(zone))
    first = shown.astimezone(UTC)
    if not_before is not None and first < not_before:
        return shown.replace(fold=1).astimezone(UTC)
    return first


def next_opening(at: datetime, zone: str, opens: int, closes: int) -> datetime:
    """``at`` itself when the clock of ``zone`` is in [opens, closes), else when it next is.

    Where the clock skips ``opens`` (summer time begins) that is the minute it skips to.
    """
    minute = minute_of_day(at, zone)
    if opens <= minute < closes:
        return at.astimezone(UTC)
    day = local_day(at, zone)
    if minute >= closes:
        day += timedelta(days=1)
    found = instant(day, opens, zone, not_before=at)
    if minute_of_day(found, zone) == opens:
        return found
    summer = local(found, zone).utcoffset()
    while local(found - _MINUTE, zone).utcoffset() == summer:
        found -= _MINUTE
    # Hours that the clock skips altogether are those of the next day.
    return next_opening(found, zone, opens, closes)


def whole_minute(at: datetime) -> datetime:
    """The instant without its seconds."""
    return at.astimezone(UTC).replace(second=0, microsecond=0)


def up_to_quarter(at: datetime) -> datetime:
    """The next full quarter hour, which is one on every clock (offsets are quarter hours)."""
    minute = whole_minute(at)
    quarter = minute - timedelta(minutes=minute.minute % 15)
    return quarter if quarter == at else quarter + timedelta(minutes=15)
