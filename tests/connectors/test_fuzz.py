"""No damaged file makes a reader fail: rows, or a sentence."""

import os

import pytest

from desktop.connectors.files.registry import FORMATS, named
from tests.connectors.fuzz import read_all, recognised_and_read, rounds
from tests.connectors.own_files import OWN_FILES

FILES = [(file.format, file.content) for file in OWN_FILES]


def drive(how_many: int, seed: int) -> int:
    rows = 0
    for number, (name, content) in enumerate(rounds(FILES, how_many, seed)):
        chosen = named(name)
        try:
            if chosen is None or number % 4 == 0:
                rows += recognised_and_read(content)
            else:
                rows += read_all(chosen, content)
        except Exception:
            print("seed", seed, "number", number, "format", name, "content", content)
            raise
    return rows


def test_damaged_files() -> None:
    assert drive(3_000, seed=20_261_117) > 1_000


@pytest.mark.parametrize("chosen", FORMATS, ids=lambda each: each.name)
def test_every_format_survives_the_files_of_all_others(chosen: object) -> None:
    reader = named(chosen.name)  # type: ignore[attr-defined]
    assert reader is not None
    for _, content in FILES:
        read_all(reader, content)


@pytest.mark.drill
def test_a_hundred_thousand_damaged_files() -> None:
    # One half of a time with the same files as ever, one half with new ones.
    drive(50_000, seed=1)
    drive(50_000, seed=int.from_bytes(os.urandom(4)))
