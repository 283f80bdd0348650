"""Who looks like whom: for one person, while somebody new is typed, and for everybody."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Connection, and_, bindparam, func, or_, select

from desktop.domain.folding import words_of
from desktop.domain.numbers import read_number
from desktop.domain.same_person import Alike, Known, compare, same_name
from desktop.domain.vocabulary import Permission, Relation
from desktop.services import tallies
from desktop.services.actor import Actor, demand
from desktop.services.number_rows import number_row_of
from desktop.storage import search, tables
from desktop.storage.engine import Database

MOST_PAIRS = 100
"""So many pairs are looked for; who has gone through them asks again."""
_MOST_OF_A_NAME = 40

_of = tables.metadata.tables
_person, _uses, _email = _of["person"], _of["person_number"], _of["person_email"]
_may_speak, _not_same = _of["permission_to_speak"], _of["not_same"]

_PEOPLE: BindParameter[Any] = bindparam("these_people", expanding=True)
_BY_NAME = select(_person.c.id).where(_person.c.name_key == bindparam("this_name"))
_OTHER = _uses.alias()
_BY_NUMBER = (
    select(_OTHER.c.person_id)
    .join(_uses, _uses.c.number_id == _OTHER.c.number_id)
    .where(_uses.c.person_id == bindparam("this_person"))
    .limit(_MOST_OF_A_NAME)
)
_SAME_EMAIL = _email.alias()
_BY_EMAIL = (
    select(_SAME_EMAIL.c.person_id)
    .join(_email, _email.c.email_key == _SAME_EMAIL.c.email_key)
    .where(_email.c.person_id == bindparam("this_person"))
    .limit(_MOST_OF_A_NAME)
)
_USERS_OF = select(_uses.c.person_id).where(_uses.c.number_id == bindparam("this_number"))
_SAME_NAMES = (
    select(_person.c.name_key)
    .where(_person.c.name_key != "")
    .group_by(_person.c.name_key)
    .having(func.count() > 1)
    .limit(MOST_PAIRS)
)
_SAME_EMAILS = (
    select(_email.c.email_key)
    .group_by(_email.c.email_key)
    .having(func.count() > 1)
    .limit(MOST_PAIRS)
)


@dataclass(frozen=True, slots=True)
class Somebody:
    """One of two who look the same; ``since`` is when they were written down."""

    person_id: UUID
    name: str
    kind: str
    city: str | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Pair:
    """Two who look the same, the one who was there first before the other."""

    one: Somebody
    other: Somebody
    alike: Alike


class LooksAlike:
    """Finds people who look the same. Nobody is asked again about two who are not."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, actor: Actor, person_id: UUID) -> tuple[Somebody, ...]:
        """Who looks the same as this person, whoever looks most so first."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            return similar(conn, person_id)

    def pairs(self, actor: Actor) -> tuple[Pair, ...]:
        """Up to :data:`MOST_PAIRS` pairs of the same name or e-mail that look the same, newest
        first. Goes through all names: not for the thread on which somebody types."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            found = _pairs(conn)
        self._remember(len(found))
        return found

    def known_pairs(self, actor: Actor) -> int:
        """How many pairs were found when somebody looked last."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            return tallies.read(conn, tallies.PAIRS) or 0

    def _remember(self, count: int) -> None:
        with self._database.read() as conn:
            if tallies.read(conn, tallies.PAIRS) == count:
                return
        with self._database.write() as conn:
            tallies.keep(conn, tallies.PAIRS, count)


def known_by(conn: Connection, name: str, number: str) -> Somebody | None:
    """Somebody known of this name, or nearly so; whoever has this number as well comes first."""
    words = words_of(name)
    if not words:
        return None
    reading = read_number(number) if number.strip() else None
    found = [hit.person_id for hit in search.people_by_words(conn, words, 8)]
    number_id = number_row_of(conn, reading) if reading and reading.e164 else None
    if number_id is not None:
        users = conn.execute(_USERS_OF, {"this_number": number_id}).scalars()
        found = list(dict.fromkeys((*users, *found)))
    everybody = _somebodies(conn, found)
    alike = (everybody[each] for each in found if each in everybody)
    return next((each for each in alike if same_name(each.name, name)), None)


def similar(conn: Connection, person_id: UUID) -> tuple[Somebody, ...]:
    """See :meth:`LooksAlike.of`."""
    row = conn.execute(select(_person.c.name_key).where(_person.c.id == person_id)).first()
    if row is None or not row.name_key:
        return ()
    who = {"this_person": person_id}
    found = set(
        conn.execute(_BY_NAME.limit(_MOST_OF_A_NAME), {"this_name": row.name_key}).scalars()
    )
    found |= set(conn.execute(_BY_NUMBER, who).scalars())
    found |= set(conn.execute(_BY_EMAIL, who).scalars())
    found -= {person_id, *_said_apart(conn, [person_id])[person_id]}
    if not found:
        return ()
    known = _known(conn, [person_id, *found])
    alike = {each: compare(known[person_id], known[each]) for each in found if each in known}
    best = sorted(
        (each for each, how in alike.items() if how.looks_same),
        key=lambda each: (-alike[each].likeness, each),
    )
    everybody = _somebodies(conn, best)
    return tuple(everybody[each] for each in best)


def newer_of_pairs(conn: Connection, people: Mapping[UUID, str]) -> frozenset[UUID]:
    """Of these people (with their folded names) those who look the same as somebody who was there
    before them: the ones a list marks."""
    names = sorted(set(people.values()) - {""})
    if not names:
        return frozenset()
    rows = conn.execute(
        select(_person.c.id, _person.c.name_key).where(_person.c.name_key.in_(names)).limit(400)
    )
    groups: dict[str, list[UUID]] = defaultdict(list)
    for row in rows:
        groups[row.name_key].append(row.id)
    pairs = _alike_within(conn, [ids for ids in groups.values() if len(ids) > 1])
    since = _somebodies(conn, {each for pair in pairs for each in pair})
    later = (max(pair, key=lambda each: (since[each].since, each)) for pair in pairs)
    return frozenset(later) & people.keys()


def alike_of(conn: Connection, one: UUID, other: UUID) -> tuple[Alike, tuple[str, Relation] | None]:
    """What two people have in common, and whom both name as what."""
    known = _known(conn, [one, other])
    alike = compare(known[one], known[other])
    shared = known[one].relations & known[other].relations
    if not shared:
        return alike, None
    row = conn.execute(
        select(_person.c.name, _may_speak.c.relation)
        .join(_may_speak, _may_speak.c.speaker_id == _person.c.id)
        .where(_person.c.id.in_(shared), _may_speak.c.subject_id.in_([one, other]))
        .order_by(_may_speak.c.id)
        .limit(1)
    ).first()
    return alike, (str(row.name), Relation(row.relation)) if row else None


def _pairs(conn: Connection) -> tuple[Pair, ...]:
    names = conn.execute(_SAME_NAMES).scalars().all()
    emails = conn.execute(_SAME_EMAILS).scalars().all()
    groups: dict[object, list[UUID]] = defaultdict(list)
    for column, values in ((_person.c.name_key, names), (_email.c.email_key, emails)):
        who = _person.c.id if column.table is _person else _email.c.person_id
        if values:
            query = select(column.label("said"), who.label("who")).where(column.in_(values))
            for row in conn.execute(query.order_by(who)):
                groups[(column.name, row.said)].append(row.who)
    found = _alike_within(conn, [ids[:_MOST_OF_A_NAME] for ids in groups.values()])
    everybody = _somebodies(conn, {each for pair in found for each in pair})
    pairs = []
    for (one, other), alike in found.items():
        ordered = sorted(
            (everybody[one], everybody[other]), key=lambda each: (each.since, each.person_id)
        )
        pairs.append(Pair(ordered[0], ordered[1], alike))
    pairs.sort(key=lambda pair: (pair.other.since, pair.other.person_id), reverse=True)
    return tuple(pairs[:MOST_PAIRS])


def _alike_within(
    conn: Connection, groups: Sequence[Sequence[UUID]]
) -> dict[tuple[UUID, UUID], Alike]:
    """The pairs of each group that look the same and were not said to be two."""
    ids = {each for group in groups for each in group}
    if not ids:
        return {}
    known, apart = _known(conn, ids), _said_apart(conn, ids)
    found: dict[tuple[UUID, UUID], Alike] = {}
    for group in groups:
        for one, other in combinations(sorted(set(group)), 2):
            if other in apart[one] or one not in known or other not in known:
                continue
            alike = compare(known[one], known[other])
            if alike.looks_same:
                found[one, other] = alike
    return found


def _known(conn: Connection, ids: Iterable[UUID]) -> dict[UUID, Known]:
    people = {"these_people": list(ids)}
    numbers, emails, relations = (defaultdict[UUID, set[Any]](set) for _ in range(3))
    query = select(_uses.c.person_id, _uses.c.number_id).where(_uses.c.person_id.in_(_PEOPLE))
    for person, number in conn.execute(query, people):
        numbers[person].add(number)
    query = select(_email.c.person_id, _email.c.email_key).where(_email.c.person_id.in_(_PEOPLE))
    for person, key in conn.execute(query, people):
        emails[person].add(key)
    spoken = select(_may_speak.c.speaker_id, _may_speak.c.subject_id).where(
        or_(_may_speak.c.speaker_id.in_(_PEOPLE), _may_speak.c.subject_id.in_(_PEOPLE))
    )
    for speaker, subject in conn.execute(spoken, people):
        relations[speaker].add(subject)
        relations[subject].add(speaker)
    rows = conn.execute(
        select(_person.c.id, _person.c.name, _person.c.date_of_birth).where(
            _person.c.id.in_(_PEOPLE), _person.c.name_key != ""
        ),
        people,
    )
    return {
        row.id: Known(
            row.name,
            row.date_of_birth,
            frozenset(numbers[row.id]),
            frozenset(emails[row.id]),
            frozenset(relations[row.id]),
        )
        for row in rows
    }


def _said_apart(conn: Connection, ids: Iterable[UUID]) -> Mapping[UUID, set[UUID]]:
    apart: dict[UUID, set[UUID]] = defaultdict(set)
    query = select(_not_same.c.one_id, _not_same.c.other_id).where(
        or_(_not_same.c.one_id.in_(_PEOPLE), _not_same.c.other_id.in_(_PEOPLE))
    )
    for one, other in conn.execute(query, {"these_people": list(ids)}):
        apart[one].add(other)
        apart[other].add(one)
    return apart


def _somebodies(conn: Connection, ids: Iterable[UUID]) -> dict[UUID, Somebody]:
    wanted = list(ids)
    if not wanted:
        return {}
    rows = conn.execute(
        select(
            _person.c.id, _person.c.name, _person.c.kind, _person.c.city, _person.c.created_at
        ).where(and_(_person.c.id.in_(wanted), _person.c.name_key != ""))
    )
    return {row.id: Somebody(row.id, row.name, row.kind, row.city, row.created_at) for row in rows}
