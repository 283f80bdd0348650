import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain import cities
from desktop.domain.cities import zone_of_city
from desktop.domain.zones import is_zone
from tests.domain.promises import CHICAGO, DENVER, NEW_YORK, PHOENIX, SEATTLE


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Phoenix", PHOENIX),
        ("Chicago", CHICAGO),
        ("Denver", DENVER),
        ("Seattle", SEATTLE),
        ("Minneapolis", CHICAGO),
        ("Las Vegas", SEATTLE),
        ("Tampa", NEW_YORK),
        ("Salt Lake City", DENVER),
        ("Houston", CHICAGO),
        ("Dallas", CHICAGO),
        ("Austin", CHICAGO),
        ("Arlington, Texas", CHICAGO),
        ("New York", NEW_YORK),
        ("Los Angeles", SEATTLE),
        ("Portland", SEATTLE),
        ("portland, maine", NEW_YORK),
        ("  St. Paul,  MN 55101 ", CHICAGO),
        ("Saint Paul", CHICAGO),
        ("El Paso, TX", DENVER),
        ("Window Rock AZ", DENVER),
        ("Las Vegas, New Mexico", DENVER),
        ("Washington", NEW_YORK),
        ("Vancouver, Washington", SEATTLE),
        ("Charleston, West Virginia", NEW_YORK),
        ("Ｃｈｉｃａｇｏ", CHICAGO),
        ("Illinois", CHICAGO),
    ],
)
def test_cities(text: str, zone: str) -> None:
    assert zone_of_city(text) == zone


@pytest.mark.parametrize(
    "text",
    ["", "Springfield", "Arlington", "Texas", "Marfa, TX", "Nashville, Indiana", "Paris", "12345"],
)
def test_what_is_not_settled_is_not_guessed(text: str) -> None:
    assert zone_of_city(text) is None


def test_every_zone_of_the_tables_is_one() -> None:
    named = {*cities._ZONE_OF_CITY_IN.values(), *cities._ZONE_OF_STATE.values()}
    assert all(map(is_zone, named))
    assert all(zone_of_city(city) for city in cities._STATE_OF_CITY)


@given(st.text(max_size=40))
def test_any_text_is_read(text: str) -> None:
    found = zone_of_city(text)
    assert found is None or is_zone(found)
