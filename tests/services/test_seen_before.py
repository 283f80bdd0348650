"""A set of hashes that grows."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.services.seen_before import SeenBefore


@given(st.lists(st.integers(-(2**63), 2**63 - 1) | st.integers(-3, 3)))
def test_it_knows_what_a_set_knows(keys: list[int]) -> None:
    seen, kept = SeenBefore(), set[int]()
    for key in keys:
        # 0 and 1 are one and the same: no hash of anything depends on it.
        assert seen.add(key) == ((key or 1) in kept)
        kept.add(key or 1)


def test_it_grows() -> None:
    seen = SeenBefore()
    assert not any(seen.add(number << 20) for number in range(1, 20_000))
    assert all(seen.add(number << 20) for number in range(1, 20_000))
    assert not seen.add(7)
