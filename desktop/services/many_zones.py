"""Where the numbers of many rows are, each kind of number asked for once."""

from typing import Final

from desktop.domain.zones import Candidates
from desktop.services.reach import zones_at

_KEPT_AT_MOST: Final = 200_000
_AMERICAN, _EXCHANGE = len("+16025550147"), len("+1602555")


class Zones(dict[str | None, Candidates]):
    """Where each number may be when nothing else is known of the person, at the site for none.
    Of an American number the area code and the exchange tell all of it."""

    def __init__(self, site_zone: str) -> None:
        super().__init__()
        self.site_zone = site_zone

    def candidates(self, e164: str | None) -> Candidates:
        """Where a number may be."""
        american = e164 is not None and len(e164) == _AMERICAN and e164.startswith("+1")
        return self[e164[:_EXCHANGE] + "0000" if american and e164 else e164]

    def of(self, e164: str | None) -> str:
        """The zone of a number."""
        return self.candidates(e164).zones[0]

    def __missing__(self, e164: str | None) -> Candidates:
        """Look up one that is new."""
        if len(self) > _KEPT_AT_MOST:
            self.clear()
        self[e164] = found = zones_at(None, e164, self.site_zone)
        return found
