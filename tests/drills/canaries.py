"""Words that stand nowhere but in the data are looked for in every byte the program leaves."""

import io
import logging
import os
import random
from contextlib import closing, redirect_stderr, redirect_stdout, suppress
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from desktop import log
from desktop.__main__ import main
from desktop.connectors.mail_apart import SMALL, read_mail_apart
from desktop.domain.incoming import Taken, Unreadable
from desktop.services.anchors import Anchors
from desktop.services.audit_filter import AuditFilter
from desktop.services.call_form import CallForm
from desktop.services.changes import Ledger
from desktop.services.drafts import Drafts
from desktop.services.exporting import EXPORTABLE, Exporting, Order
from desktop.services.import_batches import ImportIntake
from desktop.services.importing import Importing
from desktop.services.people import NewPerson, People
from desktop.storage.engine import open_database
from desktop.storage.sqlite_connection import connect
from tests.conftest import A_TUESDAY, Clock
from tests.connectors.mail.receiving import form
from tests.drills.desk import at_work, make_desk
from tests.drills.frame import Tally, raw_key
from tests.export.zip_reader import open_with
from tests.services.incoming import Intake
from tests.services.world import World

PASSWORD = "seven herons over a pond"
SYLLABLES = ("vor", "quil", "tam", "zeb", "nox", "pli", "gru", "hax", "wem", "jyd")


def run(count: int, seed: int, planted: bool, folder: Path) -> Tally:
    """``count`` canaries in names, notes and addresses; the first in what comes in too, the second
    in half-typed calls."""
    chance = random.Random(seed)
    canaries = ["".join(chance.choices(SYLLABLES, k=5)) for _ in range(count)]
    data = folder / "desk"
    world = make_desk(data)
    before = os.environ.get("TMPDIR")
    (folder / "tmp").mkdir()
    os.environ["TMPDIR"] = str(folder / "tmp")
    try:
        with closing(open_database(data).database) as database:
            clock = Clock(A_TUESDAY + timedelta(hours=1))
            anchors = Anchors(data)
            ledger = Ledger(database, clock, anchored=anchors.note)
            people = People(database, ledger, clock)
            for canary in canaries:
                new = people.add(
                    world.wren,
                    NewPerson(f"{canary} Moss", email=f"{canary}@example.org"),
                    uuid4(),
                ).value
                if new is None:
                    raise AssertionError("nobody was written down")
                version = people.page(world.wren, new).person.version
                people.update(world.wren, new, version, uuid4(), notes=f"said {canary} again")
            anchors.close()
        _comes_in(canaries[0], data, world, folder)
        _half_typed(canaries[1], data, world)
        # The log of a bug with a canary in its words, and of a verb that fails.
        with log.writing_to(data / "logs" / "ketwell-desk.log"):
            try:
                raise ValueError(f"could not read {canaries[0]} at desk")
            except ValueError:
                logging.getLogger("desktop").exception("a command stopped")
            logging.getLogger("mailing").warning("no folder for %s", canaries[1])
            if planted:
                logging.getLogger("desktop").warning("opened %s", canaries[2])
        for words in (["backup"], ["check"], ["--user", canaries[1], "export", "calls"]):
            _quietly([*words], data)
        locked = _export(canaries[3], data, world, folder / "trail.zip")
        tally = _search(canaries, data, folder)
        tally.expect(locked, "the export says nothing of anybody")
        return tally
    finally:
        if before is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = before


def _comes_in(canary: str, data: Path, world: World, folder: Path) -> None:
    """A form, a mail that is read in a process of its own, what cannot be read, and a file."""
    with at_work(data, world) as there:
        intake = Intake.at(there)
        intake.take(intake.lead(name=f"{canary} Reed", payload=f'{{"name": "{canary}"}}'))
        read = read_mail_apart(form(1, f"I am {canary}. " * (SMALL // 16)), "mail", "UTC")
        match read:
            case Taken(record=record):
                intake.take(record)
            case _:
                raise AssertionError("the mail was not read")
        aside = Unreadable("web", f"“{canary}” is no date.", canary.encode(), "1")
        intake.receiving.set_aside(intake.listener, aside)
        importing = Importing(ImportIntake(there.database, there.ledger, intake.receiving))
        file = folder / "leads.csv"
        file.write_text(f"Name,Phone,Message\n{canary} Fir,(602) 555-0101,Ask for {canary}\n")
        importing.commit(there.wren, importing.plan(there.wren, file))
        file.unlink()  # it is not the program's


def _half_typed(canary: str, data: Path, world: World) -> None:
    """A call that is being typed, and one that was put by."""
    with at_work(data, world) as there:
        drafts = Drafts(there.database, there.clock)
        card = CallForm(there.clock(), speaker_name=f"{canary} Birch", notes=f"{canary} rang")
        drafts.save(there.wren, uuid4(), card)
        drafts.set_aside(there.wren, uuid4(), card)


def _export(canary: str, data: Path, world: World, target: Path) -> bool:
    """The trail saved in an encrypted ZIP; whether ``canary`` is told there to who has the
    password."""
    with at_work(data, world) as there:
        exporting = Exporting(there.database, there.ledger, there.clock)
        keys = tuple(column.key for column in EXPORTABLE["audit"].columns)
        order = Order("audit", AuditFilter(), target, "For the auditor", keys, password=PASSWORD)
        exporting.export(there.lark, order, uuid4())
    return canary.encode() in open_with(target, PASSWORD)


def _quietly(words: list[str], data: Path) -> None:
    nowhere = io.StringIO()
    with redirect_stdout(nowhere), redirect_stderr(nowhere), suppress(SystemExit):
        main(["--data-dir", str(data), *words])


def _search(canaries: list[str], data: Path, folder: Path) -> Tally:
    tally = Tally(len(canaries))
    files = [path for path in folder.rglob("*") if path.is_file()]
    searched = 0
    for path in files:
        whole = path.read_bytes()
        searched += len(whole)
        for canary in canaries:
            for coded in (canary.encode(), canary.encode("utf-16-le"), canary.upper().encode()):
                if coded in whole or coded in path.name.encode():
                    tally.fail(f"{canary} is in {path.name}")
    # They are in the data all the same.
    with closing(connect(data / "ketwell.db", raw_key(data))) as connection:
        names = " ".join(row[0] for row in connection.execute("SELECT name FROM person"))
    tally.expect(all(canary in names for canary in canaries), "a canary was never written down")
    tally.note = f"{searched:,} bytes of {len(files)} files searched"
    return tally
