"""A day as people type it."""

import re
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_AMERICAN = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?")
_NAMED = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:,?\s+(\d{4}))?")
_NEAR = {"today": 0, "yesterday": 1}


def read_day(text: str, today: date) -> date | None:
    """ "11/18", "11/18/25", "Nov 18", "2025-11-18", "yesterday"; None for anything else.

    A day without its year is the last one of that name, today included.
    """
    typed = " ".join(text.lower().split())
    if typed in _NEAR:
        return today - timedelta(days=_NEAR[typed])
    if (iso := _ISO.fullmatch(typed)) is not None:
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if (american := _AMERICAN.fullmatch(typed)) is not None:
        month, day = int(american[1]), int(american[2])
        return _in_year(american[3], month, day, today)
    if (named := _NAMED.fullmatch(typed)) is not None and named[1][:3] in _MONTHS:
        return _in_year(named[3], _MONTHS.index(named[1][:3]) + 1, int(named[2]), today)
    return None


def _in_year(year: str | None, month: int, day: int, today: date) -> date | None:
    if year is not None:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    found = _day(today.year, month, day)
    # February 29 of a year that has none is that of the last year that has.
    for back in range(1, 9):
        if found is not None and found <= today:
            break
        found = _day(today.year - back, month, day)
    return found


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
