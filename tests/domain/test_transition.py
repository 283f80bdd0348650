"""The course of the transition, its phases, and what becomes of promises in them."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.promise_phases import (
    PromiseFate,
    Stood,
    carried_over,
    count_phases,
    fate,
    phase_at,
)
from desktop.domain.transition import (
    STEPS,
    TITLES,
    Course,
    Step,
    due_because,
    owner_words,
    scope_of,
)
from desktop.domain.vocabulary import MilestoneKind, Resolution

NOW = datetime(2026, 11, 17, 21, 18, tzinfo=UTC)
DAY = timedelta(days=1)
TAMPA = UUID(int=3)


def step(kind: MilestoneKind, days: float | None = None, **more: object) -> Step:
    values: dict[str, object] = {
        "kind": kind,
        "site_id": None,
        "planned_on": None,
        "happened_at": None if days is None else NOW + days * DAY,
    }
    return Step(**{**values, **more})  # type: ignore[arg-type]


def test_a_step_that_happened_is_waited_for_no_more() -> None:
    course = Course([step(MilestoneKind.ANNOUNCED, -9), step(MilestoneKind.SIGNED, -3)])
    assert not course.live(MilestoneKind.SIGNED)
    assert course.live(MilestoneKind.CLOSING)
    assert course.next is MilestoneKind.CLOSING
    assert course.skipped(MilestoneKind.COMPLETE) == (
        MilestoneKind.CLOSING,
        MilestoneKind.SYSTEMS_MOVED,
    )


def test_called_off_nothing_of_the_sale_comes_but_a_clinic_may_close() -> None:
    course = Course([step(MilestoneKind.CALLED_OFF, -1)])
    assert not any(course.live(kind) for kind in STEPS)
    assert course.live(MilestoneKind.CLOSURE, TAMPA)
    assert course.next is None
    assert course.ends_waiting_for(MilestoneKind.CALLED_OFF) == STEPS


def test_a_closure_of_all_closes_each_and_of_one_only_that() -> None:
    one = Course([step(MilestoneKind.CLOSURE, -1, site_id=TAMPA)])
    assert one.happened(MilestoneKind.CLOSURE, TAMPA)
    assert not one.happened(MilestoneKind.CLOSURE)
    assert not one.happened(MilestoneKind.CLOSURE, UUID(int=4))
    every = Course([step(MilestoneKind.CLOSURE, -1)])
    assert every.happened(MilestoneKind.CLOSURE, TAMPA)


def test_a_day_that_went_by_is_asked_about_once_it_is_over() -> None:
    today = date(2026, 11, 17)
    planned = step(MilestoneKind.CLOSING, planned_on=today)
    assert Course([planned]).asked_on(today) == ()
    assert Course([planned]).asked_on(today + DAY) == (planned,)
    off = step(MilestoneKind.CALLED_OFF, 0)
    assert Course([planned, off]).asked_on(today + DAY) == ()


def test_under_which_company() -> None:
    course = Course(
        [step(MilestoneKind.ANNOUNCED, -9), step(MilestoneKind.CLOSING, -3)],
    )
    said = [owner_words(each, "Delic", "KWC", "Peter/PetraMD") for each in course.phases()]
    assert said == ["KWC (Delic)", "KWC (Delic)", "KWC (Peter/PetraMD)"]
    assert [each.title for each in course.phases()] == [
        "Before the first step", "Since Announced", "Since Closing",
    ]  # fmt: skip
    assert all(due_because(kind) and TITLES[kind] for kind in MilestoneKind)
    assert (scope_of(None), scope_of(TAMPA)) == ("all", TAMPA.hex)


def test_how_a_promise_stands() -> None:
    def stood(closed: float | None, how: Resolution | None, due: float = 0) -> PromiseFate:
        closed_at = None if closed is None else NOW + closed * DAY
        return fate(Stood(NOW - 9 * DAY, NOW + due * DAY, closed_at, how), NOW)

    assert stood(None, None, due=1) is PromiseFate.OPEN
    assert stood(None, None, due=-1) is PromiseFate.OVERDUE
    assert stood(-1, Resolution.KEPT) is PromiseFate.ON_TIME
    assert stood(1, Resolution.KEPT) is PromiseFate.LATE
    assert stood(0, Resolution.RANG_US) is PromiseFate.ON_TIME, "its minute is in time"
    assert stood(-1, Resolution.UNREACHABLE) is PromiseFate.BROKEN
    assert stood(-1, Resolution.DUPLICATE) is PromiseFate.ENDED


def test_what_a_promise_lived_through() -> None:
    course = Course([step(MilestoneKind.ANNOUNCED, -9), step(MilestoneKind.CLOSING, -3)])
    phases = course.phases()
    early = Stood(NOW - 10 * DAY, NOW, None, None)
    assert carried_over(phases, early, NOW) == (MilestoneKind.ANNOUNCED, MilestoneKind.CLOSING)
    closed = Stood(NOW - 5 * DAY, NOW, NOW - 4 * DAY, Resolution.KEPT)
    assert carried_over(phases, closed, NOW) == ()
    assert [phase_at(phases, each.opened_at) for each in (early, closed)] == [0, 1]


_TIMES = st.integers(-400, 0).map(lambda hours: NOW + timedelta(hours=hours))
_PROMISES = st.lists(
    st.builds(
        Stood,
        _TIMES,
        _TIMES,
        st.one_of(st.none(), _TIMES),
        st.sampled_from(Resolution),
    )
)


@given(st.lists(st.tuples(st.sampled_from(STEPS), _TIMES), unique_by=lambda e: e[0]), _PROMISES)
def test_the_figures_add_up(
    marked: list[tuple[MilestoneKind, datetime]], promises: list[Stood]
) -> None:
    phases = Course([Step(kind, None, None, at) for kind, at in marked]).phases()
    counted = count_phases(phases, promises, NOW)
    assert sum(each.opened for each in counted) == len(promises)
    for each in counted:
        parts = each.on_time + each.late + each.broken + each.ended + each.open
        assert each.opened == parts
        assert each.overdue <= each.open
        assert each.carried_over <= each.opened
