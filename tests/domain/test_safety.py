"""Whom to ring, what is open, what must not be missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.safety import (
    Ring,
    next_step,
    number_is_missing,
    open_steps,
    stages_done,
    steps_of,
    still_open,
    whom_to_ring,
)
from desktop.domain.vocabulary import SafetyBranch, SafetyEnding, SafetyStepKind

_BRANCH = st.sampled_from([None, *SafetyBranch])
_ANSWERED = st.frozensets(st.sampled_from(SafetyStepKind))


@pytest.mark.parametrize(
    ("branch", "rings"),
    [
        (SafetyBranch.SUICIDE, [Ring.LIFELINE, Ring.MANAGER]),
        (SafetyBranch.DANGER_NOW, [Ring.DISPATCH, Ring.EMERGENCY, Ring.MANAGER]),
        (SafetyBranch.HURT, [Ring.DISPATCH, Ring.EMERGENCY, Ring.CLINICIAN, Ring.MANAGER]),
        (SafetyBranch.THREATS, [Ring.DISPATCH, Ring.EMERGENCY, Ring.MANAGER]),
    ],
)
def test_each_danger_has_its_order(branch: SafetyBranch, rings: list[Ring]) -> None:
    assert list(whom_to_ring(branch, has_dispatch=True)) == rings


@given(st.booleans())
def test_not_sure_is_danger_now(has_dispatch: bool) -> None:
    assert whom_to_ring(None, has_dispatch=has_dispatch) == whom_to_ring(
        SafetyBranch.DANGER_NOW, has_dispatch=has_dispatch
    )


@given(_BRANCH)
def test_without_a_dispatch_number_911_is_rung(branch: SafetyBranch | None) -> None:
    rings = whom_to_ring(branch, has_dispatch=False)
    assert Ring.DISPATCH not in rings
    assert branch is SafetyBranch.SUICIDE or rings[0] is Ring.EMERGENCY
    assert rings[-1] is Ring.MANAGER


@given(_BRANCH, _ANSWERED)
def test_steps_are_answered_or_open(
    branch: SafetyBranch | None, answered: frozenset[SafetyStepKind]
) -> None:
    left = open_steps(branch, answered)
    assert set(left) | (answered & set(steps_of(branch))) == set(steps_of(branch))
    assert not set(left) & answered
    assert next_step(branch, answered) == (left[0] if left else None)


@given(
    _BRANCH,
    _ANSWERED,
    st.sampled_from(["", "  ", "14 Fern Street"]),
    st.sampled_from([None, *SafetyEnding]),
)
def test_what_is_open_is_said(
    branch: SafetyBranch | None,
    answered: frozenset[SafetyStepKind],
    place: str,
    ending: SafetyEnding | None,
) -> None:
    found = still_open(branch, answered, place, ending)
    assert ("branch" in found) == (branch is None)
    assert ("place" in found) == (not place.strip())
    assert ("ending" in found) == (ending is None)
    assert len(found) == len(set(found))


@given(st.sampled_from([None, *SafetyEnding]), st.booleans(), st.booleans())
def test_saving_is_never_impossible(
    ending: SafetyEnding | None, has_number: bool, no_number: bool
) -> None:
    missing = number_is_missing(ending, has_number=has_number, no_number=no_number)
    assert missing == (ending is SafetyEnding.DROPPED and not has_number and not no_number)
    assert not number_is_missing(ending, has_number=has_number, no_number=True)


@given(_BRANCH, _ANSWERED)
def test_bringing_help_waits_for_what_was_done(
    branch: SafetyBranch | None, answered: frozenset[SafetyStepKind]
) -> None:
    stay, ask, bring, tell, rest = stages_done(branch, answered)
    assert stay == (SafetyStepKind.STAYED in answered)
    assert ask == (branch is not None)
    assert tell == (SafetyStepKind.MANAGER_TOLD in answered)
    assert not rest
    if bring:
        assert branch is not None
        assert SafetyStepKind.DISPATCH_CALLED in answered
        assert branch is not SafetyBranch.SUICIDE or SafetyStepKind.JOINED_988 in answered
