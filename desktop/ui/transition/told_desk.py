"""Opens, from any page, everything one person was told; strikes and prints it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.app import Services
from desktop.domain.errors import Problem
from desktop.domain.local_time import local_day
from desktop.services.actor import Actor
from desktop.services.disclosures import DisclosureRow
from desktop.services.recorded import Recorded
from desktop.ui.acts import Acts
from desktop.ui.printing.print_acts import SheetWanted
from desktop.ui.printing.told_sheet import told_sheet
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.transition.told_dialog import ToldDialog


@dataclass(frozen=True, slots=True)
class _Told:
    name: str
    rows: tuple[DisclosureRow, ...]
    company: str


class ToldDesk(Acts):
    """One dialog at a time."""

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
        self._person_id: UUID | None = None
        self._company = ""
        self.dialog: ToldDialog | None = None

    def set_actor(self, actor: Actor | None) -> None:
        """Somebody else is at the desk: nothing of what was open is shown to them."""
        self._actor = actor
        if self.dialog is not None:
            self.dialog.close()

    def open(self, person_id: UUID) -> None:
        """Everything this person was told."""
        self._person_id = person_id
        self._read(self._show)

    def _read(self, done: Callable[[_Told], None]) -> None:
        actor, person_id, services = self._actor, self._person_id, self._services
        if actor is None or person_id is None:
            return
        self._tasks.run(
            lambda: _Told(
                services.people.get(actor, person_id).name,
                services.disclosures.of_person(actor, person_id),
                services.transition_settings.choices().company,
            ),
            done,
            lambda problem: self.troubled.emit(str(problem)),
            replaces="told words",
        )

    def _show(self, told: _Told) -> None:
        actor = self._actor
        if actor is None:
            return
        dialog = self.dialog
        self._company = told.company
        if dialog is not None:
            dialog.show_told(told.name, told.rows)
            return
        dialog = self.dialog = ToldDialog(self._theme, self._window, self._clock, actor.zone)
        dialog.print_requested.connect(self._print)
        dialog.strike_requested.connect(self._strike)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self._forget)
        dialog.show_told(told.name, told.rows)
        dialog.ask()

    def _strike(self, row: DisclosureRow, why: str) -> None:
        actor, disclosures, key, dialog = (
            self._actor, self._services.disclosures, uuid4(), self.dialog,
        )  # fmt: skip
        if actor is None or dialog is None:
            return

        def done(recorded: Recorded) -> None:
            self.said.emit(recorded.said, recorded.written.change_id)
            self.written.emit(recorded.written)
            self._read(self._show)

        def failed(problem: Problem) -> None:
            if self.dialog is dialog:
                dialog.show_problem(problem)
            else:
                self.troubled.emit(str(problem))

        self._tasks.run(
            lambda: disclosures.strike(actor, row.id, row.version, why, key), done, failed
        )

    def _print(self) -> None:
        actor, dialog = self._actor, self.dialog
        if actor is None or dialog is None:
            return
        person_id, name, disclosures = self._person_id, dialog.name, self._services.disclosures
        if person_id is None:
            return
        # No dialog over a dialog.
        dialog.reject()

        def arrived(rows: tuple[DisclosureRow, ...]) -> None:
            if self._actor is not actor:
                return
            now = self._clock()
            sheet = told_sheet(name, rows, actor.zone, now, self._company)
            file_name = f"ketwell-told-{local_day(now, actor.zone).isoformat()}.pdf"
            about = "what one person was told"
            self.print_requested.emit(
                SheetWanted(actor, sheet, "told", about, len(rows), file_name, person_id)
            )

        self._tasks.run(
            lambda: disclosures.to_print(actor, person_id),
            arrived,
            lambda problem: self.troubled.emit(str(problem)),
        )

    def _forget(self) -> None:
        self.dialog = None
