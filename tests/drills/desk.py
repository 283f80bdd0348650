"""A desk to drill on: the small world with its real services, and what was acknowledged of it."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, select

from desktop.app import SETTLES
from desktop.services.anchors import Anchors
from desktop.services.changes import Ledger
from desktop.services.images import to_json
from desktop.services.people import NewPerson, People
from desktop.services.records import KINDS
from desktop.services.safekeeping import broken_trail
from desktop.storage.copying import damage
from desktop.storage.data_files import DataFiles
from desktop.storage.engine import open_database
from desktop.storage.sqlite_connection import connect
from desktop.storage.tables import metadata
from desktop.storage.unlock import unlock
from tests.conftest import A_TUESDAY, Clock
from tests.drills.frame import raw_key
from tests.services.world import World, build_world

PLANTS = ("Juniper", "Rowan", "Alder", "Hazel", "Sorrel", "Fern", "Linden", "Aster", "Yarrow")
GROUNDS = ("Moss", "Fir", "Birch", "Pine", "Reed", "Heath", "Glade", "Brook")


def make_desk(folder: Path) -> World:
    """The small world in new data, closed; its identities are in the answer."""
    database = open_database(folder, prefer_key_file=True).database
    try:
        return build_world(database, Clock(A_TUESDAY))
    finally:
        database.close()


KEPT = (
    "person",
    "call",
    "callback",
    "attempt",
    "person_merge",
    "export",
    "import_batch",
    "milestone",
)
"""What the drills are told of as written down; nothing ever takes a row of these away."""


@contextmanager
def at_work(data: Path, world: World) -> Iterator[World]:
    """The world over the data opened, with the spine as the program has it."""
    with closing(open_database(data).database) as database:
        clock = Clock(A_TUESDAY + timedelta(hours=1))
        anchors = Anchors(data)
        ledger = Ledger(database, clock, SETTLES, anchors.note)
        try:
            yield replace(world, database=database, clock=clock, ledger=ledger)
        finally:
            anchors.close()


class Worker:
    """Writes people down through the real services, one act after the other."""

    def __init__(self, data: Path, world: World) -> None:
        self._open = ExitStack()
        self._world = self._open.enter_context(at_work(data, world))
        self._people = People(self._world.database, self._world.ledger, self._world.clock)

    def act(self, number: int) -> UUID:
        """Write a new person down, with a number and a note; their identity."""
        self._world.clock.forward(seconds=20)
        name = f"{PLANTS[number % len(PLANTS)]} {GROUNDS[number % len(GROUNDS)]} {number}"
        new = NewPerson(name, number_text=f"(602) 555-01{number % 100:02}")
        written = self._people.add(self._world.wren, new, uuid4())
        if written.value is None:
            raise AssertionError("nobody was written down")
        return written.value

    def edit(self, person_id: UUID, notes: str) -> None:
        """Change the notes of a person."""
        version = self._people.get(self._world.wren, person_id).version
        self._people.update(self._world.wren, person_id, version, uuid4(), notes=notes)

    def close(self) -> None:
        """As the program closes."""
        self._open.close()


def look(data: Path) -> tuple[set[UUID], list[str]]:
    """As :func:`look_through`, without the trail: by the driver alone, since drills look often."""
    unlocked = unlock(data)
    try:
        with closing(connect(unlocked.files.database, unlocked.key.raw)) as connection:
            return _records(connection), damage(connection)
    finally:
        unlocked.lock.release()


def look_through(data: Path) -> tuple[set[UUID], list[str]]:
    """Every record of :data:`KEPT` that is in the data, and everything that is wrong with it: by
    the program's own check, and records that are not as the trail says they were left."""
    files = DataFiles.of(data)
    opened = open_database(data)
    with closing(opened.database) as database, database.read() as conn:
        wrong = [f"entry {each.number}: {each.what}" for each in broken_trail(conn, data)]
        wrong += halves(conn)
    with closing(connect(files.database, raw_key(data))) as connection:
        return _records(connection), wrong + damage(connection)


def halves(conn: Connection) -> list[str]:
    """Records that are not as the last entry of the trail left them: half a Change, or one that
    never was."""
    item, change = metadata.tables["change_item"], metadata.tables["change"]
    entries = (
        select(item.c.record, item.c.record_id, item.c.after)
        .join(change, change.c.id == item.c.change_id)
        .order_by(change.c.seq, item.c.position)
    )
    last = {(row.record, row.record_id): row.after for row in conn.execute(entries)}
    found = []
    for (record, record_id), after in last.items():
        kind = KINDS[record]
        row = kind.read(conn, record_id)
        now = to_json(row, kind.read_children(conn, record_id)) if row is not None else None
        if now != after:
            found.append(f"a {record} is not as the trail says")
    return found


def _records(connection: Any) -> set[UUID]:
    there = {str(row[0]) for row in connection.execute("SELECT name FROM pragma_table_list")}
    rows: set[UUID] = set()
    for name in there & set(KEPT):  # older data lacks some
        found = connection.execute(f'SELECT id FROM "{name}"')  # noqa: S608
        rows |= {UUID(bytes=bytes(row[0])) for row in found}
    return rows
