"""Fills the demo up to a given size: plants with 555-01xx numbers and the calls they made.

Rows are made by seed alone, so the same day and sizes give the same data. They are written in
batches and are no Changes: nobody made them.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, func, insert, select

from desktop.domain.folding import fold, words_of
from desktop.domain.ids import uuid7
from desktop.domain.numbers import reversed_digits
from desktop.domain.vocabulary import (
    CallbackKind,
    CallbackState,
    CallOutcome,
    Direction,
    NumberKind,
    Reason,
    Relation,
    Resolution,
    Role,
    Source,
    VoicemailRule,
)
from desktop.services import tallies
from desktop.storage import note_index, tables
from desktop.storage.engine import Database

BATCH = 5_000


def _each(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_FIRST = _each(
    "Acacia Alder Amaranth Anise Apple Arnica Ash Aspen Aster Balsam Basil Bay Beech Birch "
    "Bramble Briar Bryony Burdock Calla Camellia Caraway Cassia Cedar Chicory Cicely Clementine "
    "Clover Coriander Cypress Dahlia Daisy Elder Elm Fennel Fern Flora Gentian Ginger Hazel "
    "Heather Holly Hyssop Iris Ivy Jasmine Juniper Laurel Lavender Lilac Lily Linden Lotus Lupin "
    "Magnolia Maple Marigold Mimosa Myrtle Nettle Oak Oleander Olive Orchid Peony Pepper Poppy "
    "Primrose Quince Reed Rosemary Rowan Rue Saffron Sage Sorrel Tansy Thistle Verbena Violet "
    "Willow Yarrow Zinnia"
)
_LAST = _each(
    "Acre Arbor Bank Barrow Beck Bed Bloom Bog Border Bough Bower Branch Brook Bush Canopy "
    "Clearing Combe Coppice Copse Croft Dale Dell Dene Dune Fell Fen Field Forest Frond Garden "
    "Garth Glade "
    "Glen Grove Hammock Heath Hedge Hill Hollow Holt Hurst Knoll Lea Leaf Ling Loam Marsh Mead "
    "Meadow Mere Moor Moss Orchard Park Pell Petal Pond Prairie Ridge Rill Root Scrub Sedge Shaw "
    "Spinney Sprig Stem Sward Tarn Thicket Thornby Trellis Turf Twig Vale Verge Weald Wold Wood"
)
_AREAS = (
    ("602", "Phoenix"), ("312", "Chicago"), ("303", "Denver"), ("713", "Houston"),
    ("702", "Las Vegas"), ("612", "Minneapolis"), ("801", "Salt Lake City"), ("206", "Seattle"),
    ("813", "Tampa"), ("480", "Phoenix"), ("773", "Chicago"), ("720", "Denver"),
    ("832", "Houston"), ("725", "Las Vegas"), ("651", "Minneapolis"), ("385", "Salt Lake City"),
    ("425", "Seattle"), ("727", "Tampa"), ("623", "Phoenix"), ("872", "Chicago"),
)  # fmt: skip
_NOTES = (
    "Asked whether the visit next week still stands.",
    "Wants a copy of the records for another doctor.",
    "Read about the sale, asks who will hold the file.",
    "Paid ahead and asks about the money.",
    "First call, would like to know how a visit goes.",
    "Driver cannot come, asks for a later time.",
    "Asked to speak with the nurse.",
)
_OUTCOMES = (
    *(CallOutcome.RESOLVED,) * 8, *(CallOutcome.CALLBACK,) * 4, CallOutcome.TRANSFERRED,
    CallOutcome.MESSAGE, CallOutcome.MISSED, CallOutcome.HUNG_UP, CallOutcome.WRONG_NUMBER,
    CallOutcome.SPAM,
)  # fmt: skip
_SPAN = timedelta(days=720)
Row = dict[str, Any]
Progress = Callable[[str, int, int], None]


class _World:
    """What the bulk rows refer to, read once from the story."""

    def __init__(self, conn: Connection) -> None:
        def ids(table: str, name: str) -> dict[str, UUID]:
            columns = tables.metadata.tables[table].c
            return {row[0]: row[1] for row in conn.execute(select(columns[name], columns.id))}

        site = tables.metadata.tables["site"].c
        self.zones = {r[0]: r[1] for r in conn.execute(select(site.name, site.zone))}
        self.sites = ids("site", "name")
        user = tables.metadata.tables["user_account"].c
        staff = select(user.id).where(user.role != Role.ADMIN).order_by(user.name)
        self.users = conn.execute(staff).scalars().all()
        self.desk = next(iter(ids("desk", "name").values()))
        self.team = next(iter(ids("team", "name").values()))
        number = tables.metadata.tables["phone_number"].c
        numbers = conn.execute(select(number.e164, number.extension, number.id))
        self.numbers: dict[tuple[str, str], UUID] = {(r[0], r[1]): r[2] for r in numbers}

    def callers(self, conn: Connection) -> list[tuple[UUID, UUID, str]]:
        """Everybody there is, each with a number and a city of the demo."""
        person, uses = (tables.metadata.tables[name].c for name in ("person", "person_number"))
        query = (
            select(person.id, uses.number_id, person.city)
            .where(uses.person_id == person.id)
            .order_by(uses.id)
        )
        return [(r[0], r[1], r[2]) for r in conn.execute(query) if r[2] in self.sites]


def fill(database: Database, now: datetime, people: int, calls: int, progress: Progress) -> None:
    """Add rows until there are ``people`` people and ``calls`` calls; ``now`` is the demo's now.

    The new people call; without any, those who are there. One call in a hundred left a promise;
    those of the last day are open, the others kept. ``progress(what, done, of)`` is told after
    each batch.
    """
    with database.read() as conn:
        world = _World(conn)
        there, called = (
            conn.execute(select(func.count()).select_from(_table(name))).scalar_one()
            for name in ("person", "call")
        )
    random = Random(20_555 + there * 1_000_003 + called)  # noqa: S311 - the same rows each time
    callers: list[tuple[UUID, UUID, str]] = []
    made = _people(world, random, now, range(there, max(people, there)), callers)
    _store(database, made, progress, "people")
    if not callers:
        with database.read() as conn:
            callers = world.callers(conn)
    _store(database, _calls(world, random, now, max(calls - called, 0), callers), progress, "calls")


def _store(
    database: Database, made: Iterator[tuple[int, int, list[Row]]], progress: Progress, what: str
) -> None:
    """Write what the generators make: (done, of, rows with their table under ``""``)."""
    for done, of, rows in made:
        by_table: dict[str, list[Row]] = {}
        for row in rows:
            by_table.setdefault(row.pop(""), []).append(row)
        with database.write() as conn:
            for name, filled in by_table.items():
                conn.execute(insert(_table(name)), filled)
                _index_notes(conn, name, filled)
            if "person" in by_table:
                tallies.forget(conn, tallies.PEOPLE)
        progress(what, done, of)


def _index_notes(conn: Connection, name: str, rows: list[Row]) -> None:
    columns = note_index.NOTED.get(name)
    if columns is None:
        return
    said = [(row["id"], [row.get(column) for column in columns]) for row in rows]
    noted = {key: texts for key, texts in said if any(texts)}
    if noted:
        table = _table(name)
        newest = select(table.c.seq, table.c.id).order_by(table.c.seq.desc()).limit(len(rows))
        found = [(row.seq, noted[row.id]) for row in conn.execute(newest) if row.id in noted]
        note_index.put_all(conn, name, found)


def _table(name: str) -> Table:
    return tables.metadata.tables[name]


def _people(
    world: _World, random: Random, now: datetime, new: range, callers: list[tuple[UUID, UUID, str]]
) -> Iterator[tuple[int, int, list[Row]]]:
    numbers = world.numbers
    rows: list[Row] = []
    for done, index in enumerate(new, start=1):
        first, rest = _FIRST[index % len(_FIRST)], index // len(_FIRST)
        last, rest = _LAST[rest % len(_LAST)], rest // len(_LAST)
        middle = f" {_FIRST[rest % len(_FIRST)]}" if rest else ""
        name = f"{first}{middle} {last}"
        area, city = _AREAS[index % len(_AREAS)]
        line = index // len(_AREAS)
        e164 = f"+1{area}55501{line % 100:02}"
        # Two share a bare number; further ones stand behind a switchboard.
        extension = "" if line // 100 < 2 else str(100 + line // 100)
        at = now - timedelta(minutes=random.randrange(60, int(_SPAN.total_seconds()) // 60))
        person_id = uuid7(at, random.getrandbits(74))
        number_id = numbers.get((e164, extension))
        if number_id is None:
            number_id = numbers[(e164, extension)] = uuid7(at, random.getrandbits(74))
            rows.append({
                "": "phone_number", "id": number_id, "e164": e164, "extension": extension,
                "reversed_digits": reversed_digits(e164), "unusual": False, "place": city,
                "version": 1,
            })  # fmt: skip
        rows.append({
            "": "person", "id": person_id, "name": name, "name_key": fold(name),
            "kind": "Patient", "date_of_birth": None, "language": "English", "interpreter": False,
            "city": city, "zone": world.zones[city], "hours_from": None, "hours_to": None,
            "prefers": None, "voicemail": VoicemailRule.FULL, "site_id": world.sites[city],
            "notes": "", "created_at": at, "version": 1,
        })  # fmt: skip
        rows.extend(
            {"": "person_word", "word": word, "person_id": person_id} for word in words_of(name)
        )
        rows.append({
            "": "person_number", "id": uuid7(at, random.getrandbits(74)), "person_id": person_id,
            "number_id": number_id, "kind": NumberKind.MOBILE, "position": 0, "version": 1,
        })  # fmt: skip
        callers.append((person_id, number_id, city))
        if done % BATCH == 0 or done == len(new):
            # Parents first: dicts keep the order of first use, so sort by what refers to what.
            rows.sort(
                key=lambda row: (
                    ("phone_number", "person").index(row[""])
                    if row[""] in ("phone_number", "person")
                    else 2
                )
            )
            yield done, len(new), rows
            rows = []


def _calls(
    world: _World, random: Random, now: datetime, count: int, callers: list[tuple[UUID, UUID, str]]
) -> Iterator[tuple[int, int, list[Row]]]:
    rows: list[Row] = []
    step = _SPAN / (count + 1)
    for index in range(count):
        # Oldest first, as a real desk's file grows.
        at = now - _SPAN + step * (index + 1) - timedelta(seconds=random.randrange(50))
        person_id, number_id, city = callers[random.randrange(len(callers))]
        outcome = _OUTCOMES[random.randrange(len(_OUTCOMES))]
        call_id = uuid7(at, random.getrandbits(74))
        ended = at + timedelta(seconds=random.randrange(30, 600))
        user_id = world.users[index % len(world.users)]
        reason = random.choice(tuple(Reason))
        rows.append({
            "": "call", "id": call_id, "direction": Direction.IN, "number_id": number_id,
            "number_text": "", "withheld": False, "called_line": "855-KET-WELL",
            "speaker_id": person_id, "subject_id": person_id, "relation": Relation.PATIENT,
            "identity_check": None, "identity_checked_at": None, "started_at": at,
            "answered_at": at, "ended_at": ended, "entered_at": ended, "late_entry": False,
            "zone": world.zones[city], "user_id": user_id, "desk_id": world.desk,
            "site_id": world.sites[city], "outcome": outcome, "language": "English",
            "interpreter": False, "notes": random.choice(_NOTES), "source": Source.DESK,
            "external_id": None, "version": 1,
        })  # fmt: skip
        rows.append({"": "call_reason", "call_id": call_id, "reason": reason, "position": 0})
        if index % 100 == 0:
            caller = (person_id, number_id, world.zones[city], world.sites[city])
            rows.append(_promise(world, random, now, at, caller, call_id, user_id, reason))
        if index % BATCH == BATCH - 1 or index == count - 1:
            rows.sort(key=lambda row: row[""] != "call")
            yield index + 1, count, rows
            rows = []


def _promise(
    world: _World, random: Random, now: datetime, at: datetime,
    caller: tuple[UUID, UUID, str, UUID], call_id: UUID, user_id: UUID, reason: Reason,
) -> Row:  # fmt: skip
    person_id, number_id, zone, site_id = caller
    due = at + timedelta(hours=random.randrange(1, 30))
    is_open = due > now
    return {
        "": "callback", "id": uuid7(at, random.getrandbits(74)), "kind": CallbackKind.SERVICE,
        "state": CallbackState.OPEN if is_open else CallbackState.CLOSED, "call_id": call_id,
        "number_id": number_id, "person_id": person_id, "subject_id": person_id,
        "site_id": site_id, "reason": reason, "promise": "An answer", "promised_at": at,
        "promised_by": user_id, "promised_wall": "", "promised_zone": zone, "zone_certain": True,
        "first_due_at": due, "due_at": due, "milestone": None, "owner_team_id": world.team,
        "owner_user_id": None, "attempts": 0, "last_result": None, "last_attempt_at": None,
        "needs_decision": False, "asks_number": False, "hours_reason": None,
        "resolution": None if is_open else Resolution.KEPT, "resolution_note": "",
        "closed_at": None if is_open else due, "closed_by": None if is_open else user_id,
        "version": 1,
    }  # fmt: skip
