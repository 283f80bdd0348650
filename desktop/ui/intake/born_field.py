"""A date of birth, typed as people write it."""

import re
from datetime import date

from PySide6.QtWidgets import QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.line_edit import LineEdit

_AMERICAN = re.compile(r"\s*(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})\s*")
_ISO = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*")


def read_born(text: str, today: date) -> date | None:
    """A date from "3/9/1984" or "1984-03-09"; None for what is none, or lies ahead."""
    if found := _AMERICAN.fullmatch(text):
        month, day, year = (int(part) for part in found.groups())
    elif found := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    else:
        return None
    try:
        born = date(year, month, day)
    except ValueError:
        return None
    return born if date(1900, 1, 1) <= born <= today else None


class BornField(LineEdit):
    """Month, day, year."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "3/9/1984", parent=parent)
