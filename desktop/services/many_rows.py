"""Many rows at once: numbers and people looked up together, records written together, each with
its item in the trail. For the rows of a file, of which there may be a million."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from desktop.domain.numbers import NumberReading
from desktop.services.batch_memory import Memory, Place
from desktop.services.changes import Item, Writing
from desktop.services.images import columns_to_json
from desktop.services.number_rows import number_columns
from desktop.services.records import KINDS, storable
from desktop.services.who_stays import who_stay
from desktop.storage import tables
from desktop.storage.prepared import Prepared, one_of_these

_of = tables.metadata.tables
_number, _uses, _key = (
    _of["phone_number"],
    _of["person_number"],
    _of["incoming_key"],
)
_email = _of["person_email"]
_LONGEST_KEY: Final = 400


_NUMBERS = Prepared(
    select(_number.c.e164, _number.c.extension, _number.c.id).where(one_of_these(_number.c.e164))
)
_USERS = Prepared(
    select(_uses.c.number_id, _uses.c.person_id).where(one_of_these(_uses.c.number_id))
)
_USED = Prepared(select(_uses.c.number_id).where(one_of_these(_uses.c.person_id)))
_ADDRESSEES = Prepared(
    select(_email.c.email_key, _email.c.person_id).where(one_of_these(_email.c.email_key))
)
_KEYS = Prepared(
    select(_key.c.key, _key.c.record_id, _key.c.content).where(
        _key.c.source == bindparam("this_source"), one_of_these(_key.c.key)
    )
)
_INSERT_KEYS = Prepared(_key.insert().inline(), [column.name for column in _key.c])


def know_numbers(
    writing: Writing, memory: Memory, readings: Iterable[NumberReading]
) -> Mapping[Place, UUID]:
    """The rows of these numbers; those that are new are made, and nobody uses them yet."""
    wanted = {(each.e164, each.extension or ""): each for each in readings if each.e164}
    known = memory.numbers
    unknown = {place: each for place, each in wanted.items() if place not in known}
    _look_up(writing.conn, memory, unknown)
    rows: list[dict[str, Any]] = []
    for place, reading in unknown.items():
        if place not in known:
            known[place] = number_id = writing.new_id()
            memory.people[number_id] = ()
            memory.fresh.add(number_id)
            rows.append({"id": number_id, **number_columns(place[0], reading)})
    insert_many(writing, "phone_number", rows)
    return {place: known[place] for place in wanted}


def know_people(conn: Connection, memory: Memory, number_ids: Iterable[UUID]) -> None:
    """Look up who uses these numbers."""
    unknown = {each for each in number_ids if each not in memory.people}
    found: dict[UUID, list[UUID]] = {}
    for number_id, person_id in _USERS.among(conn, unknown):
        found.setdefault(number_id, []).append(person_id)
    stays = who_stay(conn, {each for people in found.values() for each in people})
    for number_id in unknown:
        people = found.get(number_id, ())
        meant = tuple(dict.fromkeys(stays[each] for each in people))
        memory.people[number_id] = meant
        if set(people) != set(meant):
            memory.users[number_id] = frozenset((*people, *meant))


def numbers_of_users(conn: Connection, memory: Memory, places: Collection[Place]) -> set[UUID]:
    """These numbers, all others of those who use them, and so on through their households."""
    _look_up(conn, memory, {place for place in places if place not in memory.numbers})
    found: set[UUID] = set()
    more = {memory.numbers[place] for place in places if place in memory.numbers}
    while more:
        found |= more
        know_people(conn, memory, more)
        people = {person_id for number_id in more for person_id in memory.users_of(number_id)}
        more = {row[0] for row in _USED.among(conn, people)} - found
    return found


def _look_up(conn: Connection, memory: Memory, places: Collection[Place]) -> None:
    for e164, extension, number_id in _NUMBERS.among(conn, {e164 for e164, _ in places if e164}):
        memory.numbers[e164, extension] = number_id


def people_of_emails(conn: Connection, emails: Collection[str]) -> Mapping[str, set[UUID]]:
    """Who has each of these folded addresses."""
    rows = list(_ADDRESSEES.among(conn, emails))
    stays = who_stay(conn, {person_id for _, person_id in rows})
    found: dict[str, set[UUID]] = {}
    for email, person_id in rows:
        found.setdefault(email, set()).add(stays[person_id])
    return found


def known_keys(conn: Connection, source: str, keys: Collection[str]) -> dict[str, tuple[UUID, str]]:
    """What was taken already from this source: its key → the record, and what was said last."""
    rows = _KEYS.among(conn, keys, {"this_source": source})
    return {key: (record_id, content) for key, record_id, content in rows}


def plain_key(key: str) -> bool:
    """Whether a source's key is kept as it is, on both engines."""
    return 0 < len(key) < _LONGEST_KEY and key.isascii() and key.isprintable()


def keep_keys(conn: Connection, rows: Collection[Mapping[str, Any]]) -> None:
    """Note what was taken: rows of source, key, record, record_id and content."""
    if rows:
        _INSERT_KEYS.run(conn, *rows)


def insert_many(
    writing: Writing,
    record: str,
    rows: Sequence[dict[str, Any]],
    children: Sequence[Sequence[Mapping[str, Any]]] = (),
) -> None:
    """Insert many records of one kind at once, each with its item; ``children`` are those of each
    row, in their order. What was written in them is found again."""
    if not rows:
        return
    kind = KINDS[record]
    columns = kind.columns(rows)
    columns["version"] = [1] * len(rows)
    below = [[storable(child) for child in each] for each in children] or [[]] * len(rows)
    kind.insert_columns(writing.conn, columns, below)
    images = columns_to_json(columns, below)
    writing.items.extend(
        Item(record, record_id, None, image)
        for record_id, image in zip(columns["id"], images, strict=True)
    )
