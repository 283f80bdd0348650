"""The first set-up: one clinic, its team, its holidays, this desk and the first manager, in one
Change."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from sqlalchemy import select

from desktop.domain.errors import Refused
from desktop.domain.work_days import us_holidays
from desktop.services.changes import Writing
from desktop.services.this_desk import keep_this_desk
from desktop.storage import tables

_account = tables.metadata.tables["user_account"]

OPENS, CLOSES = 8 * 60, 18 * 60
MONDAY_TO_FRIDAY = 0b11111
HOLIDAY_YEARS = 10
"""For so many years the set-up writes the federal holidays down, so that nobody is promised a call
on Thanksgiving by the rule."""


@dataclass(frozen=True, slots=True)
class FirstDesk:
    """The clinic and desk of the first set-up; ``zone`` is an IANA name, hours are minutes of the
    clinic's day, ``work_days`` a bit mask with Monday 1."""

    clinic: str
    desk: str
    zone: str
    city: str = ""
    opens: int = OPENS
    closes: int = CLOSES
    work_days: int = MONDAY_TO_FRIDAY

    def check(self) -> None:
        """Raise :class:`Refused` for what is missing."""
        if not self.clinic.strip():
            raise Refused("The clinic has no name yet. Type the one your callers know.")
        if not self.desk.strip():
            raise Refused("This desk has no name yet. “Front desk 1” is fine.")
        if self.zone not in available_timezones():
            raise Refused("The clinic’s time zone is missing. Choose one from the list.")
        if not self.opens < self.closes:
            raise Refused("The clinic closes before it opens. Choose a later closing time.")


def nobody_yet(writing: Writing) -> bool:
    """Whether there is no account at all. Changes stand in one line: of two desks that set up at
    once the second one sees the first one's manager."""
    return writing.conn.execute(select(_account.c.id).limit(1)).first() is None


def write_first_desk(writing: Writing, place: FirstDesk) -> UUID:
    """Site, team, desk and the holidays to come; returns the team's identity."""
    now: datetime = writing.now
    clinic, desk = place.clinic.strip(), place.desk.strip()
    site: dict[str, Any] = {
        "name": clinic,
        "city": place.city.strip() or clinic,
        "zone": place.zone,
        "opens": place.opens,
        "closes": place.closes,
        "work_days": place.work_days,
    }
    site_id = writing.insert("site", site)
    team_id = writing.insert("team", {"name": f"Front desk, {clinic}", "site_id": site_id})
    desk_id = writing.insert(
        "desk", {"name": desk, "site_id": site_id, "team_id": team_id, "created_at": now}
    )
    keep_this_desk(writing.conn, desk_id)
    for year in range(now.year, now.year + HOLIDAY_YEARS):
        for day, name in us_holidays(year).items():
            writing.insert("holiday", {"site_id": None, "day": day, "name": name})
    return team_id
