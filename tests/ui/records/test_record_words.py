"""What removing somebody means, in words that are true."""

from desktop.services.removing import Removal
from desktop.ui.records.record_words import removal_lines

PLAN = Removal("Juniper Moss", {"person": 1, "call": 2}, {"disclosure": 1}, 1, 4, "")


def said(plan: Removal) -> list[str]:
    return [words for _, words in removal_lines(plan)]


def test_a_number_that_stays_for_a_wish_is_said_to_stay() -> None:
    lines = said(PLAN)
    assert lines[0] == "Goes for good: 1 person’s details, 2 calls."
    assert "As asked, 1 number stays not to be called, without a name." in lines


def test_several_and_none() -> None:
    many = Removal("Juniper Moss", {"person": 1}, {}, 2, 4, "")
    assert "As asked, 2 numbers stay not to be called, without a name." in said(many)
    none = Removal("Juniper Moss", {"person": 1}, {}, 0, 4, "")
    assert not [line for line in said(none) if "not to be called" in line]
