"""Search keys: what two spellings have in common."""

import pytest

from desktop.domain.folding import fold, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ångström  Élan", "angstrom elan"),
        ("STRASSE", "Straße"),
        ("Łódź", "lodz"),
        ("ＷＲＥＮ", "wren"),
        ("a\0b", "a b"),
        ("half \ud83d", "half ?"),
    ],
)
def test_spellings_that_are_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)
    fold(one).encode()


def test_words_of_a_name_are_found_apart_and_whole() -> None:
    assert words_of("Moss-Reed, Juniper O’Neill \ud83d") == (
        "moss",
        "reed",
        "mossreed",
        "juniper",
        "o",
        "neill",
        "oneill",
    )
