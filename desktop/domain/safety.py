"""The rules of the Safety card: whom to ring in which order, what is still open, what must not be
missing when it is saved."""

from collections.abc import Collection
from enum import StrEnum

from desktop.domain.vocabulary import SafetyBranch, SafetyEnding, SafetyStepKind


class Ring(StrEnum):
    """Whom the clerk rings. Never stored."""

    LIFELINE = "988"
    DISPATCH = "dispatch"
    EMERGENCY = "911"
    CLINICIAN = "clinician"
    MANAGER = "manager"


_RINGS = {
    SafetyBranch.SUICIDE: (Ring.LIFELINE, Ring.MANAGER),
    SafetyBranch.DANGER_NOW: (Ring.DISPATCH, Ring.EMERGENCY, Ring.MANAGER),
    SafetyBranch.HURT: (Ring.DISPATCH, Ring.EMERGENCY, Ring.CLINICIAN, Ring.MANAGER),
    SafetyBranch.THREATS: (Ring.DISPATCH, Ring.EMERGENCY, Ring.MANAGER),
}


def whom_to_ring(branch: SafetyBranch | None, *, has_dispatch: bool) -> tuple[Ring, ...]:
    """Whom to ring, first things first. Not sure (None) is danger now.

    Dispatch of the caller's place comes before 911, since 911 rings the desk's own city; where no
    such number is known 911 is what there is.
    """
    rings = _RINGS[branch or SafetyBranch.DANGER_NOW]
    return tuple(ring for ring in rings if has_dispatch or ring is not Ring.DISPATCH)


_LIFELINE_STEPS = frozenset({SafetyStepKind.GAVE_988, SafetyStepKind.JOINED_988})


def steps_of(branch: SafetyBranch | None) -> tuple[SafetyStepKind, ...]:
    """The steps that have to be answered. 988 is asked about where there are thoughts of suicide;
    until a branch is picked that may still be."""
    if branch in (None, SafetyBranch.SUICIDE):
        return tuple(SafetyStepKind)
    return tuple(step for step in SafetyStepKind if step not in _LIFELINE_STEPS)


def open_steps(
    branch: SafetyBranch | None, answered: Collection[SafetyStepKind]
) -> tuple[SafetyStepKind, ...]:
    """The steps without an answer, in their order."""
    return tuple(step for step in steps_of(branch) if step not in answered)


def next_step(
    branch: SafetyBranch | None, answered: Collection[SafetyStepKind]
) -> SafetyStepKind | None:
    """The step that Y and N answer when none has the focus; None when all are answered."""
    return next(iter(open_steps(branch, answered)), None)


def still_open(
    branch: SafetyBranch | None,
    answered: Collection[SafetyStepKind],
    place: str,
    ending: SafetyEnding | None,
) -> tuple[str, ...]:
    """What a card does not tell yet, as values of :class:`SafetyStepKind` and the words "branch",
    "place" and "ending". It can be saved all the same."""
    found: list[str] = [] if branch else ["branch"]
    found += open_steps(branch, answered)
    if not place.strip():
        found.append("place")
    return (*found, *(() if ending else ("ending",)))


def number_is_missing(ending: SafetyEnding | None, *, has_number: bool, no_number: bool) -> bool:
    """The call dropped and nobody can be rung back. Saying that there is ``no_number`` settles it,
    so that saving is never impossible."""
    return ending is SafetyEnding.DROPPED and not has_number and not no_number


def stages_done(
    branch: SafetyBranch | None, answered: Collection[SafetyStepKind]
) -> tuple[bool, ...]:
    """Which of the five steps of the card are done: stay, ask, bring help, tell the manager, take
    a break (which comes after the card)."""
    help_steps = {SafetyStepKind.DISPATCH_CALLED}
    if branch is SafetyBranch.SUICIDE:
        help_steps.add(SafetyStepKind.JOINED_988)
    return (
        SafetyStepKind.STAYED in answered,
        branch is not None,
        branch is not None and help_steps <= set(answered),
        SafetyStepKind.MANAGER_TOLD in answered,
        False,
    )
