"""One text, looked for everywhere: people and numbers at once, then promises, calls and scripts.

Any text is an answer. What is typed is cut to a length that nobody types on purpose, folded, and
only its words and digits go on; there is nothing in it that could be an operator.
"""

from collections.abc import Collection
from typing import Final, NamedTuple

from desktop.domain.folding import words_of
from desktop.domain.number_search import search_digits
from desktop.domain.numbers import read_number
from desktop.domain.vocabulary import Permission
from desktop.services.actor import Actor, allowed, demand
from desktop.services.changes import Clock
from desktop.services.found import (
    FindKind,
    FoundAtOnce,
    FoundInNotes,
    FoundNumber,
    FoundPerson,
    Lines,
    NoLines,
)
from desktop.services.found_callbacks import callbacks_found
from desktop.services.found_calls import calls_found
from desktop.services.found_people import people_named
from desktop.services.numbers import digits_typed
from desktop.storage import search
from desktop.storage.engine import Database
from desktop.storage.note_index import searchable

PEOPLE: Final = 5
NUMBERS: Final = 3
LINES: Final = 3
CALLBACKS: Final = 4
CALLS: Final = 4
"""How many of each are found; one more is looked for, to know whether there are others."""

_LONGEST: Final = 100
"""Characters of what is typed that are looked for."""
_MOST_WORDS: Final = 8
_LONGEST_WORD: Final = 40
_WHOLE_NUMBER: Final = 10
_WHOLE_ABROAD: Final = 8


class Asked(NamedTuple):
    """What a text asks for: its folded words, and its digits where it may be a number."""

    words: tuple[str, ...]
    digits: search.Digits | None

    @classmethod
    def of(cls, text: str) -> "Asked":
        """Read what was typed."""
        cut = text[:_LONGEST]
        words = tuple(word[:_LONGEST_WORD] for word in words_of(cut)[:_MOST_WORDS])
        return cls(words, digits_typed(cut))


class Finding:
    """Finds for one key press. People and what is known of them only for those who may read it;
    who may not finds nothing there."""

    def __init__(self, database: Database, clock: Clock, lines: Lines | None = None) -> None:
        self._database = database
        self._clock = clock
        self._lines: Lines = lines or NoLines()

    def at_once(self, actor: Actor, text: str, kinds: Collection[FindKind]) -> FoundAtOnce:
        """People and numbers: by the beginnings of their words, by first or last digits."""
        demand(actor, Permission.OWN_ACCOUNT)
        if not allowed(actor, Permission.READ_PEOPLE):
            return FoundAtOnce()
        asked = Asked.of(text)
        people: tuple[FoundPerson, ...] = ()
        numbers: tuple[FoundNumber, ...] = ()
        with self._database.glance() as conn:
            if FindKind.NUMBER in kinds and asked.digits:
                numbers = search.numbers_by_digits(conn, asked.digits, NUMBERS + 1)
            if FindKind.PERSON in kinds:
                if asked.digits:
                    people = search.people_by_digits(conn, asked.digits, PEOPLE + 1)
                people = people or people_named(conn, asked.words, PEOPLE + 1)
        return FoundAtOnce(
            people[:PEOPLE],
            numbers[:NUMBERS],
            _whole_number(text) if FindKind.NUMBER in kinds else None,
            more=len(people) > PEOPLE or len(numbers) > NUMBERS,
        )

    def in_notes(self, actor: Actor, text: str, kinds: Collection[FindKind]) -> FoundInNotes:
        """Scripts with these words; open promises, soonest first, by their words, their person or
        their number; the newest calls likewise."""
        demand(actor, Permission.OWN_ACCOUNT)
        asked = Asked.of(text)
        words = searchable(asked.words)
        lines = self._lines.matching(words, LINES + 1) if FindKind.LINE in kinds and words else ()
        if not allowed(actor, Permission.READ_PEOPLE):
            kinds = ()
        with self._database.read() as conn:
            callbacks = (
                callbacks_found(conn, asked.words, asked.digits, self._clock(), CALLBACKS + 1)
                if FindKind.CALLBACK in kinds
                else ()
            )
            calls = (
                calls_found(conn, asked.words, asked.digits, CALLS + 1)
                if FindKind.CALL in kinds
                else ()
            )
        return FoundInNotes(
            tuple(lines[:LINES]),
            callbacks[:CALLBACKS],
            calls[:CALLS],
            more=len(lines) > LINES or len(callbacks) > CALLBACKS or len(calls) > CALLS,
        )


def _whole_number(text: str) -> tuple[str, str] | None:
    """The number that was typed, E.164 and extension, when all of it is there."""
    cut = text[:_LONGEST].strip()
    digits = search_digits(cut)
    least = _WHOLE_ABROAD if cut.startswith("+") else _WHOLE_NUMBER
    if digits is None or len(digits) < least:
        return None
    reading = read_number(cut)
    return None if reading.e164 is None else (reading.e164, reading.extension or "")
