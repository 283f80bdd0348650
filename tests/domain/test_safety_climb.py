"""Who is asked to act on a safety follow-up, by the clock alone."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.next_try import Tried
from desktop.domain.safety_climb import STEP, Asked, SafetyClimb, asks, climb_steps, safety_climb
from desktop.domain.vocabulary import AttemptResult, Role

BEGAN = datetime(2026, 11, 18, 4, 30, tzinfo=UTC)
_LATER = st.timedeltas(timedelta(hours=-1), timedelta(days=3))
_UNREACHED = st.lists(
    st.builds(
        lambda after, result: Tried(BEGAN + after, result),
        _LATER,
        st.sampled_from([r for r in AttemptResult if r is not AttemptResult.REACHED]),
    )
)
_ORDER = list(Asked)


def _at(minutes: float) -> SafetyClimb:
    return safety_climb(BEGAN, BEGAN + timedelta(minutes=minutes), ())


def test_clerk_then_team_then_managers() -> None:
    assert _at(0) == SafetyClimb(Asked.CLERK, BEGAN, BEGAN + STEP)
    assert _at(14.99).asked is Asked.CLERK
    assert _at(15) == SafetyClimb(Asked.TEAM, BEGAN + STEP, BEGAN + 2 * STEP)
    assert _at(29.99).asked is Asked.TEAM
    assert _at(30) == SafetyClimb(Asked.MANAGER, BEGAN + 2 * STEP, None)
    assert _at(60 * 24 * 7).asked is Asked.MANAGER


@given(_LATER, _LATER, _UNREACHED)
def test_it_only_climbs(one: timedelta, other: timedelta, tried: list[Tried]) -> None:
    first, then = sorted((BEGAN + one, BEGAN + other))
    before, after = safety_climb(BEGAN, first, tried), safety_climb(BEGAN, then, tried)
    assert _ORDER.index(before.asked) <= _ORDER.index(after.asked)


@given(_LATER, _UNREACHED)
def test_tries_that_reach_nobody_change_nothing(later: timedelta, tried: list[Tried]) -> None:
    now = BEGAN + later
    assert safety_climb(BEGAN, now, tried) == safety_climb(BEGAN, now, ())


@given(_LATER, _UNREACHED)
def test_the_step_and_its_times_agree(later: timedelta, tried: list[Tried]) -> None:
    now = BEGAN + later
    climb = safety_climb(BEGAN, now, tried)
    assert climb in climb_steps(BEGAN, tried)
    assert climb.since <= now or climb.asked is Asked.CLERK
    assert climb.next_at is None or climb.next_at > now or now < BEGAN


def test_contact_begins_it_anew() -> None:
    reached = BEGAN + timedelta(minutes=40)
    tried = [Tried(reached, AttemptResult.REACHED)]
    assert safety_climb(BEGAN, reached + timedelta(minutes=1), tried).asked is Asked.CLERK
    assert safety_climb(BEGAN, reached + STEP, tried).asked is Asked.TEAM
    agreed = reached + timedelta(hours=3)
    assert safety_climb(agreed, agreed - STEP, tried).asked is Asked.CLERK


@given(
    st.sampled_from(Asked),
    st.sampled_from(Role),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_who_was_asked_stays_asked(
    asked: Asked, role: Role, is_owner: bool, in_team: bool, has_owner: bool
) -> None:
    def at(step: Asked) -> bool:
        return asks(step, role, is_owner=is_owner, in_team=in_team, has_owner=has_owner)

    later = _ORDER[_ORDER.index(asked) :]
    assert not at(asked) or all(at(step) for step in later)
    assert at(asked) or not is_owner, "the owner is asked at every step"
    assert at(Asked.MANAGER) or role is not Role.MANAGER, "managers of any team in the end"
    assert at(Asked.TEAM) or not in_team
    if not is_owner and has_owner:
        assert not at(Asked.CLERK)
