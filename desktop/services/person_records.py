"""Everything that is kept of one person: which records, by the list that merging goes by."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, or_, select

from desktop.services.many_ids import some_at_a_time
from desktop.services.merge_moves import ADDED_UP, MOVED
from desktop.storage import tables

_of = tables.metadata.tables
_merge = _of["person_merge"]
_uses = _of["person_number"]

_GUESSED = {("lead", "suggested_id")}
"""Who somebody may be is not yet who they are."""

OWN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        record: tuple(name for name in columns if (record, name) not in _GUESSED)
        for record, columns in {**MOVED, **ADDED_UP}.items()
    }
)
"""Records that name the person, and by which columns."""

UNDER: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "attempt": ("callback", "callback_id"),
        "call_correction": ("call", "call_id"),
        "words_read": ("call", "call_id"),
    }
)
"""Records that belong to one of those, and by which column."""

_AT_A_NUMBER = ("call", "callback", "voicemail", "safety_event", "do_not_call")
"""Records that may name a number alone."""

Found = dict[str, set[UUID]]
"""Identities by kind of record (the name of its table)."""


def who_they_were(conn: Connection, person_id: UUID) -> set[UUID]:
    """This person, and everybody who turned out to be them."""
    known, new = {person_id}, {person_id}
    while new:
        query = select(_merge.c.gone_id).where(
            _merge.c.stays_id.in_(new), _merge.c.undone_at.is_(None)
        )
        new = set(conn.execute(query).scalars()) - known
        known |= new
    return known


def records_of(conn: Connection, person_id: UUID) -> Found:
    """Everything that is kept of them. A number is theirs when nobody else uses it; so is what was
    with it while nobody was named."""
    people = who_they_were(conn, person_id)
    found: Found = {"person": people}
    for record, columns in OWN.items():
        table = _of[record]
        theirs = or_(*(table.c[name].in_(people) for name in columns))
        found[record] = set(conn.execute(select(table.c.id).where(theirs)).scalars())
    own = _own_numbers(conn, people)
    for record in _AT_A_NUMBER:
        table = _of[record]
        nobody = [table.c[name].is_(None) for name in OWN[record]]
        nameless = select(table.c.id).where(table.c.number_id.in_(own), *nobody)
        found[record] |= set(conn.execute(nameless).scalars())
    for record, (above, column) in UNDER.items():
        found[record] = _under(conn, record, column, found[above])
    found["phone_number"] = own
    return {record: ids for record, ids in found.items() if ids}


def _under(conn: Connection, record: str, column: str, above: Collection[UUID]) -> set[UUID]:
    table = _of[record]
    found: set[UUID] = set()
    for some in some_at_a_time(above):
        query = select(table.c.id).where(table.c[column].in_(some))
        found |= set(conn.execute(query).scalars())
    return found


def _own_numbers(conn: Connection, people: Collection[UUID]) -> set[UUID]:
    theirs = select(_uses.c.number_id).where(_uses.c.person_id.in_(people))
    shared = select(_uses.c.number_id).where(_uses.c.person_id.not_in(people))
    used = set(conn.execute(theirs).scalars())
    return used - set(conn.execute(shared.where(_uses.c.number_id.in_(used))).scalars())


def people_named(record: str, record_id: UUID, image: Mapping[str, Any]) -> list[UUID]:
    """Whom a record concerns, as its image says."""
    if record == "person":
        return [record_id]
    named = (image.get(column) for column in OWN.get(record, ()))
    return list(dict.fromkeys(UUID(hex=each) for each in named if each))
