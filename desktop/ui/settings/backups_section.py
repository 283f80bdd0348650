"""Settings → Backups: which there are, one now, and putting one back."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.errors import Problem
from desktop.domain.vocabulary import Permission
from desktop.domain.wording import moment
from desktop.services.actor import Actor, demand
from desktop.services.backups import BackupState
from desktop.storage.backup import Backup
from desktop.ui.restoring.backup_columns import backup_columns
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.transition.plain_table import PlainTable
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Pane
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.notice import Notice

_NONE = "No backup has been made yet"
_ABOUT = (
    "One is made every day, opened, looked through and counted. Copy the folder to another disk "
    "as well: what is only on this computer is lost with it."
)
_ON_A_SERVER = "A backup of a clinic server is put back with the command “ketwell-desk restore”."


class Safe(Protocol):
    """What the section asks of the service."""

    def state(self) -> BackupState:
        """How they stand."""

    def there(self) -> Sequence[Backup]:
        """Those in the usual place, the newest first."""

    def take(self, *, by: Actor | None = None) -> Backup:
        """One now."""


class BackupsSection(QWidget):
    """One section of the settings. ``put_back`` is False on a clinic server."""

    said = Signal(str, object)
    written = Signal(object)
    troubled = Signal(str)
    put_back_requested = Signal()
    """The desk has to close for it."""

    def __init__(
        self,
        theme: Theme,
        tasks: Runner,
        safe: Safe,
        now: Callable[[], datetime],
        zone: str,
        *,
        put_back: bool,
    ) -> None:
        super().__init__()
        self._tasks, self._safe, self._now, self._zone = tasks, safe, now, zone or "UTC"
        self._actor: Actor | None = None
        self._pane = Pane(theme, "Backups")
        self._state = Label(theme, "", "small", "text-2")
        self.now_button = Button(theme, "Back up now", Kind.PRIMARY, icon="archive")
        self.back_button = Button(theme, "Put a backup back…", icon="history")
        if not put_back:
            self.back_button.hide()
        self.notice = Notice(theme, "circle-alert", "", tone="late")
        self.notice.hide()
        self.table: PlainTable[Backup] = PlainTable(
            theme, "Backups", backup_columns(now, self._zone), lambda row: row.path
        )
        px = theme.px
        head = self._pane.head.row
        head.addWidget(Label(theme, "Backups", "card"))
        head.addWidget(self._state, 1)
        head.addWidget(self.back_button)
        head.addWidget(self.now_button)
        self._pane.body.addWidget(self.notice)
        self._pane.body.addWidget(self.table, 1)
        about = _ABOUT if put_back else f"{_ABOUT} {_ON_A_SERVER}"
        self._pane.foot.row.addWidget(Label(theme, about, "small", "text-2", wrap=True), 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(px(20), px(16), px(20), px(16))
        whole.addWidget(self._pane)
        self.now_button.clicked.connect(self._back_up)
        self.back_button.clicked.connect(self._put_back)

    def set_actor(self, actor: Actor) -> None:
        """Somebody is here."""
        self._actor = actor

    def load(self) -> None:
        """Read which there are."""
        safe = self._safe
        self._tasks.run_network(lambda: (safe.state(), safe.there()), self._show, self._fail)

    def focus_here(self) -> None:
        """Put the focus where work begins."""
        self.now_button.setFocus()

    def panes(self) -> tuple[QWidget, ...]:
        """For F6."""
        return (self._pane,)

    def _show(self, found: tuple[BackupState, Sequence[Backup]]) -> None:
        state, backups = found
        last = state.last_good
        self._state.set_text(
            f"The last good one: {moment(last, self._zone, self._now())}" if last else _NONE
        )
        self.notice.setVisible(state.failure is not None)
        if state.failure is not None:
            self.notice.show_notice(
                "circle-alert", "The last backup did not come about", state.failure.sentence, "late"
            )
        self.table.show_rows(backups)

    def _back_up(self) -> None:
        actor, safe = self._actor, self._safe
        if actor is None:
            return
        self.now_button.set_off("A backup is being made")

        def work() -> Backup:
            demand(actor, Permission.RUN_SYSTEM)
            return safe.take(by=actor)

        def done(_made: Backup) -> None:
            self.now_button.set_on()
            self.said.emit("Backed up, looked through and counted.", None)
            self.load()

        def failed(problem: Problem) -> None:
            self.now_button.set_on()
            self._fail(problem)
            self.load()

        self._tasks.run_network(work, done, failed)

    def _put_back(self) -> None:
        if self._actor is not None:
            self.put_back_requested.emit()

    def _fail(self, problem: Problem) -> None:
        self.troubled.emit(str(problem))
