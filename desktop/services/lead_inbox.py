"""The inbox of leads: a tab a page at a time, the counts, and one lead in full.

What came of a lead is told by the lead and by its promise together, so that a promise that is kept
on the page of callbacks leaves the inbox by itself.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, and_, select

from desktop.domain.cities import zone_of_city
from desktop.domain.errors import NotFound
from desktop.domain.incoming_states import LeadState
from desktop.domain.lead_fields import fields_of
from desktop.domain.lead_topic import asks_about_sale
from desktop.domain.lead_wishes import wishes_of
from desktop.domain.local_time import instant, local_day
from desktop.domain.vocabulary import CallbackKind, CallbackState, Permission, Reason, Resolution
from desktop.domain.zones import city_of_zone
from desktop.services.actor import Actor, demand
from desktop.services.changes import Clock
from desktop.services.lead_matching import (
    Contacts,
    contacts_of,
    lead_says,
    look_alikes,
    match_of,
)
from desktop.services.lead_person import newcomer_of
from desktop.services.lead_rows import (
    LeadCounts,
    LeadCursor,
    LeadDetail,
    LeadFate,
    LeadMatch,
    LeadPage,
    LeadRow,
    LeadTab,
    LeadVia,
    Newcomer,
)
from desktop.services.lead_tabs import (
    COLUMNS,
    DANGER,
    FROM,
    LAST,
    NEW,
    PENDING,
    TO_KEEP,
    UNANSWERED,
    WORKED,
    count,
    first_at,
    parts,
)
from desktop.services.promising import stopped_by
from desktop.services.reach import reach
from desktop.services.who_stays import who_stays
from desktop.storage import tables
from desktop.storage.engine import Database

_EARLIER: Final = 50
"""So many of those dealt with stand below the new ones."""

_of = tables.metadata.tables
_lead, _callback, _person = _of["lead"], _of["callback"], _of["person"]
_batch, _number = _of["import_batch"], _of["phone_number"]

_l = _lead.c
_REFERRAL: Final = ("referral", "referring", "clinician", "provider")
_MAIL: Final = ("mail", "imap")
_FILES: Final = frozenset(("csv", "tsv", "txt", "json", "xlsx", "xls", "ods", "vcf", "eml"))


class LeadInbox:
    """Reads ask for permission to see people."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def page(
        self, actor: Actor, tab: LeadTab, limit: int = 100, after: LeadCursor | None = None
    ) -> LeadPage:
        """A page of a tab. New ones: words of danger first, then who waits longest, then those
        whose contact data are missing, then what was dealt with since yesterday. Open and done
        ones newest first; of the open ones those nobody answered before those with a promise."""
        demand(actor, Permission.READ_PEOPLE)
        since = self._yesterday(actor)
        with self._database.read() as conn:
            found: list[tuple[int, Any]] = []
            for part, query in parts(tab, since, after):
                wanted = limit + 1 - len(found)
                if part == LAST and tab == "new":
                    wanted = min(wanted, _EARLIER)
                found += [(part, row) for row in conn.execute(query.limit(wanted))]
                if len(found) > limit:
                    break
            shown = found[:limit]
            rows = _rows(conn, [row for _, row in shown], actor.zone)
        if len(found) <= limit:
            return LeadPage(rows, None)
        part, last = shown[-1]
        return LeadPage(rows, LeadCursor(part, last.received_at, last.id))

    def counts(self, actor: Actor) -> LeadCounts:
        """The numbers on the tabs and on the rail."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            new = count(conn, NEW) + count(conn, PENDING)
            firsts = [at for each in (NEW, PENDING) if (at := first_at(conn, each)) is not None]
            oldest = min(firsts, default=None)
            to_do = count(conn, TO_KEEP) + count(conn, UNANSWERED)
            return LeadCounts(new, to_do, oldest, count(conn, and_(NEW, DANGER)))

    def detail(self, actor: Actor, lead_id: UUID) -> LeadDetail:
        """Everything about one lead. Raises :class:`NotFound`."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            return read_lead(conn, actor, lead_id)

    def match_with(self, actor: Actor, lead_id: UUID, person_id: UUID) -> LeadMatch:
        """What merging a lead into somebody picked would do. Raises :class:`NotFound`."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            lead = lead_row(conn, lead_id)
            wishes = wishes_of(fields_of(lead.payload))
            contacts = contacts_of(conn, [lead_id]).get(lead_id, ())
            says, _ = lead_says(conn, lead.name, contacts, wishes)
            return match_of(conn, says, person_id, lead.callback_id)

    def newcomer(self, actor: Actor, lead_id: UUID) -> Newcomer:
        """What a new person made of a lead would have. Raises :class:`NotFound`."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            return newcomer_of(conn, lead_row(conn, lead_id))

    def _yesterday(self, actor: Actor) -> datetime:
        day = local_day(self._clock(), actor.zone) - timedelta(days=1)
        return instant(day, 0, actor.zone)


def lead_row(conn: Connection, lead_id: UUID) -> Any:
    """The stored row of a lead. Raises :class:`NotFound`."""
    row = conn.execute(select(_lead).where(_l.id == lead_id)).first()
    if row is None:
        raise NotFound("This lead is not here any more. Go back to the list.")
    return row


def read_lead(conn: Connection, actor: Actor, lead_id: UUID) -> LeadDetail:
    """Everything about one lead. Raises :class:`NotFound`."""
    stored = lead_row(conn, lead_id)
    listed = conn.execute(select(*COLUMNS).select_from(FROM).where(_l.id == lead_id)).all()
    contacts = contacts_of(conn, [lead_id])
    ours = contacts.get(lead_id, ())
    (row,) = _rows(conn, listed, actor.zone, contacts)
    fields = fields_of(stored.payload)
    wishes = wishes_of(fields)
    number_id, e164, extension = _number_to_ring(conn, ours, listed[0].callback_id)
    person_id = stored.person_id and who_stays(conn, stored.person_id)
    there = reach(conn, person_id, number_id, actor.site_id)
    promise = listed[0]
    is_open = promise.promise_state == CallbackState.OPEN
    match, caller_id = None, person_id
    if stored.person_id is None and stored.state != LeadState.SPAM:
        # A suggestion of whoever took it in counts as much as what is seen now.
        found = look_alikes(conn, {lead_id: stored.name}, contacts).get(lead_id)
        caller_id = person_id or found
        who = caller_id or stored.suggested_id
        if who is not None:
            says, _ = lead_says(conn, stored.name, ours, wishes)
            match = match_of(conn, says, who, stored.callback_id)
    return LeadDetail(
        row=row,
        e164=e164,
        extension=extension,
        external_id=stored.external_id or "",
        can_be_rung=number_id is not None
        and stopped_by(conn, CallbackKind.SERVICE, person_id, number_id) is None,
        number_text=next((each.text for each in ours if each.kind == "number"), ""),
        more_numbers=tuple(each.text for each in ours if each.kind == "number")[1:],
        emails=tuple(each.text for each in ours if each.kind == "email"),
        message=stored.message,
        remarks=_texts(stored.remarks),
        danger_words=tuple(word for word in stored.danger_words.splitlines() if word.strip()),
        campaign=stored.campaign,
        wishes=wishes,
        fields=fields,
        payload=stored.payload,
        person_id=person_id,
        person_name=_name_of(conn, person_id),
        match=match,
        caller_id=caller_id,
        caller_name=_name_of(conn, caller_id) or stored.name,
        callback_id=promise.callback_id if is_open else None,
        callback_version=_version_of(conn, promise.callback_id) if is_open else 0,
        due_at=promise.due_at if is_open else None,
        candidates=there.candidates,
        hours=there.hours,
        calendar=there.site,
        place=_place(
            conn, there.zone, wishes.place, person_id or (match.person_id if match else None)
        ),
    )


def _number_to_ring(
    conn: Connection, contacts: Sequence[Any], callback_id: UUID | None
) -> tuple[UUID | None, str, str]:
    """The number of its promise, else the first that can be rung."""
    number_id = None
    if callback_id is not None:
        number_id = conn.execute(
            select(_callback.c.number_id).where(_callback.c.id == callback_id)
        ).scalar()
    if number_id is None:
        number_id = next((each.number_id for each in contacts if each.number_id), None)
    row = conn.execute(
        select(_number.c.e164, _number.c.extension).where(_number.c.id == number_id)
    ).first()
    return (number_id, row.e164, row.extension) if row else (None, "", "")


def _rows(
    conn: Connection, found: Sequence[Any], here: str, contacts: Contacts | None = None
) -> tuple[LeadRow, ...]:
    ids = [row.id for row in found]
    contacts = contacts if contacts is not None else contacts_of(conn, ids)
    unknown = {row.id: row.name for row in found if row.person_id is None}
    alike = look_alikes(conn, unknown, contacts) if unknown else {}
    files = _imported(conn, {row.source for row in found})
    rows = []
    for row in found:
        fate, at = _fate(row)
        first = next((each.text for each in contacts.get(row.id, ()) if each.text), "")
        rows.append(
            LeadRow(
                id=row.id,
                version=row.version,
                name=row.name or first or "No name",
                came_at=row.received_at,
                via=_via(row, files),
                source=row.source,
                form=row.form,
                gist=" ".join(row.gist.split()),
                seen=fate is not LeadFate.WAITS,
                danger=row.danger,
                looks_same=row.id in alike or row.suggested_id is not None,
                about_sale=row.reason == Reason.ACQUISITION or asks_about_sale(row.gist),
                fate=fate,
                fate_at=at,
                pending=row.state == LeadState.PENDING,
                unanswered=row.state in WORKED and row.callback_id is None,
                zone=row.promised_zone or here,
            )
        )
    return tuple(rows)


def _fate(row: Any) -> tuple[LeadFate, datetime | None]:
    if row.state == LeadState.SPAM:
        return LeadFate.SPAM, None
    if row.promise_state == CallbackState.CLOSED:
        kept = row.resolution == Resolution.KEPT
        return (LeadFate.KEPT if kept else LeadFate.CLOSED), row.closed_at
    return {
        LeadState.CALLED: (LeadFate.CALLED, row.state_at),
        LeadState.MERGED: (LeadFate.MERGED, None),
        LeadState.ANSWERED: (LeadFate.ANSWERED, row.state_at),
        LeadState.SCHEDULED: (LeadFate.SCHEDULED, row.due_at),
    }.get(row.state, (LeadFate.WAITS, None))


def _imported(conn: Connection, sources: set[str]) -> frozenset[str]:
    """Those of the sources that are files."""
    if not sources:
        return frozenset()
    query = select(_batch.c.source).distinct().where(_batch.c.source.in_(sorted(sources)))
    return frozenset(conn.execute(query).scalars())


def _via(row: Any, files: frozenset[str]) -> LeadVia:
    """How it came in, by the names of its form and of its source: nothing else tells."""
    source = row.source.lower()
    if any(word in row.form.lower() for word in _REFERRAL):
        return LeadVia.REFERRAL
    if row.source in files or source.rpartition(".")[2] in _FILES:
        return LeadVia.FILE
    return LeadVia.MAIL if any(word in source for word in _MAIL) else LeadVia.WEB


def _name_of(conn: Connection, person_id: UUID | None) -> str:
    name = conn.execute(select(_person.c.name).where(_person.c.id == person_id)).scalar()
    return str(name) if name else ""


def _place(conn: Connection, zone: str, said: str, person_id: UUID | None) -> str:
    """Where the times are those shown: the city they named, their own, else the zone's."""
    own = conn.execute(select(_person.c.city).where(_person.c.id == person_id)).scalar()
    cities = [city for city in (said, own) if city]
    return next((city for city in cities if zone_of_city(city) == zone), city_of_zone(zone))


def _version_of(conn: Connection, callback_id: UUID) -> int:
    version: int = conn.execute(
        select(_callback.c.version).where(_callback.c.id == callback_id)
    ).scalar_one()
    return version


def _texts(stored: str) -> tuple[str, ...]:
    try:
        found = json.loads(stored or "[]")
    except ValueError:
        return (stored,)
    return tuple(str(each) for each in found) if isinstance(found, list) else (str(found),)
