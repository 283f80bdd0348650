"""Is everything as it was written? And what a restore and a new key leave in the trail."""

from collections import deque
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import chain as chain_together
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection, select

from desktop.domain.audit import Event
from desktop.domain.errors import Problem
from desktop.services import chain
from desktop.services.actor import Actor
from desktop.services.anchors import NAME, Anchor, Anchors, read_anchors, sign
from desktop.services.backup_ends import BackupEnd, against_backups, ends_in, last_restore
from desktop.services.changes import Ledger
from desktop.services.demo.desk import find_demo
from desktop.services.desk_chains import Linked
from desktop.services.records_check import altered_records
from desktop.services.restored_leavers import keep_out
from desktop.services.trail import MARK, BrokenLink, Walked, walk
from desktop.storage import tables
from desktop.storage.engine import Database, Opened

if TYPE_CHECKING:
    from desktop.storage.backup import Backup

_AT_ONCE = 8
"""A window and a listener may add lines of one desk at once: each is then over the line that was
the last when it looked, which is among the last few."""

_TOLD_AT_MOST = 20

_desk_chain = tables.metadata.tables["desk_chain"]
_desk = tables.metadata.tables["desk"]
_head = tables.metadata.tables["chain_head"]


@dataclass(frozen=True, slots=True)
class Findings:
    """What a check found: sentences about the file, the trail and the backups, none of which names
    a person; and how much was looked through."""

    data: tuple[str, ...]
    trail: tuple[str, ...]
    backups: tuple[str, ...]
    changes: int
    backups_checked: int

    @property
    def is_well(self) -> bool:
        """Whether nothing was found."""
        return not (self.data or self.trail or self.backups)


def check_all(opened: Opened, *, backups: bool = True) -> Findings:
    """Look through the data to its last page, every chain of the trail and the ends that are kept
    outside it, every record as the trail left it, and every backup in the usual place. Nothing is
    changed."""
    safe = opened.safe()
    data = tuple(_damage(opened))
    bad, checked, ends = list[str](), 0, list[BackupEnd]()
    for backup in safe.there() if backups else ():
        checked += 1
        try:
            key = _key_of(opened, backup)
            safe.check(backup, key)
            ends += ends_in(backup, key)
        except Problem as problem:
            bad.append(str(problem))
    changes, trail = 0, list[str]()
    try:
        # A demo lives on a day of its own, and was made and is filled beside the trail.
        real = find_demo(opened.database) is None
        with opened.database.read() as conn:
            trail = [
                _in_words(conn, each)
                for each in broken_trail(
                    conn,
                    safe.files.data_dir,
                    ends if real else (),
                    alone=real and opened.database.dialect != "postgresql",
                )
            ]
            trail += _records(conn, unwritten=real)
            changes = conn.execute(select(_head.c.seq)).scalar() or 0
    except Problem as problem:
        data = data or (str(problem),)
    return Findings(data, tuple(trail), tuple(bad), changes, checked)


def broken_trail(
    conn: Connection, folder: Path, ends: Collection[BackupEnd] = (), *, alone: bool = False
) -> Iterator[BrokenLink]:
    """The entries that do not hold: the first one of each chain, and where the ends that are kept
    in ``folder``, or those in backups, say that it was cut off, made anew, or put back to an older
    one. ``alone``: nothing was ever written but with this folder, so it has a line of every chain,
    from its first entry on."""
    anchors = list(read_anchors(folder))
    good = [each for each in anchors if isinstance(each, Anchor)]
    wanted: dict[UUID, set[int]] = {}
    for desk_id, number in (
        *((each.desk_id, each.number) for each in good),
        *((each.desk_id, each.number) for each in ends),
    ):
        wanted.setdefault(desk_id, set()).add(number)
    chains: dict[UUID, Walked] = {}
    named: set[UUID] = set()
    marks: dict[UUID, BrokenLink] = {}
    for broken in walk(conn, wanted, chains):
        if broken.what == MARK:  # no link: one that was cut off says more of what became of it
            marks.setdefault(broken.desk_id, broken)
            continue
        if broken.desk_id not in named:
            yield broken
        named.add(broken.desk_id)
    others = (
        _against_anchors(anchors, chains),
        against_backups(ends, chains, good, last_restore(conn)),
        _lines_gone(good, chains) if alone else (),
        marks.values(),
    )
    for found in chain_together(*others):
        if found.desk_id not in named:
            yield found
        named.add(found.desk_id)


def note_restore(
    ledger: Ledger,
    anchors: Anchors,
    database: Database,
    by: Actor | None,
    backup: "Backup",
    leavers: Collection[UUID],
) -> None:
    """After a backup was put back: the ends that are kept outside may go back to its own, the
    trail says so, and who left since (``leavers``) stays out."""
    with database.read() as conn:
        ends = {
            row.desk_id: Linked(
                row.desk_id, 0, row.number, b"", bytes(row.hash), row.at, bytes(row.key)
            )
            for row in conn.execute(select(_desk_chain))
        }
    anchors.restored(ends, backup.name)
    ledger.note(Event.RESTORE, by, details={"backup": backup.name})
    keep_out(ledger, leavers)


def note_rekey(ledger: Ledger, by: Actor) -> None:
    """After the data got a new key."""
    ledger.note(Event.REKEY, by)


def _damage(opened: Opened) -> Iterator[str]:
    if opened.database.dialect == "postgresql":
        return
    from desktop.storage.copying import damage
    from desktop.storage.sqlite_connection import connect

    safe = opened.safe()
    try:
        with closing(connect(safe.files.database, safe.key(), read_only=True)) as connection:
            yield from (f"The data file is damaged: {each}." for each in damage(connection))
    except Problem as problem:
        yield str(problem)


def _key_of(opened: Opened, backup: "Backup") -> bytes:
    from desktop.storage.restore import Present, backup_key

    safe = opened.safe()
    return backup_key(backup, safe.files, Present(backup.data_id, safe.key(), key_file=True))


def _against_anchors(
    anchors: list[Anchor | int], chains: dict[UUID, Walked]
) -> Iterator[BrokenLink]:
    signed: dict[UUID, deque[str]] = {}
    lasting: dict[UUID, list[Anchor]] = {}
    for each in anchors:
        if isinstance(each, int):
            yield _odd(each)
            continue
        walked = chains.get(each.desk_id)
        if walked is None:
            yield BrokenLink(0, UUID(int=0), "the chain of a desk is gone", each.desk_id)
            continue
        before = signed.setdefault(each.desk_id, deque(("",), _AT_ONCE))
        if each.signature not in (sign(walked.key, one, each.body) for one in before):
            yield _odd(each.line, each.desk_id)
            continue
        before.append(each.signature)
        kept = lasting.setdefault(each.desk_id, [])
        if each.restored:
            kept[:] = [one for one in kept if one.number <= each.number]
        kept.append(each)
    for desk_id, kept in lasting.items():
        yield from _against(chains[desk_id], kept)


def _lines_gone(anchors: list[Anchor], chains: Mapping[UUID, Walked]) -> Iterator[BrokenLink]:
    """Chains whose first line is not there: it is written with the first entry, and with a
    restore."""
    first: dict[UUID, int] = {}
    for each in anchors:
        number = 0 if each.restored else each.number
        first[each.desk_id] = min(number, first.get(each.desk_id, number))
    for desk_id, walked in chains.items():
        if walked.number and first.get(desk_id, walked.number + 1) > 1:
            what = f"lines of the ends that are kept outside ({NAME}) are missing"
            yield BrokenLink(0, UUID(int=0), what, desk_id, 1)


def _records(conn: Connection, *, unwritten: bool) -> list[str]:
    """What is not as the trail left it, in words; of many the first ones."""
    found = altered_records(conn)
    some = (each for each in found if unwritten or each.seq)
    told = [_in_words(conn, each) for each in islice(some, _TOLD_AT_MOST)]
    more = sum(1 for _ in some)
    return [*told, f"So it is with {more:,} more records."] if more else told


def _against(walked: Walked, anchors: list[Anchor]) -> Iterator[BrokenLink]:
    good = 0
    for anchor in sorted(anchors, key=lambda each: each.number):
        if anchor.number == 0:
            continue
        if anchor.number > walked.number:
            what = (
                f"the end was cut off, or an older copy was put back: entry {anchor.number:,} was "
                f"here on {_day(anchor.at)}"
            )
            yield BrokenLink(walked.seq, UUID(int=0), what, walked.desk_id, walked.number + 1)
            return
        if walked.hashes.get(anchor.number) != anchor.hash:
            what = (
                f"the chain was made anew from here on: entry {anchor.number:,} is not the one of "
                f"{_day(anchor.at)}"
            )
            yield BrokenLink(0, UUID(int=0), what, walked.desk_id, good + 1)
            return
        good = anchor.number


def _odd(line: int, desk_id: UUID = chain.NO_DESK) -> BrokenLink:
    what = f"line {line} of the ends that are kept outside is not as it was written"
    return BrokenLink(0, UUID(int=0), what, desk_id)


def _day(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _in_words(conn: Connection, broken: BrokenLink) -> str:
    name = conn.execute(select(_desk.c.name).where(_desk.c.id == broken.desk_id)).scalar()
    desk = f"Desk “{name}”" if name else "The desk of the set-up"
    if not broken.number and not broken.seq:
        return f"{desk}: {broken.what}." if name else f"{broken.what[0].upper()}{broken.what[1:]}."
    which = f"entry {broken.number:,}" if broken.number else f"running number {broken.seq:,}"
    return f"{desk}, {which}: {broken.what}."
