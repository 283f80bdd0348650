"""The look-ups of every key press find what a plain comparison of names and digits finds."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert

from desktop.domain.folding import fold, words_of
from desktop.storage import search, tables
from desktop.storage.engine import Database
from desktop.storage.search import Digits

FIRST = ["moss", "mo", "mossy", "fern", "ivy", "ivory", "ōak", "z"]
LAST = ["moss", "fern", "mo", "reed", "松本", "zz"]
PEOPLE = [f"{a} {b}" for a, b in product(FIRST, LAST)] + ["solo", "moss fern ivy"]
TYPED = ["m", "mo", "mos", "moss", "f", "fern", "i", "ivo", "z", "zz", "o", "松", "solo", "x"]
NUMBERS = [f"+1312555{n:04}" for n in (147, 148, 162, 1470, 3125)] + ["+442079460147"]


@pytest.fixture
def filled(database: Database) -> Iterator[Connection]:
    """Everybody of ``PEOPLE``; the first six share the numbers out among them, two each."""
    with database.write() as conn:
        for index, name in enumerate(PEOPLE, start=1):
            person_id = UUID(int=index)
            conn.execute(
                insert(tables.metadata.tables["person"]).values(
                    id=person_id,
                    name=name,
                    name_key=fold(name),
                    kind="Patient",
                    language="English",
                    interpreter=False,
                    voicemail="full",
                    notes="",
                    created_at=datetime(2026, 11, 17, tzinfo=UTC),
                    version=1,
                )
            )
            conn.execute(
                insert(tables.metadata.tables["person_word"]),
                [{"person_id": person_id, "word": word} for word in words_of(name)],
            )
        _add_numbers(conn)
    with database.read() as conn:
        yield conn


def _add_numbers(conn: Connection) -> None:
    for index, e164 in enumerate(NUMBERS, start=1):
        conn.execute(
            insert(tables.metadata.tables["phone_number"]).values(
                id=UUID(int=index),
                e164=e164,
                extension="",
                reversed_digits=e164[:0:-1],
                unusual=False,
                version=1,
            )
        )
        for person, position in ((index % len(NUMBERS) + 1, 1), (index, 0)):
            conn.execute(
                insert(tables.metadata.tables["person_number"]).values(
                    id=UUID(int=100 * index + person),
                    person_id=UUID(int=person),
                    number_id=UUID(int=index),
                    kind="mobile",
                    position=position,
                    version=1,
                )
            )


def expected(words: tuple[str, ...]) -> set[str]:
    return {
        name
        for name in PEOPLE
        if words and all(any(own.startswith(word) for own in words_of(name)) for word in words)
    }


@pytest.mark.parametrize("many", [1, 10, 500], ids=["all common", "some common", "none common"])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.lists(st.sampled_from(TYPED), max_size=4))
def test_words_find_whom_they_should(
    filled: Connection, monkeypatch: pytest.MonkeyPatch, many: int, text: list[str]
) -> None:
    monkeypatch.setattr(search, "_MANY", many)
    words = words_of(" ".join(text))
    found = [person.name for person in search.people_by_words(filled, words, 100)]
    assert len(found) == len(set(found))
    assert set(found) == expected(words)
    few = [person.name for person in search.people_by_words(filled, words, 3)]
    assert len(few) == min(3, len(found))
    assert set(few) <= set(found)


def test_a_whole_word_comes_before_longer_ones(filled: Connection) -> None:
    found = [person.name for person in search.people_by_words(filled, ("mo",), 100)]
    whole = [name for name in found if "mo" in words_of(name)]
    assert found[: len(whole)] == whole


@pytest.mark.parametrize(
    ("digits", "numbers"),
    [
        (Digits("7410", "+10147", True), ["+13125550147", "+442079460147"]),
        (Digits("555213", "+1312555", False), NUMBERS[:5]),
        (Digits("5213", "+13125", True), ["+13125553125", *NUMBERS[:4]]),
        (Digits("5213", "+13125", False), NUMBERS[:5]),
        (Digits("7410", None, True), ["+13125550147", "+442079460147"]),
        (Digits("999", "+999", True), []),
    ],
)
def test_digits_find_both_ends(filled: Connection, digits: Digits, numbers: list[str]) -> None:
    found = search.numbers_by_digits(filled, digits, 8)
    assert sorted(number.e164 for number in found) == sorted(numbers)
    if numbers:
        assert found[0].e164 == numbers[0]
    assert len(search.numbers_by_digits(filled, digits, 1)) == min(1, len(numbers))


def test_people_come_with_their_numbers(filled: Connection) -> None:
    (number,) = search.numbers_by_digits(filled, Digits("2610", None, True), 8)
    assert number.names == (PEOPLE[2], PEOPLE[3])
    people = search.people_by_digits(filled, Digits("2610", None, True), 8)
    assert [person.name for person in people] == [PEOPLE[2], PEOPLE[3]]
    # The number at the first place stands for a person, whichever was searched for.
    assert [person.e164 for person in people] == ["+13125550162", "+13125551470"]
    again = search.people_by_id(filled, [people[1].person_id, UUID(int=999), people[0].person_id])
    assert [person.name for person in again] == [PEOPLE[3], PEOPLE[2]]
