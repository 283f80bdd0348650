"""One person as the People page shows them: the card, what is promised to them, who looks alike."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, literal_column, or_, select

from desktop.domain.calling_hours import CallingHours
from desktop.domain.vocabulary import Permission
from desktop.domain.zones import Candidates
from desktop.services import callback_queue
from desktop.services.actor import Actor, demand
from desktop.services.alike import Somebody, similar
from desktop.services.person_card import PersonRow, person_card
from desktop.services.promising import number_to_ring
from desktop.services.queue_row import QueueRow
from desktop.services.reach import reach
from desktop.services.statement_reading import last_heard
from desktop.services.told_words import name_of
from desktop.storage import tables
from desktop.storage.engine import Database

_callback = tables.metadata.tables["callback"]
_OPEN = select(_callback.c.id, _callback.c.promise, _callback.c.due_at).where(
    _callback.c.state == literal_column("'open'"),
    or_(
        _callback.c.person_id == bindparam("this_person"),
        _callback.c.subject_id == bindparam("this_person"),
    ),
)


@dataclass(frozen=True, slots=True)
class PromiseOfPerson:
    """The open promise due first, what was promised, and how many more are open."""

    row: QueueRow
    promise: str
    more: int


@dataclass(frozen=True, slots=True)
class PersonPage:
    """``ring_at`` is the number that would be rung, None where there is none that may be.
    ``hours`` and ``candidates`` say when. ``alike`` look the same, whoever looks most so first.
    ``heard`` is the version of the approved words that they heard last ("" for none), and when."""

    person: PersonRow
    promise: PromiseOfPerson | None
    ring_at: UUID | None
    candidates: Candidates
    hours: CallingHours
    alike: tuple[Somebody, ...]
    heard: str
    heard_at: datetime | None


def read_page(
    database: Database, actor: Actor, person_id: UUID, today: date, now: datetime
) -> PersonPage:
    """Everything about one person; of one who was merged about who stays. Raises NotFound."""
    demand(actor, Permission.READ_PEOPLE)
    with database.read() as conn:
        person = person_card(conn, person_id, today)
        ring_at = number_to_ring(conn, None, person.id, person.id)
        number = ring_at or (person.numbers[0].number_id if person.numbers else None)
        there = reach(conn, person.id, number, actor.site_id)
        heard = last_heard(conn, person.id)
        return PersonPage(
            person=person,
            promise=_promise(conn, actor, person.id, now),
            ring_at=ring_at,
            candidates=there.candidates,
            hours=there.hours,
            alike=similar(conn, person.id),
            heard=name_of(conn, heard[0]) if heard else "",
            heard_at=heard[1] if heard else None,
        )


def _promise(
    conn: Connection, actor: Actor, person_id: UUID, now: datetime
) -> PromiseOfPerson | None:
    found = conn.execute(_OPEN, {"this_person": person_id}).all()
    if not found:
        return None
    first = min(found, key=lambda row: (row.due_at, row.id))
    row = callback_queue.one(conn, actor, first.id, now)
    return PromiseOfPerson(row, first.promise, len(found) - 1) if row is not None else None
