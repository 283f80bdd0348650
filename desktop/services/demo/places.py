"""The demo's clinics, its team and desk, and the staff's accounts."""

from dataclasses import dataclass

from desktop.domain.folding import fold
from desktop.domain.local_time import local_day
from desktop.domain.work_days import us_holidays
from desktop.services.changes import Writing
from desktop.services.demo import day as demo_day
from desktop.services.demo import story
from desktop.services.demo.teller import Teller

_MON_TO_FRI = 0b0011111


@dataclass(frozen=True, slots=True)
class DemoHashes:
    """What opens the demo's accounts; hashing is the caller's, it is slow on purpose."""

    password: str
    pin: str


def write_places(teller: Teller, writing: Writing) -> None:
    """The clinics with their hours and holidays, the team and the desk."""
    for city, zone, opens, closes in story.SITES:
        teller.zones[city] = zone
        teller.keep(
            writing,
            "site",
            city,
            name=city,
            city=city,
            zone=zone,
            opens=opens,
            closes=closes,
            work_days=_MON_TO_FRI,
        )
    year = local_day(teller.now, demo_day.ZONE).year
    for day, name in {**us_holidays(year), **us_holidays(year + 1)}.items():
        if name in story.HOLIDAYS:
            teller.keep(writing, "holiday", day.isoformat(), site_id=None, day=day, name=name)
    phoenix = teller.id_of("site", "Phoenix")
    team = teller.keep(writing, "team", story.TEAM, name=story.TEAM, site_id=phoenix)
    teller.keep(
        writing,
        "desk",
        story.DESK,
        name=story.DESK,
        site_id=phoenix,
        team_id=team,
        created_at=writing.now,
    )


def write_users(teller: Teller, writing: Writing, hashes: DemoHashes) -> None:
    """The accounts of the staff."""
    team = teller.id_of("team", story.TEAM)
    for user in story.USERS:
        teller.keep(
            writing,
            "user_account",
            user.name,
            name=user.name,
            name_key=fold(user.name),
            role=user.role,
            password_hash=hashes.password,
            pin_hash=hashes.pin if user.has_pin else None,
            team_id=team,
            active=True,
            created_at=writing.now,
        )
