"""A time of day as people type it: "2:30 pm", "2p", "1430", "noon"."""

import re
from typing import Final

_TIME: Final = re.compile(
    r"\s*(?P<hour>\d{1,2}?)(?:[:.h\s]?(?P<minute>\d{2}))?\s*(?P<half>[ap])?\.?(?:m\.?)?\s*",
    re.IGNORECASE | re.ASCII,
)
_WORDS: Final = {"noon": 12 * 60, "midnight": 0}
_EARLIEST_MORNING: Final = 7
"""Without am or pm, hours from here to noon are in the morning, smaller ones after noon: nobody
is rung at two at night."""


def read_clock(text: str) -> int | None:
    """Minutes after midnight, or None for what is no time of day."""
    named = _WORDS.get(text.strip().lower())
    found = _TIME.fullmatch(text)
    if named is not None or found is None:
        return named
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = (found["half"] or "").lower()
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif 1 <= hour < _EARLIEST_MORNING and not found["hour"].startswith("0"):
        hour += 12
    return hour * 60 + minute
