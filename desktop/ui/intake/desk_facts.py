"""What holds for every card of a desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from desktop.domain.local_time import local_day
from desktop.domain.request_rules import due_at
from desktop.domain.work_days import SiteCalendar
from desktop.services.actor import Actor
from desktop.services.call_form import AskedRequest
from desktop.services.places import Places, SiteRow, TeamRow, UserRef
from desktop.services.transition_settings import TransitionChoices, TransitionSettings


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """Who is at the desk and with whom. ``calendars`` are by team: when it is at work. ``choices``
    say when requests are due, and how long a promise may wait."""

    actor: Actor
    sites: tuple[SiteRow, ...]
    teams: tuple[TeamRow, ...]
    members: tuple[UserRef, ...]
    calendars: Mapping[UUID, SiteCalendar]
    choices: TransitionChoices


def read_desk(places: Places, settings: TransitionSettings, actor: Actor) -> DeskFacts:
    """Read it all; runs on the worker."""
    teams = places.teams(actor)
    return DeskFacts(
        actor=actor,
        sites=places.sites(actor),
        teams=teams,
        members=places.team_members(actor, actor.team_id),
        calendars={team.id: places.calendar(team.site_id) for team in teams},
        choices=settings.choices(),
    )


def request_day(request: AskedRequest, desk: DeskFacts, now: datetime) -> date:
    """When a request is due, on the desk's calendar: as was said, else as the policy sets."""
    choices = desk.choices
    at = request.due_at or due_at(
        request.kind,
        now,
        records_days=choices.records_days,
        refund_days=choices.refund_days,
        other_days=choices.other_days,
    )
    return local_day(at, desk.actor.zone)
