"""The zone that the title of a column of times tells: "Submit Date (UTC)", "start_time_utc"."""

import re
from zoneinfo import ZoneInfo

from desktop.domain.time_words import ZONES

_OFFSET = re.compile(r"\b(?:UTC|GMT) ?([+-])(\d{1,2})(?::?00)?\b", re.IGNORECASE)
_LAST_WORD = re.compile(r"(?:^|[\W_]|(?<=[a-z]))(UTC|GMT|utc|gmt)\W*$")
_IN_BRACKETS = re.compile(r"[(\[]([\w/+-]{2,40})[)\]]")
_FARTHEST = 14


def zone_told(title: str) -> str | None:
    """The IANA zone of the times below ``title``, None where the title names none."""
    if (found := _OFFSET.search(title)) and int(found[2]) <= _FARTHEST:
        return _fixed(int(found[2]) if found[1] == "+" else -int(found[2]))
    if _LAST_WORD.search(title):
        return "UTC"
    for word in _IN_BRACKETS.findall(title):
        if (hours := ZONES.get(word.upper())) is not None:
            return _fixed(hours)
        if "/" in word and named_zone(word):
            return str(word)
    return None


def _fixed(hours: int) -> str:
    # The names of fixed zones count the other way round: west is plus.
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"


def named_zone(name: str) -> ZoneInfo | None:
    """The IANA zone of that name, None where there is none."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # what is not found is a KeyError
        return None
