"""Runs a state machine over fresh databases."""

from collections.abc import Callable, Collection

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from desktop.storage.engine import Database

_UNHURRIED = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]

# Making a failure small takes minutes: the drill does that.
QUICK = [phase for phase in Phase if phase is not Phase.shrink]


def run_machine(
    machine: type[RuleBasedStateMachine],
    fresh: Callable[[], Database],
    examples: int,
    steps: int,
    phases: Collection[Phase] = QUICK,
) -> None:
    """Run it; ``fresh`` gives the machine an empty database for each example."""
    run_state_machine_as_test(
        type(machine.__name__, (machine,), {"fresh": staticmethod(fresh)}),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            phases=phases,
            suppress_health_check=_UNHURRIED,
        ),
    )
