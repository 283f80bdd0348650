"""Small pure rules of the card: what is said about numbers, permissions and dates."""

from datetime import date
from uuid import UUID

import pytest

from desktop.domain.numbers import read_number
from desktop.domain.vocabulary import Relation, Scope
from desktop.services.person_rows import PermissionRow
from desktop.ui.intake.born_field import read_born
from desktop.ui.intake.match_words import number_problem, permission_words, possessive
from desktop.ui.widgets.day_select import day_words

UNUSUAL = "An unusual number. It is kept as typed; read it back to the caller."
UNREADABLE = "This cannot be read as a number. Check it, or leave it empty."
TODAY = date(2026, 11, 17)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ""),
        ("(312) 555-0147", ""),
        ("1 312 555 0147", ""),
        ("+44 20 7946 0018", ""),
        ("855-KET-WELL", ""),
        ("(312) 555-0147 x5", ""),
        ("anonymous", ""),
        ("911", ""),
        ("(312) 555-014", "One digit is missing"),
        ("1 312 555 014", "One digit is missing"),
        ("(312) 555-01", "2 digits are missing"),
        ("(312) 555-01477", "One digit too many"),
        ("555-0147", "3 digits are missing"),
        ("hello", UNREADABLE),
        ("(999) 555-0147", UNUSUAL),
    ],
)
def test_what_is_said_about_a_number_on_leaving_it(text: str, said: str) -> None:
    assert number_problem(read_number(text), text) == said


def given(scope: Scope, until: date | None) -> PermissionRow:
    nobody = UUID(int=1)
    return PermissionRow(
        nobody, nobody, "Rowan", nobody, "Juniper", Relation.SPOUSE, scope, "form", until, True
    )


def test_permissions_together_end_with_the_first_of_them() -> None:
    both = (
        given(Scope.APPOINTMENTS, date(2027, 3, 1)),
        given(Scope.RECORDS, date(2026, 12, 31)),
    )
    assert permission_words(both) == "May hear appointments and records, until Dec 2026"
    assert permission_words((given(Scope.EVERYTHING, None),)) == "May hear everything"


def test_everything_is_said_once() -> None:
    both = (given(Scope.EVERYTHING, None), given(Scope.PAYMENT, None))
    assert permission_words(both) == "May hear everything"


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("3/9/1984", date(1984, 3, 9)),
        ("03-09-1984", date(1984, 3, 9)),
        ("1984-03-09", date(1984, 3, 9)),
        ("2/30/1984", None),
        ("3/9/84", None),
        ("11/18/2026", None),
        ("1/1/1850", None),
        ("yesterday", None),
    ],
)
def test_dates_of_birth_as_typed(text: str, born: date | None) -> None:
    assert read_born(text, TODAY) == born


def test_days_in_words() -> None:
    assert day_words(TODAY, TODAY) == "Today"
    assert day_words(date(2026, 11, 18), TODAY) == "Tomorrow"
    assert day_words(date(2026, 12, 16), TODAY) == "Wed, Dec 16"


def test_names_that_end_in_s() -> None:
    assert (possessive("Juniper"), possessive("Moss")) == ("Juniper’s", "Moss’")
