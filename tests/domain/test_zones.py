import pytest

from desktop.domain.zones import (
    Candidates,
    candidate_zones,
    city_of_zone,
    is_zone,
    zones_of_number,
)
from tests.domain.promises import CHICAGO, DENVER, NEW_YORK, PHOENIX, SEATTLE

BOISE = "America/Boise"


def test_a_stated_city_wins_over_the_area_code() -> None:
    for toll_free in (True, False):
        assert candidate_zones(DENVER, (CHICAGO,), toll_free, PHOENIX) == Candidates(
            (DENVER,), certain=True, ask=False
        )


def test_an_area_code() -> None:
    assert candidate_zones(None, (CHICAGO,), False, PHOENIX) == Candidates(
        (CHICAGO,), certain=True, ask=False
    )
    assert candidate_zones(None, (BOISE, SEATTLE, BOISE), False, PHOENIX) == Candidates(
        (BOISE, SEATTLE), certain=False, ask=False
    )


@pytest.mark.parametrize(
    ("zones", "toll_free_or_foreign"),
    [
        ((CHICAGO, NEW_YORK), True),
        (("Europe/London",), True),
        ((), False),
        (("Etc/Unknown", "no such place", "../zones"), False),
    ],
)
def test_where_the_number_does_not_tell_ask_and_take_the_site_s(
    zones: tuple[str, ...], toll_free_or_foreign: bool
) -> None:
    assert candidate_zones(None, zones, toll_free_or_foreign, PHOENIX) == Candidates(
        (PHOENIX,), certain=False, ask=True
    )


def test_a_damaged_stated_zone_counts_as_not_stated() -> None:
    assert candidate_zones("Amerika/Denver", (CHICAGO,), False, PHOENIX).zones == (CHICAGO,)


@pytest.mark.parametrize("name", ["", "..", "/etc/hosts", "\0", "Etc/Unknown", "America"])
def test_no_zone(name: str) -> None:
    assert not is_zone(name)


def test_area_codes_that_lie_in_two_zones() -> None:
    assert zones_of_number("+18505550147", (NEW_YORK,)) == (NEW_YORK, CHICAGO)
    assert zones_of_number("+14235550147", (CHICAGO,)) == (CHICAGO, NEW_YORK)
    assert zones_of_number("+12085550147", (BOISE, SEATTLE)) == (BOISE, SEATTLE, DENVER)
    assert zones_of_number("+19285550147", (PHOENIX,)) == (PHOENIX, DENVER)
    assert zones_of_number("+13125550147", (CHICAGO,)) == (CHICAGO,)
    assert zones_of_number("+448505550147", ("Europe/London",)) == ("Europe/London",)


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        (CHICAGO, "Chicago"),
        (SEATTLE, "Los Angeles"),
        ("America/Indiana/Indianapolis", "Indianapolis"),
        ("America/North_Dakota/Center", "North Dakota"),
        ("UTC", "UTC"),
    ],
)
def test_the_city_of_a_zone(zone: str, said: str) -> None:
    assert is_zone(zone)
    assert city_of_zone(zone) == said
