"""Hours that suit both sides: the site is open and the person may be rung."""

from datetime import datetime

from desktop.domain.calling_hours import CallingHours, allowed, next_allowed
from desktop.domain.local_time import instant, local_day
from desktop.domain.work_days import SiteCalendar
from desktop.domain.zones import Candidates

# Each step goes to the next opening of one side. Two weeks of days without a common minute mean
# that there is none; holidays, however many, are one step.
_STEPS = 30


def suits(at: datetime, candidates: Candidates, hours: CallingHours, site: SiteCalendar) -> bool:
    """Whether the site is open and the person may be rung at this instant."""
    return site.is_open(at) and allowed(at, candidates, hours).allowed


def next_suitable(
    at: datetime, candidates: Candidates, hours: CallingHours, site: SiteCalendar
) -> datetime:
    """``at`` itself when it suits both sides, else the first instant that does.

    Where the site never works in the person's hours (far zones, narrow wishes) the person's hours
    win and the day stays a working day: somebody comes early or stays late.
    """
    moment = at
    for _ in range(_STEPS):
        later = max(site.next_open(moment), next_allowed(moment, candidates, hours))
        if later == moment:
            return later
        moment = later
    moment = next_allowed(at, candidates, hours)
    while not site.is_working(day := local_day(moment, site.zone)):
        # From midnight, not from the opening: their hours come once in every whole day.
        midnight = instant(site.next_working_day(day), 0, site.zone)
        moment = next_allowed(midnight, candidates, hours)
    return moment
