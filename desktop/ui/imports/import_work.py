"""The work behind the import screen: looked at, counted, written, taken back; off the window's
thread and beside the database's worker, so that the desk goes on working meanwhile."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import Protocol, TypeVar
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal

from desktop.connectors.files.content import UnreadableFile
from desktop.domain.errors import Problem
from desktop.domain.incoming import IncomingKind
from desktop.domain.table_columns import ColumnChoice, said
from desktop.services.actor import Actor
from desktop.services.column_maps import TABLE_FORMATS, ColumnMaps, TableColumns
from desktop.services.import_plan import (
    ImportAs,
    ImportDone,
    ImportPlan,
    Staged,
    Stopped,
    Tell,
)
from desktop.services.import_rejects import Rejects

T = TypeVar("T")


class Imports(Protocol):
    """What the screen asks of :class:`desktop.services.importing.Importing`."""

    def plan(
        self,
        actor: Actor,
        path: Path,
        *,
        read_as: ImportAs = ...,
        format_name: str | None = None,
        columns: Mapping[str, str] | None = None,
        zone: str | None = None,
        region: str = "US",
    ) -> ImportPlan:
        """What a file is and how it would be read."""

    def stage(
        self,
        actor: Actor,
        plan: ImportPlan,
        tell: Tell | None = None,
        stopped: Stopped | None = None,
    ) -> Staged | None:
        """What importing it would do; None when stopped."""

    def commit(
        self,
        actor: Actor,
        plan: ImportPlan,
        tell: Tell | None = None,
        stopped: Stopped | None = None,
    ) -> ImportDone:
        """Write it; when stopped none of it is kept."""

    def take_back(self, actor: Actor, import_id: UUID | None, tell: Tell | None = None) -> None:
        """Take back what an import wrote."""


class Background(Protocol):
    """The part of :class:`desktop.ui.tasks.Tasks` that long work is done in."""

    def run_network(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Problem], None]
    ) -> None:
        """Do ``work`` beside the database's worker."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was looked at; ``columns`` where somebody may choose what its columns mean.
    ``guess``: it was not recognised as anything, and is shown as a table all the same."""

    plan: ImportPlan
    columns: TableColumns | None
    guess: bool = False


class ImportWork(QObject):
    """One thing at a time for one file; a newer one stops the older."""

    progressed = Signal(object)
    """An :class:`ImportProgress`."""
    looked = Signal(object)
    """A :class:`Looked`."""
    staged = Signal(object)
    """A :class:`Staged`."""
    done = Signal(object)
    """An :class:`ImportDone`."""
    taken_back = Signal()
    failed = Signal(str)
    """What got in the way, and what to do."""

    def __init__(
        self,
        tasks: Background,
        imports: Imports,
        maps: ColumnMaps,
        rejects: Rejects,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._imports, self._maps = tasks, imports, maps
        self._rejects = rejects
        self._stop = Event()
        self._number = 0

    def stop(self) -> None:
        """Stop what is under way; of what is being written nothing is kept."""
        self._stop.set()

    def look(self, actor: Actor, path: Path, format_name: str | None, zone: str | None) -> None:
        """What the file is."""
        self._run(lambda _stop: self._look(actor, path, format_name, zone), self.looked.emit)

    def stage(self, actor: Actor, plan: ImportPlan) -> None:
        """Count what importing it would do."""

        def counted(staged: Staged | None) -> None:
            if staged is not None:
                self.staged.emit(staged)

        self._run(lambda stop: self._imports.stage(actor, plan, self._tell, stop.is_set), counted)

    def commit(
        self, actor: Actor, plan: ImportPlan, choices: tuple[ColumnChoice, ...] | None
    ) -> None:
        """Write it, and remember what was chosen for its columns."""

        def work(stop: Event) -> ImportDone:
            done = self._imports.commit(actor, plan, self._tell, stop.is_set)
            if choices is not None and not done.cancelled:
                self._maps.remember(actor, plan.kind, choices)
            return done

        self._run(work, self.done.emit)

    def take_back(self, actor: Actor, import_id: UUID) -> None:
        """Undo an import."""
        self._run(
            lambda _stop: self._imports.take_back(actor, import_id, self._tell),
            lambda _nothing: self.taken_back.emit(),
        )

    def save_rejects(
        self, actor: Actor, staged: Staged, to: Path, then: Callable[[object], None]
    ) -> None:
        """Write the rows that stay out to a file."""
        key = uuid4()
        self._tasks.run_network(
            lambda: self._rejects.save(actor, staged.plan, to, key),
            then,
            lambda problem: self.failed.emit(str(problem)),
        )

    def _look(self, actor: Actor, path: Path, format_name: str | None, zone: str | None) -> Looked:
        guess = False
        try:
            plan = self._imports.plan(actor, path, format_name=format_name, zone=zone)
        except UnreadableFile:
            # Nobody knows it: a table may still be shown, for its columns to be chosen.
            columns = self._maps.look(actor, path, IncomingKind.LEAD)
            if len(columns.choices) < 2:
                raise
            plan, guess = self._table_plan(actor, path, zone), True
        if plan.format != TABLE_FORMATS.get(plan.kind):
            return Looked(plan, None)
        columns = self._maps.look(actor, path, plan.kind)
        if columns.remembered or guess:
            plan = replace(plan, columns=said(columns.choices))
        return Looked(plan, columns, guess)

    def _table_plan(self, actor: Actor, path: Path, zone: str | None) -> ImportPlan:
        name = TABLE_FORMATS[IncomingKind.LEAD]
        return self._imports.plan(actor, path, format_name=name, zone=zone)

    def _run(self, work: Callable[[Event], T], done: Callable[[T], None]) -> None:
        """Start ``work``; the answers of what was begun before are not heard any more."""
        self._stop.set()
        self._stop = stop = Event()
        self._number += 1
        number = self._number

        def answered(value: T) -> None:
            if number == self._number:
                done(value)

        def failed(problem: Problem) -> None:
            if number == self._number:
                self.failed.emit(str(problem))

        self._tasks.run_network(lambda: work(stop), answered, failed)

    def _tell(self, progress: object) -> None:
        self.progressed.emit(progress)
