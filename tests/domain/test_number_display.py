"""Numbers as people write them."""

import phonenumbers
import pytest

from desktop.domain.number_display import ABROAD, display


@pytest.mark.parametrize(
    ("e164", "shown"),
    [
        ("+13125550147", "(312) 555-0147"),
        ("+18555389355", "(855) 538-9355"),
        ("+13121550147", "(312) 155-0147"),
        ("+17875550147", "(787) 555-0147"),
        ("+18765550147", "+1 876-555-0147"),
        ("+442079460018", "+44 20 7946 0018"),
        ("+131255501478", "+1 31255501478"),
        ("+15550147", "555-0147"),
        ("Juniper", "Juniper"),
    ],
)
def test_a_number_as_people_write_it(e164: str, shown: str) -> None:
    assert display(e164) == shown


def test_an_extension_stands_behind() -> None:
    assert display("+13125550147", "5") == "(312) 555-0147 ext. 5"
    assert display("+442079460018", "007") == "+44 20 7946 0018 ext. 007"


def test_the_region_is_at_home() -> None:
    assert display("+442079460018", region="GB") == "020 7946 0018"
    assert display("+13125550147", region="GB") == "+1 312-555-0147"


def test_area_codes_abroad_are_those_of_the_library() -> None:
    """Our own list saves loading the library for each number shown; it may not fall behind."""
    at_home = {"US", "PR", "VI", "GU", "AS", "MP", None}
    abroad = set()
    for area in range(200, 1000):
        regions = (
            phonenumbers.region_code_for_number(phonenumbers.parse(f"+1{area}{rest}"))
            for rest in ("5550147", "2340147", "2220147")
        )
        if next(filter(None, regions), None) not in at_home:
            abroad.add(str(area))
    assert set(ABROAD.split()) == abroad
