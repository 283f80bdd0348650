"""The team around the desk: who can be given a promise, and when it works."""

from dataclasses import dataclass
from uuid import UUID

from desktop.domain.work_days import SiteCalendar
from desktop.services.actor import Actor
from desktop.services.places import Places, TeamRow, UserRef


@dataclass(frozen=True, slots=True)
class Colleagues:
    """The teams, one's own first; the people of one's own; the calendar of one's own clinic."""

    actor: Actor
    teams: tuple[TeamRow, ...]
    members: tuple[UserRef, ...]
    site: SiteCalendar

    @property
    def own_team(self) -> str:
        """One's own team in a narrow place: "Front desk" for "Front desk, Phoenix"."""
        own = next((team for team in self.teams if team.id == self.actor.team_id), None)
        return own.name.split(",")[0] if own else "My team"

    def choices(self) -> list[tuple[str, UUID, UUID | None]]:
        """Words, team, and user or None for the whole team; oneself before the others."""
        me = self.actor.user_id
        whole = [(team.name, team.id, None) for team in self.teams]
        people = sorted(self.members, key=lambda user: (user.id != me, user.name))
        return [
            *whole,
            *(
                (f"{user.name} (you)" if user.id == me else user.name, self.actor.team_id, user.id)
                for user in people
            ),
        ]


def read_colleagues(places: Places, actor: Actor) -> Colleagues:
    """The colleagues of somebody; runs on the worker."""
    return Colleagues(
        actor,
        places.teams(actor),
        places.team_members(actor, actor.team_id),
        places.calendar(actor.site_id),
    )
