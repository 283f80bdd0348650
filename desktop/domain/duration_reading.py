"""How long a call took, as systems write it: seconds, ``HH:MM:SS``, ``PT33M7S``, ``1 h 2 min``."""

import re
from enum import IntEnum

_CLOCK = re.compile(r"(?:(\d{1,5}):)?(\d{1,5}):(\d{1,2})(?:[.,]\d+)?")
_ISO = re.compile(r"P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,15}(?:[.,]\d{1,9})?")
_WORDED = re.compile(r"(\d{1,9}(?:[.,]\d{1,3})?)\s*([^\W\d_]+)\.?,?\s*")
_LONGEST = 60
_MOST = 7 * 24 * 3600
"""A call of more than a week is none: the number means something else."""


class DurationUnit(IntEnum):
    """What a bare number counts, in milliseconds."""

    MILLISECONDS = 1
    SECONDS = 1000
    MINUTES = 60_000


_WORDS = {
    **dict.fromkeys(("ms", "msec", "msecs", "milliseconds", "milisegundos"), 1),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds", "seg", "segs", "segundos"), 1000),
    **dict.fromkeys(("segundo",), 1000),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes", "minuto", "minutos"), 60_000),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "hora", "horas"), 3_600_000),
}


def seconds(text: str, unit: DurationUnit = DurationUnit.SECONDS) -> int | None:
    """Whole seconds; None where nothing is set or it cannot be read (a call is not lost for it).

    ``unit`` is what a bare number counts. ``1:12`` is a minute and twelve seconds.
    """
    if text.isdecimal() and text.isascii() and len(text) < 16:
        return _sensible(int(text) * unit)
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    if _NUMBER.fullmatch(text):
        return _sensible(float(text.replace(",", ".")) * unit)
    if clock := _CLOCK.fullmatch(text):
        whole = int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3])
        return _sensible(whole * 1000)
    iso = _ISO.fullmatch(text)
    if iso and any(iso.groups()):
        days, hours, minutes, secs = (int((part or "0")[:9]) for part in iso.groups())
        return _sensible((((days * 24 + hours) * 60 + minutes) * 60 + secs) * 1000)
    return _worded(text)


def _worded(text: str) -> int | None:
    total, at = 0.0, 0
    while at < len(text):
        found = _WORDED.match(text, at)
        worth = _WORDS.get(found[2].casefold()) if found else None
        if found is None or worth is None:
            return None
        total += float(found[1].replace(",", ".")) * worth
        at = found.end()
    return _sensible(total)


def _sensible(milliseconds: float) -> int | None:
    whole = int(milliseconds // 1000)
    return whole if whole <= _MOST else None
