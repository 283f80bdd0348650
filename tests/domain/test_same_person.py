"""Two records that look like one person."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.same_person import Known, Likeness, common, compare, same_name

_NAMES = st.sampled_from(
    [
        "Juniper Moss",
        "juniper  MOSS",
        "Moss, Juniper",
        "Juniper Mosss",
        "Rowan Moss",
        "Élan Ash",
        "",
    ]
)
_BORN = st.sampled_from([None, date(1984, 3, 9), date(1984, 3, 10), date(2010, 1, 1)])
_FEW = st.frozensets(st.sampled_from(["a", "b", "c"]), max_size=2)
_KNOWN = st.builds(Known, _NAMES, _BORN, _FEW, _FEW, _FEW)


@given(_KNOWN, _KNOWN)
def test_it_is_the_same_from_either_side(one: Known, other: Known) -> None:
    assert compare(one, other) == compare(other, one)


@given(_KNOWN, _KNOWN)
def test_different_dates_of_birth_speak_against(one: Known, other: Known) -> None:
    if one.born and other.born and one.born != other.born:
        assert compare(one, other).likeness is Likeness.NONE


@given(_KNOWN, _KNOWN)
def test_nobody_is_certain_on_a_shared_number_alone(one: Known, other: Known) -> None:
    alone = replace(one, emails=frozenset(), relations=frozenset(), born=None)
    assert compare(alone, replace(other, born=None)).likeness is not Likeness.CERTAIN
    household = replace(other, name="Somebody Else", numbers=one.numbers)
    assert not compare(one, household).looks_same


@given(_KNOWN)
def test_more_in_common_is_never_less_alike(one: Known) -> None:
    twin = Known(one.name)
    least = compare(one, twin).likeness
    assert compare(one, replace(twin, numbers=one.numbers)).likeness >= least
    assert compare(one, replace(twin, born=one.born)).likeness >= least


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Juniper Moss", "Moss Juniper", True),
        ("Élan Ångström", "elan angstrom", True),
        ("Juniper Moss", "Juniper Mosse", True),
        ("Juniper Moss", "Juinper Moss", True),
        ("Juniper Moss", "Rowan Moss", False),
        ("Jan Moss", "Jon Moss", False),
        ("Juniper Moss", "Juniper", False),
        ("", "", False),
        ("\0", "🌿", False),
    ],
)
def test_names(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same


def test_what_they_have_in_common_is_said() -> None:
    born = date(1984, 3, 9)
    rowan = frozenset({"rowan"})
    web = Known("Juniper Moss", born, relations=rowan)
    found = compare(Known("Juniper Moss", born, relations=rowan), web)
    assert found.likeness is Likeness.CERTAIN
    said = common(found, "both name Rowan as spouse")
    assert said == "Same name and date of birth, and both name Rowan as spouse"
    nearly = Known("Juniper Mosse", born, frozenset({"n"}), frozenset({"e"}))
    found = compare(nearly, replace(nearly, name="Juniper Moss"))
    assert common(found) == "Nearly the same name, date of birth, number and e-mail"
