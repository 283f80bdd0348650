"""The look-ups that run on every key press, in the driver's own SQL.

SQLAlchemy costs as much as these searches themselves. Each is a walk along one index that ends
after the first rows wanted: the word → person b-tree for "any word prefix", the reversed digits
for "the last digits", E.164 for "the first digits", a word → address b-tree for parts of e-mails.
Keys are folded by the caller and compared byte by byte on both engines.
"""

from collections.abc import Sequence
from functools import cache
from itertools import product
from math import prod
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from desktop.storage import note_index

_LAST = "\U0010ffff"
"""Sorts behind every character, so that ``prefix + _LAST`` ends the stretch of a prefix."""
_POSTGRESQL = "postgresql"

_MANY = 500
"""A word that begins so many names is common: checking its people one by one takes too long."""
_SPELLINGS = 6
"""Whole words that a typed beginning may stand for, before each is looked up by itself."""

_WALK = "SELECT w.person_id FROM person_word AS w WHERE w.word >= ? AND w.word < ?"
_ANOTHER_WORD = (
    " AND EXISTS (SELECT 1 FROM person_word AS o"
    " WHERE o.person_id = w.person_id AND o.word >= ? AND o.word < ?)"
)
_IN_ORDER = " ORDER BY w.word, w.person_id LIMIT ?"
_COUNT = (
    "SELECT count(*) FROM"
    " (SELECT 1 FROM person_word WHERE word >= ? AND word < ? LIMIT ?) AS counted"
)
_FIRST_WORD = "SELECT word FROM person_word WHERE word >= ? AND word < ? ORDER BY word LIMIT 1"
_NEXT_WORD = "SELECT word FROM person_word WHERE word > ? AND word < ? ORDER BY word LIMIT 1"
_WITH_WORD = "SELECT person_id FROM person_word WHERE word = ?"
_PEOPLE = (
    "SELECT p.id, p.name, p.kind, p.city, n.e164, coalesce(n.extension, ''), u.position"
    " FROM person AS p"
    " LEFT JOIN person_number AS u ON u.person_id = p.id"
    " LEFT JOIN phone_number AS n ON n.id = u.number_id"
    " WHERE p.id IN "
)
_WITH_EMAIL_WORD = (
    "SELECT e.person_id, e.email FROM email_word AS w JOIN person_email AS e ON e.id = w.email_id"
    " WHERE w.word >= ? AND w.word < ?"
)
_ANOTHER_EMAIL_WORD = (
    " AND EXISTS (SELECT 1 FROM email_word AS o"
    " WHERE o.email_id = w.email_id AND o.word >= ? AND o.word < ?)"
)
_NOTED = {
    "person": "SELECT seq, id, NULL FROM person WHERE seq IN ",
    "call": "SELECT seq, speaker_id, subject_id FROM call WHERE seq IN ",
    "callback": "SELECT seq, person_id, subject_id FROM callback WHERE seq IN ",
}
_LAST_CALLERS = "SELECT speaker_id, subject_id FROM call ORDER BY started_at DESC, id DESC LIMIT ?"
_NEWEST = "SELECT id FROM person WHERE name_key <> '' ORDER BY created_at DESC, id DESC LIMIT ?"
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

Row = Sequence[Any]


class FoundPerson(NamedTuple):
    """A person with the first of their numbers; ``key`` is the identity as it is stored.

    Ten are made on each key press, of which one is picked: so it is a tuple, which takes a third
    of a frozen dataclass's time, and a UUID is made when it is asked for.
    """

    key: Any
    name: str
    kind: str
    city: str | None
    e164: str | None
    extension: str

    @property
    def person_id(self) -> UUID:
        """Who it is."""
        return _uuid(self.key)


class FoundNumber(NamedTuple):
    """A number of ours that what is typed may become, and the names of those who use it."""

    key: Any
    e164: str
    extension: str
    names: tuple[str, ...]

    @property
    def number_id(self) -> UUID:
        """Which number it is."""
        return _uuid(self.key)


class Digits(NamedTuple):
    """Digits typed so far: the end of a number read backwards, the beginning of one in E.164 (None
    where it can be no beginning), and which of the two comes first."""

    end_reversed: str
    start: str | None
    end_first: bool


def people_by_words(conn: Connection, words: Sequence[str], limit: int) -> tuple[FoundPerson, ...]:
    """People whose name has, for each of the folded ``words``, a word that begins with it."""
    return _people(conn, keys_by_words(conn, words, limit))


def people_by_id(conn: Connection, ids: Sequence[UUID]) -> tuple[FoundPerson, ...]:
    """These people, in this order."""
    return _people(conn, [_stored(conn, person_id) for person_id in ids])


def keys_by_words(conn: Connection, words: Sequence[str], limit: int) -> list[Any]:
    """Who :func:`people_by_words` finds, by their identities as they are stored."""
    wanted = list(dict.fromkeys(words))
    if not wanted:
        return []
    look = _people_with_all if len(wanted) > 1 else _walk
    # One person may have two words with the same beginning ("Mo Moss").
    return list(dict.fromkeys(look(conn, wanted, 2 * limit)))[:limit]


def keys_by_digits(conn: Connection, digits: Digits, limit: int) -> dict[Any, str]:
    """Who has a number that begins or ends with these digits, and that number."""
    numbers = {row[0]: row[1] for row in _numbers(conn, digits, limit)}
    users: dict[Any, list[Any]] = {key: [] for key in numbers}
    for number, person, _name in _users(conn, list(numbers)):
        users[number].append(person)
    found: dict[Any, str] = {}
    for number, people in users.items():
        for person in people:
            found.setdefault(person, numbers[number])
    return dict(list(found.items())[:limit])


def keys_by_email(conn: Connection, words: Sequence[str], limit: int) -> dict[Any, str]:
    """Who has an address in which each of the folded ``words`` begins a word ("moss" finds
    j.moss@example.com), and that address."""
    wanted = sorted(dict.fromkeys(words), key=len, reverse=True)
    if not wanted:
        return {}
    sql = _WITH_EMAIL_WORD + _ANOTHER_EMAIL_WORD * (len(wanted) - 1) + " LIMIT ?"
    bounds = [bound for word in wanted for bound in (word, word + _LAST)]
    rows = _rows(conn, sql, [*bounds, 2 * limit])
    found: dict[Any, str] = {}
    for person, email in rows:
        found.setdefault(person, email)
    return dict(list(found.items())[:limit])


def keys_by_notes(conn: Connection, record: str, words: Sequence[str], limit: int) -> list[Any]:
    """Whose notes, or whose calls' or promises' notes (``record``), have each of the folded
    ``words`` at the beginning of a word; the newest note first."""
    numbers = note_index.found(conn, record, words, limit)
    if not numbers:
        return []
    named = {
        row[0]: row[1:] for row in _rows(conn, _with_marks(_NOTED[record], len(numbers)), numbers)
    }
    people = (key for number in numbers for key in named.get(number, ()))
    return list(dict.fromkeys(key for key in people if key is not None))[:limit]


def keys_of_last_contact(conn: Connection, limit: int) -> list[Any]:
    """With whom, or about whom, there was a call last; where there was none, who is newest."""
    rows = _rows(conn, _LAST_CALLERS, [4 * limit])
    people = dict.fromkeys(key for row in rows for key in row if key is not None)
    if not people:
        people = dict.fromkeys(row[0] for row in _rows(conn, _NEWEST, [limit]))
    return list(people)[:limit]


def identity(key: Any) -> UUID:
    """The identity that is stored as ``key``."""
    return _uuid(key)


def people_by_digits(conn: Connection, digits: Digits, limit: int) -> tuple[FoundPerson, ...]:
    """People with a number that begins or ends with these digits."""
    users: dict[Any, list[Any]] = {row[0]: [] for row in _numbers(conn, digits, limit)}
    for number, person, _name in _users(conn, list(users)):
        users[number].append(person)
    keys = dict.fromkeys(person for people in users.values() for person in people)
    return _people(conn, list(keys)[:limit])


def numbers_by_digits(conn: Connection, digits: Digits, limit: int) -> tuple[FoundNumber, ...]:
    """Numbers that begin or end with these digits, with the names of their users."""
    rows = _numbers(conn, digits, limit)
    names: dict[Any, tuple[str, ...]] = {}
    for number, _person, name in _users(conn, [row[0] for row in rows]):
        names[number] = (*names[number], name) if number in names else (name,)
    found, users = FoundNumber._make, names.get  # asked for on every key press
    return tuple([found((key, e164, ext, users(key, ()))) for key, e164, ext in rows])


def _people_with_all(conn: Connection, words: list[str], most: int) -> list[Any]:
    """Several words. The walk goes along the one that fewest people have. Where all are common,
    their people are merged, which SQLite does in one pass over both lists: they are in the order
    of the people within one whole word, so each beginning is spelled out first."""
    counts = {word: _rows(conn, _COUNT, [word, word + _LAST, _MANY])[0][0] for word in words}
    rarest_first = sorted(words, key=lambda word: (counts[word], -len(word)))
    if counts[rarest_first[0]] == _MANY:
        spelled = [_spelled_out(conn, word) for word in rarest_first]
        if prod(map(len, spelled)) <= _SPELLINGS:
            return _merged(conn, spelled, most)
    return _walk(conn, rarest_first, most)


def _walk(conn: Connection, words: list[str], most: int) -> list[Any]:
    """Along the people of the first word, in the order of their words (whole words come before
    longer ones), keeping those who have the others too."""
    sql = _WALK + _ANOTHER_WORD * (len(words) - 1) + _IN_ORDER
    bounds = [bound for word in words for bound in (word, word + _LAST)]
    return [row[0] for row in _rows(conn, sql, [*bounds, most])]


def _spelled_out(conn: Connection, prefix: str) -> list[str]:
    """The whole words that begin so; one too many when there are more than can be merged."""
    found: list[str] = []
    row = _rows(conn, _FIRST_WORD, [prefix, prefix + _LAST])
    while row and len(found) <= _SPELLINGS:
        found.append(row[0][0])
        row = _rows(conn, _NEXT_WORD, [found[-1], prefix + _LAST])
    return found


def _merged(conn: Connection, spelled: list[list[str]], most: int) -> list[Any]:
    keys: dict[Any, None] = {}
    for whole_words in product(*spelled):
        sql = " INTERSECT ".join([_WITH_WORD] * len(whole_words)) + " LIMIT ?"
        keys |= dict.fromkeys(row[0] for row in _rows(conn, sql, [*whole_words, most]))
        if len(keys) >= most:
            break
    return list(keys)


def _numbers(conn: Connection, digits: Digits, limit: int) -> Sequence[Row]:
    end, start, end_first = digits
    if end_first:
        found = _beginning_with(conn, _ENDING, end, limit)
        others: tuple[str, str | None] = (_BEGINNING, start)
    else:
        found = _beginning_with(conn, _BEGINNING, start, limit)
        others = (_ENDING, end)
    if len(found) == limit:  # nearly always
        return found
    known = {row[0] for row in found}
    rows = _beginning_with(conn, *others, limit)
    return [*found, *(row for row in rows if row[0] not in known)][:limit]


def _beginning_with(conn: Connection, sql: str, prefix: str | None, limit: int) -> Sequence[Row]:
    return _rows(conn, sql, (prefix, prefix + _LAST, limit)) if prefix else ()


def _users(conn: Connection, numbers: Sequence[Any]) -> list[Row]:
    """Number, person and name of everybody who uses one of these numbers, by their identities."""
    if not numbers:
        return []
    users: list[Any] = [*_rows(conn, _with_marks(_USERS, len(numbers)), numbers)]
    users.sort()
    return users


def _people(conn: Connection, keys: Sequence[Any]) -> tuple[FoundPerson, ...]:
    if not keys:
        return ()
    first: dict[Any, Row] = {}
    for row in _rows(conn, _with_marks(_PEOPLE, len(keys)), keys):
        kept = first.setdefault(row[0], row)
        if kept is not row and row[6] < kept[6]:
            first[row[0]] = row
    return tuple([FoundPerson._make(first[key][:6]) for key in keys if key in first])


def _rows(conn: Connection, sql: str, values: Sequence[Any]) -> Sequence[Row]:
    if conn.dialect.name == _POSTGRESQL:
        marked = sql.replace("?", "%s")
        return conn.exec_driver_sql(marked, tuple(values)).fetchall()
    driver: Any = conn.connection.driver_connection
    rows: list[Row] = driver.execute(sql, values).fetchall()
    return rows


@cache
def _with_marks(sql: str, count: int) -> str:
    """``sql``, which ends with IN, for so many values."""
    return f"{sql}({', '.join('?' * count)})"


def _stored(conn: Connection, key: UUID) -> Any:
    return key if conn.dialect.name == _POSTGRESQL else key.bytes


def _uuid(key: Any) -> UUID:
    return key if isinstance(key, UUID) else UUID(bytes=key)
