"""What holds for every card of a desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from desktop.domain.work_days import SiteCalendar
from desktop.services.actor import Actor
from desktop.services.places import Places, SiteRow, TeamRow, UserRef


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """Who is at the desk and with whom. ``calendars`` are by team: when it is at work."""

    actor: Actor
    sites: tuple[SiteRow, ...]
    teams: tuple[TeamRow, ...]
    members: tuple[UserRef, ...]
    calendars: Mapping[UUID, SiteCalendar]


def read_desk(places: Places, actor: Actor) -> DeskFacts:
    """Read it all; runs on the worker."""
    teams = places.teams(actor)
    return DeskFacts(
        actor=actor,
        sites=places.sites(actor),
        teams=teams,
        members=places.team_members(actor, actor.team_id),
        calendars={team.id: places.calendar(team.site_id) for team in teams},
    )
