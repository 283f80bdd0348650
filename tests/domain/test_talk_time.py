"""How long somebody talked, put together from pieces."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.talk_time import talked_in_all

NOON = datetime(2026, 11, 17, 12, tzinfo=UTC)
PIECES = st.lists(
    st.tuples(st.integers(0, 300).map(lambda s: NOON + timedelta(seconds=s)), st.integers(0, 90))
)


@given(PIECES)
def test_it_is_the_seconds_in_which_anybody_spoke(pieces: list[tuple[datetime, int]]) -> None:
    seconds = {
        int((began - NOON).total_seconds()) + each for began, long in pieces for each in range(long)
    }
    assert talked_in_all(pieces) == len(seconds)
