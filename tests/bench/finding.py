"""Find by number as typed, and people by any word's beginning, against raw SQL of the same."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from desktop.app import App
from desktop.domain.folding import words_of
from desktop.services.actor import Actor
from desktop.storage import search
from tests.bench import raw
from tests.bench.sides import Result, in_turns

MOST, MOST_P95_MS = 1.5, 2.0
LIMIT = 8
NUMBERS = ("(312) 555-01", "0147", "602555", "(303) 555-0112", "5550163", "7025550135", "312 55")
LISTED = ("j", "mo", "juniper", "moss jun", "0147", "KET-WELL", "moss@", "")
NAMES = ("j", "mo", "juniper", "juniper m", "moss jun", "cedar gl", "as", "yarrow", "o", "bank wi")


def measure(app: App, actor: Actor, data: Path, rounds: int) -> Iterator[Result]:
    """One result for numbers, one for names; each round is one look-up, as one key press is."""
    connection = raw.connect(data, read_only=True)
    try:
        numbers, people = app.services.numbers, app.services.people
        yield in_turns(
            "find by number, as typed | raw SQL of the same",
            lambda n: numbers.suggest(actor, NUMBERS[n % len(NUMBERS)], LIMIT),
            _replaying(app, connection, lambda n: _number(app, NUMBERS[n]), len(NUMBERS)),
            rounds * 3,
            MOST,
            MOST_P95_MS,
        )
        yield in_turns(
            "find a person, any word prefix | raw SQL of the same",
            lambda n: people.find(actor, NAMES[n % len(NAMES)], LIMIT),
            _replaying(app, connection, lambda n: _name(app, NAMES[n]), len(NAMES)),
            rounds * 3,
            MOST,
            MOST_P95_MS,
        )
        # With all that the page of people shows of each, which has no target of its own.
        listing = app.services.people_list
        yield in_turns(
            "the list of the People page | the names alone",
            lambda n: listing.find(actor, LISTED[n % len(LISTED)]),
            lambda n: people.find(actor, LISTED[n % len(LISTED)], LIMIT),
            rounds,
        )
    finally:
        connection.close()


def _number(app: App, text: str) -> None:
    from desktop.services.numbers import digits_typed

    digits = digits_typed(text)
    assert digits is not None
    with app.database.read() as conn:
        search.numbers_by_digits(conn, digits, LIMIT)


def _name(app: App, text: str) -> None:
    with app.database.read() as conn:
        search.people_by_words(conn, words_of(text), LIMIT)


def _replaying(
    app: App, connection: Any, look: Callable[[int], None], count: int
) -> Callable[[int], object]:
    """The statements each look-up sends, caught once, then run by the driver alone."""
    caught: list[list[raw.Statement]] = []
    plain = search._rows

    def noted(conn: Connection, sql: str, values: Sequence[Any]) -> Sequence[search.Row]:
        caught[-1].append((sql, tuple(values)))
        return plain(conn, sql, values)

    search._rows = noted
    try:
        for number in range(count):
            caught.append([])
            look(number)
    finally:
        search._rows = plain
    assert all(caught), "a look-up sent nothing"
    assert app.database.dialect == "sqlite"
    return lambda n: raw.rows_of(connection, caught[n % count])
