"""A dialog for work in parts: it shows what would be done, then how far it is, and can stop it."""

import threading
from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.errors import Problem
from desktop.services.progress import Stopped, Told
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Kind
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.progress import Progress

Fact = tuple[str, str, str]
"""What would happen: words, icon, tone."""


class _News(QObject):
    """Carries how far it is from the worker's thread to the window's."""

    told = Signal(int, int)


class LongWorkDialog(AskDialog):
    """``facts`` are put under the title; the safe button stops the work while it runs."""

    def __init__(
        self, theme: Theme, window: QWidget, title: str, *, act: str, icon: str, width: int = 560
    ) -> None:
        super().__init__(
            theme, window, title, act=act, icon=icon, tone="plan", act_kind=Kind.PRIMARY,
            width=width,
        )  # fmt: skip
        self.facts: list[FactLine] = []
        self._facts = QVBoxLayout()
        self._facts.setSpacing(theme.px(8))
        self._progress = Progress(theme, "How far it is")
        self._progress.hide()
        self._how_far = Label(theme, "", "small", "text-2", tabular=True)
        self._how_far.hide()
        self._stop = threading.Event()
        self._running = False
        self._news = _News(self)
        self._news.told.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)

    def lay_facts(self) -> None:
        """Put the facts and the progress here in the body."""
        self.body.addLayout(self._facts)
        self.body.addWidget(self._progress)
        self.body.addWidget(self._how_far)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """What would happen."""
        while (item := self._facts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.facts = []
        for words, icon, tone in facts:
            line = FactLine(self.theme, words, icon, tone)
            self.facts.append(line)
            self._facts.addWidget(line)
        self.setAccessibleDescription(". ".join(words for words, _icon, _tone in facts))

    def said(self) -> tuple[str, ...]:
        """The facts that are shown."""
        return tuple(fact.words for fact in self.facts)

    # -- the work ------------------------------------------------------------------------------

    @property
    def told(self) -> Told:
        """Hears how far it is; in the thread of the work."""
        return self._news.told.emit

    @property
    def stopped(self) -> Stopped:
        """Whether somebody stopped it."""
        return self._stop.is_set

    def begin(self) -> None:
        """The work runs: the safe button stops it."""
        self._running = True
        self._stop.clear()
        self.safe_button.set_text("Stop")

    def show_problem(self, problem: Problem) -> None:
        self._end()
        super().show_problem(problem)

    def done_well(self) -> None:
        self._end()
        super().done_well()

    def reject(self) -> None:
        if self._running:
            self._stop.set()
            self._how_far.set_text("Stopping. What was done is taken back.")
            self._how_far.show()
        else:
            super().reject()

    def _end(self) -> None:
        self._running = False
        self.safe_button.set_text("Not now")
        self._progress.hide()
        self._how_far.hide()

    def _show_progress(self, done: int, of: int) -> None:
        if self._running and of > done:
            self._progress.setRange(0, of)
            self._progress.setValue(done)
            self._progress.show()
            self._how_far.set_text(f"{done:,} of {of:,}")
            self._how_far.show()


class FactLine(QWidget):
    """One thing that would happen, over as many lines as it needs."""

    def __init__(self, theme: Theme, words: str, icon: str, tone: str) -> None:
        super().__init__()
        self.words = words
        self.setAccessibleName(words)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        row.addWidget(Icon(theme, icon, tone, 16), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(theme, words, "body", tone if tone == "late" else "text", wrap=True), 1)
