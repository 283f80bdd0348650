"""Small steps that the readers of calls share."""

import re
from datetime import datetime, timedelta
from typing import Final

from desktop.connectors.files.rows import BadRow
from desktop.domain.incoming import Disposition
from desktop.domain.time_reading import Moment, TimeReader
from desktop.domain.vocabulary import Direction

_MIDNIGHT: Final = re.compile(
    r"(?:[ T]{1,4}|, )(?:0?0:00(?::00(?:\.0+)?)?|12:00(?::00)? ?AM)$", re.IGNORECASE
)


def needed(reader: TimeReader, text: str) -> Moment:
    """The start of a call. Raises :class:`BadRow` where there is none."""
    moment = reader.read(text)
    if moment is None:
        raise BadRow("This row has no start time.")
    return moment


def joined(date: str, time: str) -> str:
    """A date and a time of day from two columns; a date that a spreadsheet wrote with a midnight
    that nobody means is the date alone."""
    return f"{day_alone(date) if time else date} {time}".strip()


def day_alone(text: str) -> str:
    """A date without the midnight behind it."""
    return _MIDNIGHT.sub("", text)


def after(start: datetime | None, seconds: int | None) -> datetime | None:
    """The end of what began at ``start``, where both are known."""
    return start + timedelta(seconds=seconds) if start and seconds is not None else None


def heard(direction: Direction, *, spoken: bool) -> Disposition:
    """Answered, or what an unanswered call of this direction is called."""
    if spoken:
        return Disposition.ANSWERED
    return Disposition.MISSED if direction is Direction.IN else Disposition.NOT_REACHED
