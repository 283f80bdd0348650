"""The time zones a clinic may be in, as people name them."""

from datetime import datetime

from PySide6.QtCore import QTimeZone

from desktop.domain.wording import clock
from desktop.domain.zones import city_of_zone, is_zone

_AMERICAN = {
    "America/New_York": "Eastern",
    "America/Chicago": "Central",
    "America/Denver": "Mountain",
    "America/Phoenix": "Arizona",
    "America/Los_Angeles": "Pacific",
    "America/Anchorage": "Alaska",
    "Pacific/Honolulu": "Hawaii",
    "America/Puerto_Rico": "Puerto Rico",
}
_NOWHERE = ("UTC", "Etc/UTC", "GMT", "Etc/GMT")


def computer_zone() -> str:
    """The IANA zone this computer is set to; empty when it is set to none that people live in."""
    name = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
    return name if is_zone(name) and name not in _NOWHERE else ""


def zone_choices(now: datetime, computer: str) -> list[tuple[str, str]]:
    """(words, IANA name) for each zone of the country, with the time there now; ``computer`` is
    added when it is another one."""
    names = dict(_AMERICAN)
    if computer and computer not in names:
        names[computer] = city_of_zone(computer)
    return [(f"{words} · {clock(now, zone)} now", zone) for zone, words in names.items()]
