from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.due_groups import due_group
from desktop.domain.vocabulary import DueGroup
from tests.domain.promises import NOW

SECOND = timedelta(seconds=1)
TWO_HOURS = timedelta(hours=2)


@pytest.mark.parametrize(
    ("ahead", "group"),
    [
        (timedelta(minutes=-48), DueGroup.OVERDUE),
        (timedelta(), DueGroup.OVERDUE),
        (SECOND, DueGroup.SOON),
        (TWO_HOURS, DueGroup.SOON),
        (TWO_HOURS + SECOND, DueGroup.LATER),
    ],
)
def test_by_the_clock(ahead: timedelta, group: DueGroup) -> None:
    assert due_group(NOW + ahead, NOW, waiting=False, needs_decision=False) is group


def test_waiting_never_hides_a_latest_date() -> None:
    for ahead, group in (
        (timedelta(weeks=4), DueGroup.WAITING),
        (TWO_HOURS, DueGroup.SOON),
        (-SECOND, DueGroup.OVERDUE),
    ):
        assert due_group(NOW + ahead, NOW, waiting=True, needs_decision=False) is group


@given(st.timedeltas(timedelta(days=-9), timedelta(days=9)), st.booleans())
def test_a_decision_is_always_due(ahead: timedelta, waiting: bool) -> None:
    assert due_group(NOW + ahead, NOW, waiting, needs_decision=True) is DueGroup.OVERDUE
