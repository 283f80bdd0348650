"""One person, whole: what the card beside a call and the People page show."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from desktop.domain.errors import NotFound
from desktop.domain.vocabulary import NumberKind, VoicemailRule
from desktop.services.do_not_call import DoNotCallRow
from desktop.services.holds import HoldRow, holds_of
from desktop.services.person_rows import (
    PermissionRow,
    RestrictionRow,
    permissions_about,
    permissions_of_speakers,
    restrictions_of,
)
from desktop.services.promising import all_in_force
from desktop.services.who_stays import who_stays
from desktop.storage import tables

_person = tables.metadata.tables["person"]
_uses = tables.metadata.tables["person_number"]
_number = tables.metadata.tables["phone_number"]
_email = tables.metadata.tables["person_email"]
_site = tables.metadata.tables["site"]

_ROW = (
    select(_person, _site.c.name.label("site_name"), _site.c.zone.label("site_zone"))
    .outerjoin(_site, _site.c.id == _person.c.site_id)
    .where(_person.c.id == bindparam("this_person"))
)
_NUMBERS = (
    select(_number, _uses.c.kind, _uses.c.position)
    .join(_uses, _uses.c.number_id == _number.c.id)
    .where(_uses.c.person_id == bindparam("this_person"))
)
_EMAILS = select(_email.c.id, _email.c.email).where(_email.c.person_id == bindparam("this_person"))
_others = _uses.alias()
_SHARING = (
    select(_others.c.number_id, _person.c.name, _others.c.id.label("use"))
    .join(_uses, _uses.c.number_id == _others.c.number_id)
    .join(_person, _person.c.id == _others.c.person_id)
    .where(
        _uses.c.person_id == bindparam("this_person"),
        _others.c.person_id != bindparam("this_person"),
    )
)
_POSITIONS = select(_uses.c.number_id, _uses.c.position).where(
    _uses.c.person_id == bindparam("this_person")
)


@dataclass(frozen=True, slots=True)
class NumberOfPerson:
    """One of a person's numbers; ``shared_with`` names who else uses it."""

    number_id: UUID
    e164: str
    extension: str
    kind: NumberKind
    unusual: bool
    shared_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EmailOfPerson:
    """One of a person's addresses."""

    id: UUID
    email: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Everything about one person. The hours are minutes of their day, None where they said
    nothing; ``zone`` is set only when stated, ``site_zone`` is their clinic's. ``may_speak_for``
    and ``spoken_for_by`` hold what ran out too; ``do_not_call`` what is in force for them or
    one of their numbers."""

    id: UUID
    name: str
    kind: str
    date_of_birth: date | None
    language: str
    interpreter: bool
    city: str | None
    zone: str | None
    hours_from: int | None
    hours_to: int | None
    prefers: str | None
    voicemail: VoicemailRule
    site_id: UUID | None
    site_name: str | None
    notes: str
    numbers: tuple[NumberOfPerson, ...]
    emails: tuple[EmailOfPerson, ...]
    restrictions: tuple[RestrictionRow, ...]
    may_speak_for: tuple[PermissionRow, ...]
    spoken_for_by: tuple[PermissionRow, ...]
    do_not_call: tuple[DoNotCallRow, ...]
    created_at: datetime
    version: int
    address: str | None
    next_appointment_at: datetime | None
    series_left: int | None
    last_infusion_on: date | None
    prepaid_cents: int | None
    handover_consent: str | None
    site_zone: str | None = None
    holds: tuple[HoldRow, ...] = ()


def person_card(conn: Connection, person_id: UUID, today: date) -> PersonRow:
    """Everything about one person, of one who was merged about who stays. Raises
    :class:`NotFound`."""
    person_id = who_stays(conn, person_id)
    row = conn.execute(_ROW, {"this_person": person_id}).mappings().first()
    if row is None:
        raise NotFound("This person is not here any more. Search for them again.")
    who = {"this_person": person_id}
    sharing: dict[UUID, list[str]] = defaultdict(list)
    for shared in sorted(conn.execute(_SHARING, who), key=lambda row: row.use):
        sharing[shared.number_id].append(shared.name)
    numbers = tuple(
        NumberOfPerson(
            n.id, n.e164, n.extension, NumberKind(n.kind), n.unusual, tuple(sharing[n.id])
        )
        for n in sorted(conn.execute(_NUMBERS, who), key=lambda row: row.position)
    )
    plain: dict[str, Any] = {
        name: row[name] for name in PersonRow.__slots__ if name in row and name != "voicemail"
    }
    rung_at: list[UUID | None] = [number.number_id for number in numbers] or [None]
    return PersonRow(
        **plain,
        voicemail=VoicemailRule(row["voicemail"]),
        numbers=numbers,
        emails=tuple(
            EmailOfPerson(row.id, row.email) for row in sorted(conn.execute(_EMAILS, who))
        ),
        restrictions=restrictions_of(conn, person_id),
        may_speak_for=permissions_of_speakers(conn, [person_id], today),
        spoken_for_by=permissions_about(conn, person_id, today),
        do_not_call=all_in_force(conn, ((person_id, number_id) for number_id in rung_at)),
        holds=holds_of(conn, person_id),
    )


def next_position(conn: Connection, person_id: UUID, number_id: UUID) -> int | None:
    """Where one more number would stand among a person's; None when they have it already."""
    rows = conn.execute(_POSITIONS, {"this_person": person_id}).all()
    if any(row.number_id == number_id for row in rows):
        return None
    return max((row.position + 1 for row in rows), default=0)
