"""What leaves the page on paper or as a file: the summary, and the promises by phase."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.app import Services
from desktop.domain.errors import Problem
from desktop.domain.local_time import local_day
from desktop.services.actor import Actor
from desktop.services.takeaway import Takeaway
from desktop.ui.acts import Acts
from desktop.ui.exporting.doors import Doors
from desktop.ui.exporting.why_dialog import WhyDialog
from desktop.ui.printing.print_acts import SheetWanted
from desktop.ui.printing.summary_sheet import Summary, summary_sheet
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.transition.transition_words import counted


class SummaryActs(Acts):
    """Reads everything anew: what is printed is of one moment."""

    print_requested = Signal(object)
    """A :class:`SheetWanted`."""

    def __init__(
        self,
        theme: Theme,
        tasks: Runner,
        services: Services,
        clock: Callable[[], datetime],
        window: QWidget,
    ) -> None:
        super().__init__(tasks, services, clock, window)
        self._theme = theme
        self.doors = Doors()

    def set_actor(self, actor: Actor) -> None:
        """Who is at the desk."""
        self._actor = actor

    def print_page(self) -> None:
        """The whole page in figures."""
        actor, services = self._actor, self._services
        if actor is None:
            return

        def read() -> Summary:
            return Summary(
                services.transition_settings.choices(),
                services.milestones.all(actor),
                services.coverage.coverage(actor),
                services.requests.progress(actor),
                services.statements.current(actor, None),
                services.promise_phases.figures(actor),
            )

        def ready(summary: Summary) -> None:
            now = self._clock()
            sheet = summary_sheet(summary, actor.zone, now)
            day = local_day(now, actor.zone)
            file_name = f"ketwell-transition-{day.isoformat()}.pdf"
            rows = len(summary.phases)
            self.print_requested.emit(
                SheetWanted(actor, sheet, "transition", "the summary of the page", rows, file_name)
            )

        self._tasks.run(read, ready, self._failed, replaces="transition summary")

    def export_figures(self) -> None:
        """Every promise with its phase, as a file."""
        actor = self._actor
        if actor is None:
            return
        day = local_day(self._clock(), actor.zone)
        dialog = WhyDialog(
            self._theme,
            self._window.window(),
            "Save every callback with its phase",
            "The figures for both owners",
        )
        dialog.ask_where(
            self.doors,
            f"ketwell-callbacks-by-phase-{day.isoformat()}.csv",
            actor,
            lambda takeaway: self._save(actor, takeaway),
        )

    def _save(self, actor: Actor, takeaway: Takeaway) -> None:
        phases, key = self._services.promise_phases, uuid4()
        self._tasks.run_network(
            lambda: phases.export(actor, takeaway, "csv", key), self._saved, self._failed
        )

    def _saved(self, saved: tuple[Path, int]) -> None:
        file, rows = saved
        self.said.emit(f"{counted(rows, 'callback', 'callbacks')} saved as {file.name}.", None)

    def _failed(self, problem: Problem) -> None:
        self.troubled.emit(str(problem))
