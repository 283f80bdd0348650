"""Where a person may be: the time zones that a stated city or a number leaves open."""

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# American area codes that lie in two zones, where the number library often names one.
_ZONES_OF_AREA_CODE = {
    **dict.fromkeys(("219", "270", "364", "574", "606", "812", "850", "448", "930", "931"), "EC"),
    **dict.fromkeys(("423", "906"), "EC"),
    **dict.fromkeys(("308", "402", "531", "605", "620", "701", "785", "432"), "CM"),
    **dict.fromkeys(("208", "986", "458", "541", "775"), "MP"),
    "928": "M",  # Arizona has no summer time, its Navajo Nation has
}
_ZONES_OF_LETTERS = {
    "E": "America/New_York",
    "C": "America/Chicago",
    "M": "America/Denver",
    "P": "America/Los_Angeles",
}

_PLACES = {
    "America/North_Dakota/Beulah": "Beulah",
    "America/North_Dakota/Center": "North Dakota",
    "America/St_Johns": "St. John’s",
    "Etc/UTC": "UTC",
}


@dataclass(frozen=True, slots=True)
class Candidates:
    """The zones a person may be in, at least one. An hour has to suit all of them.

    ``zones[0]`` is the one times are shown in. ``certain``: one zone, stated or of the area code.
    ``ask``: the number does not tell, so the desk asks where the person is.
    """

    zones: tuple[str, ...]
    certain: bool
    ask: bool

    def __post_init__(self) -> None:
        """Without a zone every hour would seem to suit."""
        if not self.zones:
            raise ValueError("a person is somewhere")


def candidate_zones(
    stated_zone: str | None,
    number_zones: tuple[str, ...],
    toll_free_or_foreign: bool,
    site_zone: str,
) -> Candidates:
    """The zones that count for a person.

    The zone of a stated city wins over the area code. A toll-free or foreign number tells
    nothing: ask, and until then take the site's zone. Names that the zone table does not know
    (``Etc/Unknown``, a damaged import) count as not given.
    """
    if stated_zone is not None and is_zone(stated_zone):
        return Candidates((stated_zone,), certain=True, ask=False)
    named = () if toll_free_or_foreign else tuple(filter(is_zone, dict.fromkeys(number_zones)))
    if not named:
        return Candidates((site_zone,), certain=False, ask=True)
    return Candidates(named, certain=len(named) == 1, ask=False)


def zones_of_number(e164: str, named_by_library: Iterable[str]) -> tuple[str, ...]:
    """The zones of a number: what the library names, and for an American area code that lies in
    two zones both of them: an exchange tells where a landline is, and nothing about a mobile.
    """
    letters = _ZONES_OF_AREA_CODE.get(e164[2:5], "") if e164.startswith("+1") else ""
    known = tuple(named_by_library)
    both = tuple(_ZONES_OF_LETTERS[letter] for letter in letters)
    return tuple(dict.fromkeys((*known, *both)))


def is_zone(name: str) -> bool:
    """Whether the zone table knows this name as a place."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return name != "Etc/Unknown"


def city_of_zone(zone: str) -> str:
    """``America/Los_Angeles`` as people say it: Los Angeles."""
    return _PLACES.get(zone) or zone.rpartition("/")[2].replace("_", " ")
