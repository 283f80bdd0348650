"""The power goes at any moment: what was not synced is there, gone, torn or out of order.

The real storage layer works under a library that writes down every request with its data. From that
record states of the disk are made: the power goes after some request; of the writes to a file since
its last sync each sector of 512 bytes survives or not, in any order; of what was done to names in a
folder (create, rename, link, remove) since its last sync the first so many survive. In each state
the data is opened, as after the power is back, and asked for everything that was acknowledged.
"""

import random
import shutil
import struct
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from sqlcipher3.dbapi2 import DatabaseError

from desktop.domain.errors import Problem
from desktop.storage import sqlite_connection
from desktop.storage.copying import damage
from desktop.storage.engine import open_database
from desktop.storage.sqlite_connection import connect, driver_problems
from desktop.storage.unlock import unlock
from tests.conftest import A_TUESDAY, Clock
from tests.drills.desk import Worker
from tests.drills.frame import Tally, in_child, raw_key, workplace
from tests.drills.preload import Library, answer, run_with
from tests.drills.workflows import back_up, new_key, restore
from tests.services.world import build_world

SECTOR = 512
_HEAD = struct.Struct("<IIIIQqQ")
CREATE, WRITE, TRUNCATE, SYNC, RENAME, UNLINK, LINK, MKDIR, MARK, SYNC_DIR = range(1, 11)
READY = "ready"


def run(count: int, seed: int, planted: bool, folder: Path) -> Tally:
    """``count`` states of the disk."""
    return run_with("tests.drills.power_cut", count, seed, planted, folder)


@dataclass
class Request:
    """One thing that the program asked of the disk."""

    kind: int
    inode: int
    offset: int
    length: int
    path: str
    other: str
    data: bytes


@dataclass
class File:
    """A file: what is safe of it, and what was asked since its last sync."""

    safe: bytearray = field(default_factory=bytearray)
    pending: list[Request] = field(default_factory=list)

    def synced(self) -> None:
        """Everything that was asked is safe."""
        for each in self.pending:
            _apply(self.safe, each)
        self.pending.clear()


class Disk:
    """What a record makes of a folder, up to some request, and what might be left of it."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._files: list[File] = []
        self._of_inode: dict[int, File] = {}
        self._safe_names: dict[str, File | None] = {}
        self._names: dict[str, File | None] = {}
        self._steps: list[Request] = []
        self._step_files: list[File | None] = []

    def ask(self, request: Request) -> None:
        """The next request, carried out."""
        kind = request.kind
        if kind == CREATE:
            file = File()
            self._files.append(file)
            self._of_inode[request.inode] = file
            self._step(request, file)
        elif kind in (WRITE, TRUNCATE):
            if request.inode in self._of_inode:
                self._of_inode[request.inode].pending.append(request)
        elif kind == SYNC:
            if request.inode in self._of_inode:
                self._of_inode[request.inode].synced()
        elif kind == SYNC_DIR:
            self._settle(request.path)
        elif kind in (RENAME, UNLINK, LINK, MKDIR):
            self._step(request, None)

    def left(self, chance: random.Random, into: Path) -> None:
        """Write one state that the disk may be in now to the folder ``into``."""
        names = dict(self._safe_names)
        for step, file in list(zip(self._steps, self._step_files, strict=True))[
            : chance.randint(0, len(self._steps))
        ]:
            _name(names, step, file)
        survival = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        made: dict[int, bytes] = {}
        for path, file in names.items():
            there = into / path[len(self._place) :].lstrip("/")
            if file is None:
                there.mkdir(parents=True, exist_ok=True)
                continue
            if id(file) not in made:
                made[id(file)] = _torn(file, survival, chance)
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_bytes(made[id(file)])
            there.chmod(0o600)

    def _step(self, request: Request, file: File | None) -> None:
        self._steps.append(request)
        self._step_files.append(file)
        _name(self._names, request, file)

    def _settle(self, folder: str) -> None:
        """A folder was synced: what was done to the names in it is safe."""
        left: list[tuple[Request, File | None]] = []
        for step, file in zip(self._steps, self._step_files, strict=True):
            if folder in (str(Path(step.path).parent), str(Path(step.other).parent)):
                _name(self._safe_names, step, file)
            else:
                left.append((step, file))
        self._steps = [step for step, _ in left]
        self._step_files = [file for _, file in left]


def _name(names: dict[str, File | None], step: Request, file: File | None) -> None:
    if step.kind == CREATE:
        names[step.path] = file
    elif step.kind == MKDIR:
        names[step.path] = None
    elif step.kind == UNLINK:
        names.pop(step.path, None)
    elif step.kind == LINK and step.path in names:
        names[step.other] = names[step.path]
    elif step.kind == RENAME:
        for path in [each for each in names if (each + "/").startswith(step.path + "/")]:
            names[step.other + path[len(step.path) :]] = names.pop(path)


def _apply(into: bytearray, request: Request) -> None:
    if request.kind == TRUNCATE:
        if request.length < len(into):
            del into[request.length :]
        else:
            into.extend(bytes(request.length - len(into)))
        return
    end = request.offset + len(request.data)
    if len(into) < end:
        into.extend(bytes(end - len(into)))
    into[request.offset : end] = request.data


def _torn(file: File, survival: float, chance: random.Random) -> bytes:
    """What may be left of a file: each sector that was written since the last sync by itself."""
    if survival == 1.0 or not file.pending:
        whole = bytearray(file.safe)
        for each in file.pending:
            _apply(whole, each)
        return bytes(whole)
    parts: list[Request] = []
    for each in file.pending:
        if each.kind == TRUNCATE:
            parts.append(each)
            continue
        at = 0
        while at < len(each.data):
            size = SECTOR - (each.offset + at) % SECTOR
            data = each.data[at : at + size]
            parts.append(Request(WRITE, 0, each.offset + at, len(data), "", "", data))
            at += size
    left = [each for each in parts if chance.random() < survival]
    chance.shuffle(left)
    whole = bytearray(file.safe)
    for each in left:
        _apply(whole, each)
    return bytes(whole)


def read_log(path: Path) -> Iterator[Request]:
    """The record, request by request."""
    with path.open("rb") as file:
        while head := file.read(_HEAD.size):
            kind, one, two, _, inode, offset, length = _HEAD.unpack(head)
            names = file.read(one).decode(), file.read(two).decode()
            data = file.read(length) if kind == WRITE else b""
            yield Request(kind, inode, offset, length, *names, data)


def main(count: int, seed: int, planted: bool, folder: Path) -> None:
    """Under the library: work once with a record, then make states of it."""
    tally, chance = Tally(), random.Random(seed)
    place, log = folder / "place", folder.parent / "record"
    place.mkdir()
    in_child(lambda: _work(place, log, planted))
    requests = list(read_log(log))
    marks = [each.path for each in requests if each.kind == MARK]
    if "done" not in marks:
        answer(Tally(1, ["the work that was to be recorded did not end"]))
        return
    # States in the order of the record, so that the disk is built up once.
    moments = sorted(chance.randint(1, len(requests)) for _ in range(count))
    disk, told, at = Disk(str(place)), Told(), 0
    with workplace("state") as states:
        for number, moment in enumerate(moments):
            while at < moment:
                if requests[at].kind == MARK:
                    told.hear(requests[at].path)
                disk.ask(requests[at])
                at += 1
            state = states / str(number)
            state.mkdir()
            disk.left(chance, state)
            in_what = f"state {number}, after request {moment} ({told.last})"
            _look(tally, state / "desk", told, in_what)
            tally.tried += 1
            shutil.rmtree(state, ignore_errors=True)
            if planted and tally.failures:
                break
    tally.note = f"{len(requests):,} requests recorded, {marks.count(READY)} set-ups"
    answer(tally)


class Told:
    """What was acknowledged so far."""

    def __init__(self) -> None:
        self.ready = False
        self.people: set[UUID] = set()
        self.unsure: set[UUID] = set()
        self.last = "the beginning"

    def hear(self, mark: str) -> None:
        """One mark of the record."""
        self.last = mark
        what, _, who = mark.partition(" ")
        if what == READY:
            self.ready = True
        elif what == "saved":
            self.people.add(UUID(hex=who))
        elif what == "restoring":
            # From here on those who came after the backup may be gone.
            self.unsure = {each for each in self.people if each.hex not in who.split(",")}


def _look(tally: Tally, data: Path, told: Told, where: str) -> None:
    """Open a state as the next start does, and ask for what was acknowledged."""
    try:
        unlocked = unlock(data, prefer_key_file=True)
    except Problem as problem:
        tally.fail(f"{where}: {problem}")
        return
    try:
        if unlocked.is_new:
            tally.expect(not told.ready, f"{where}: the data is gone")
            return
        with closing(connect(unlocked.files.database, unlocked.key.raw)) as db, driver_problems():
            people = {UUID(bytes=bytes(row[0])) for row in db.execute("SELECT id FROM person")}
            for each in damage(db):
                tally.fail(f"{where}: {each}")
        lost = told.people - told.unsure - people
        tally.expect(not lost, f"{where}: {len(lost)} of {len(told.people)} are lost")
    except (Problem, DatabaseError) as problem:
        tally.fail(f"{where}: {problem}")
    finally:
        unlocked.lock.release()


def _work(place: Path, log: Path, planted: bool) -> None:
    """Set data up, save, back up, give it a new key, save, put the backup back, save."""
    library = Library()
    library.log(log)
    if planted:
        # The bug: commits are not synced.
        vars(sqlite_connection)["_SETTINGS"] = tuple(
            each.replace("synchronous = FULL", "synchronous = OFF")
            for each in sqlite_connection._SETTINGS
        )
    data = place / "desk"
    database = open_database(data, prefer_key_file=True).database
    world = build_world(database, Clock(A_TUESDAY))
    database.close()
    library.mark(READY)
    number = 0

    def some(times: int, *, bring_in: bool = False) -> None:
        nonlocal number
        with closing(Worker(data, world)) as worker:
            for _ in range(times):
                number += 1
                new = worker.act(number)
                library.mark(f"saved {new.hex}")
                if number % 4 == 0:
                    worker.edit(new, f"edited {number}")
            if bring_in:
                with closing(connect(data / "ketwell.db", raw_key(data))) as connection:
                    connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
                new = worker.act(number + 10**6)
                library.mark(f"saved {new.hex}")

    some(8, bring_in=True)
    back_up(data, world, lambda _new: None)
    some(4)
    new_key(data, world, lambda _new: None)
    with closing(connect(data / "ketwell.db", raw_key(data))) as connection:
        in_backup = [bytes(row[0]).hex() for row in connection.execute("SELECT id FROM person")]
    some(4, bring_in=True)
    library.mark(f"restoring {','.join(in_backup)}")
    restore(data, world, lambda _new: None)
    library.mark("restored")
    some(4)
    library.mark("done")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), bool(int(sys.argv[3])), Path(sys.argv[4]))
