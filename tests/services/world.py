"""A small world to work in: two clinics, one desk, three birds and a few plants."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from desktop.domain.folding import fold, words_of
from desktop.domain.numbers import reversed_digits
from desktop.domain.vocabulary import (
    NumberKind,
    Permission,
    Relation,
    RestrictionKind,
    Role,
    Scope,
    VoicemailRule,
)
from desktop.services.actor import Actor
from desktop.services.changes import Ledger, Writing
from desktop.services.desk_chains import Anchored, nowhere
from desktop.services.this_desk import keep_this_desk
from desktop.storage import tables
from desktop.storage.engine import Database
from tests.conftest import Clock

MON_TO_FRI = 0b0011111
WORDS_FOR_ALL = {
    "scope": "all",
    "language": "en",
    "text": "…",
    "state": "approved",
    "is_demo": True,
}
"""An approved statement; its number is to be added."""
PHOENIX = "America/Phoenix"
CHICAGO = "America/Chicago"


@dataclass(frozen=True)
class World:
    """The database with its small world; identities by name.

    Juniper Moss (patient, Chicago) and Rowan Moss (spouse) share (312) 555-0147, a mobile. Juniper
    also has (312) 555-0162 at home and must never be rung there. Rowan may hear Juniper's
    appointments until 1 March 2027; Alder Moss's permission ran out on 1 October 2026. Hazel Birch
    has (303) 555-0112 alone and never said where she is. Sorrel Pine has no number.
    """

    database: Database
    clock: Clock
    ledger: Ledger
    phoenix: UUID
    chicago: UUID
    front_desk: UUID
    chicago_team: UUID
    desk: UUID
    wren: Actor
    robin: Actor
    lark: Actor
    it: Actor
    juniper: UUID
    rowan: UUID
    alder: UUID
    hazel: UUID
    sorrel: UUID
    shared_number: UUID
    home_number: UUID
    hazels_number: UUID


class _Builder:
    def __init__(self, writing: Writing) -> None:
        self.writing = writing

    def insert(self, record: str, /, **values: Any) -> UUID:
        return self.writing.insert(record, values)

    def site(self, city: str, zone: str) -> UUID:
        return self.insert(
            "site",
            name=city,
            city=city,
            zone=zone,
            opens=8 * 60,
            closes=17 * 60,
            work_days=MON_TO_FRI,
        )

    def account(self, name: str, role: Role, team_id: UUID | None) -> UUID:
        return self.insert(
            "user_account",
            name=name,
            name_key=fold(name),
            role=role,
            password_hash="",
            pin_hash=None,
            team_id=team_id,
            active=True,
            created_at=self.writing.now,
        )

    def person(self, name: str, *, kind: str = "Patient", **more: Any) -> UUID:
        values: dict[str, Any] = {
            "name": name,
            "name_key": fold(name),
            "kind": kind,
            "date_of_birth": None,
            "language": "English",
            "interpreter": False,
            "city": None,
            "zone": None,
            "hours_from": None,
            "hours_to": None,
            "prefers": None,
            "voicemail": VoicemailRule.FULL,
            "site_id": None,
            "notes": "",
            "created_at": self.writing.now,
        }
        children = [{"word": word} for word in words_of(name)]
        return self.writing.insert("person", {**values, **more}, children)

    def number(self, e164: str, extension: str = "", place: str | None = None) -> UUID:
        return self.insert(
            "phone_number",
            e164=e164,
            extension=extension,
            reversed_digits=reversed_digits(e164),
            unusual=False,
            place=place,
        )

    def uses(
        self,
        person_id: UUID,
        number_id: UUID,
        kind: NumberKind = NumberKind.MOBILE,
        position: int = 0,
    ) -> None:
        self.insert(
            "person_number", person_id=person_id, number_id=number_id, kind=kind, position=position
        )

    def may_speak(
        self, speaker: UUID, subject: UUID, scope: Scope, until: date, relation: Relation
    ) -> None:
        self.insert(
            "permission_to_speak",
            speaker_id=speaker,
            subject_id=subject,
            relation=relation,
            scope=scope,
            source="Signed form on file",
            until=until,
            revoked_at=None,
        )


def build_world(database: Database, clock: Clock, anchored: Anchored = nowhere) -> World:
    """Write the small world into fresh data, as one Change."""
    ledger = Ledger(database, clock, anchored=anchored)
    ids: dict[str, UUID] = {}

    def work(writing: Writing) -> None:
        make = _Builder(writing)
        ids["phoenix"] = make.site("Phoenix", PHOENIX)
        ids["chicago"] = make.site("Chicago", CHICAGO)
        make.insert("holiday", site_id=None, day=date(2026, 11, 26), name="Thanksgiving Day")
        ids["front_desk"] = make.insert("team", name="Front desk, Phoenix", site_id=ids["phoenix"])
        ids["chicago_team"] = make.insert("team", name="Chicago clinic", site_id=ids["chicago"])
        ids["desk"] = make.insert(
            "desk",
            name="Desk 1",
            site_id=ids["phoenix"],
            team_id=ids["front_desk"],
            created_at=writing.now,
        )
        keep_this_desk(writing.conn, ids["desk"])
        ids["wren"] = make.account("Wren Hill", Role.STAFF, ids["front_desk"])
        ids["robin"] = make.account("Robin Vale", Role.STAFF, ids["front_desk"])
        ids["lark"] = make.account("Lark Moor", Role.MANAGER, ids["front_desk"])
        ids["it"] = make.account("Jay Marsh", Role.ADMIN, None)
        _people(make, ids)

    ledger.write_unattended("small_world", uuid4(), work)

    def actor(key: str, name: str, role: Role) -> Actor:
        return Actor(
            ids.pop(key), name, role, ids["desk"], ids["phoenix"], ids["front_desk"], PHOENIX
        )

    wren = actor("wren", "Wren Hill", Role.STAFF)
    robin = actor("robin", "Robin Vale", Role.STAFF)
    lark = actor("lark", "Lark Moor", Role.MANAGER)
    it = actor("it", "Jay Marsh", Role.ADMIN)
    return World(database, clock, ledger, wren=wren, robin=robin, lark=lark, it=it, **ids)


def _people(make: _Builder, ids: dict[str, UUID]) -> None:
    ids["juniper"] = make.person(
        "Juniper Moss",
        city="Chicago",
        zone=CHICAGO,
        date_of_birth=date(1990, 6, 21),
        site_id=ids["chicago"],
    )
    ids["rowan"] = make.person("Rowan Moss", kind="Spouse", city="Chicago", zone=CHICAGO)
    ids["alder"] = make.person("Alder Moss", kind="Brother")
    ids["hazel"] = make.person("Hazel Birch")
    ids["sorrel"] = make.person("Sorrel Pine")
    ids["shared_number"] = make.number("+13125550147", place="Chicago, IL")
    ids["home_number"] = make.number("+13125550162", place="Chicago, IL")
    ids["hazels_number"] = make.number("+13035550112", place="Colorado")
    make.uses(ids["juniper"], ids["shared_number"])
    make.uses(ids["juniper"], ids["home_number"], NumberKind.HOME, 1)
    make.uses(ids["rowan"], ids["shared_number"])
    make.uses(ids["hazel"], ids["hazels_number"])
    make.insert(
        "restriction",
        person_id=ids["juniper"],
        kind=RestrictionKind.NEVER_RING_HOME,
        note="",
    )
    make.may_speak(
        ids["rowan"], ids["juniper"], Scope.APPOINTMENTS, date(2027, 3, 1), Relation.SPOUSE
    )
    make.may_speak(
        ids["alder"], ids["juniper"], Scope.APPOINTMENTS, date(2026, 10, 1), Relation.SIBLING
    )


def edit(world: World, actor: Actor, record: str, record_id: UUID, **columns: Any) -> None:
    """Somebody changes a record by the ordinary way."""

    def work(writing: Writing) -> UUID:
        writing.update(record, record_id, columns)
        return record_id

    world.ledger.write(actor, f"edit_{record}", Permission.READ_PEOPLE, uuid4(), work)


def sit_with(world: World, team_id: UUID) -> UUID:
    """Another desk, at which this team sits."""

    def work(writing: Writing) -> UUID:
        row = {**writing.row("desk", world.desk), "id": writing.new_id(), "team_id": team_id}
        site_id = writing.row("team", team_id)["site_id"]
        return writing.insert("desk", {**row, "name": "Another desk", "site_id": site_id})

    desk_id = world.ledger.write(world.lark, "set_up", Permission.MANAGE_USERS, uuid4(), work).value
    assert desk_id is not None
    return desk_id


def version_of(world: World, record: str, record_id: UUID) -> int:
    """The version that somebody sees who looks at a record now."""
    table = tables.metadata.tables[record]
    with world.database.read() as conn:
        query = select(table.c.version).where(table.c.id == record_id)
        return int(conn.execute(query).scalar_one())
