"""Many callbacks at once, spread over hours, days and desks."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.calling_hours import CallingHours, allowed
from desktop.domain.spreading import Lane, Placed, ToPlace, days_of, spread
from desktop.domain.work_days import SiteCalendar
from desktop.domain.zones import Candidates

NOW = datetime(2026, 11, 17, 21, 18, tzinfo=UTC)
PHOENIX = SiteCalendar("America/Phoenix", 480, 1020, frozenset(range(5)))
ZONES = ("America/Phoenix", "America/Chicago", "America/New_York", "Pacific/Honolulu")


def lane(number: int = 1, desks: int = 1, per_hour: int = 6) -> Lane:
    return Lane(UUID(int=number), PHOENIX, desks, per_hour)


def people(
    count: int, of: Lane, zone: str = ZONES[0], latest: datetime | None = None
) -> list[ToPlace]:
    where = Candidates((zone,), certain=True, ask=False)
    return [ToPlace(UUID(int=n), of, where, CallingHours(), latest) for n in range(count)]


def per_hour(placed: tuple[Placed, ...]) -> Counter[datetime]:
    return Counter(each.due_at.replace(minute=0) for each in placed)


def test_one_desk_rings_six_in_an_hour_and_two_desks_twelve() -> None:
    one = spread(people(60, lane()), NOW)
    two = spread(people(60, lane(desks=2)), NOW)
    assert max(per_hour(one).values()) == 6
    assert max(per_hour(two).values()) == 12
    assert max(each.due_at for each in two) < max(each.due_at for each in one)
    assert days_of(one) >= 2
    assert len({each.due_at for each in one}) == 60, "no two at the same minute"


def test_whoever_stands_first_is_rung_first() -> None:
    placed = spread(people(40, lane()), NOW)
    assert [each.due_at for each in placed] == sorted(each.due_at for each in placed)
    assert placed[0].due_at >= NOW


def test_a_place_that_suits_nobody_before_is_taken_by_who_comes_after() -> None:
    late = people(3, lane(), ZONES[3])
    here = [ToPlace(UUID(int=90), lane(), *_rest(people(1, lane())[0]))]
    placed = spread([*late, *here], datetime(2026, 11, 18, 15, 0, tzinfo=UTC))
    assert placed[3].due_at < placed[0].due_at, "8 am in Phoenix is 5 am in Honolulu"


def _rest(person: ToPlace) -> tuple[Candidates, CallingHours, datetime | None]:
    return person.candidates, person.hours, person.latest


def test_nobody_loses_the_latest_date_and_takes_no_place() -> None:
    soon = NOW + timedelta(hours=1)
    placed = spread([*people(30, lane(), latest=soon), *people(1, lane())], NOW)
    assert all(each.due_at <= soon for each in placed[:30])
    assert sum(each.kept_latest for each in placed) > 20
    assert not placed[30].kept_latest


@given(
    st.lists(
        st.tuples(
            st.sampled_from(ZONES), st.integers(480, 1200), st.integers(15, 700), st.integers(1, 3)
        ),
        max_size=40,
    ),
    st.integers(1, 4),
    st.integers(1, 12),
)
def test_always_in_both_sides_hours_and_never_too_many(
    wanted: list[tuple[str, int, int, int]], desks: int, pace: int
) -> None:
    lanes = {number: lane(number, desks, pace) for number in (1, 2, 3)}
    to_place = [
        ToPlace(
            UUID(int=n),
            lanes[number],
            Candidates((zone,), certain=True, ask=False),
            CallingHours(opens, min(1260, opens + width)),
            None,
        )
        for n, (zone, opens, width, number) in enumerate(wanted)
    ]
    placed = spread(to_place, NOW)
    assert [each.id for each in placed] == [each.id for each in to_place]
    assert placed == spread(to_place, NOW)
    hours: Counter[tuple[UUID, datetime]] = Counter()
    for who, when in zip(to_place, placed, strict=True):
        if when.kept_latest:
            continue
        assert allowed(when.due_at, who.candidates, who.hours).allowed
        assert PHOENIX.is_open(when.due_at)
        local = when.due_at.astimezone(ZoneInfo("America/Phoenix"))
        hours[who.lane.key, local.replace(minute=0)] += 1
    assert all(count <= desks * pace + 1 for count in hours.values())
