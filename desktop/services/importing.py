"""Files of calls, leads and contacts come into the desk: looked at and counted first, then written
in small batches under one identity, so that the desk goes on working; taken back whole.

Nothing of a file is kept aside while somebody looks at the counts: what is written later is read
from the same file again, which must not have changed (:attr:`ImportPlan.sha256`).
"""

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Protocol
from uuid import UUID

from desktop.connectors.files.content import Content
from desktop.domain.errors import Refused
from desktop.domain.incoming import (
    Fate,
    Ignored,
    Incoming,
    IncomingCall,
    IncomingContact,
    IncomingLead,
    Receipt,
    RowRead,
    Taken,
)
from desktop.domain.vocabulary import Permission
from desktop.services.actor import Actor, demand
from desktop.services.import_plan import (
    EXAMPLES_SHOWN,
    RAW_KEPT,
    Example,
    ImportAs,
    ImportCounts,
    ImportDone,
    ImportPlan,
    ImportProgress,
    ImportStep,
    Refusal,
    Staged,
    Stopped,
    Tell,
)
from desktop.services.import_reading import first_rows_of, formats_of, rows_of, sha256_of
from desktop.services.seen_before import SeenBefore

BATCH_SECONDS = 0.050
"""No batch holds the desk's one write lane for longer."""
_AIM_SECONDS = 0.040
_OWN_SECONDS = 0.032
"""On a busy machine a batch takes long without being large, and small ones make more work in all:
it is not made smaller than what takes so much of our own time."""
_FIRST_BATCH, _SMALLEST, _LARGEST = 64, 8, 4_000
_LOOKED_AT = 250
_TOLD_SECONDS = 0.1


class Intake(Protocol):
    """Where records go: the one service that takes them, in batches."""

    def look(self, actor: Actor, records: Sequence[Incoming]) -> Sequence[Receipt]:
        """What taking each of them would do now; nothing is written."""

    def begin(self, actor: Actor, plan: ImportPlan) -> UUID:
        """A new import: the identity that its batches are written under."""

    def take(self, actor: Actor, import_id: UUID, records: Sequence[Incoming]) -> Sequence[Receipt]:
        """Write one batch in one transaction; what a record became, in their order."""

    def finish(self, actor: Actor, import_id: UUID, counts: ImportCounts) -> None:
        """The import is whole: what became of its rows."""

    def was_read(self, sha256: str) -> bool:
        """Whether a file with this content was imported whole."""

    def take_back(self, actor: Actor, import_id: UUID) -> bool:
        """Take back a part of what the import wrote, at most a batch's time long; whether there
        is more."""


class Importing:
    """Imports of files. ``seconds`` is a clock that only runs on, ``worked`` one that runs on
    while this thread is at work."""

    def __init__(
        self,
        intake: Intake,
        seconds: Callable[[], float] = time.monotonic,
        worked: Callable[[], float] = time.thread_time,
    ) -> None:
        self._intake = intake
        self._seconds = seconds
        self._worked = worked

    def plan(
        self,
        actor: Actor,
        path: Path,
        *,
        read_as: ImportAs = ImportAs.AUTO,
        format_name: str | None = None,
        columns: Mapping[str, str] | None = None,
        zone: str | None = None,
        region: str = "US",
        missed_since: date | None = None,
    ) -> ImportPlan:
        """What ``path`` is, by its content, and how it would be read. ``zone`` is the one of times
        without a zone, the desk's when not said; ``missed_since`` see :class:`ImportPlan`.

        Raises :class:`UnreadableFile` for what is no calls, leads or contacts, :class:`Refused`
        for a format that there is not.
        """
        demand(actor, Permission.RECEIVE)
        content = Content(path)
        found = formats_of(content, read_as, format_name)
        chosen = found[0]
        titles, sample = first_rows_of(content)
        return ImportPlan(
            path=path,
            format=chosen.name,
            title=chosen.title,
            kind=chosen.kind,
            zone=zone or actor.zone,
            region=region,
            others=tuple(each.name for each in found[1:]),
            columns=dict(columns or {}),
            titles=titles,
            sample=sample,
            sha256=sha256_of(path),
            missed_since=missed_since,
        )

    def stage(
        self,
        actor: Actor,
        plan: ImportPlan,
        tell: Tell | None = None,
        stopped: Stopped | None = None,
    ) -> Staged | None:
        """Read the file through and count what importing it would do; None when stopped."""
        demand(actor, Permission.RECEIVE)
        run = _Run(plan, ImportStep.READING, self._seconds, tell)
        waiting: list[Taken] = []

        def look() -> None:
            records = [each.record for each in waiting]
            receipts = self._intake.look(actor, records)
            for taken, receipt in zip(waiting, receipts, strict=True):
                run.count(taken, receipt)
            waiting.clear()

        for row in run.rows():
            if run.keep(row) and isinstance(row, Taken):
                waiting.append(row)
                if len(waiting) == _LOOKED_AT:
                    look()
                    if stopped is not None and stopped():
                        return None
        look()
        return run.staged()

    def commit(
        self,
        actor: Actor,
        plan: ImportPlan,
        tell: Tell | None = None,
        stopped: Stopped | None = None,
    ) -> ImportDone:
        """Write the file's rows. When stopped (or when anything fails) none of it is kept.

        Raises :class:`Refused` when the file has changed since it was planned.
        """
        demand(actor, Permission.RECEIVE)
        if plan.sha256 != sha256_of(plan.path):
            raise Refused("This file has changed since it was looked at. Look at it again.")
        run = _Run(plan, ImportStep.WRITING, self._seconds, tell)
        batches = _Batches(run, self._intake, actor, self._seconds, self._worked)
        try:
            for row in run.rows():
                written = run.keep(row) and isinstance(row, Taken) and batches.add(row)
                if written and stopped is not None and stopped():
                    self.take_back(actor, batches.import_id, tell)
                    return run.done(None, cancelled=True)
            batches.write()
        except BaseException:
            # Ctrl+C and a full disk alike: half a file is worth less than none.
            self.take_back(actor, batches.import_id, tell)
            raise
        if batches.import_id is not None:
            self._intake.finish(actor, batches.import_id, run.counts)
        return run.done(batches.import_id)

    def was_read(self, sha256: str) -> bool:
        """Whether a file with this content was imported whole: a watched folder asks."""
        return self._intake.was_read(sha256)

    def take_back(self, actor: Actor, import_id: UUID | None, tell: Tell | None = None) -> None:
        """Take back all that an import wrote, but for what was worked on since. Goes on where it
        was broken off."""
        demand(actor, Permission.RECEIVE)
        parts = 0
        while import_id is not None and self._intake.take_back(actor, import_id):
            parts += 1
            if tell is not None:
                tell(ImportProgress(parts, 0, None, ImportStep.TAKING_BACK))


class _Run:
    """One reading of a file from beginning to end."""

    def __init__(
        self, plan: ImportPlan, step: ImportStep, seconds: Callable[[], float], tell: Tell | None
    ) -> None:
        self.plan = plan
        self._step = step
        self._seconds = seconds
        self._tell = tell
        self._began = self._told = seconds()
        self._content = Content(plan.path)
        self._seen = SeenBefore()
        self.counts = ImportCounts()
        self.zone_assumed = 0
        self._refusals: list[Refusal] = []
        self._examples: dict[Fate, list[Example]] = {}
        self.first_row = 0

    def rows(self) -> Iterator[RowRead]:
        """Every row of the file."""
        return rows_of(self.plan, self._content)

    def keep(self, row: RowRead) -> bool:
        """Note a row; whether it is to be handed in."""
        if not self.first_row or row.row < self.first_row:
            self.first_row = row.row
        if isinstance(row, Taken):
            if getattr(row.record, "zone_assumed", False):
                self.zone_assumed += 1
            return True
        if isinstance(row, Ignored):
            self.counts.ignored += 1
            self._example(Fate.IGNORED, Example(row.row, "", "", row.reason))
        else:
            self.counts.rejected += 1
            # The texts of many would fill the memory; whoever writes them down reads them again.
            raw = row.raw if len(self._refusals) < RAW_KEPT else ""
            self._refusals.append(Refusal(row.row, sys.intern(row.reason), raw))
        return False

    def count(self, taken: Taken, receipt: Receipt) -> None:
        """Note what became of a row that was handed in."""
        fate = receipt.fate
        if self._seen.add(hash(_identity(taken.record))):
            # The second time in one file is a duplicate, not what was here before.
            fate = Fate.DUPLICATE if fate is not Fate.UPDATED else fate
        self.counts.add(fate)
        self._example(fate, taken, receipt.reason)

    def _example(self, fate: Fate, row: Taken | Example, reason: str = "") -> None:
        shown = self._examples.setdefault(fate, [])
        if len(shown) < EXAMPLES_SHOWN:
            shown.append(row if isinstance(row, Example) else _example(row, reason))

    def progress(self) -> None:
        """Tell how far it is, not more than ten times a second."""
        now = self._seconds()
        if self._tell is None or now - self._told < _TOLD_SECONDS:
            return
        self._told = now
        of = max(1, self._content.size)
        done = min(of, self._content.position)
        spent = now - self._began
        left = spent * (of - done) / done if done and spent > 1 else None
        self._tell(ImportProgress(done, of, left, self._step))

    def staged(self) -> Staged:
        """What was read."""
        return Staged(
            self.plan,
            self.counts,
            self.zone_assumed,
            self._refusals,
            {fate: tuple(shown) for fate, shown in self._examples.items()},
            self.first_row,
        )

    def done(self, import_id: UUID | None, *, cancelled: bool = False) -> ImportDone:
        """What was written."""
        return ImportDone(
            import_id,
            self.counts,
            self.zone_assumed,
            self._refusals,
            self.first_row,
            cancelled,
        )


class _Batches:
    """Hands rows in, so many at a time as take no longer than the desk may be kept waiting."""

    def __init__(
        self,
        run: _Run,
        intake: Intake,
        actor: Actor,
        seconds: Callable[[], float],
        worked: Callable[[], float],
    ) -> None:
        self._run = run
        self._intake = intake
        self._actor = actor
        self._seconds = seconds
        self._worked = worked
        self._size = _FIRST_BATCH
        self._waiting: list[Taken] = []
        self.import_id: UUID | None = None

    def add(self, taken: Taken) -> bool:
        """Whether a batch was written with it."""
        self._waiting.append(taken)
        if len(self._waiting) < self._size:
            return False
        self.write()
        return True

    def write(self) -> None:
        """Write what waits."""
        if not self._waiting:
            return
        if self.import_id is None:
            self.import_id = self._intake.begin(self._actor, self._run.plan)
        began, before = self._seconds(), self._worked()
        records = [each.record for each in self._waiting]
        receipts = self._intake.take(self._actor, self.import_id, records)
        took = max(1e-4, self._seconds() - began)
        took = min(took, max(1e-4, self._worked() - before) * _AIM_SECONDS / _OWN_SECONDS)
        for taken, receipt in zip(self._waiting, receipts, strict=True):
            self._run.count(taken, receipt)
        self._waiting = []
        # A busy moment may halve it at once, a quiet one doubles it slowly.
        wanted = int(self._size * _AIM_SECONDS / took)
        self._size = max(_SMALLEST, min(_LARGEST, max(self._size // 2, wanted), 2 * self._size))
        self._run.progress()


def _example(taken: Taken, reason: str) -> Example:
    record = taken.record
    match record:
        case IncomingCall():
            channel = record.caller or record.called
        case IncomingLead():
            channel = next(iter((*record.numbers, *record.emails)), "")
        case IncomingContact():
            channel = next((each.text for each in record.numbers), next(iter(record.emails), ""))
    return Example(taken.row, record.name, channel, reason)


def _identity(record: Incoming) -> object:
    """What two rows of one file have in common when they tell of one thing."""
    if record.external_id:
        return record.source, record.external_id
    if isinstance(record, IncomingCall):
        return record
    return _SAID_OF[type(record)](record)


def _all_but_payload(kind: type[Incoming]) -> Callable[[Incoming], object]:
    return attrgetter(*(each.name for each in fields(kind) if each.name != "payload"))


_SAID_OF = {kind: _all_but_payload(kind) for kind in (IncomingLead, IncomingContact)}
