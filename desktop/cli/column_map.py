"""The file behind ``--map``: which column of a table means what."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.domain.call_columns import CALL_FIELDS
from desktop.domain.errors import Refused
from desktop.domain.people_titles import PersonField
from desktop.domain.zones import is_zone

_MORE = ("day_order",)
_LONGEST = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """``columns``: our field → the file's title, or its place from 1. ``zone`` is the one of times
    without a zone (None: the desk's), ``region`` the country of numbers without one."""

    columns: Mapping[str, str]
    zone: str | None
    region: str


def read_map(path: Path) -> ColumnMap:
    """The map in a JSON file: an object of field and column, either way round, or the same under
    ``"columns"``. Raises :class:`Refused` where it makes no sense."""
    try:
        if path.stat().st_size > _LONGEST:
            raise Refused(f"The column map {path.name} is far too long to be one.")
        said = json.loads(path.read_text("utf-8-sig"))
    except OSError as problem:
        raise Refused(f"The column map {path} cannot be read. Look at its name.") from problem
    except (ValueError, RecursionError) as problem:
        raise Refused(
            f'{path.name} is no JSON. Write it as {{"caller": "Caller No", "started_at": 3}}.'
        ) from problem
    if not isinstance(said, dict):
        raise Refused(f'{path.name} must be one object: {{"caller": "Caller No"}}.')
    inside = said.pop("columns", None)
    zone, region = said.pop("zone", None), said.pop("region", "US")
    named = inside if isinstance(inside, dict) else said
    return ColumnMap(_columns(named), _zone(zone), _region(region))


def _columns(named: Mapping[str, Any]) -> dict[str, str]:
    fields = {field.name for field in CALL_FIELDS} | set(PersonField) | set(_MORE)
    columns: dict[str, str] = {}
    for left, right in named.items():
        if not isinstance(right, str | int) or isinstance(right, bool):
            raise Refused(f"In the column map “{left}” has to name one column.")
        # 3CX names its own columns on both sides, so what is no field of ours is kept as it is.
        turned = left not in fields and str(right) in fields
        columns[str(right) if turned else left] = left if turned else str(right)
    return columns


def _zone(zone: object) -> str | None:
    if zone is None:
        return None
    if not is_zone(str(zone)):
        raise Refused(f"There is no time zone “{zone}”. Write it like America/Denver.")
    return str(zone)


def _region(region: object) -> str:
    from phonenumbers import SUPPORTED_REGIONS

    name = str(region).upper()
    if name not in SUPPORTED_REGIONS:
        raise Refused(f"There is no country “{region}”. Use two letters, such as US or GB.")
    return name
