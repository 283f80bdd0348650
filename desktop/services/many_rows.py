"""Many rows at once: numbers and people looked up together, records written together, each with
its item in the trail. For the rows of a file, of which there may be a million."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, select

from desktop.domain.numbers import NumberReading, NumberStatus, reversed_digits
from desktop.services.changes import Item, Writing
from desktop.services.images import to_json
from desktop.services.reach import zones_at
from desktop.services.records import KINDS, Kind, storable
from desktop.storage import note_index, tables
from desktop.storage.prepared import Prepared

_of = tables.metadata.tables
_number, _uses, _key = (
    _of["phone_number"],
    _of["person_number"],
    _of["incoming_key"],
)
_AT_ONCE: Final = 400
_KEPT_AT_MOST: Final = 200_000
_AMERICAN, _EXCHANGE = len("+16025550147"), len("+1602555")
_INSERT_KEYS = Prepared(_key.insert().inline(), [column.name for column in _key.c])
_INSERTS: dict[str, Prepared] = {}


class Zones(dict[str | None, str]):
    """The zone of each number where nothing else is known of the person, the site's for none.
    Of an American number the area code and the exchange tell all of it."""

    def __init__(self, site_zone: str) -> None:
        super().__init__()
        self.site_zone = site_zone

    def of(self, e164: str | None) -> str:
        """The zone of a number."""
        american = e164 is not None and len(e164) == _AMERICAN and e164.startswith("+1")
        return self[e164[:_EXCHANGE] + "0000" if american and e164 else e164]

    def __missing__(self, e164: str | None) -> str:
        """Look up one that is new."""
        if len(self) > _KEPT_AT_MOST:
            self.clear()
        self[e164] = found = zones_at(None, e164, self.site_zone).zones[0]
        return found


def number_rows(
    writing: Writing, readings: Iterable[NumberReading]
) -> Mapping[tuple[str, str], UUID]:
    """The rows of these numbers by E.164 and extension; those that are new are made."""
    wanted = {(each.e164, each.extension or ""): each for each in readings if each.e164}
    found: dict[tuple[str, str], UUID] = {}
    columns = (_number.c.e164, _number.c.extension, _number.c.id)
    for some in _some({e164 for e164, _ in wanted}):
        for e164, extension, number_id in writing.conn.execute(
            select(*columns).where(_number.c.e164.in_(some))
        ):
            found[e164, extension] = number_id
    rows: list[dict[str, Any]] = []
    for key, reading in wanted.items():
        if key not in found:
            found[key] = number_id = writing.new_id()
            rows.append(
                {
                    "id": number_id,
                    "e164": key[0],
                    "extension": key[1],
                    "reversed_digits": reversed_digits(key[0]),
                    "unusual": reading.status is NumberStatus.UNUSUAL,
                    "place": None,
                }
            )
    insert_many(writing, "phone_number", rows)
    return found


def people_of_numbers(conn: Connection, number_ids: Collection[UUID]) -> Mapping[UUID, list[UUID]]:
    """Everybody who uses each of these numbers."""
    found: dict[UUID, list[UUID]] = {}
    for some in _some(number_ids):
        query = select(_uses.c.number_id, _uses.c.person_id).where(_uses.c.number_id.in_(some))
        for number_id, person_id in conn.execute(query):
            found.setdefault(number_id, []).append(person_id)
    return found


def known_keys(conn: Connection, source: str, keys: Collection[str]) -> dict[str, tuple[UUID, str]]:
    """What was taken already from this source: its key → the record, and what was said last."""
    found: dict[str, tuple[UUID, str]] = {}
    columns = (_key.c.key, _key.c.record_id, _key.c.content)
    for some in _some(keys):
        query = select(*columns).where(_key.c.source == source, _key.c.key.in_(some))
        for key, record_id, content in conn.execute(query):
            found[key] = record_id, content
    return found


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
    whole = [storable(kind.whole({**row, "version": 1})) for row in rows]
    statement = _INSERTS.get(record)
    if statement is None:
        columns = [column.name for column in kind.table.c if column.name != "seq"]
        statement = _INSERTS[record] = Prepared(kind.table.insert().inline(), columns)
    statement.run(writing.conn, *whole)
    below = [[storable(child) for child in each] for each in children] or [[]] * len(whole)
    if kind.children is not None and children:
        _insert_children(writing, kind, whole, below)
    writing.items.extend(
        Item(record, row["id"], None, to_json(row, each))
        for row, each in zip(whole, below, strict=True)
    )
    noted = note_index.NOTED.get(record, ())
    for row in whole:
        said = [text for name in noted if (text := row[name])]
        if said:
            note_index.put(writing.conn, record, row["id"], said)


def _insert_children(
    writing: Writing,
    kind: Kind,
    rows: Sequence[Mapping[str, Any]],
    children: Sequence[Sequence[Mapping[str, Any]]],
) -> None:
    table = kind.children
    if table is None:
        return
    statement = _INSERTS.get(table.name)
    if statement is None:
        names = [column.name for column in table.c]
        statement = _INSERTS[table.name] = Prepared(table.insert().inline(), names)
    filled = [
        {**child, kind.parent_column: row["id"]}
        for row, each in zip(rows, children, strict=True)
        for child in each
    ]
    if filled:
        statement.run(writing.conn, *filled)


def _some(keys: Collection[Any]) -> Iterable[list[Any]]:
    """A few hundred at a time, always as many so that the statement is compiled once."""
    everything = list(keys)
    for start in range(0, len(everything), _AT_ONCE):
        yield everything[start : start + _AT_ONCE]
