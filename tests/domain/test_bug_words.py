"""An exception tells its class and names of our code, and nobody's words."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.bug_words import bug_words

NAME = "Juniper"


class OwnTrouble(Exception):
    """One that a library of its own kind raises."""


def _fail(bug: BaseException) -> Any:
    raise bug


def _words(act: Callable[[], object]) -> str:
    try:
        act()
    except Exception as bug:  # noqa: BLE001 - any of them is to be looked at
        return bug_words(bug)
    raise AssertionError("nothing was raised")


@pytest.mark.parametrize(
    "bug",
    [
        ValueError(f"could not read {NAME} at desk"),
        KeyError(NAME),
        OwnTrouble(NAME),
        ImportError(NAME, name=NAME),
        AttributeError(f"about {NAME}"),
        AttributeError(NAME, name=NAME, obj=None),
        NameError(NAME, name=NAME),
        OSError(2, NAME, f"{NAME}.csv"),
        UnicodeDecodeError("utf-8", NAME.encode(), 0, 1, NAME),
        ExceptionGroup(f"about {NAME}", [ValueError(NAME)]),
    ],
    ids=lambda bug: type(bug).__name__,
)
def test_nothing_that_was_said_of_somebody_stays(bug: BaseException) -> None:
    bug.add_note(f"a note about {NAME}")
    words = _words(lambda: _fail(bug))
    assert NAME not in words
    assert words.startswith(type(bug).__qualname__)


def test_an_attribute_that_was_asked_for_by_somebodys_name_is_not_told() -> None:
    assert _words(lambda: getattr(Path, NAME)) == "AttributeError"


def _misspelt(thing: Any) -> object:
    return thing.juniper_moss


def test_names_that_stand_in_the_code_are_told() -> None:
    def a_module() -> None:
        import desktop.no_such_module  # type: ignore[import-untyped]  # noqa: F401

    def a_name() -> None:
        no_such_name  # type: ignore[name-defined]  # noqa: B018, F821

    assert _words(a_module) == "ModuleNotFoundError: about the module desktop.no_such_module"
    assert _words(a_name) == "NameError: no_such_name is not known"
    assert _words(lambda: _misspelt(Path)) == "AttributeError: Path has no juniper_moss"
    assert _words(lambda: _misspelt("x")) == "AttributeError: str has no juniper_moss"


def test_the_codes_of_the_system_and_of_a_database_are_told() -> None:
    assert _words(lambda: open("/no/such/folder/Juniper.csv")) == "FileNotFoundError: ENOENT"  # noqa: PTH123, SIM115
    with sqlite3.connect(":memory:") as desk:
        assert _words(lambda: desk.execute("SELECT juniper")) == "OperationalError: SQLITE_ERROR"
