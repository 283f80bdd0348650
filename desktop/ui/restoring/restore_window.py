"""Puts a backup back: which one, what would change, and then the deed."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.errors import KeyMissing, Problem, WrongKey
from desktop.services.putting_back import PuttingBack, change_in_words, put_back, told_first
from desktop.services.restored_leavers import leavers_in_words
from desktop.storage.backup import Backup
from desktop.storage.restore import Restore
from desktop.ui.key_binding import IN_WINDOW, bind_keys
from desktop.ui.restoring.backup_columns import backup_columns
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.transition.plain_table import PlainTable
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.progress import Progress
from desktop.ui.widgets.scroll import ColumnScroll

_CHOOSE, _SEE = 0, 1
_NEXT, _DO = "See what would change", "Put this backup back"
_WHERE = (
    "The newest stand first. Backups of another computer: choose the folder they were copied to."
)
_NONE = "There are no backups in the usual place. Choose the folder they were copied to."


class RestoreWindow(QWidget):
    """A window of its own. Nothing changes before the last button; what was there is kept.

    ``choose_folder`` asks for a folder ("" for none); the system's own dialog unless a test says
    otherwise.
    """

    finished = Signal(object)
    """The :class:`~desktop.storage.restore.Restore` that put its backup back."""
    left = Signal()
    """It was closed with nothing changed."""
    _progressed = Signal(int, int)

    def __init__(
        self,
        theme: Theme,
        tasks: Runner,
        work: PuttingBack,
        *,
        zone: str,
        now: Callable[[], datetime],
        choose_folder: Callable[[], str] | None = None,
    ) -> None:
        super().__init__()
        self._theme, self._tasks, self._work = theme, tasks, work
        self._choose_folder = choose_folder or self._ask_for_folder
        self._ready: Restore | None = None
        self._busy = False
        self.setWindowTitle("KetWell Desk")
        self.setAccessibleName("Put a backup back")
        self.setMinimumSize(theme.px(720), theme.px(560))
        self.table: PlainTable[Backup] = PlainTable(
            theme, "Backups", backup_columns(now, zone or "UTC"), lambda row: row.path
        )
        self.where = Label(theme, _WHERE, "small", "text-2", wrap=True)
        self.other = Button(theme, "Another folder…", icon="folder-input")
        self.code = LineEdit(theme, "XXXXX-XXXXX-…", name="Recovery code")
        self.code_field = Field(theme, "Recovery code", self.code)
        self.code_field.hide()
        self.changes = Label(theme, "", "body", "text", wrap=True)
        self.notice = Notice(theme, "circle-alert", "", tone="late")
        self.notice.hide()
        self.progress = Progress(theme, "How far it is")
        self.progress.hide()
        self.leave = Button(theme, "Leave everything as it is", kbd="Esc", height=40)
        self.act = Button(theme, _NEXT, Kind.PRIMARY, kbd="Enter", height=40)
        self._stack = QStackedWidget()
        self._build()
        self.other.clicked.connect(self._other_folder)
        self.leave.clicked.connect(self.close)
        self.act.clicked.connect(self._go_on)
        bind_keys(self, ("safe", self.leave.click), context=IN_WINDOW)
        self.code.returnPressed.connect(self._go_on)
        self.table.activated.connect(lambda _index: self._go_on())
        self.table.chosen.connect(lambda _row: self._weigh())
        self._progressed.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)

    def load(self) -> None:
        """Look for the backups in the usual place."""
        self._tasks.run(self._work.there, self._show_backups, self._fail)

    @property
    def step(self) -> int:
        """0 while a backup is chosen, 1 while what would change is shown."""
        return self._stack.currentIndex()

    # -- which one -----------------------------------------------------------------------------

    def _show_backups(self, backups: Sequence[Backup]) -> None:
        self.table.show_rows(backups)
        if backups:
            self.table.take_line(0)
        self.table.setVisible(bool(backups))
        self.where.set_text(_WHERE if backups else _NONE)
        (self.table if backups else self.other).setFocus()
        self._weigh()

    def _weigh(self) -> None:
        if self.table.in_hand() is None:
            self.act.set_off("Choose a backup first")
        else:
            self.act.set_on()

    def _ask_for_folder(self) -> str:
        return QFileDialog.getExistingDirectory(self, "Choose the folder with the backups")

    def _other_folder(self) -> None:
        folder = self._choose_folder()
        if folder:
            self.notice.hide()
            work = self._work
            self._tasks.run(lambda: work.found_in(Path(folder)), self._show_backups, self._fail)

    # -- what would change, and the deed ---------------------------------------------------------

    def _go_on(self) -> None:
        if self._busy or not self.act.isEnabled():
            return
        self.notice.hide()
        if self._ready is not None:
            self._put_back(self._ready)
            return
        backup = self.table.in_hand()
        if backup is None:
            return
        code, work, told = self.code.text().strip(), self._work, self._progressed.emit
        self._be_busy("Looking through the backup…")
        self._tasks.run(lambda: work.prepare(backup, code, told), self._show_ready, self._not_ready)

    def _show_ready(self, ready: Restore) -> None:
        self._rest()
        self._ready = ready
        self._stack.setCurrentIndex(_SEE)
        self.act.set_text(_DO)
        self.changes.set_text("\n".join(_in_words(ready)))
        self.act.setFocus()
        announce(self, self.changes.text())

    def _not_ready(self, problem: Problem) -> None:
        self._rest()
        if isinstance(problem, KeyMissing | WrongKey):
            self.code_field.show()
            self.code.setFocus()
            if self.code.text().strip():
                self.code_field.set_problem(str(problem))
                announce(self, str(problem))
                return
        self._fail(problem)

    def _put_back(self, ready: Restore) -> None:
        told = self._progressed.emit
        self._be_busy("Putting it back…")

        def done(_none: None) -> None:
            self._rest()
            self._ready = None
            self.finished.emit(ready)

        def failed(problem: Problem) -> None:
            self._rest()
            self._ready = None
            self._stack.setCurrentIndex(_CHOOSE)
            self.act.set_text(_NEXT)
            self._fail(problem)

        self._tasks.run(lambda: put_back(ready, told), done, failed)

    # -- how it stands -------------------------------------------------------------------------

    def _be_busy(self, said: str) -> None:
        self._busy = True
        self._idle_words = self.act.text()
        self.act.set_text(said)
        self.act.setEnabled(False)
        self.leave.setEnabled(False)

    def _rest(self) -> None:
        self._busy = False
        self.progress.hide()
        self.act.set_text(self._idle_words)
        self.act.setEnabled(True)
        self.leave.setEnabled(True)

    def _show_progress(self, done: int, of: int) -> None:
        if self._busy and of > 0:
            self.progress.setRange(0, of)
            self.progress.setValue(done)
            self.progress.show()

    def _fail(self, problem: Problem) -> None:
        fact, stop, detail = str(problem).partition(". ")
        self.notice.show_notice("circle-alert", fact + stop.strip(), detail, "late")
        self.notice.show()
        announce(self, str(problem))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._busy:  # it is carried to its end
            event.ignore()
            return
        if self._ready is not None:
            self._ready.close()
            self._ready = None
        super().closeEvent(event)
        self.left.emit()

    # -- the look ------------------------------------------------------------------------------

    def _build(self) -> None:
        theme, px = self._theme, self._theme.px
        card = Card(theme, name="Put a backup back")
        column = QVBoxLayout(card)
        column.setContentsMargins(px(24), px(24), px(24), px(24))
        column.setSpacing(px(12))
        column.addWidget(Icon(theme, "history", "text-2", 24))
        column.addWidget(Label(theme, "Put a backup back", "title"))
        column.addWidget(self.notice)
        column.addWidget(self._stack, 1)
        choose, see = QWidget(), ColumnScroll(theme)
        chosen = QVBoxLayout(choose)
        chosen.setContentsMargins(0, 0, 0, 0)
        chosen.setSpacing(px(12))
        chosen.addWidget(self.where)
        chosen.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.addWidget(self.other)
        row.addStretch(1)
        chosen.addLayout(row)
        chosen.addWidget(self.code_field)
        chosen.addStretch()
        see.column.addWidget(self.changes)
        see.column.addStretch(1)
        self._stack.addWidget(choose)
        self._stack.addWidget(see)
        column.addWidget(self.progress)
        foot = QHBoxLayout()
        foot.addWidget(self.leave)
        foot.addStretch(1)
        foot.addWidget(self.act.reason_line())
        foot.addWidget(self.act)
        column.addLayout(foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(px(16), px(16), px(16), px(16))
        outer.addWidget(card)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("bg"))
        painter.end()


def _in_words(ready: Restore) -> list[str]:
    if ready.present is None:
        lines = [
            "The backup is whole. There is no data here that opens, so nothing can be compared."
        ]
    elif not ready.changes:
        lines = ["The backup holds exactly what is here."]
    else:
        lines = ["This would change:", *map(change_in_words, told_first(ready.changes))]
    if ready.leavers:
        lines.append(leavers_in_words(len(ready.leavers)))
    return [*lines, "", "What is here now is kept: as a backup, or in a folder beside the data."]
