"""Settings → Words of danger: what is looked for in leads and messages, English and Spanish."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID, uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.errors import Problem
from desktop.services.actor import Actor
from desktop.services.changes import Written
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Pane
from desktop.ui.widgets.checks import CheckBox
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.scroll import ColumnScroll

LANGUAGES = (("en", "English"), ("es", "Spanish"))


class WordRow(Protocol):
    """One word of the list."""

    @property
    def language(self) -> str:
        """``en`` or ``es``."""

    @property
    def word(self) -> str:
        """The word or phrase."""

    @property
    def enabled(self) -> bool:
        """Whether it is looked for."""

    @property
    def shipped(self) -> bool:
        """Whether it came with the program."""


class WordBook(Protocol):
    """What the section asks of the service that keeps the list."""

    def list(self, actor: Actor) -> Sequence[WordRow]:
        """Every word, also those that are switched off."""

    def add(self, actor: Actor, language: str, word: str, key: UUID) -> Written:
        """Look for one more."""

    def switch(self, actor: Actor, language: str, word: str, key: UUID, *, on: bool) -> Written:
        """Look for a word, or do so no more."""


class WordPane(Pane):
    """The words of one language, each with a tick, and a line to add one."""

    added = Signal(str, str)
    """Language and word."""
    switched = Signal(str, str, bool)

    def __init__(self, theme: Theme, language: str, words: str) -> None:
        super().__init__(theme, f"Words of danger, {words}")
        self._language = language
        self.checks: dict[str, CheckBox] = {}
        self._count = Label(theme, "", "small", "text-2", tabular=True)
        self.head.row.addWidget(Label(theme, words, "card"))
        self.head.row.addWidget(self._count, 1)
        self._scroll = ColumnScroll(theme)
        self._scroll.set_edges(14, 10, 14, 10)
        self._scroll.column.setSpacing(theme.px(6))
        self._scroll.column.addStretch(1)
        self.body.addWidget(self._scroll, 1)
        self.line = LineEdit(theme, "A word or phrase to add", name=f"Add to {words}")
        self.add = Button(theme, "Add", Kind.DEFAULT, icon="plus", name=f"Add to {words}")
        self.line.returnPressed.connect(self._add)
        self.add.clicked.connect(self._add)
        self.foot.row.addWidget(self.line, 1)
        self.foot.row.addWidget(self.add)

    def show_words(self, rows: Sequence[WordRow]) -> None:
        """Show these; ticks that stay keep the focus."""
        gone = self.checks.keys() - {row.word for row in rows}
        for word in gone:
            self.checks.pop(word).deleteLater()
        for place, row in enumerate(rows):
            check = self.checks.get(row.word)
            if check is None:
                words = row.word if row.shipped else f"{row.word} · added here"
                check = CheckBox(self.theme, words, name=row.word)
                check.clicked.connect(
                    lambda on, word=row.word: self.switched.emit(self._language, word, on)
                )
                self.checks[row.word] = check
                self._scroll.column.insertWidget(place, check)
            check.setChecked(row.enabled)
        on = sum(1 for row in rows if row.enabled)
        self._count.set_text(f"{on} of {len(rows)} looked for")

    def clear_line(self) -> None:
        """What was typed is in the list now."""
        self.line.clear()

    def _add(self) -> None:
        if self.line.text().strip():
            self.added.emit(self._language, self.line.text())


class DangerSection(QWidget):
    """One section of the settings."""

    said = Signal(str, object)
    written = Signal(object)
    troubled = Signal(str)

    def __init__(self, theme: Theme, tasks: Runner, book: WordBook) -> None:
        super().__init__()
        self._theme, self._tasks, self._book = theme, tasks, book
        self._actor: Actor | None = None
        self.panes_by_language = {
            language: WordPane(theme, language, words) for language, words in LANGUAGES
        }
        note = Notice(
            theme,
            "life-buoy",
            "These put a lead or a message at the top and offer the Safety card.",
            "Without such a word somebody may be in danger all the same: read every message.",
            tone="soon",
        )
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        for pane in self.panes_by_language.values():
            pane.added.connect(self._add)
            pane.switched.connect(self._switch)
            row.addWidget(pane, 1)
        column = QVBoxLayout(self)
        px = theme.px
        column.setContentsMargins(px(16), px(12), px(16), px(12))
        column.setSpacing(px(12))
        column.addWidget(note)
        column.addLayout(row, 1)

    def set_actor(self, actor: Actor) -> None:
        """Somebody is here."""
        self._actor = actor

    def load(self) -> None:
        """Read the list."""
        actor = self._actor
        if actor is not None:
            self._tasks.run(
                lambda: self._book.list(actor), self._show, self._fail, replaces="danger words"
            )

    def focus_here(self) -> None:
        """Put the focus where work begins."""
        first = next(iter(self.panes_by_language.values()))
        first.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> tuple[QWidget, ...]:
        """For F6."""
        return tuple(self.panes_by_language.values())

    def _show(self, rows: Sequence[WordRow]) -> None:
        for language, pane in self.panes_by_language.items():
            pane.show_words([row for row in rows if row.language == language])

    def _add(self, language: str, word: str) -> None:
        actor, key = self._actor, uuid4()
        if actor is None:
            return

        def done(written: Written) -> None:
            self.panes_by_language[language].clear_line()
            self._did(f"“{word.strip()}” is looked for from now on.", written)

        self._tasks.run(lambda: self._book.add(actor, language, word, key), done, self._fail)

    def _switch(self, language: str, word: str, on: bool) -> None:
        actor, key = self._actor, uuid4()
        if actor is None:
            return
        words = "is looked for from now on" if on else "is not looked for any more"
        self._tasks.run(
            lambda: self._book.switch(actor, language, word, key, on=on),
            lambda written: self._did(f"“{word}” {words}.", written),
            self._fail,
        )

    def _did(self, words: str, written: Written) -> None:
        self.written.emit(written)
        self.said.emit(words, written.change_id)
        self.load()

    def _fail(self, problem: Problem) -> None:
        self.troubled.emit(str(problem))
        # A tick that was not kept is taken back.
        self.load()
