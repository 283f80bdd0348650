"""7 days, 5 weeks, 12 months, and nothing is thrown away that was the last of its time."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.backup_rules import (
    BEFORE_A_STEP,
    DAYS,
    DUE_AFTER,
    KEPT_AT_LEAST,
    MONTHS,
    WEEKS,
    BackupKind,
    Dated,
    is_due,
    is_missed,
    to_keep,
)

NOW = datetime(2026, 11, 17, 21, 18, tzinfo=UTC)
ORDINARY = [kind for kind in BackupKind if kind not in BEFORE_A_STEP]
MOMENTS = st.integers(0, 800 * 24 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes))
SOME = st.lists(
    st.builds(Dated, MOMENTS, st.sampled_from(ORDINARY)), max_size=60, unique_by=lambda d: d.at
)


@given(SOME)
def test_at_most_so_many_stay_and_the_newest_is_among_them(there: list[Dated]) -> None:
    kept = to_keep(there, NOW)
    today = {each for each in there if NOW - each.at < KEPT_AT_LEAST}
    assert today <= kept
    assert len(kept - today) <= DAYS + WEEKS + MONTHS
    assert kept <= set(there)
    if there:
        assert max(there) in kept


@given(SOME)
def test_thinning_twice_is_thinning_once(there: list[Dated]) -> None:
    kept = to_keep(there, NOW)
    assert to_keep(kept, NOW) == kept


@given(SOME)
def test_the_newest_of_each_of_the_last_days_weeks_and_months_that_have_one_stays(
    there: list[Dated],
) -> None:
    kept = to_keep(there, NOW)
    for most, of in ((DAYS, "%Y-%m-%d"), (WEEKS, "%G-%V"), (MONTHS, "%Y-%m")):
        periods = sorted({each.at.strftime(of) for each in there}, reverse=True)[:most]
        for period in periods:
            newest = max(each for each in there if each.at.strftime(of) == period)
            assert newest in kept
    # and nothing else does
    reasons = {
        max(each for each in there if each.at.strftime(of) == one.at.strftime(of))
        for one in there
        for of in ("%Y-%m-%d", "%G-%V", "%Y-%m")
    }
    assert {each for each in kept if NOW - each.at >= KEPT_AT_LEAST} <= reasons


@given(st.integers(1, 500), st.integers(0, 23 * 60), st.sets(st.integers(0, 499), max_size=200))
def test_day_after_day_there_is_one_of_each_day_week_and_month(
    days: int, minute: int, off: set[int]
) -> None:
    """A year and more, thinned each day, on some days of which the computer is off."""
    began = datetime(2026, 1, 1, tzinfo=UTC)
    there: set[Dated] = set()
    taken: list[Dated] = []
    for day in range(days):
        if day in off:
            continue
        now = began + timedelta(days=day, minutes=minute)
        new = Dated(now, BackupKind.DAILY)
        taken.append(new)
        there = set(to_keep({*there, new}, now))
    last = began + timedelta(days=days, minutes=minute)
    assert to_keep(there, last) == to_keep(taken, last), "thinned at once or day by day"


@given(SOME, st.timedeltas(timedelta(days=1), timedelta(days=4000)))
def test_one_dated_in_the_future_costs_no_other_its_place(
    there: list[Dated], ahead: timedelta
) -> None:
    wrong = Dated(NOW + ahead, BackupKind.DAILY)
    assert to_keep([*there, wrong], NOW) == to_keep(there, NOW) | {wrong}


@given(SOME, st.sampled_from(sorted(BEFORE_A_STEP)), st.integers(0, 60 * 24))
def test_one_before_a_step_stays_a_month_and_takes_nobodys_place(
    there: list[Dated], kind: BackupKind, hours: int
) -> None:
    step = Dated(NOW - timedelta(hours=hours), kind)
    kept = to_keep([*there, step], NOW)
    assert kept - {step} == to_keep(there, NOW)
    assert (step in kept) == (hours <= 30 * 24)


def test_due_and_missed() -> None:
    assert is_due(None, NOW)
    assert is_due(NOW - DUE_AFTER, NOW)
    assert not is_due(NOW - timedelta(hours=22), NOW)
    assert is_due(NOW + timedelta(days=3), NOW), "the clock was wrong when it was taken"
    assert not is_missed(NOW - timedelta(hours=47), NOW, NOW)
    assert is_missed(NOW - timedelta(hours=48), NOW, NOW)
    assert is_missed(None, NOW - timedelta(days=3), NOW)
    assert not is_missed(None, NOW - timedelta(hours=3), NOW)
    assert is_missed(NOW + timedelta(days=3), NOW, NOW), "nobody knows then"
