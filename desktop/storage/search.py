"""The look-ups that run on every key press, in the driver's own SQL.

SQLAlchemy costs as much as these searches themselves. Each is a walk along one index that ends
after the first rows wanted: the word → person b-tree for "any word prefix", the reversed digits
for "the last digits", E.164 for "the first digits". Keys are folded by the caller and compared
byte by byte on both engines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

_LAST = "\U0010ffff"
"""Sorts behind every character, so that ``prefix + _LAST`` ends the stretch of a prefix."""
_POSTGRESQL = "postgresql"

_ONE_WORD = "SELECT w.person_id FROM person_word AS w WHERE w.word >= ? AND w.word < ?"
_ANOTHER_WORD = (
    " AND EXISTS (SELECT 1 FROM person_word AS o"
    " WHERE o.person_id = w.person_id AND o.word >= ? AND o.word < ?)"
)
_IN_ORDER = " ORDER BY w.word, w.person_id LIMIT ?"
_PEOPLE = (
    "SELECT p.id, p.name, p.kind, p.city, n.e164, n.extension, u.position"
    " FROM person AS p"
    " LEFT JOIN person_number AS u ON u.person_id = p.id"
    " LEFT JOIN phone_number AS n ON n.id = u.number_id"
    " WHERE p.id IN "
)
_ENDING = (
    "SELECT id, e164, extension FROM phone_number"
    " WHERE reversed_digits >= ? AND reversed_digits < ? ORDER BY reversed_digits LIMIT ?"
)
_BEGINNING = (
    "SELECT id, e164, extension FROM phone_number"
    " WHERE e164 >= ? AND e164 < ? ORDER BY e164, extension LIMIT ?"
)
_USERS = (
    "SELECT u.number_id, p.id, p.name FROM person_number AS u"
    " JOIN person AS p ON p.id = u.person_id WHERE u.number_id IN "
)


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person with the first of their numbers."""

    id: UUID
    name: str
    kind: str
    city: str | None
    e164: str | None
    extension: str


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number of ours."""

    id: UUID
    e164: str
    extension: str


def people_by_words(conn: Connection, words: Sequence[str], limit: int) -> tuple[FoundPerson, ...]:
    """People whose name has, for each of the folded ``words``, a word that begins with it.

    The walk begins with the longest word, which fewest people have, in the order of their words:
    a whole word comes before longer ones.
    """
    wanted = sorted(dict.fromkeys(words), key=len, reverse=True)
    if not wanted:
        return ()
    sql = _ONE_WORD + _ANOTHER_WORD * (len(wanted) - 1) + _IN_ORDER
    bounds = [bound for word in wanted for bound in (word, word + _LAST)]
    # One person may have two words with this beginning ("Mo Moss").
    rows = _rows(conn, sql, [*bounds, 2 * limit])
    ids = list(dict.fromkeys(row[0] for row in rows))[:limit]
    return _people(conn, ids)


def people_by_id(conn: Connection, ids: Sequence[UUID]) -> tuple[FoundPerson, ...]:
    """These people, in this order."""
    return _people(conn, [_stored(conn, person_id) for person_id in ids])


def numbers_ending(conn: Connection, reversed_end: str, limit: int) -> tuple[FoundNumber, ...]:
    """Numbers whose last digits, read backwards, are ``reversed_end``."""
    return _numbers(conn, _ENDING, reversed_end, limit)


def numbers_beginning(conn: Connection, e164_start: str, limit: int) -> tuple[FoundNumber, ...]:
    """Numbers whose E.164 form begins with ``e164_start`` ("+1312555")."""
    return _numbers(conn, _BEGINNING, e164_start, limit)


def users_of_numbers(
    conn: Connection, number_ids: Sequence[UUID]
) -> dict[UUID, tuple[tuple[UUID, str], ...]]:
    """Who uses each of these numbers: identity and name, in the order of their identities."""
    found: dict[UUID, list[tuple[UUID, str]]] = {}
    if number_ids:
        keys = [_stored(conn, number_id) for number_id in number_ids]
        for number_id, person_id, name in _rows(conn, _USERS + _marks(keys), keys):
            found.setdefault(_key(number_id), []).append((_key(person_id), name))
    return {number_id: tuple(sorted(people)) for number_id, people in found.items()}


def _people(conn: Connection, keys: Sequence[Any]) -> tuple[FoundPerson, ...]:
    if not keys:
        return ()
    rows = _rows(conn, _PEOPLE + _marks(keys), keys)
    first: dict[Any, Sequence[Any]] = {}
    for row in rows:
        kept = first.get(row[0])
        if kept is None or (row[6] is not None and row[6] < kept[6]):
            first[row[0]] = row
    found = (first[key] for key in keys if key in first)
    return tuple(
        FoundPerson(_key(row[0]), row[1], row[2], row[3], row[4], row[5] or "") for row in found
    )


def _numbers(conn: Connection, sql: str, prefix: str, limit: int) -> tuple[FoundNumber, ...]:
    rows = _rows(conn, sql, [prefix, prefix + _LAST, limit])
    return tuple(FoundNumber(_key(row[0]), row[1], row[2]) for row in rows)


def _rows(conn: Connection, sql: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
    if conn.dialect.name == _POSTGRESQL:
        marked = sql.replace("?", "%s")
        return conn.exec_driver_sql(marked, tuple(values)).fetchall()
    driver: Any = conn.connection.driver_connection
    rows: list[Sequence[Any]] = driver.execute(sql, values).fetchall()
    return rows


def _marks(keys: Sequence[Any]) -> str:
    return f"({', '.join('?' * len(keys))})"


def _stored(conn: Connection, key: UUID) -> Any:
    return key if conn.dialect.name == _POSTGRESQL else key.bytes


def _key(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(bytes=value)
