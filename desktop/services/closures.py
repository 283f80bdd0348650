"""Closing a site: everyone to be told, in order, with what they are owed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select, union

from desktop.domain.affected_order import Concerned, urgency
from desktop.domain.errors import NotFound, Refused
from desktop.domain.number_display import display
from desktop.domain.request_rules import TITLES
from desktop.domain.transition import scope_of
from desktop.domain.vocabulary import Heard, MilestoneKind, Permission, RequestKind
from desktop.export.table import Heading, Meaning
from desktop.services.actor import Actor, demand
from desktop.services.affected import CurrentEditions, affected_people, heard_by, language_of
from desktop.services.changes import Clock, Ledger, Writing
from desktop.services.holds import kept_back
from desktop.services.many_ids import some_at_a_time
from desktop.services.milestone_release import IS_OPEN
from desktop.services.recorded import Recorded, record
from desktop.services.save_rows import save_rows
from desktop.services.statement_reading import read_book
from desktop.services.takeaway import Takeaway
from desktop.services.undo import Inverse, restore_images
from desktop.storage import tables
from desktop.storage.engine import Database

INVERSES: Mapping[str, tuple[Permission, Inverse]] = {
    "move_to_tell": (Permission.RUN_TRANSITION, restore_images),
}

_of = tables.metadata.tables
_person, _callback, _request = _of["person"], _of["callback"], _of["request"]
_uses, _number, _place = _of["person_number"], _of["phone_number"], _of["closure_place"]
_safety, _milestone = _of["safety_event"], _of["milestone"]
_IN_DANGER = func.coalesce(_safety.c.subject_id, _safety.c.person_id)
_NOT_STRUCK = _safety.c.struck_reason.is_(None)
_HEADINGS = (
    Heading("Place", Meaning.COUNT),
    Heading("Name", Meaning.TEXT),
    Heading("Why here", Meaning.TEXT),
    Heading("Numbers", Meaning.TEXT),
    Heading("Address", Meaning.TEXT),
    Heading("City", Meaning.TEXT),
    Heading("Next appointment (UTC)", Meaning.UTC_TIME),
    Heading("Infusions to come", Meaning.COUNT),
    Heading("Last infusion", Meaning.TEXT),
    Heading("Paid ahead (US dollars)", Meaning.WORD),
    Heading("Open requests", Meaning.TEXT),
    Heading("Open callbacks", Meaning.COUNT),
    Heading("Told", Meaning.WORD),
)


@dataclass(frozen=True, slots=True)
class ToTell:
    """Somebody to be told of a closure. ``why`` is what puts them at their place; ``moved`` when
    the clinical lead gave it to them. ``requests`` and ``open_callbacks`` are what they are still
    owed, beside ``prepaid_cents``."""

    person_id: UUID
    name: str
    numbers: tuple[str, ...]
    address: str
    city: str
    why: str
    moved: bool
    has_safety: bool
    disrupted: bool
    next_appointment_at: datetime | None
    series_left: int | None
    last_infusion_on: date | None
    prepaid_cents: int | None
    requests: tuple[RequestKind, ...]
    open_callbacks: int
    heard: Heard


class Closures:
    """Reads the list, puts somebody at another place, saves it as a file."""

    def __init__(self, database: Database, ledger: Ledger, clock: Clock) -> None:
        self._database = database
        self._ledger = ledger
        self._clock = clock

    def to_tell(self, actor: Actor, site_id: UUID | None) -> tuple[ToTell, ...]:
        """Everyone whom the closure of a site (None: of all) concerns, in order: safety events and
        disrupted treatment first, then who has paid ahead. Where the clinical lead has put
        somebody at a place, there they stand."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            return _read(conn, site_id, self._clock())

    def move(
        self, actor: Actor, site_id: UUID | None, person_id: UUID, place: int, key: UUID
    ) -> Recorded:
        """The clinical lead's own order: put somebody at a place (from 0). The closure has to be
        written down first, planned or marked."""

        def work(writing: Writing, said: list[str]) -> UUID:
            milestone_id = writing.conn.execute(
                select(_milestone.c.id).where(
                    _milestone.c.kind == MilestoneKind.CLOSURE,
                    _milestone.c.scope == scope_of(site_id),
                )
            ).scalar()
            if not isinstance(milestone_id, UUID):
                raise Refused("Plan the closure first, then put its list in order.")
            listed = _read(writing.conn, site_id, writing.now)
            mine = next((each for each in listed if each.person_id == person_id), None)
            if mine is None:
                raise NotFound("They are not on this list any more. Look at it again.")
            if not 0 <= place < len(listed):
                raise Refused(f"The list has {len(listed)} places. Choose one of them.")
            values = {"place": place, "user_id": actor.user_id, "at": writing.now}
            known = writing.conn.execute(
                select(_place.c.id).where(
                    _place.c.milestone_id == milestone_id, _place.c.person_id == person_id
                )
            ).scalar()
            said.append(f"{mine.name} stands at place {place + 1} now.")
            if isinstance(known, UUID):
                writing.update("closure_place", known, values)
                return known
            who = {"milestone_id": milestone_id, "person_id": person_id}
            return writing.insert("closure_place", {**who, **values})

        return record(self._ledger, actor, "move_to_tell", Permission.RUN_TRANSITION, key, work)

    def to_print(self, actor: Actor, site_id: UUID | None) -> tuple[tuple[int, ToTell], ...]:
        """The list for paper, each with their place: without whom a manager left out of exports."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            back = kept_back(conn)
        listed = enumerate(self.to_tell(actor, site_id), 1)
        return tuple(each for each in listed if each[1].person_id not in back)

    def export(
        self, actor: Actor, site_id: UUID | None, takeaway: Takeaway, format_name: str, key: UUID
    ) -> tuple[Path, int]:
        """Save the list; the file and how many rows. The export is logged."""
        demand(actor, Permission.EXPORT)
        with self._database.read() as conn:
            back = kept_back(conn)
        listed = enumerate(self.to_tell(actor, site_id))
        rows = [_line(place, each) for place, each in listed if each.person_id not in back]
        return save_rows(
            self._ledger, actor, "closure", "Everyone to be told of a closure", _HEADINGS, rows,
            takeaway, format_name, key, self._clock(),
        )  # fmt: skip


def _read(conn: Connection, site_id: UUID | None, now: datetime) -> tuple[ToTell, ...]:
    editions = CurrentEditions.of(conn, read_book(conn, now))
    heard = heard_by(editions.numbers)
    names = (
        "id", "name", "site_id", "language", "address", "city", "next_appointment_at",
        "series_left", "last_infusion_on", "prepaid_cents",
    )  # fmt: skip
    columns = [_person.c[name] for name in names]
    people = affected_people(_person.c.id).subquery("people")
    flags = [heard.c[f"h{number}"] for number in editions.numbers]
    # Somebody who was in danger is told first, also where nothing else is owed to them.
    whom = union(
        select(people.c.id),
        select(_person.c.id).where(_person.c.id.in_(select(_IN_DANGER).where(_NOT_STRUCK))),
    )
    query = (
        select(*columns, heard.c.last, *flags)
        .select_from(_person.outerjoin(heard, heard.c.person_id == _person.c.id))
        .where(_person.c.id.in_(whom))
    )
    if site_id is not None:
        query = query.where(_person.c.site_id == site_id)
    rows = [dict(row) for row in conn.execute(query).mappings()]
    ids = [row["id"] for row in rows]
    more = _More(conn, ids, site_id)
    found = [_to_tell(row, more, editions) for row in rows]
    found.sort(key=lambda each: (not each.has_safety, urgency(_concerned(each))))
    return _with_places(found, more.places)


def _with_places(found: Sequence[ToTell], places: Mapping[UUID, int]) -> tuple[ToTell, ...]:
    """Those who were given a place stand there; the others fill the rest in their order."""
    moved = sorted((places[each.person_id], n) for n, each in enumerate(found) if each.moved)
    others = [each for each in found if not each.moved]
    for place, number in moved:
        others.insert(min(place, len(others)), found[number])
    return tuple(others)


class _More:
    """What else is to be known of the people on a list."""

    def __init__(self, conn: Connection, ids: Sequence[UUID], site_id: UUID | None) -> None:
        self.numbers: dict[UUID, list[str]] = defaultdict(list)
        self.requests: dict[UUID, list[RequestKind]] = defaultdict(list)
        self.callbacks: dict[UUID, int] = {}
        self.safety: set[UUID] = set()
        for some in some_at_a_time(ids):
            for used in conn.execute(
                select(_uses.c.person_id, _number.c.e164, _number.c.extension)
                .join(_number, _number.c.id == _uses.c.number_id)
                .where(_uses.c.person_id.in_(some))
                .order_by(_uses.c.position, _uses.c.id)
            ):
                self.numbers[used.person_id].append(display(used.e164, used.extension or None))
            for asked in conn.execute(
                select(_request.c.person_id, _request.c.kind)
                .where(_request.c.state == "open", _request.c.person_id.in_(some))
                .order_by(_request.c.due_at, _request.c.id)
            ):
                self.requests[asked.person_id].append(RequestKind(asked.kind))
            who = func.coalesce(_callback.c.subject_id, _callback.c.person_id)
            for person_id, many in conn.execute(
                select(who, func.count()).where(IS_OPEN, who.in_(some)).group_by(who)
            ):
                self.callbacks[person_id] = many
            endangered = conn.execute(select(_IN_DANGER).where(_IN_DANGER.in_(some), _NOT_STRUCK))
            self.safety |= set(endangered.scalars())
        self.places: dict[UUID, int] = {
            row.person_id: row.place
            for row in conn.execute(
                select(_place.c.person_id, _place.c.place)
                .join(_milestone, _milestone.c.id == _place.c.milestone_id)
                .where(_milestone.c.scope == scope_of(site_id))
            )
        }


def _to_tell(row: Mapping[str, Any], more: _More, editions: CurrentEditions) -> ToTell:
    person_id = row["id"]
    meant = editions.number(row["site_id"], language_of(row["language"]))
    heard = Heard.NOTHING if row["last"] is None else Heard.EARLIER
    if meant is not None and row[f"h{meant}"]:
        heard = Heard.CURRENT
    disrupted = bool(row["series_left"])
    has_safety = person_id in more.safety
    moved = person_id in more.places
    return ToTell(
        person_id=person_id,
        name=row["name"],
        numbers=tuple(more.numbers[person_id]),
        address=row["address"] or "",
        city=row["city"] or "",
        why=_why(row, moved=moved, has_safety=has_safety, disrupted=disrupted),
        moved=moved,
        has_safety=has_safety,
        disrupted=disrupted,
        next_appointment_at=row["next_appointment_at"],
        series_left=row["series_left"],
        last_infusion_on=row["last_infusion_on"],
        prepaid_cents=row["prepaid_cents"],
        requests=tuple(more.requests[person_id]),
        open_callbacks=more.callbacks.get(person_id, 0),
        heard=heard,
    )


def _concerned(each: ToTell) -> Concerned:
    return Concerned(
        each.person_id,
        each.next_appointment_at,
        each.series_left,
        each.last_infusion_on,
        each.prepaid_cents,
        site_closed=True,
    )


def _why(row: Mapping[str, Any], *, moved: bool, has_safety: bool, disrupted: bool) -> str:
    if moved:
        return "Put here by the clinical lead"
    if has_safety:
        return "A safety event"
    if disrupted:
        return "In the middle of a series"
    if row["prepaid_cents"]:
        return "Has paid ahead"
    if row["next_appointment_at"]:
        return "Has an appointment"
    return "Is owed an answer"


def _line(place: int, each: ToTell) -> tuple[Any, ...]:
    cents = each.prepaid_cents
    return (
        place + 1,
        each.name,
        each.why,
        ", ".join(each.numbers),
        each.address,
        each.city,
        each.next_appointment_at,
        each.series_left,
        each.last_infusion_on.isoformat() if each.last_infusion_on else "",
        f"{cents // 100}.{cents % 100:02}" if cents else "",
        ", ".join(TITLES[kind] for kind in each.requests),
        each.open_callbacks,
        each.heard,
    )
