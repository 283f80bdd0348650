"""Where a caller in danger is: a wrong dispatch is worse than none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.caller_place import CallerPlace, Evidence, caller_place

KNOWN = ("Phoenix", "Chicago", "Salt Lake City", "Denver")


@pytest.mark.parametrize(
    ("said", "city"),
    [
        ("14 Fern Street, Chicago; sister is there", "Chicago"),
        ("CHICAGO", "Chicago"),
        ("in salt lake city at her mother’s", "Salt Lake City"),
        ("Denver Street 3, Chicago", "Chicago"),
        ("Phoenix, two blocks from Chicago Avenue", "Phoenix"),
        ("12 Elm Road, Boston", "Boston"),
        ("near Seattle", "Seattle"),
    ],
)
def test_what_they_say_counts_before_all(said: str, city: str) -> None:
    found = caller_place(said, "Phoenix", "Denver", "Denver, CO", KNOWN)
    assert found == CallerPlace(city, Evidence.SAID)


@pytest.mark.parametrize("said", ["", "at home, alone", "Chicagoan pizza place", "14 Fern Street"])
def test_words_without_a_city_tell_nothing(said: str) -> None:
    assert caller_place(said, "", "", "", KNOWN) == CallerPlace("", Evidence.NOTHING)


def test_address_then_clinic_then_number() -> None:
    all_three = caller_place("", "Denver", "Phoenix", "Chicago, IL", KNOWN)
    assert all_three == CallerPlace("Denver", Evidence.ADDRESS)
    assert caller_place("", " ", "Phoenix", "Chicago, IL", KNOWN).evidence is Evidence.CLINIC
    assert caller_place("", "", "", "Chicago, IL", KNOWN) == CallerPlace("Chicago", Evidence.NUMBER)
    assert caller_place("", "", "", "Colorado", KNOWN).evidence is Evidence.NOTHING


@given(st.text(), st.text(), st.text(), st.text(), st.lists(st.text()))
def test_any_text_has_an_answer(
    said: str, address: str, clinic: str, number: str, known: list[str]
) -> None:
    found = caller_place(said, address, clinic, number, known)
    assert bool(found.city.strip()) == (found.evidence is not Evidence.NOTHING)
