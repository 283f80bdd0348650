"""A ringing caller at a glance: who it may be, what is promised, which words they heard last."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from desktop.domain.audit import Event
from desktop.domain.errors import StorageProblem
from desktop.domain.vocabulary import Permission
from desktop.services.actor import Actor, demand
from desktop.services.changes import Ledger
from desktop.services.numbers import NumberMatch, Numbers
from desktop.services.person_rows import NextPromise, due_first, next_promise
from desktop.storage import tables
from desktop.storage.engine import Database

_call = tables.metadata.tables["call"]
_callback = tables.metadata.tables["callback"]
_disclosure = tables.metadata.tables["disclosure"]
_person = tables.metadata.tables["person"]
_read = tables.metadata.tables["words_read"]
_statement = tables.metadata.tables["statement"]

_TOLD = (
    select(_statement.c.number, _disclosure.c.told_at, _person.c.name)
    .select_from(
        _disclosure.join(_statement, _statement.c.id == _disclosure.c.statement_id).join(
            _person, _person.c.id == _disclosure.c.told_id
        )
    )
    .where(
        _disclosure.c.told_id.in_(bindparam("these_people", expanding=True)),
        _disclosure.c.struck_reason.is_(None),
    )
    .order_by(_disclosure.c.told_at.desc())
    .limit(1)
)
_LINES = (
    select(_read.c.title, _read.c.read_at, _person.c.name)
    .select_from(
        _read.join(_call, _call.c.id == _read.c.call_id).outerjoin(
            _person, _person.c.id == _call.c.speaker_id
        )
    )
    .order_by(_read.c.read_at.desc(), _read.c.id.desc())
    .limit(1)
)
_READ_TO = _LINES.where(_call.c.speaker_id.in_(bindparam("these_people", expanding=True)))
_READ_AT = _LINES.where(_call.c.number_id == bindparam("this_number"), _call.c.speaker_id.is_(None))
_NAMELESS = select(
    _callback.c.due_at, _callback.c.reason, _callback.c.promised_zone, _callback.c.milestone
).where(
    _callback.c.number_id == bindparam("this_number"),
    _callback.c.person_id.is_(None),
    _callback.c.state == "open",
)


@dataclass(frozen=True, slots=True)
class LastTold:
    """The approved words that were told last: what they are called, when, and to whom ("" where
    nobody is named)."""

    title: str
    at: datetime
    name: str


@dataclass(frozen=True, slots=True)
class CallerGlance:
    """What is known of a caller before anybody speaks. The open callbacks are those of everybody
    who uses the number, and those to the number while nobody is named; ``next_promise`` is the one
    due first."""

    match: NumberMatch
    open_callbacks: int
    next_promise: NextPromise | None
    told: LastTold | None


class CallerGlances:
    """Looks callers up."""

    def __init__(self, database: Database, numbers: Numbers, ledger: Ledger) -> None:
        self._database = database
        self._numbers = numbers
        self._ledger = ledger

    def of(self, actor: Actor, number_text: str) -> CallerGlance:
        """What is known of whoever rings from this number, as it was sent; the trail says that it
        was shown."""
        demand(actor, Permission.READ_PEOPLE)
        match = self._numbers.match(actor, number_text)
        with self._database.read() as conn:
            nameless = _nameless(conn, match.number_id)
            told = _told(conn, [person.person_id for person in match.people], match.number_id)
        # A disk that is full must not keep a caller from being seen.
        with suppress(StorageProblem):
            self._ledger.note(
                Event.SCREEN_POP, actor, record="phone_number", record_id=match.number_id
            )
        due = (person.next_promise for person in match.people if person.next_promise is not None)
        return CallerGlance(
            match=match,
            open_callbacks=sum(person.open_callbacks for person in match.people) + len(nameless),
            next_promise=due_first((*due, *nameless)),
            told=told,
        )


def _nameless(conn: Connection, number_id: UUID | None) -> list[NextPromise]:
    if number_id is None:
        return []
    rows = conn.execute(_NAMELESS, {"this_number": number_id})
    return [next_promise(row) for row in rows]


def _told(conn: Connection, people: list[UUID], number_id: UUID | None) -> LastTold | None:
    found: list[LastTold] = []
    if people:
        these = {"these_people": people}
        found += (
            LastTold(f"Statement v{row.number}", row.told_at, row.name)
            for row in conn.execute(_TOLD, these)
        )
        found += (
            LastTold(row.title, row.read_at, row.name) for row in conn.execute(_READ_TO, these)
        )
    elif number_id is not None:
        here = {"this_number": number_id}
        found += (LastTold(row.title, row.read_at, "") for row in conn.execute(_READ_AT, here))
    return max(found, key=lambda told: told.at, default=None)
