"""The parts of the coverage always add up, whatever was heard."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from desktop.services.coverage import Coverage, HeardVersion
from desktop.ui.transition.coverage_card import parts_of, percent

_NOW = datetime(2026, 11, 17, tzinfo=UTC)


@st.composite
def coverages(draw: st.DrawFn) -> tuple[Coverage, int | None]:
    """What a sale may have come to, also where clinics have words of their own."""
    heard = draw(st.dictionaries(st.integers(1, 9), st.integers(0, 400), max_size=6))
    told = sum(heard.values())
    current = draw(st.integers(0, told))
    nothing = draw(st.integers(0, 900))
    holds = draw(st.none() | st.integers(1, 9)) if current == 0 else draw(st.integers(1, 9))
    versions = tuple(
        HeardVersion(number, heard[number], number == holds)
        for number in sorted(heard, reverse=True)
    )
    affected = told + nothing
    return Coverage(affected, current, told - current, nothing, 0, versions, _NOW), holds


@given(coverages())
def test_the_parts_add_up(drawn: tuple[Coverage, int | None]) -> None:
    coverage, holds = drawn
    parts = parts_of(coverage, holds)
    assert sum(part.people for part in parts) == coverage.affected
    assert all(part.people >= 0 for part in parts)
    assert 1 <= len(parts) <= 4
    up_to_date = [part.people for part in parts if part.means == "Up to date"]
    assert up_to_date == ([coverage.current] if holds is not None else [])


@given(coverages())
def test_a_hundred_percent_is_everybody(drawn: tuple[Coverage, int | None]) -> None:
    coverage, _holds = drawn
    said = percent(coverage)
    if not coverage.affected:
        assert said == "–"
        return
    assert (said == "100%") == (coverage.current == coverage.affected)
    assert (said == "0%") == (coverage.current == 0)


def test_versions_stand_apart_as_in_the_picture() -> None:
    versions = (HeardVersion(3, 287, True), HeardVersion(2, 86, False), HeardVersion(1, 39, False))
    coverage = Coverage(655, 287, 125, 243, 0, versions, _NOW)
    assert percent(coverage) == "44%"
    assert [(part.people, part.heard) for part in parts_of(coverage, 3)] == [
        (287, "heard v3"),
        (86, "heard v2"),
        (39, "heard v1"),
        (243, "not told"),
    ]
