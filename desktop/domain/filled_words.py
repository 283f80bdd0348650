"""Fields in words to read aloud, filled in: a missing one shows a gap, never a wrong word.

A field is a name in braces: "{caller}, this is {me} from {clinic}."
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

_FIELD = re.compile(r"\{([a-z_]+)\}")
GAP = "____"


class Field(StrEnum):
    """What can be filled in."""

    CALLER = "caller"
    """The first name of whoever speaks."""
    PATIENT = "patient"
    CLINIC = "clinic"
    ME = "me"
    COMPANY = "company"
    ACQUIRER = "acquirer"
    SELLER = "seller"
    CALLBACK = "callback"
    """When they are rung back, in their own time."""
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the words. ``field`` names what was filled in ("" for the words themselves);
    ``gap``: nothing is known, the text is a gap to be filled by whoever reads."""

    text: str
    field: str = ""
    gap: bool = False


def fill(text: str, known: Mapping[str, str]) -> tuple[Part, ...]:
    """The words in parts. A field that is not known, is empty, or that nobody knows of is a gap."""
    parts: list[Part] = []
    last = 0
    for found in _FIELD.finditer(text):
        if found.start() > last:
            parts.append(Part(text[last : found.start()]))
        name = found[1]
        value = " ".join(known.get(name, "").split())
        parts.append(Part(value, name) if value else Part(GAP, name, gap=True))
        last = found.end()
    if last < len(text):
        parts.append(Part(text[last:]))
    return tuple(parts)


def unknown_fields(text: str) -> tuple[str, ...]:
    """Names in braces that are no field: a slip in the words."""
    names = {str(each) for each in Field}
    return tuple(dict.fromkeys(each for each in _FIELD.findall(text) if each not in names))
