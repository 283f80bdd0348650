"""Numbers as they are typed: how they are read, who uses them, what binds them."""

import re
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, func, literal_column, select

from desktop.domain.local_time import local_day
from desktop.domain.number_search import e164_start, search_digits
from desktop.domain.numbers import NumberReading, read_number
from desktop.domain.vocabulary import Permission
from desktop.services.actor import Actor, demand
from desktop.services.changes import Clock
from desktop.services.do_not_call import DoNotCallRow
from desktop.services.number_rows import number_row_of
from desktop.services.person_rows import PersonMatch, matches
from desktop.services.promising import all_in_force
from desktop.storage import search, tables
from desktop.storage.engine import Database

_number = tables.metadata.tables["phone_number"]
_call = tables.metadata.tables["call"]

MOST_COUNTED = 100
"""Counts on screen stop here: nobody reads further, and counting costs."""
_FEWEST_DIGITS = 3
_LETTERS = re.compile(r"\s*[A-Za-z]{3}-[A-Za-z]{4}\s*")
_LETTERS_OF_A_NUMBER = 7
_MOST_EXTENSIONS = 8

_PLACE = select(_number.c.place).where(_number.c.id == bindparam("this_number"))
_OTHER_EXTENSIONS = (
    select(_number.c.id).where(_number.c.e164 == bindparam("this_e164")).limit(_MOST_EXTENSIONS)
)
_CALLS = select(func.count()).select_from(
    select(literal_column("1"))
    .where(_call.c.number_id == bindparam("this_number"))
    .limit(MOST_COUNTED)
    .subquery()
)


@dataclass(frozen=True, slots=True)
class NumberMatch:
    """What is known about a number as typed.

    ``number_id`` is this very number with this extension, None when it is new here. ``place`` is
    that of the number, for display beside ``zones``, the zones it may be in. ``recent_calls`` stops
    counting at :data:`MOST_COUNTED`.
    """

    reading: NumberReading
    number_id: UUID | None
    place: str | None
    zones: tuple[str, ...]
    people: tuple[PersonMatch, ...]
    do_not_call: tuple[DoNotCallRow, ...]
    recent_calls: int


NumberSuggestion = search.FoundNumber


class Numbers:
    """Finds numbers and the people behind them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def match(self, actor: Actor, text: str) -> NumberMatch:
        """Read ``text`` and find who uses that number.

        With an extension the people at that extension; where it is not known, and without one,
        the people of the same number, whatever their extension.
        """
        demand(actor, Permission.READ_PEOPLE)
        reading = read_number(text)
        if reading.e164 is None:
            return NumberMatch(reading, None, None, (), (), (), 0)
        today = local_day(self._clock(), actor.zone)
        with self._database.read() as conn:
            number_id = number_row_of(conn, reading)
            known = {"this_number": number_id}
            people = matches(conn, [number_id], today) if number_id else ()
            if not people:
                others = conn.execute(_OTHER_EXTENSIONS, {"this_e164": reading.e164}).scalars()
                people = matches(conn, list(others), today)
            who: list[UUID | None] = [person.person_id for person in people] or [None]
            stops = all_in_force(conn, ((person_id, number_id) for person_id in who))
            place = conn.execute(_PLACE, known).scalar() if number_id else None
            calls = conn.execute(_CALLS, known).scalar_one() if number_id else 0
        return NumberMatch(
            reading=reading,
            number_id=number_id,
            place=place or reading.place,
            zones=reading.zones,
            people=people,
            do_not_call=stops,
            recent_calls=calls,
        )

    def suggest(self, actor: Actor, text: str, limit: int = 8) -> tuple[NumberSuggestion, ...]:
        """Numbers that begin or end with the digits typed so far; none below three digits.

        Four or seven digits are how people say the end of a number; else the beginning comes
        first, which is what typing a whole number passes through.
        """
        demand(actor, Permission.READ_PEOPLE)
        digits = digits_typed(text)
        if digits is None:
            return ()
        with self._database.glance() as conn:
            return search.numbers_by_digits(conn, digits, limit)


def number_typed(text: str) -> search.Digits | None:
    """As :func:`digits_typed` for what may be a name as well: digits, or letters of the keypad as
    numbers are written with them ("KET-WELL"). Looked at on every key press, so a name costs
    nothing."""
    if any(map(str.isdigit, text)):
        return digits_typed(text)
    return digits_typed(text) if _LETTERS.fullmatch(text) else None


def digits_of_letters(text: str) -> search.Digits | None:
    """Seven letters however they are written ("ketwell", "ket well"), read on the keypad."""
    letters = "".join(text.replace("-", " ").split())
    if len(letters) != _LETTERS_OF_A_NUMBER or not (letters.isascii() and letters.isalpha()):
        return None
    return digits_typed(f"{letters[:3]}-{letters[3:]}")


def digits_typed(text: str) -> search.Digits | None:
    """What to look for when these digits are typed; None for what is no number, or too little."""
    digits = search_digits(text)
    if digits is None or len(digits) < _FEWEST_DIGITS:
        return None
    said_as_end = len(digits) in (4, 7) or digits[0] in "01"
    return search.Digits(digits[::-1], e164_start(text, digits), said_as_end)
