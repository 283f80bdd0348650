"""What the sections with a table share: a pane, its acts below, and the writes behind them."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.errors import Problem
from desktop.services.actor import Actor
from desktop.services.changes import Written
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.row_model import Column
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.transition.plain_table import PlainTable
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Pane
from desktop.ui.widgets.delegates import TwoLineDelegate
from desktop.ui.widgets.label import Label

R = TypeVar("R")


class TableSection(QWidget, Generic[R]):
    """One section of the settings; a child reads its rows and says what may be done with one."""

    said = Signal(str, object)
    written = Signal(object)
    troubled = Signal(str)

    def __init__(
        self,
        theme: Theme,
        tasks: Runner,
        title: str,
        columns: Sequence[Column[R]],
        identity: Callable[[R], UUID],
    ) -> None:
        super().__init__()
        self._theme, self._tasks = theme, tasks
        self._actor: Actor | None = None
        self.dialog: AskDialog | None = None
        self.pane = Pane(theme, title)
        self.count = Label(theme, "", "small", "text-2", tabular=True)
        self.table: PlainTable[R] = PlainTable(theme, title, columns, identity)
        self.table.setItemDelegate(TwoLineDelegate(theme, self.table))
        self.table.chosen.connect(self._offer)
        self.table.main_act_requested.connect(lambda _index: self._main_act())
        self.pane.head.row.addWidget(Label(theme, title, "card"))
        self.pane.head.row.addWidget(self.count, 1)
        self.pane.body.addWidget(self.table, 1)
        column = QVBoxLayout(self)
        px = theme.px
        column.setContentsMargins(px(16), px(12), px(16), px(12))
        column.addWidget(self.pane)

    def set_actor(self, actor: Actor) -> None:
        """Somebody is here."""
        self._actor = actor
        self.table.forget()
        if self.dialog is not None:
            self.dialog.reject()

    def load(self) -> None:
        """Read what is shown."""
        raise NotImplementedError

    def focus_here(self) -> None:
        """Put the focus where work begins."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> tuple[QWidget, ...]:
        """For F6."""
        return (self.pane,)

    def _offer(self, row: R | None) -> None:
        """Offer what may be done with the row in hand."""
        raise NotImplementedError

    def _main_act(self) -> None:
        """Enter, or a double click."""
        raise NotImplementedError

    def _button(self, words: str, icon: str, act: Callable[[], None]) -> Button:
        button = Button(self._theme, words, Kind.DEFAULT, icon=icon)
        button.clicked.connect(lambda _on=False: act())
        self.pane.foot.row.addWidget(button)
        return button

    def _open(self, dialog: AskDialog, act: Callable[[], None]) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = dialog
        dialog.ask(act)

    def _write(
        self, work: Callable[[], Written], said: str, dialog: AskDialog | None = None
    ) -> None:
        def done(written: Written) -> None:
            if dialog is not None:
                dialog.done_well()
            self.written.emit(written)
            self.said.emit(said, written.change_id)
            self.load()

        refused = dialog.show_problem if dialog is not None else self._fail
        self._tasks.run(work, done, refused)

    def _fail(self, problem: Problem) -> None:
        self.troubled.emit(str(problem))
