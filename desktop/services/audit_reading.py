"""Reading the trail: who did what to whom, when, and at which desk, newest first.

Pages go by the running number. A filter that lets little through is looked for in windows of so
many numbers and no more at a time, so that it never holds the desk up.
"""

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, FromClause, func, select

from desktop.domain.vocabulary import Permission
from desktop.services.actor import Actor, demand
from desktop.services.audit_entry import AuditEntry, read_entry
from desktop.services.audit_filter import AuditFilter, conditions
from desktop.services.many_ids import some_at_a_time
from desktop.services.once_theirs import names as names_of
from desktop.services.person_records import Found, people_named, records_of
from desktop.services.safekeeping import Findings
from desktop.storage import tables
from desktop.storage.engine import Database

_of = tables.metadata.tables
_change, _item, _event = _of["change"], _of["change_item"], _of["audit_event"]
_uses = _of["person_number"]
_users, _desks, _person = _of["user_account"], _of["desk"], _of["person"]

WINDOW = 20_000
"""Numbers that are looked through with one question."""
WINDOWS = 10
"""Questions for one page at the most."""
_INTO_THEM = 5
"""Where one person is asked for, what stands in the entries is read as well: that takes longer, so
that windows are so many times smaller, and fewer."""
_SLACK = timedelta(days=1)
"""A clock that was set back by less hides nothing from a filter by days."""
_NAMED = 3
"""People who are named in a line; the entry itself has them all."""
_ITEMS_LOOKED_AT = 12


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry. ``who`` is "" where nobody was signed in; ``whom`` are the first people it
    concerns; ``records`` how many records it wrote. ``is_event``: it wrote none."""

    seq: int
    at: datetime
    action: str
    who: str
    desk: str
    whom: tuple[str, ...]
    records: int
    is_event: bool


@dataclass(frozen=True, slots=True)
class AuditPage:
    """The next lines. ``before`` is where to go on; None at the end. There may be no line and still
    more to look through."""

    lines: tuple[AuditLine, ...]
    before: int | None


class AuditReading:
    """Reads the trail for a manager, and checks it; ``look_through`` checks everything."""

    def __init__(self, database: Database, look_through: Callable[[], Findings]) -> None:
        self._database = database
        self._look_through = look_through

    def page(
        self, actor: Actor, asked: AuditFilter, before: int | None = None, most: int = 64
    ) -> AuditPage:
        """The newest entries, or those before a running number."""
        demand(actor, Permission.READ_TRAIL)
        with self._database.read() as conn:
            return _page(conn, asked, before, most)

    def entry(self, actor: Actor, seq: int) -> AuditEntry:
        """One entry in full, before and after. Raises :class:`NotFound`."""
        demand(actor, Permission.READ_TRAIL)
        with self._database.read() as conn:
            return read_entry(conn, seq)

    def check(self, actor: Actor) -> Findings:
        """Look through the data and every chain, to the end: seconds to minutes."""
        demand(actor, Permission.READ_TRAIL)
        return self._look_through()


def _page(conn: Connection, asked: AuditFilter, before: int | None, most: int) -> AuditPage:
    oldest, newest = _span(conn, asked)
    upper = newest + 1 if before is None else min(before, newest + 1)
    theirs = _About.one(conn, asked.person_id) if asked.person_id is not None else None
    rows: list[Any] = []
    share = 1 if theirs is None else _INTO_THEM
    for _ in range(max(1, WINDOWS // share)):
        lower = max(oldest, upper - max(1, WINDOW // share))
        if theirs is None:
            rows += _rows(conn, asked, _between(lower, upper), most - len(rows))
        else:
            numbers = sorted(theirs.between(conn, lower, upper), reverse=True)
            for few in some_at_a_time(numbers):
                if len(rows) < most:
                    rows += _rows(conn, asked, _among(few), most - len(rows))
        if len(rows) >= most:
            return _answer(conn, rows, rows[-1].seq)
        upper = lower
        if lower <= oldest:
            return _answer(conn, rows, None)
    return _answer(conn, rows, upper)


def _between(lower: int, upper: int) -> Callable[[FromClause], ColumnElement[bool]]:
    return lambda table: (table.c.seq >= lower) & (table.c.seq < upper)


def _among(numbers: list[int]) -> Callable[[FromClause], ColumnElement[bool]]:
    return lambda table: table.c.seq.in_(numbers)


def _rows(
    conn: Connection,
    asked: AuditFilter,
    where: Callable[[FromClause], ColumnElement[bool]],
    most: int,
) -> list[Any]:
    found: list[Any] = []
    for table in (_change, _event):
        meant = conditions(asked, table)
        if meant is None:
            continue
        query = (
            select(table.c.seq, table.c.id, table.c.at, table.c.action, table.c.user_id)
            .add_columns(table.c.desk_id)
            .where(where(table), *meant)
            .order_by(table.c.seq.desc())
            .limit(most)
        )
        found += conn.execute(query).all()
    return sorted(found, key=lambda row: -row.seq)[:most]


def _span(conn: Connection, asked: AuditFilter) -> tuple[int, int]:
    """The first and last number in which the days that are asked for lie."""
    ends = [
        conn.execute(select(func.min(t.c.seq), func.max(t.c.seq))).one() for t in (_change, _event)
    ]
    first = min((low for low, _ in ends if low is not None), default=1)
    last = max((high for _, high in ends if high is not None), default=0)
    low = _first_at(conn, asked.since - _SLACK, first, last) if asked.since else first
    high = _first_at(conn, asked.until + _SLACK, first, last) if asked.until else last
    return low, high


def _first_at(conn: Connection, at: datetime, low: int, high: int) -> int:
    """About the first number of this time or later: numbers are given in the order of time."""
    while low < high:
        middle = (low + high) // 2
        found = [
            conn.execute(
                select(table.c.seq, table.c.at)
                .where(table.c.seq >= middle)
                .order_by(table.c.seq)
                .limit(1)
            ).first()
            for table in (_change, _event)
        ]
        nearest = min((row for row in found if row is not None), key=lambda row: row.seq)
        if nearest.at >= at:
            high = middle
        else:
            low = max(middle, nearest.seq) + 1
    return low


@dataclass(frozen=True, slots=True)
class _About:
    """Which entries are about somebody: ``known`` by the records that are theirs now. Those of
    records that are gone, or somebody else's by now, are found by what stands in them."""

    people: Collection[UUID]
    known: Collection[int]

    @classmethod
    def one(cls, conn: Connection, person_id: UUID) -> "_About":
        """This person, and who turned out to be them."""
        theirs = records_of(conn, person_id)
        return cls(theirs["person"], _numbers_of(conn, theirs))

    def between(self, conn: Connection, lower: int, upper: int) -> set[int]:
        """The numbers of those in a window."""
        named = (
            select(_change.c.seq)
            .join(_item, _item.c.change_id == _change.c.id)
            .where(_change.c.seq >= lower, _change.c.seq < upper)
            .where(names_of(self.people, _item.c.before, _item.c.after))
        )
        found = set(conn.execute(named).scalars())
        return found | {each for each in self.known if lower <= each < upper}


def _numbers_of(conn: Connection, theirs: Found) -> set[int]:
    found: set[int] = set()
    for ids in theirs.values():
        for some in some_at_a_time(ids):
            changes = select(_change.c.seq).join(_item, _item.c.change_id == _change.c.id)
            found |= set(conn.execute(changes.where(_item.c.record_id.in_(some))).scalars())
            events = select(_event.c.seq).where(_event.c.record_id.in_(some))
            found |= set(conn.execute(events).scalars())
    return found


def _answer(conn: Connection, rows: Sequence[Any], before: int | None) -> AuditPage:
    users = names(conn, _users, {row.user_id for row in rows})
    desks = names(conn, _desks, {row.desk_id for row in rows})
    whom = _whom(conn, [row.id for row in rows])
    people = names(conn, _person, {each for named, _ in whom.values() for each in named})
    lines = []
    for row in rows:
        named, records = whom.get(row.id, ((), 0))
        lines.append(
            AuditLine(
                seq=row.seq,
                at=row.at,
                action=row.action,
                who=users.get(row.user_id, ""),
                desk=desks.get(row.desk_id, ""),
                whom=tuple(people[each] for each in named if each in people),
                records=records,
                is_event=records == 0,
            )
        )
    return AuditPage(tuple(lines), before)


def names(conn: Connection, table: FromClause, ids: Collection[UUID | None]) -> dict[Any, str]:
    """What these are called."""
    found: dict[Any, str] = {}
    for some in some_at_a_time({each for each in ids if each is not None}):
        query = select(table.c.id, table.c.name).where(table.c.id.in_(some))
        found |= {row.id: row.name for row in conn.execute(query)}
    return found


def _whom(conn: Connection, ids: Sequence[UUID]) -> dict[UUID, tuple[tuple[UUID, ...], int]]:
    found: dict[UUID, tuple[tuple[UUID, ...], int]] = {}
    for some in some_at_a_time(ids):
        counted = select(_item.c.change_id, func.count()).where(_item.c.change_id.in_(some))
        counts = {row[0]: row[1] for row in conn.execute(counted.group_by(_item.c.change_id))}
        read = select(_item.c.change_id, _item.c.record, _item.c.record_id, _item.c.before)
        items = conn.execute(
            read.add_columns(_item.c.after)
            .where(_item.c.change_id.in_(some), _item.c.position < _ITEMS_LOOKED_AT)
            .order_by(_item.c.change_id, _item.c.position)
        )
        people: dict[UUID, dict[UUID, None]] = {}
        for item in items:
            people.setdefault(item.change_id, {}).update(dict.fromkeys(_named(item)))
        found |= {
            each: (tuple(people.get(each, {}))[:_NAMED], count) for each, count in counts.items()
        }
        seen = select(_event.c.id, _event.c.record_id).where(
            _event.c.id.in_(some), _event.c.record == "person"
        )
        found |= {row.id: ((row.record_id,), 0) for row in conn.execute(seen)}
        rang = (
            select(_event.c.id, _uses.c.person_id)
            .join(_uses, _uses.c.number_id == _event.c.record_id)
            .where(_event.c.id.in_(some), _event.c.record == "phone_number")
            .order_by(_uses.c.id)
        )
        for row in conn.execute(rang):
            found[row.id] = ((*found.get(row.id, ((), 0))[0], row.person_id)[:_NAMED], 0)
    return found


def _named(item: Any) -> Iterator[UUID]:
    image = item.after or item.before
    yield from people_named(item.record, item.record_id, json.loads(image) if image else {})
