"""Everything that is kept of one person, to read and to hand over as one readable file."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, Connection, Table, select

from desktop.domain.audit import Event
from desktop.domain.errors import NotFound, Refused
from desktop.domain.kept_words import INSIDE, kept_title, kept_words, records_title
from desktop.domain.vocabulary import Permission
from desktop.export.new_file import new_file
from desktop.services.actor import Actor, demand
from desktop.services.changes import Clock, Ledger, Writing, Written
from desktop.services.holds import LEFT_OUT, kept_back
from desktop.services.many_ids import some_at_a_time
from desktop.services.names import names_of
from desktop.services.person_records import UNDER, records_of
from desktop.services.records import KINDS
from desktop.services.takeaway import Takeaway, Taken
from desktop.services.undo import EXPORT
from desktop.services.who_stays import who_stays
from desktop.storage import tables
from desktop.storage.engine import Database

ENDING = ".txt"
_ORDER = (
    "person", "phone_number", "person_number", "person_email", "restriction",
    "permission_to_speak", "do_not_call", "call", "call_correction", "callback", "attempt", "lead",
    "voicemail", "request", "disclosure", "words_read", "safety_event", "closure_place",
    "person_hold",
)  # fmt: skip

_ABOVE = frozenset(above for above, _ in UNDER.values())

_of = tables.metadata.tables
_TOLD_BY: tuple[tuple[Table, Column[Any], str], ...] = tuple(
    (_of[name], _of[name].c[column], words)
    for name, column, words in (
        ("phone_number", "e164", "{}"),
        ("call", "started_at", "Call of {}"),
        ("callback", "promised_at", "Callback promised on {}"),
        ("statement", "number", "Statement v{}"),
        ("milestone", "kind", "{}"),
    )
)
GONE: Final = "Not here any more"
"""What an identity says that nothing is known of."""


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """One record as it stands now, in words: what each thing is, and what is so."""

    record: str
    id: UUID
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Everything:
    """All of it, by kind, the newest of each kind last."""

    person_id: UUID
    name: str
    records: tuple[KeptRecord, ...]


class PersonCopies:
    """Finds everything, and saves it."""

    def __init__(self, database: Database, ledger: Ledger, clock: Clock) -> None:
        self._database = database
        self._ledger = ledger
        self._clock = clock

    def everything(self, actor: Actor, person_id: UUID) -> Everything:
        """Whatever is kept of them, times on the clock of the desk; the trail says who looked.
        Raises :class:`NotFound`."""
        demand(actor, Permission.KEEP_RECORDS)
        with self._database.read() as conn:
            found = _everything(conn, person_id, actor.zone)
        self._ledger.note(Event.OPEN_PERSON, actor, record="person", record_id=found.person_id)
        return found

    def save(
        self, actor: Actor, person_id: UUID, takeaway: Takeaway, key: UUID
    ) -> tuple[Written, Path]:
        """Save it as one readable file; the trail says who took it and why. Raises
        :class:`Refused` without a reason and for somebody who is left out of every export, and
        FileProblem."""
        demand(actor, Permission.KEEP_RECORDS)
        takeaway.check(actor)
        with self._database.read() as conn:
            others = kept_back(conn)
            found = _everything(conn, person_id, actor.zone, without=others)
            if found.person_id in others:
                raise Refused(LEFT_OUT)
        now = self._clock()
        with new_file(takeaway.target, takeaway.ending(ENDING)) as file:
            with takeaway.into(file.stream, f"copy{ENDING}", now, actor.zone) as stream:
                stream.write("\n".join(_lines(found, actor.zone, now)).encode())
            file.finish()

            def work(writing: Writing) -> UUID:
                if found.person_id in kept_back(writing.conn):
                    raise Refused(LEFT_OUT)
                one = Taken("person", "everything about one person", "txt", "", len(found.records))
                export_id = takeaway.note(writing, actor, one)
                file.place()  # last, and before COMMIT: see desktop.services.exporting
                return export_id

            written = self._ledger.write(actor, f"{EXPORT}person", Permission.EXPORT, key, work)
            if written.repeated:
                file.place()
        return written, file.target


def _everything(
    conn: Connection, person_id: UUID, zone: str, without: Collection[UUID] = ()
) -> Everything:
    """``without``: records that name one of these stay out, with all that stands under them."""
    stays = who_stays(conn, person_id)
    found = records_of(conn, stays)
    rows = []
    out = set(without)
    for record in _ORDER:
        for each in sorted(found.get(record, ())):
            row = _row(conn, record, each)
            if row and out.isdisjoint(_ids(row)):
                rows.append((record, each, row))
            elif row and record in _ABOVE:
                out.add(each)  # and what stands under it
    wanted = {value for *_, row in rows for value in row.values() if isinstance(value, UUID)}
    names = {**names_of(conn, wanted), **_named(conn, wanted, zone)}
    records = tuple(
        KeptRecord(record, each, _fields(row, names, zone)) for record, each, row in rows
    )
    person = KINDS["person"].read(conn, stays)
    if person is None:
        raise NotFound("This person is not here any more. Search for them again.")
    return Everything(stays, person["name"], records)


def _ids(row: Mapping[str, Any]) -> Iterator[UUID]:
    return (value for value in row.values() if isinstance(value, UUID))


def _row(conn: Connection, record: str, record_id: UUID) -> dict[str, Any] | None:
    kind = KINDS[record]
    row = kind.read(conn, record_id)
    if row is None:
        return None
    for number, child in enumerate(kind.read_children(conn, record_id), start=1):
        row |= {f"{name} {number}": value for name, value in child.items() if name != "position"}
    return row


def _named(conn: Connection, wanted: Collection[UUID], zone: str) -> dict[UUID, str]:
    """What has no name, by what tells it from others."""
    found: dict[UUID, str] = {}
    for table, column, words in _TOLD_BY:
        for some in some_at_a_time(set(wanted)):
            query = select(table.c.id, column).where(table.c.id.in_(some))
            for record_id, value in conn.execute(query):
                found[record_id] = words.format(kept_words(column.name, value, zone))
    return found


def _fields(
    row: Mapping[str, Any], names: Mapping[UUID, str], zone: str
) -> tuple[tuple[str, str], ...]:
    told = (
        (
            kept_title(name),
            names.get(value, GONE) if isinstance(value, UUID) else kept_words(name, value, zone),
        )
        for name, value in row.items()
        if name.partition(" ")[0] not in INSIDE and not name.startswith("word ")
    )
    return tuple((title, words) for title, words in told if words)


def _lines(found: Everything, zone: str, now: datetime) -> Iterator[str]:
    yield f"Everything that is kept about {found.name}"
    yield f"As of {kept_words('at', now, zone)}, times as of {zone}"
    before = ""
    for each in found.records:
        if each.record != before:
            title = records_title(each.record)
            yield from ("", title, "=" * len(title))
            before = each.record
        else:
            yield ""
        for title, words in each.fields:
            yield f"{title}: {words}".replace("\n", "\n    ")
    yield ""
