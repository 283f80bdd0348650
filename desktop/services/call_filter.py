"""Which calls are meant: what the list shows and what an export takes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, and_, exists, func, or_, select, type_coerce

from desktop.domain.folding import words_of
from desktop.domain.vocabulary import CallOutcome, Direction, Reason, Source
from desktop.services.numbers import digits_typed
from desktop.storage import note_index, tables

_call = tables.metadata.tables["call"]
_reason = tables.metadata.tables["call_reason"]
_word = tables.metadata.tables["person_word"]
_number = tables.metadata.tables["phone_number"]
_LAST = "\U0010ffff"
_MICROS = 1_000_000


@dataclass(frozen=True, slots=True)
class CallFilter:
    """An empty filter means every call.

    ``text`` and ``who`` are words as typed: each must begin a word of the notes, or of the name of
    who spoke or whom it was about. ``digits`` are the first or last of the number, letters count
    (``KET-WELL``). ``since`` is included, ``until`` is not. Seconds are how long it was talked.
    """

    text: str = ""
    who: str = ""
    digits: str = ""
    since: datetime | None = None
    until: datetime | None = None
    direction: Direction | None = None
    called_line: str | None = None
    site_id: UUID | None = None
    reason: Reason | None = None
    outcome: CallOutcome | None = None
    user_id: UUID | None = None
    least_seconds: int | None = None
    most_seconds: int | None = None
    source: Source | None = None


def conditions(asked: CallFilter, dialect: str) -> list[ColumnElement[bool]]:
    """``asked`` as conditions on the table of calls, all of which must hold."""
    found: list[ColumnElement[bool]] = []
    for name in ("direction", "called_line", "site_id", "outcome", "user_id", "source"):
        value = getattr(asked, name)
        if value is not None:
            found.append(_call.c[name] == value)
    if asked.since is not None:
        found.append(_call.c.started_at >= asked.since)
    if asked.until is not None:
        found.append(_call.c.started_at < asked.until)
    if asked.least_seconds is not None:
        found.append(_lasted(dialect) >= asked.least_seconds * _MICROS)
    if asked.most_seconds is not None:
        found.append(_lasted(dialect) < (asked.most_seconds + 1) * _MICROS)
    if asked.reason is not None:
        found.append(
            exists().where(_reason.c.call_id == _call.c.id, _reason.c.reason == asked.reason)
        )
    words = note_index.searchable(words_of(asked.text))
    if words:
        found.append(note_index.says(dialect, "call", words))
    found += [_named(word) for word in words_of(asked.who)]
    if asked.digits.strip():
        found.append(_numbered(asked.digits))
    return found


def _lasted(dialect: str) -> ColumnElement[int]:
    """How long it was talked, in microseconds; nothing where the end is not known."""
    began, ended = func.coalesce(_call.c.answered_at, _call.c.started_at), _call.c.ended_at
    if dialect == "sqlite":
        return type_coerce(ended, BigInteger) - type_coerce(began, BigInteger)
    return func.extract("epoch", ended - began) * _MICROS


def _named(word: str) -> ColumnElement[bool]:
    people = select(_word.c.person_id).where(_word.c.word >= word, _word.c.word < word + _LAST)
    return or_(_call.c.speaker_id.in_(people), _call.c.subject_id.in_(people))


def _numbered(typed: str) -> ColumnElement[bool]:
    digits = digits_typed(typed)
    if digits is None:
        return _call.c.number_text.contains(typed.strip(), autoescape=True)
    ways = [_between(_number.c.reversed_digits, digits.end_reversed)]
    if digits.start:
        ways.append(_between(_number.c.e164, digits.start))
    return _call.c.number_id.in_(select(_number.c.id).where(or_(*ways)))


def _between(column: ColumnElement[str], prefix: str) -> ColumnElement[bool]:
    return and_(column >= prefix, column < prefix + _LAST)
