"""Words of danger are found however they are written, and only as whole words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.danger import (
    DangerWord,
    beginnings,
    danger_key,
    find_danger,
    may_be_in,
)
from desktop.paths import resources
from desktop.services.danger_words import shipped_words

WORDS = (DangerWord("en", "can't breathe"), DangerWord("es", "hacerme daño"))


@pytest.mark.parametrize(
    "text",
    ["I can’t breathe", "CANT\n  BREATHE!!", "(can't-breathe)", "…Can't, breathe"],
)
def test_an_english_phrase(text: str) -> None:
    assert find_danger(text, WORDS) == ("can't breathe",)


@pytest.mark.parametrize("text", ["quiero hacerme daño", "HACERME DANO", "hacerme dan\u0303o."])
def test_a_spanish_phrase_with_and_without_accents(text: str) -> None:
    assert find_danger(text, WORDS) == ("hacerme daño",)


@pytest.mark.parametrize(
    "text", ["", "?!", "can't breathes", "pecant breathe", "hacerme dañosa", "hacerme un daño"]
)
def test_a_part_of_a_word_is_none(text: str) -> None:
    assert find_danger(text, WORDS) == ()


@given(st.text(), st.sampled_from(shipped_words(resources())), st.text())
def test_each_shipped_word_is_found_in_any_text(before: str, each: DangerWord, after: str) -> None:
    assert each.word in find_danger(f"{before}. {each.word.upper()} ;{after}", (each,))


def test_both_languages_ship_and_no_word_twice() -> None:
    shipped = shipped_words(resources())
    assert {each.language for each in shipped} == {"en", "es"}
    keys = [(each.language, danger_key(each.word)) for each in shipped]
    assert len(keys) == len(set(keys))
    assert all(key for _, key in keys)


_ODD = st.text(st.sampled_from("abdgikllmnoty' -.,!?’\u0301é\n"), max_size=30)
_LIST = [DangerWord("en", each) for each in ("kill", "I want to die", "can't go on", "á la boda")]


@given(before=_ODD, said=st.sampled_from(["", *(each.word for each in _LIST)]), after=_ODD)
def test_the_words_that_are_looked_for_are_all_that_can_be_there(
    before: str, said: str, after: str
) -> None:
    text = f"{before} {said} {after}"
    begun = may_be_in(text, beginnings(_LIST))
    assert find_danger(text, begun) == find_danger(text, _LIST)
