"""The list of the People page: who is found by anything typed, and what is to know at a glance."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import BindParameter, Connection, bindparam, func, select

from desktop.domain.folding import words_of
from desktop.domain.local_time import local_day
from desktop.domain.vocabulary import DoNotCallPurpose, Permission, RestrictionKind
from desktop.services import tallies
from desktop.services.actor import Actor, demand
from desktop.services.alike import newer_of_pairs
from desktop.services.changes import Clock
from desktop.services.numbers import digits_of_letters, number_typed
from desktop.storage import search, tables
from desktop.storage.engine import Database

FoundBy = Literal["recent", "name", "number", "email", "note", "call", "callback"]
"""What was found: a recent contact, or where the words stand."""

MOST = 40
"""So many rows are shown; who is not among them is found by typing more."""
LONGEST = 200
"""Characters of a search that are looked for; nobody types more."""
_MOST_WORDS = 8

_of = tables.metadata.tables
_person, _call = _of["person"], _of["call"]
_restriction, _may_speak, _stops = (
    _of["restriction"],
    _of["permission_to_speak"],
    _of["do_not_call"],
)
_subject = _person.alias("subject")
_PEOPLE: BindParameter[Any] = bindparam("these_people", expanding=True)


def _last_call(column: Any) -> Any:
    return select(func.max(_call.c.started_at)).where(column == _person.c.id).scalar_subquery()


_ROWS = select(
    _person.c.id,
    _person.c.name,
    _person.c.name_key,
    _person.c.kind,
    _person.c.city,
    _person.c.language,
    _person.c.interpreter,
    _person.c.created_at,
    _last_call(_call.c.speaker_id).label("spoke"),
    _last_call(_call.c.subject_id).label("meant"),
).where(_person.c.id.in_(_PEOPLE))
_RESTRICTIONS = select(_restriction.c.id, _restriction.c.person_id, _restriction.c.kind).where(
    _restriction.c.person_id.in_(_PEOPLE)
)
_SPEAKS = (
    select(
        _may_speak.c.id,
        _may_speak.c.speaker_id,
        _may_speak.c.until,
        _may_speak.c.revoked_at,
        _subject.c.name,
    )
    .join(_subject, _subject.c.id == _may_speak.c.subject_id)
    .where(_may_speak.c.speaker_id.in_(_PEOPLE))
)
_DO_NOT_CALL = select(_stops.c.id, _stops.c.person_id, _stops.c.purpose).where(
    _stops.c.person_id.in_(_PEOPLE), _stops.c.lifted_at.is_(None)
)

_RANK: Mapping[FoundBy, int] = {
    "recent": 0,
    "number": 0,
    "name": 1,
    "email": 2,
    "note": 3,
    "call": 4,
    "callback": 5,
}
"""What matches better stands first; of those alike, with whom there was contact last."""

Relations = Literal["any", "patients", "family", "leads", "referrers"]
KINDS: Mapping[Relations, tuple[str, ...]] = {
    "patients": ("patient",),
    "family": (
        "spouse", "husband", "wife", "partner", "parent", "mother", "father", "child", "son",
        "daughter", "brother", "sister", "sibling", "friend", "caregiver", "caller",
    ),
    "leads": ("lead",),
    "referrers": ("refer",),
}  # fmt: skip
"""What kinds of people are meant, by a word of what the desk calls them."""


@dataclass(frozen=True, slots=True)
class PersonListRow:
    """One person of the list. ``last_contact`` is their last call, or one about them; ``shown`` is
    the number or address that was found. ``looks_same`` as somebody who was there before."""

    person_id: UUID
    name: str
    kind: str
    city: str | None
    last_contact: datetime | None
    since: datetime
    found_by: FoundBy
    shown: str
    restrictions: tuple[RestrictionKind, ...]
    speaks_for: tuple[str, ...]
    do_not_call: tuple[DoNotCallPurpose, ...]
    language: str
    interpreter: bool
    looks_same: bool


@dataclass(frozen=True, slots=True)
class PeopleFound:
    """``words`` are those to mark in the names; ``more`` says that not all are shown."""

    text: str
    rows: tuple[PersonListRow, ...]
    words: tuple[str, ...]
    more: bool


class PeopleList:
    """Finds people for the page of people."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def find(self, actor: Actor, text: str, relations: Relations = "any") -> PeopleFound:
        """Whoever has what is typed, best match first: their number, a word of their name, of
        their e-mail, of what was noted about them or on their calls. Nothing typed: with whom
        there was contact last."""
        demand(actor, Permission.READ_PEOPLE)
        text = text[:LONGEST]
        words = words_of(text)[:_MOST_WORDS]
        wanted = MOST + 1 if relations == "any" else 10 * MOST
        with self._database.glance() as conn:
            found = _found(conn, text, words, wanted)
        ids = {search.identity(key): how for key, how in found.items()}
        today = local_day(self._clock(), actor.zone)
        with self._database.read() as conn:
            rows = _rows(conn, ids, today, KINDS.get(relations, ()))
        return PeopleFound(text, rows[:MOST], words, len(rows) > MOST)

    def count(self, actor: Actor) -> int:
        """How many people there are."""
        demand(actor, Permission.READ_PEOPLE)
        return tallies.people(self._database)


_How = tuple[FoundBy, str]


def _found(conn: Connection, text: str, words: Sequence[str], limit: int) -> dict[Any, _How]:
    """Who is found, each by what matches best, as they are stored."""
    if not text.strip():
        return dict.fromkeys(search.keys_of_last_contact(conn, limit), ("recent", ""))
    found: dict[Any, _How] = {}

    def add(how: FoundBy, more: Mapping[Any, str]) -> bool:
        for key, shown in more.items():
            found.setdefault(key, (how, shown))
        return len(found) >= limit

    digits = number_typed(text)
    if digits and add("number", search.keys_by_digits(conn, digits, limit)):
        return found
    if add("name", dict.fromkeys(search.keys_by_words(conn, words, limit), "")):
        return found
    if not digits and not found and (letters := digits_of_letters(text)):
        add("number", search.keys_by_digits(conn, letters, limit))
    if add("email", search.keys_by_email(conn, _parts(text), limit)):
        return found
    for record, how in _NOTES:
        if add(how, dict.fromkeys(search.keys_by_notes(conn, record, words, limit), "")):
            break
    return found


def _parts(text: str) -> tuple[str, ...]:
    """The words of a part of an address, each by itself: "hale@quiet" → hale, quiet."""
    return words_of("".join(c if c.isalnum() else " " for c in text))[:_MOST_WORDS]


_NOTES: tuple[tuple[str, FoundBy], ...] = (
    ("person", "note"),
    ("call", "call"),
    ("callback", "callback"),
)


def _rows(
    conn: Connection, ids: Mapping[UUID, _How], today: date, kinds: Collection[str]
) -> tuple[PersonListRow, ...]:
    if not ids:
        return ()
    people = {"these_people": list(ids)}
    there = {row.id: row for row in conn.execute(_ROWS, people) if row.name_key}
    chosen = [each for each in ids if each in there and _of_kind(there[each].kind, kinds)]
    chosen = chosen[: MOST + 1]
    if not chosen:
        return ()
    people = {"these_people": chosen}
    bound, speaks, stopped = (defaultdict[UUID, list[Any]](list) for _ in range(3))
    for _, person, kind in sorted(conn.execute(_RESTRICTIONS, people)):
        bound[person].append(RestrictionKind(kind))
    spoken = sorted(conn.execute(_SPEAKS, people), key=lambda row: row.id)
    for _, person, until, revoked_at, name in spoken:
        if revoked_at is None and (until is None or until >= today):
            speaks[person].append(name)
    for _, person, purpose in sorted(conn.execute(_DO_NOT_CALL, people)):
        stopped[person].append(DoNotCallPurpose(purpose))
    later = newer_of_pairs(conn, {each: there[each].name_key for each in chosen})
    rows = []
    for each in chosen:
        row = there[each]
        rows.append(
            PersonListRow(
                person_id=each,
                name=row.name,
                kind=row.kind,
                city=row.city,
                last_contact=max((at for at in (row.spoke, row.meant) if at), default=None),
                since=row.created_at,
                found_by=ids[each][0],
                shown=ids[each][1],
                restrictions=tuple(dict.fromkeys(bound[each])),
                speaks_for=tuple(dict.fromkeys(speaks[each])),
                do_not_call=tuple(dict.fromkeys(stopped[each])),
                language=row.language,
                interpreter=row.interpreter,
                looks_same=each in later,
            )
        )
    rows.sort(key=lambda row: (_RANK[row.found_by], -_lately(row)))
    return tuple(rows)


def _lately(row: PersonListRow) -> float:
    return (row.last_contact or row.since).timestamp()


def _of_kind(kind: str, kinds: Collection[str]) -> bool:
    said = kind.lower()
    return not kinds or any(word in said for word in kinds)
