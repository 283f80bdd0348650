"""What a sentence quotes can be left out of it, whatever stands in the quotation."""

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import desktop
from desktop.domain.errors import Refused
from desktop.domain.quoting import not_taken, quoted, without_quotes
from desktop.domain.time_reading import TimeReader, UnreadableTime

HOME = Path(desktop.__file__).parent
ABOUT_NOBODY = {"connectors/mail/troubles.py", "domain/lead_answers.py", "domain/lead_times.py"}
"""A mailbox's folder, and remarks that stay in the lead they are of."""


@pytest.mark.parametrize(
    ("whole", "left"),
    [
        ("There is no card in it.", "There is no card in it."),
        ("“Juniper Moss” is no date.", "“…” is no date."),
        ("“Moss.csv”, row 3: “Juniper” names two zones.", "“…”, row 3: “…” names two zones."),
        ("“a”Juniper“ b” is no date.", "“…”Juniper“…” is no date."),
        ("“a “Juniper” Moss” is no date.", "“…” is no date."),
        ("It begins “Juniper Moss", "It begins “…”"),
        ("Juniper Moss” is no date.", "“…” is no date."),
    ],
)
def test_what_is_quoted_goes_and_the_rest_stays(whole: str, left: str) -> None:
    assert without_quotes(whole) == left


@given(st.text())
def test_no_text_ends_its_own_quotation(text: str) -> None:
    assert without_quotes(f"There is {quoted(text)} here.") == "There is “…” here."
    assert without_quotes(not_taken(Refused(text))) == "The desk does not take this: “…”"


@given(st.text("0123456789:/-+ apmAPM,.T“”JuniperMoss"))
def test_nothing_of_a_text_that_is_no_time_is_left(text: str) -> None:
    reader = TimeReader("America/Phoenix")
    try:
        reader.read(f"Juniper {text} Moss")
    except UnreadableTime as why:
        left = without_quotes(str(why))
        assert "Juniper" not in left
        assert "Moss" not in left


def test_what_comes_in_is_quoted_in_one_way_only() -> None:
    found = set()
    for floor in ("domain", "connectors", "connections"):
        for file in (HOME / floor).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.JoinedStr) and "“" in ast.unparse(node):
                    found.add(file.relative_to(HOME).as_posix())
    assert found == {*ABOUT_NOBODY, "domain/quoting.py"}
