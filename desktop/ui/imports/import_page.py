"""Import a file: dropped or chosen, looked at, its columns chosen, counted; then written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.local_time import local_day
from desktop.domain.table_columns import said
from desktop.services.actor import Actor
from desktop.services.changes import Touched
from desktop.services.column_maps import ColumnMaps
from desktop.services.import_plan import ImportDone, ImportPlan, ImportProgress, Staged
from desktop.services.import_rejects import Rejects, name_for
from desktop.ui.first_run.zone_choices import computer_zone, zone_choices
from desktop.ui.imports.check_pane import CheckPane
from desktop.ui.imports.import_menu import change_menu
from desktop.ui.imports.import_news import ImportNews, running
from desktop.ui.imports.import_parts import DoneCard, ImportHead
from desktop.ui.imports.import_words import STOPPING, what_happened
from desktop.ui.imports.import_work import Background, Imports, ImportWork, Looked
from desktop.ui.key_binding import bind_keys
from desktop.ui.theme import Theme
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.undo_bar import UndoBar, UndoDock

AGAIN_AFTER_MS = 300
"""So long after the last choice the file is counted again."""


@dataclass(frozen=True, slots=True)
class WrittenImport:
    """What the undo bar takes back."""

    import_id: UUID


class ImportPage(QWidget):
    """A page of the window that stands under Leads; see the signals for what it tells."""

    said = Signal(str, object)
    written = Signal(object)
    troubled = Signal(str)
    imported = Signal()
    """Rows were written or taken back: every list may show something else."""
    back_requested = Signal()
    """Leave the screen."""
    news = Signal(object)
    """How the import goes, for those who are not here: an :class:`ImportNews`, or None."""

    status_hints = (("↑↓", "Move"), ("Ctrl+Enter", "Import"), ("Esc", "Cancel"))

    def __init__(
        self,
        *,
        theme: Theme,
        tasks: Background,
        imports: Imports,
        maps: ColumnMaps,
        rejects: Rejects,
        clock: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._clock = theme, clock
        self.work = ImportWork(tasks, imports, maps, rejects, self)
        self._actor: Actor | None = None
        self._waiting: list[Path] = []
        self._looked: Looked | None = None
        self._plan: ImportPlan | None = None
        self._staged: Staged | None = None
        self._writing = False
        self.setAccessibleName("Import a file")
        self.head = ImportHead(theme)
        self.check = CheckPane(theme)
        self.undo_bar = UndoBar(theme)
        self.start = EmptyState(
            theme,
            "file-up",
            "Drop a file here",
            "Calls, leads or contacts: CSV, Excel, JSON, vCard and many more. "
            "Nothing is written until you press Import.",
            "Choose a file…",
        )
        self.finished = DoneCard(theme)
        self._again = QTimer(self, singleShot=True, interval=AGAIN_AFTER_MS)
        self._build()
        self._wire()

    # -- what the window asks ------------------------------------------------------------------

    def set_actor(self, actor: Actor) -> None:
        """Somebody signed in: nothing of who was here before is shown or goes on."""
        if self._actor is None or self._actor.user_id != actor.user_id:
            self.leave()
        self._actor = actor
        self.check.bar.offer_zones(zone_choices(self._clock(), computer_zone()), actor.zone)

    def activate(self) -> None:
        """The page came to the front: what came of the import is seen here."""
        if not self._writing:
            self.news.emit(None)
        if self._stack.currentWidget() is self.check:
            self.check.preview.focus_here()
        elif self._stack.currentWidget() is self.finished:
            self.finished.another.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.start.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> tuple[QWidget, ...]:
        """For F6."""
        return self.check.panes()

    def on_changed(self, touched: frozenset[Touched]) -> None:
        """News: the counts are of the desk as it was; the writing counts again."""

    def close_down(self) -> None:
        """The window closes: what is being written is not kept."""
        self.work.stop()

    # -- files ---------------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Ask for files, in the system's own dialog."""
        paths, _ = QFileDialog.getOpenFileNames(self, "Import a file")
        if paths:
            self.open_files([Path(path) for path in paths])

    def open_files(self, paths: Sequence[Path]) -> None:
        """Look at these, one after the other."""
        if self._actor is None or self._writing:
            if self._writing:
                self._waiting += paths
            return
        self._waiting = list(paths)
        self._open_next()

    def leave(self) -> None:
        """Forget the file; nothing of it is kept."""
        self.work.stop()
        self._again.stop()
        self._waiting, self._looked, self._plan, self._staged = [], None, None, None
        self._set_writing(False)
        self.news.emit(None)
        self._stack.setCurrentWidget(self._drop)
        self._show_file()

    def cancel_writing(self) -> None:
        """Stop it; nothing of the file is kept."""
        if self._writing and self._staged is not None:
            self.check.foot.show_stopping()
            name = self._staged.plan.path.name
            self.news.emit(ImportNews(name, STOPPING, stopping=True))
            self.work.stop()

    @property
    def busy(self) -> bool:
        """Whether rows are being written."""
        return self._writing

    # -- inside --------------------------------------------------------------------------------

    def _open_next(self) -> None:
        if not self._waiting:
            return
        self._look(self._waiting.pop(0), None)

    def _look(self, path: Path, format_name: str | None) -> None:
        if self._actor is None:
            return
        self._staged, self._looked = None, None
        self.check.show_reading(path.name)
        self._stack.setCurrentWidget(self.check)
        self.check.focus_foot()
        self._show_file()
        self.work.look(self._actor, path, format_name, self.check.bar.zone)

    def _know(self, looked: Looked) -> None:
        self._looked, self._plan = looked, looked.plan
        self.check.show_looked(looked)
        self._stage()
        self._put_focus()

    def _put_focus(self) -> None:
        inside: QWidget | None = self.window().focusWidget()
        if inside is None or not self.isAncestorOf(inside) or not inside.isVisible():
            self.check.focus_foot()

    def _stage(self) -> None:
        if self._actor is None or self._plan is None:
            return
        self._staged = None
        self.check.show_counting()
        self.work.stage(self._actor, self._plan)

    def _columns_changed(self) -> None:
        if self._plan is not None:
            self._plan = replace(self._plan, columns=said(self.check.columns.choices))
            self._staged = None
            self.check.foot.show_reading()
            self._again.start()

    def _zone_picked(self, zone: object) -> None:
        if self._plan is not None:
            self._plan = replace(self._plan, zone=str(zone))
            self._stage()

    def _count(self, staged: Staged) -> None:
        self._staged = staged
        self.check.show_staged(staged)
        self._put_focus()

    def _import(self) -> None:
        ready = self._staged is not None and self.check.foot.go.isEnabled() and not self._writing
        if self._actor is None or self._staged is None or not ready:
            return
        # Of the day it is now: a window may stand open over midnight.
        today = local_day(self._clock(), self._staged.plan.zone)
        plan = replace(self._staged.plan, missed_since=self.check.bar.missed.since(today))
        self._set_writing(True)
        self.check.foot.show_writing()
        self.news.emit(running(self._staged.plan.path.name, self._staged.counts, None))
        chosen = self.check.columns.choices if self._looked and self._looked.columns else None
        self.work.commit(self._actor, plan, chosen)
        self.check.focus_foot()

    def _set_writing(self, writing: bool) -> None:
        self._writing = writing
        self.head.show_leaving(writing)

    def _go_back(self) -> None:
        """Rows that are being written go on without this screen."""
        if self._writing:
            self.back_requested.emit()
        else:
            self._cancel()

    def _follow(self, progress: ImportProgress) -> None:
        self.check.foot.show_progress(progress)
        if self._writing and self._staged is not None:
            name = self._staged.plan.path.name
            self.news.emit(running(name, self._staged.counts, progress))

    def _tell_end(self, words: str, *, well: bool = True) -> None:
        """What came of it, for those who are not here."""
        if not self.isVisible():
            self.news.emit(ImportNews("", words, ended=True, well=well))

    def _cancel(self) -> None:
        if self._writing:
            self.cancel_writing()
            return
        self.leave()
        self.back_requested.emit()

    def _done(self, done: ImportDone) -> None:
        staged = self._staged
        self._set_writing(False)
        if staged is None:
            return
        name, kind = staged.plan.path.name, staged.plan.kind
        sentence = what_happened(name, done, kind)
        undo = WrittenImport(done.import_id) if done.import_id is not None else None
        if done.cancelled:
            self._stage()
        else:
            self.finished.show_done(sentence, done, len(self._waiting))
            self._stack.setCurrentWidget(self.finished)
            self._show_file()
        self.said.emit(sentence, None if done.cancelled else undo)
        self.imported.emit()
        self._tell_end(sentence)
        self._take_up()

    def _take_back(self, what: object) -> None:
        if isinstance(what, WrittenImport) and self._actor is not None:
            self.undo_bar.dismiss()
            self._set_writing(True)
            self.finished.show_taking_back()
            self.work.take_back(self._actor, what.import_id)

    def _taken_back(self) -> None:
        self._set_writing(False)
        self.finished.show_taken_back()
        self.said.emit("Taken back. What was worked on since is kept.", None)
        self.imported.emit()
        self._take_up()

    def _fail(self, sentence: str) -> None:
        self._set_writing(False)
        self._tell_end(sentence, well=False)
        self.troubled.emit(sentence)
        if self._staged is None:
            self._stack.setCurrentWidget(self._drop)
            self._show_file()
            self.start.show_state(
                "circle-alert", "This file is not imported", sentence, "Choose another file…",
                "late",
            )  # fmt: skip
            self.activate()
        else:
            self.check.foot.show_counts(self._staged.counts)

    def _save_rejects(self) -> None:
        staged, actor = self._staged, self._actor
        if staged is None or actor is None:
            return
        start = name_for(staged.plan.path)
        chosen, _ = QFileDialog.getSaveFileName(self, "Save the rows that stay out", str(start))
        if chosen:
            to = Path(chosen)
            self.work.save_rejects(
                actor,
                staged,
                to,
                lambda _done: self.said.emit(
                    f"Saved as {to.name}. Mend the rows there and import that file.", None
                ),
            )

    def _change(self) -> None:
        menu = change_menu(self, self._looked, self._look, self.choose_file)
        below = QPoint(0, self.check.bar.change.height() + 2)
        menu.popup(self.check.bar.change.mapToGlobal(below))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self._cancel()
        else:
            super().keyPressEvent(event)

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        px = self._theme.px
        self._stack = QStackedWidget()
        drop = QWidget()
        around = QVBoxLayout(drop)
        around.setContentsMargins(px(16), px(12), px(16), px(12))
        around.addWidget(self.start)
        self._drop = drop
        self._stack.addWidget(drop)
        self._stack.addWidget(self.check)
        self._stack.addWidget(self.finished)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self._stack, 1)
        whole.addWidget(UndoDock(self._theme, self.undo_bar))

    def _wire(self) -> None:
        self.head.back.clicked.connect(self._go_back)
        self.start.next_step_requested.connect(self.choose_file)
        self.check.bar.change.clicked.connect(self._change)
        self.check.bar.zone_picked.connect(self._zone_picked)
        self.check.columns.changed.connect(self._columns_changed)
        self.check.preview.rejects_requested.connect(self._save_rejects)
        self.check.foot.go.clicked.connect(self._import)
        self.check.foot.cancel.clicked.connect(self._cancel)
        self.finished.another.clicked.connect(self._another)
        self.finished.undo.clicked.connect(lambda: self._take_back(self._undoable()))
        self.finished.rejects.clicked.connect(self._save_rejects)
        self.undo_bar.undo_requested.connect(self._take_back)
        self._again.timeout.connect(self._stage)
        work = self.work
        work.looked.connect(self._know)
        work.staged.connect(self._count)
        work.done.connect(self._done)
        work.taken_back.connect(self._taken_back)
        work.failed.connect(self._fail)
        work.progressed.connect(self._follow)
        bind_keys(self, ("import_rows", self._import))

    def _take_up(self) -> None:
        """The next thing to do is in hand, for whoever is here."""
        if self.isVisible():
            self.activate()

    def _undoable(self) -> WrittenImport | None:
        import_id = self.finished.import_id
        return WrittenImport(import_id) if import_id is not None else None

    def _another(self) -> None:
        if self._waiting:
            self._open_next()
        else:
            self.choose_file()

    def _show_file(self) -> None:
        """Which of the screen's steps it is."""
        shown = self._stack.currentWidget()
        if shown is self.check:
            self.head.show_step("Step 2 of 2 · Check and import")
        else:
            done = shown is self.finished
            self.head.show_step("Done" if done else "Step 1 of 2 · Choose a file")
