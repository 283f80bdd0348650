"""What is done with the list of a closure: read, put in order, saved as a file, printed."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.app import Services
from desktop.domain.errors import Problem
from desktop.domain.local_time import local_day
from desktop.domain.vocabulary import MilestoneKind
from desktop.services.actor import Actor
from desktop.services.closures import ToTell
from desktop.services.milestone_rows import MilestoneRow
from desktop.services.recorded import Recorded
from desktop.services.takeaway import Takeaway
from desktop.ui.acts import Acts
from desktop.ui.exporting.doors import Doors
from desktop.ui.exporting.why_dialog import WhyDialog
from desktop.ui.printing.closure_sheet import closure_sheet
from desktop.ui.printing.print_acts import SheetWanted
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.transition.closure_view import ClosureView

_Listed = tuple[MilestoneRow, tuple[ToTell, ...]]


class ClosureActs(Acts):
    """One closure is open at a time."""

    shown = Signal()
    """A list was asked for and is there."""
    print_requested = Signal(object)
    """A :class:`SheetWanted`."""

    def __init__(
        self,
        theme: Theme,
        view: ClosureView,
        tasks: Runner,
        services: Services,
        clock: Callable[[], datetime],
        window: QWidget,
    ) -> None:
        super().__init__(tasks, services, clock, window)
        self._theme, self._view = theme, view
        self.doors = Doors()
        view.move_requested.connect(self._move)
        view.export_requested.connect(self._export)
        view.print_requested.connect(self._print)

    def set_actor(self, actor: Actor) -> None:
        """Who is at the desk."""
        self._actor = actor

    def open(self, site_id: UUID | None) -> None:
        """Show everyone whom the closure of a clinic (None: of all) concerns."""

        def arrived(listed: _Listed) -> None:
            self._view.show_people(*listed)
            self.shown.emit()

        self._read(site_id, arrived)

    def read_again(self) -> None:
        """Somebody wrote: the list in front is read anew."""
        closure = self._view.closure
        if closure is not None:
            self._read(closure.site_id, lambda listed: self._view.show_people(*listed))

    def _read(self, site_id: UUID | None, done: Callable[[_Listed], None]) -> None:
        actor, services = self._actor, self._services
        if actor is None:
            return

        def read() -> _Listed | None:
            closure = next(
                (
                    row
                    for row in services.milestones.all(actor)
                    if (row.kind, row.site_id) == (MilestoneKind.CLOSURE, site_id)
                ),
                None,
            )
            return None if closure is None else (closure, services.closures.to_tell(actor, site_id))

        def arrived(listed: _Listed | None) -> None:
            if listed is None:
                self._view.left.emit()
            elif self._actor is actor:
                done(listed)

        self._tasks.run(read, arrived, self._failed, replaces="closure")

    def _move(self, person_id: UUID, place: int) -> None:
        actor, closures, key = self._actor, self._services.closures, uuid4()
        closure = self._view.closure
        if actor is None or closure is None:
            return
        site_id = closure.site_id

        def done(recorded: Recorded) -> None:
            self.said.emit(recorded.said, recorded.written.change_id)
            self.written.emit(recorded.written)
            self.read_again()

        self._tasks.run(
            lambda: closures.move(actor, site_id, person_id, place, key), done, self._failed
        )

    def _export(self) -> None:
        actor, closures, closure = self._actor, self._services.closures, self._view.closure
        if actor is None or closure is None:
            return
        site_id, key = closure.site_id, uuid4()

        def chosen(takeaway: Takeaway) -> None:
            self._tasks.run_network(
                lambda: closures.export(actor, site_id, takeaway, "csv", key),
                self._exported,
                self._failed,
            )

        dialog = WhyDialog(
            self._theme,
            self._window.window(),
            "Save the list of everyone to be told",
            "A letter to each of them",
        )
        dialog.ask_where(self.doors, self._file_name(actor, "csv"), actor, chosen)

    def _exported(self, saved: tuple[Path, int]) -> None:
        file, rows = saved
        self.said.emit(f"{rows:,} {'row' if rows == 1 else 'rows'} saved as {file.name}.", None)

    def _print(self) -> None:
        actor, closures, closure = self._actor, self._services.closures, self._view.closure
        if actor is None or closure is None:
            return
        site_id = closure.site_id

        def arrived(rows: tuple[tuple[int, ToTell], ...]) -> None:
            if self._actor is not actor:
                return
            sheet = closure_sheet(closure, rows, actor.zone, self._clock())
            about, name = "everyone to be told of a closure", self._file_name(actor, "pdf")
            self.print_requested.emit(SheetWanted(actor, sheet, "closure", about, len(rows), name))

        self._tasks.run(lambda: closures.to_print(actor, site_id), arrived, self._failed)

    def _file_name(self, actor: Actor, ending: str) -> str:
        day = local_day(self._clock(), actor.zone)
        return f"ketwell-closure-{day.isoformat()}.{ending}"

    def _failed(self, problem: Problem) -> None:
        self.troubled.emit(str(problem))
