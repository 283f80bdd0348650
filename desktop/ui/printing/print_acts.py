"""Saves documents as PDF: asks where, writes beside the work of the desk, and logs it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import Problem
from desktop.export.locked_zip import ENDING as LOCKED
from desktop.services.actor import Actor
from desktop.services.printouts import Printouts
from desktop.services.takeaway import Takeaway
from desktop.ui.exporting.doors import Doors
from desktop.ui.exporting.why_dialog import WhyDialog
from desktop.ui.printing.pdf import pdf_bytes, save_pdf
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class SheetWanted:
    """A document that somebody wants on paper. ``what``, ``asked`` and ``file_name`` say what it is
    and name nobody; ``rows`` of it are logged. ``about`` is the one person it is about, if any."""

    actor: Actor
    document: QTextDocument
    what: str
    asked: str
    rows: int
    file_name: str
    about: UUID | None = None


class PrintActs(QObject):
    """``doors`` asks the system where; tests put theirs there."""

    said = Signal(str, object)
    troubled = Signal(str)

    def __init__(
        self,
        theme: Theme,
        tasks: Runner,
        printouts: Printouts,
        clock: Callable[[], datetime],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._theme, self._clock = theme, clock
        self._tasks, self._printouts, self._window = tasks, printouts, window
        self.doors = Doors()

    def save(self, wanted: SheetWanted) -> None:
        """Ask why, and where it goes."""
        content = pdf_bytes(wanted.document, "KetWell Desk")
        key = uuid4()

        def chosen(takeaway: Takeaway) -> None:
            self._tasks.run_network(
                lambda: save_pdf(
                    content,
                    takeaway,
                    wanted.what,
                    self._clock(),
                    wanted.actor.zone,
                    lambda place: self._printouts.note(
                        wanted.actor,
                        wanted.what,
                        wanted.asked,
                        wanted.rows,
                        takeaway,
                        key,
                        place,
                        wanted.about,
                    ),
                ),
                self._saved,
                self._failed,
            )

        dialog = WhyDialog(self._theme, self._window, "Save it as a PDF", "To be signed on paper")
        dialog.ask_where(self.doors, wanted.file_name, wanted.actor, chosen)

    def _saved(self, file: Path) -> None:
        then = "" if file.suffix == LOCKED else " Print it from there."
        self.said.emit(f"Saved as {file.name}.{then}", None)

    def _failed(self, problem: Problem) -> None:
        self.troubled.emit(str(problem))
