"""Fifty leads a second among the slow, the wrong and the curious: each arrives as often as sent."""

from collections import Counter

from desktop.domain.incoming import IncomingLead
from tests.conftest import Clock
from tests.connectors.web.posting import leads, listening
from tests.connectors.web.rush import Crowd, lead, send_all


def test_nothing_is_lost_or_made_up_on_the_way(clock: Clock) -> None:
    with listening(clock, leads("ads", "google-ads")) as post, Crowd(post):
        told = send_all(post, "/leads/ads", 150, lambda _: None)
    assert set(told) == {200}
    arrived = Counter(
        each.external_id for each in post.desk.taken if isinstance(each, IncomingLead)
    )
    assert arrived == {str(lead(number)["lead_id"]): 2 for number in range(150)}
    assert not post.desk.aside
