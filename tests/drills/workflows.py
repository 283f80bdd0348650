"""What the program does to its files, each as one act that a drill can stop or make fail."""

from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from uuid import UUID, uuid4

from desktop.domain.backup_rules import BackupKind
from desktop.domain.vocabulary import AttemptResult, MilestoneKind, Resolution
from desktop.paths import resources
from desktop.services.call_filter import CallFilter
from desktop.services.changes import Written
from desktop.services.danger_words import DangerWords, shipped_words
from desktop.services.exporting import Exporting, Order
from desktop.services.import_batches import ImportIntake
from desktop.services.importing import Importing
from desktop.services.milestones import Milestones
from desktop.services.receiving import Receiving
from desktop.services.who_stays import who_stays
from desktop.storage.backup import backups_in
from desktop.storage.data_files import DataFiles
from desktop.storage.engine import open_database
from desktop.storage.faults import writing
from desktop.storage.rekey import rekey
from desktop.storage.restore import prepare_restore
from desktop.storage.unlock import unlock
from tests.drills.desk import KEPT, Worker, at_work
from tests.services.mergers import merger_of
from tests.services.phone import Phone
from tests.services.promises import desk_of
from tests.services.world import World

CALLS = "phone-calls.csv"
"""A file of calls in the data directory, to be imported."""

Told = Callable[[UUID], object]
Act = Callable[[Path, World, Told], None]
"""Works on a data directory, and tells of each record that was acknowledged as written down."""


def save(data: Path, world: World, told: Told) -> None:
    """Open, write somebody down, correct them, close."""
    with closing(Worker(data, world)) as worker:
        new = worker.act(1)
        told(new)
        worker.edit(new, "edited")


def back_up(data: Path, world: World, told: Told) -> None:
    """A backup while the data is open."""
    opened = open_database(data)
    with closing(opened.database):
        opened.safe().take(BackupKind.BY_HAND)


def export(data: Path, world: World, told: Told) -> None:
    """The calls as a file."""
    with at_work(data, world) as there:
        exporting = Exporting(there.database, there.ledger, there.clock)
        order = Order("calls", CallFilter(), data / "calls.csv", "The monthly count")
        exported = exporting.export(there.lark, order, uuid4())
        if exported is not None:
            _tell(told, exported.written)


def new_key(data: Path, world: World, told: Told) -> None:
    """A new key and recovery code."""
    unlocked = unlock(data)
    try:
        code = data.with_name(data.name + ".code")
        rekey(unlocked, lambda new: _keep(code, new))
    finally:
        unlocked.lock.release()


def restore(data: Path, world: World, told: Told) -> None:
    """The last backup put back."""
    ready = prepare_restore(data, next(iter(backups_in(DataFiles.of(data).backups))))
    try:
        ready.swap()
    finally:
        ready.close()


def upgrade(data: Path, world: World, told: Told) -> None:
    """Older data opened by this program."""
    open_database(data).database.close()


def call(data: Path, world: World, told: Told) -> None:
    """A call is logged, with a promise to ring back."""
    with at_work(data, world) as there:
        phone = Phone.at(there)
        _tell(told, phone.log(phone.promising()))


def callback(data: Path, world: World, told: Told) -> None:
    """A promise is given, tried in vain, tried again and kept."""
    with at_work(data, world) as there:
        desk = desk_of(there)
        promised = desk.promise()
        told(promised)
        there.clock.forward(minutes=30)
        _tell(told, desk.record(promised, AttemptResult.VOICEMAIL).written)
        there.clock.forward(hours=1)
        kept = desk.record(
            promised, AttemptResult.REACHED, close=Resolution.KEPT, hours_reason="They asked for it"
        )
        _tell(told, kept.written)


def take_in(data: Path, world: World, told: Told) -> None:
    """A file of calls."""
    with at_work(data, world) as there:
        words = DangerWords(there.database, there.ledger, shipped_words(resources()))
        receiving = Receiving(there.database, there.ledger, words)
        importing = Importing(ImportIntake(there.database, there.ledger, receiving))
        done = importing.commit(there.wren, importing.plan(there.wren, data / CALLS))
        if done.import_id is not None:
            told(done.import_id)


def merge(data: Path, world: World, told: Told) -> None:
    """Two people become one, with all that is written of them; nothing if they are one already."""
    with at_work(data, world) as there:
        with there.database.read() as conn:
            if who_stays(conn, world.rowan) == world.juniper:
                return
        _tell(told, merger_of(there).merge(world.juniper, world.rowan).written)


def milestone(data: Path, world: World, told: Told) -> None:
    """The closing has happened: every callback that waits for it becomes due; nothing if it is
    marked already."""
    with at_work(data, world) as there:
        milestones = Milestones(there.database, there.ledger, there.clock)
        closing_row = next(
            row for row in milestones.all(there.lark) if row.kind is MilestoneKind.CLOSING
        )
        if closing_row.happened_at is not None:
            return
        marked = milestones.mark(
            there.lark, MilestoneKind.CLOSING, None, closing_row.version, uuid4()
        )
        if marked is not None:
            told(marked.milestone_id)


def _tell(told: Told, written: Written) -> None:
    """All that one write touched."""
    for each in written.touched:
        if each.record in KEPT:
            told(each.id)


def _keep(path: Path, code: str) -> None:
    with writing(path):
        path.write_text(code, encoding="ascii")


WORKFLOWS: Mapping[str, Act] = {
    "call": call,
    "callback": callback,
    "person": save,
    "import": take_in,
    "merge": merge,
    "milestone": milestone,
    "back up": back_up,
    "new key": new_key,
    "restore": restore,
    "upgrade": upgrade,
    "export": export,
}
