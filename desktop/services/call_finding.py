"""Calls that a filter lets through, in pages that look through a bounded number of calls.

Where a word, a name or some digits leave few calls, those are looked up by their own index and
sorted. Else the list is walked from the newest on, a stretch at a time, and whoever asks says
whether to go on.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, bindparam, func, literal, or_, select, tuple_
from sqlalchemy.sql.util import ClauseAdapter

from desktop.domain.folding import words_of
from desktop.services.call_filter import CallFilter, conditions
from desktop.services.call_lines import (
    ANCHOR,
    END,
    FIRST_ID,
    NEWEST_FIRST,
    PLACE,
    CallKey,
    CallLine,
    as_lines,
    lines_of,
    reasons_of,
    step,
)
from desktop.services.numbers import digits_typed
from desktop.storage import note_index, search, tables

STRETCH = 4
"""Anchors that one page looks past at the most: a few hundredths of a second."""
_FEW = 1_000
"""Calls that are looked up one by one."""
_FEW_PEOPLE = 300

_call = tables.metadata.tables["call"]
_OF_PEOPLE = (
    select(_call.c.seq)
    .where(
        or_(
            _call.c.speaker_id.in_(bindparam("people", expanding=True)),
            _call.c.subject_id.in_(bindparam("people", expanding=True)),
        )
    )
    .limit(_FEW + 1)
)
_OF_NUMBERS = (
    select(_call.c.seq)
    .where(_call.c.number_id.in_(bindparam("numbers", expanding=True)))
    .limit(_FEW + 1)
)


@dataclass(frozen=True, slots=True)
class FoundPage:
    """``looked`` is how many calls this page looked through. With ``next`` there may be further
    ones behind it, also when nothing was found; None: that was all."""

    lines: tuple[CallLine, ...]
    looked: int
    next: CallKey | None


def find(conn: Connection, asked: CallFilter, after: CallKey | None, most: int) -> FoundPage:
    """The next page behind ``after`` (None: the first one)."""
    begin = after or END
    if asked.until is not None and begin.started_at > asked.until:
        begin = CallKey(asked.until, FIRST_ID)
    few = _few(conn, asked)
    if few is None:
        return _walk(conn, asked, begin, most)
    wanted = [*conditions(asked, conn.dialect.name), _call.c.seq.in_(few), _behind(begin)]
    page = select(_call.c.seq).where(*wanted).order_by(*NEWEST_FIRST).limit(most)
    lines = _lines(conn, conn.execute(page).scalars().all())
    return FoundPage(lines, len(few), lines[-1].key if len(lines) == most else None)


def _walk(conn: Connection, asked: CallFilter, begin: CallKey, most: int) -> FoundPage:
    """Along the list, up to so many anchors, or until the page is full."""
    found: list[int] = []
    looked = 0
    at: CallKey | None = begin
    for _ in range(STRETCH):
        if at is None:
            break
        found += _in_stretch(conn, asked, at, most - len(found))
        if len(found) == most:
            lines = _lines(conn, found)
            return FoundPage(lines, looked, lines[-1].key)
        at = step(conn, at, ANCHOR)
        if at is not None:
            looked += ANCHOR
            if asked.since is not None and at.started_at < asked.since:
                at = None
    return FoundPage(_lines(conn, found), looked, at)


def _in_stretch(conn: Connection, asked: CallFilter, begin: CallKey, most: int) -> Sequence[int]:
    """Running numbers of those let through among the next :data:`ANCHOR` calls.

    The stretch is a query of its own with a limit, into which no engine moves a condition: with
    one of the other indexes it would go through every call of a common name.
    """
    within = [_behind(begin)]
    if asked.since is not None:
        within.append(_call.c.started_at >= asked.since)
    inner = select(_call).where(*within).order_by(*NEWEST_FIRST).limit(ANCHOR)
    stretch = inner.subquery("stretch")
    bare = replace(asked, text="", since=None, until=None)
    wanted = conditions(bare, conn.dialect.name)
    words = note_index.searchable(words_of(asked.text))
    if words:
        seqs = inner.with_only_columns(_call.c.seq).subquery()
        first, last = conn.execute(select(func.min(seqs.c.seq), func.max(seqs.c.seq))).one()
        between = (first or 0, last or 0)
        wanted.append(note_index.says(conn.dialect.name, "call", words, between))
    there = ClauseAdapter(stretch)
    page = (
        select(stretch.c.seq)
        .where(*(there.traverse(condition) for condition in wanted))
        .order_by(stretch.c.started_at.desc(), stretch.c.id.desc())
        .limit(most)
    )
    return conn.execute(page).scalars().all()


def _behind(key: CallKey) -> ColumnElement[bool]:
    at, last = _call.c.started_at, _call.c.id
    return tuple_(literal(key.started_at, at.type), literal(key.id, last.type)) > PLACE


def _lines(conn: Connection, seqs: Sequence[int]) -> tuple[CallLine, ...]:
    if not seqs:
        return ()
    these = select(_call.c.seq).where(_call.c.seq.in_(seqs))
    return as_lines(conn.execute(lines_of(these)), conn.execute(reasons_of(these)))


def _few(conn: Connection, asked: CallFilter) -> list[int] | None:
    """The running numbers of the calls that can be meant, where those are few; None: many."""
    found = _by_words(conn, asked.text)
    if found is None:
        found = _by_digits(conn, asked.digits)
    return _by_name(conn, asked.who) if found is None else found


def _by_words(conn: Connection, text: str) -> list[int] | None:
    words = note_index.searchable(words_of(text))
    return _if_few(note_index.found(conn, "call", words, _FEW + 1)) if words else None


def _by_digits(conn: Connection, typed: str) -> list[int] | None:
    digits = digits_typed(typed) if typed.strip() else None
    if digits is None:
        return None
    numbers = [found.number_id for found in search.numbers_by_digits(conn, digits, _FEW_PEOPLE + 1)]
    if len(numbers) > _FEW_PEOPLE:
        return None
    return _if_few(list(conn.execute(_OF_NUMBERS, {"numbers": numbers}).scalars()))


def _by_name(conn: Connection, typed: str) -> list[int] | None:
    words = words_of(typed)
    if not words:
        return None
    people: list[UUID] = [
        found.person_id for found in search.people_by_words(conn, words, _FEW_PEOPLE + 1)
    ]
    if len(people) > _FEW_PEOPLE:
        return None
    return _if_few(list(conn.execute(_OF_PEOPLE, {"people": people}).scalars()))


def _if_few(seqs: list[int]) -> list[int] | None:
    return seqs if len(seqs) <= _FEW else None
