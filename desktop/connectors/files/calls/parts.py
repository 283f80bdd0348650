"""Small steps that the readers of calls share."""

from datetime import datetime, timedelta

from desktop.connectors.files.rows import BadRow
from desktop.domain.incoming import Disposition
from desktop.domain.time_reading import Moment, TimeReader
from desktop.domain.vocabulary import Direction


def needed(reader: TimeReader, text: str) -> Moment:
    """The start of a call. Raises :class:`BadRow` where there is none."""
    moment = reader.read(text)
    if moment is None:
        raise BadRow("This row has no start time.")
    return moment


def joined(date: str, time: str) -> str:
    """A date and a time of day from two columns."""
    return f"{date} {time}".strip()


def after(start: datetime | None, seconds: int | None) -> datetime | None:
    """The end of what began at ``start``, where both are known."""
    return start + timedelta(seconds=seconds) if start and seconds is not None else None


def heard(direction: Direction, *, spoken: bool) -> Disposition:
    """Answered, or what an unanswered call of this direction is called."""
    if spoken:
        return Disposition.ANSWERED
    return Disposition.MISSED if direction is Direction.IN else Disposition.NOT_REACHED
