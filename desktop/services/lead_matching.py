"""Whom a lead may be from: who looks the same, and what merging the two would do."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Connection, RowMapping, Select, bindparam, func, or_, select

from desktop.domain.errors import NotFound
from desktop.domain.folding import fold
from desktop.domain.lead_merge import Says, differences, what_is_same
from desktop.domain.lead_wishes import LeadWishes
from desktop.domain.same_person import Known, Likeness, compare
from desktop.domain.vocabulary import VoicemailRule
from desktop.services.alike import Somebody, known_people
from desktop.services.lead_rows import LeadMatch
from desktop.services.who_stays import who_stays
from desktop.storage import tables

_of = tables.metadata.tables
_person, _uses, _email = _of["person"], _of["person_number"], _of["person_email"]
_number, _site, _contact = _of["phone_number"], _of["site"], _of["lead_contact"]
_call, _callback = _of["call"], _of["callback"]
_MOST = 40
"""So many people of one number or address are compared."""

_LEADS: BindParameter[Any] = bindparam("these_leads", expanding=True)
_THESE: BindParameter[Any] = bindparam("these", expanding=True)
_CONTACTS = select(_contact).where(_contact.c.lead_id.in_(_LEADS)).order_by(_contact.c.position)
_BY_NUMBER = select(_uses.c.person_id, _uses.c.number_id).where(_uses.c.number_id.in_(_THESE))
_BY_EMAIL = select(_email.c.person_id, _email.c.email_key).where(_email.c.email_key.in_(_THESE))
_PERSON = (
    select(_person, _site.c.name.label("site_name"))
    .outerjoin(_site, _site.c.id == _person.c.site_id)
    .where(_person.c.id == bindparam("this_person"))
)
_E164S = (
    select(_number.c.e164)
    .join(_uses, _uses.c.number_id == _number.c.id)
    .where(_uses.c.person_id == bindparam("this_person"))
    .order_by(_uses.c.position, _uses.c.id)
)
_EMAILS = select(_email.c.email).where(_email.c.person_id == bindparam("this_person"))
_CALLS = select(func.count()).select_from(
    select(_call.c.id)
    .where(
        or_(
            _call.c.speaker_id == bindparam("this_person"),
            _call.c.subject_id == bindparam("this_person"),
        )
    )
    .limit(1_000)
    .subquery()
)
Contacts = Mapping[UUID, Sequence[Any]]
"""The numbers and addresses of some leads, in their order."""


def contacts_of(conn: Connection, lead_ids: Sequence[UUID]) -> Contacts:
    """The numbers and addresses of these leads."""
    found: dict[UUID, list[Any]] = defaultdict(list)
    if lead_ids:
        for row in conn.execute(_CONTACTS, {"these_leads": list(lead_ids)}):
            found[row.lead_id].append(row)
    return found


def look_alikes(
    conn: Connection, leads: Mapping[UUID, str], contacts: Contacts
) -> dict[UUID, UUID]:
    """For each of these leads (with their names) who looks most the same, if anybody does."""
    known = {
        lead_id: Known(name, None, _numbers_of(rows), _keys_of(rows))
        for lead_id, name in leads.items()
        if (rows := contacts.get(lead_id))
    }
    users = _who_has(conn, _BY_NUMBER, {each for one in known.values() for each in one.numbers})
    owners = _who_has(conn, _BY_EMAIL, {each for one in known.values() for each in one.emails})
    candidates = {
        lead_id: _first(
            {
                who
                for having, asked in ((users, one.numbers), (owners, one.emails))
                for each in asked
                for who in having[each]
            }
        )
        for lead_id, one in known.items()
    }
    everybody = {each for found in candidates.values() for each in found}
    people = known_people(conn, everybody) if everybody else {}
    best: dict[UUID, UUID] = {}
    for lead_id, found in candidates.items():
        likely = [
            (-compare(known[lead_id], people[each]).likeness, each)
            for each in found
            if each in people
        ]
        if likely and min(likely)[0] != -Likeness.NONE:
            best[lead_id] = min(likely)[1]
    return best


def _numbers_of(rows: Sequence[Any]) -> frozenset[object]:
    return frozenset(row.number_id for row in rows if row.number_id is not None)


def _keys_of(rows: Sequence[Any]) -> frozenset[str]:
    return frozenset(row.contact_key for row in rows if row.kind == "email" and row.contact_key)


def _who_has(conn: Connection, query: Select[Any], asked: Collection[Any]) -> dict[Any, list[UUID]]:
    found: dict[Any, list[UUID]] = defaultdict(list)
    if asked:
        for person_id, what in conn.execute(query, {"these": list(asked)}):
            found[what].append(person_id)
    return found


def _first(people: Collection[UUID]) -> list[UUID]:
    return sorted(people)[:_MOST]


def lead_says(
    conn: Connection, name: str, contacts: Sequence[Any], wishes: LeadWishes
) -> tuple[Says, UUID | None]:
    """What a lead says of whoever wrote it, and the clinic of ours that they name."""
    site_id, clinic, city = _site_named(conn, wishes.place)
    numbers = tuple(row.contact_key for row in contacts if row.number_id is not None)
    emails = tuple(row.text for row in contacts if row.kind == "email" and row.contact_key)
    return (
        Says(name, numbers, emails, clinic, city, wishes.best_time, wishes.voicemail),
        site_id,
    )


def somebody(conn: Connection, person_id: UUID | None) -> Somebody | None:
    """Somebody known, in a line; None where nobody is meant or they are gone."""
    if person_id is None:
        return None
    row = conn.execute(_PERSON, {"this_person": who_stays(conn, person_id)}).first()
    return Somebody(row.id, row.name, row.kind, row.city, row.created_at) if row else None


def person_says(conn: Connection, person_id: UUID) -> Says:
    """What is on file of somebody. Raises :class:`NotFound`."""
    return _on_file(conn, person_id)[1]


def match_of(conn: Connection, lead: Says, person_id: UUID, but_for: UUID | None) -> LeadMatch:
    """What merging a lead into somebody would do; ``but_for`` is the lead's own promise. Raises
    :class:`NotFound`."""
    person_id = who_stays(conn, person_id)
    row, person = _on_file(conn, person_id)
    return LeadMatch(
        person_id,
        row["version"],
        row["name"],
        row["created_at"],
        what_is_same(lead, person),
        differences(lead, person),
        _history(conn, person_id, but_for),
    )


def _on_file(conn: Connection, person_id: UUID) -> tuple[RowMapping, Says]:
    who = {"this_person": person_id}
    row = conn.execute(_PERSON, who).mappings().first()
    if row is None:
        raise NotFound("This person is not here any more. Search for them again.")
    return row, Says(
        row["name"],
        tuple(conn.execute(_E164S, who).scalars()),
        tuple(sorted(conn.execute(_EMAILS, who).scalars())),
        row["site_name"] or "",
        row["city"] or "",
        row["prefers"] or "",
        VoicemailRule(row["voicemail"]),
    )


def _history(conn: Connection, person_id: UUID, but_for: UUID | None) -> str:
    calls = conn.execute(_CALLS, {"this_person": person_id}).scalar_one()
    query = select(func.count()).where(_callback.c.person_id == person_id)
    if but_for is not None:
        query = query.where(_callback.c.id != but_for)
    promises = conn.execute(query).scalar_one()
    parts = [_counted(calls, "call"), _counted(promises, "promise")]
    return ", ".join(part for part in parts if part)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}" if count else ""


def _site_named(conn: Connection, place: str) -> tuple[UUID | None, str, str]:
    """The clinic of ours with this name or in this city, with its name; else the city named."""
    wanted = fold(place)
    if not wanted:
        return None, "", ""
    for row in conn.execute(select(_site.c.id, _site.c.name, _site.c.city).order_by(_site.c.id)):
        if wanted in (fold(row.name), fold(row.city)):
            return row.id, row.name, ""
    return None, "", place
