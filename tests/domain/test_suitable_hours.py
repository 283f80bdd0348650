from datetime import datetime

from hypothesis import given

from desktop.domain.calling_hours import CallingHours, allowed
from desktop.domain.local_time import local_day
from desktop.domain.suitable_hours import next_suitable, suits
from desktop.domain.work_days import SiteCalendar
from desktop.domain.zones import Candidates
from tests.domain.promises import (
    CHICAGO,
    DESK,
    PHOENIX,
    USUAL,
    at,
    common_minute_within_a_day,
    moments,
    only,
    people,
    sites,
    wishes,
)


def test_both_sides_have_to_be_there() -> None:
    assert suits(at(PHOENIX, 2026, 11, 17, 17, 59), only(CHICAGO), USUAL, DESK)
    assert not suits(at(PHOENIX, 2026, 11, 17, 18), only(CHICAGO), USUAL, DESK)
    evening = CallingHours(18 * 60, 21 * 60)
    found = next_suitable(at(PHOENIX, 2026, 11, 17, 9), only(CHICAGO), evening, DESK)
    assert found == at(CHICAGO, 2026, 11, 17, 18)


def test_where_the_desk_is_never_there_in_their_hours_somebody_stays_late() -> None:
    evening = CallingHours(20 * 60, 21 * 60)
    found = next_suitable(at(PHOENIX, 2026, 11, 20, 20, 30), only(CHICAGO), evening, DESK)
    assert found == at(CHICAGO, 2026, 11, 23, 20)


@given(moments(), people(), wishes(), sites())
def test_the_person_s_hours_hold_and_the_day_is_a_working_day(
    moment: datetime, who: Candidates, hours: CallingHours, site: SiteCalendar
) -> None:
    found = next_suitable(moment, who, hours, site)
    assert found >= moment
    assert site.is_working(local_day(found, site.zone))
    assert allowed(found, who, hours).allowed or not common_minute_within_a_day(found, who, hours)
    if suits(found, who, hours, site):
        assert next_suitable(found, who, hours, site) == found
