"""A manager's decisions about lines, sent to the data one at a time."""

from collections.abc import Callable
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal

from desktop.domain.errors import Problem
from desktop.domain.vocabulary import LineKind
from desktop.services.actor import Actor
from desktop.services.recorded import Recorded
from desktop.services.script_lines import Line
from desktop.services.words import LineWords, Words
from desktop.ui.intake.asker import Asker


class Decisions(QObject):
    """While one is under way, a second press does nothing."""

    said = Signal(str, object)
    """What was done, and the change that undo takes back."""
    written = Signal(object)
    """A :class:`Written`."""
    troubled = Signal(str)
    saved = Signal(object, object)
    """What was saved (a line's identity, or the kind of a new line), and the line's identity."""
    pointed_at = Signal(object)
    """The identity of a new line of the article."""

    def __init__(self, asker: Asker, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asker, self._words = asker, words
        self._under_way = False

    def approve(self, line: Line, words: LineWords | None = None) -> None:
        """Approve a line, with the changes in ``words`` if any."""
        self._write(
            lambda who, key: self._words.approve(who, line.id, line.version, key, words), line.id
        )

    def edit(self, line: Line, words: LineWords) -> None:
        """Change a line."""
        self._write(
            lambda who, key: self._words.edit(who, line.id, line.version, words, key), line.id
        )

    def withdraw(self, line: Line) -> None:
        """Take a line out of use."""
        self._write(lambda who, key: self._words.withdraw(who, line.id, line.version, key), line.id)

    def add(self, kind: LineKind, words: LineWords) -> None:
        """Add an answer or safety words."""
        self._write(lambda who, key: self._words.add(who, kind, words, key), kind)

    def point_at(self, start: int, end: int) -> None:
        """Add words of the article."""
        self._write(lambda who, key: self._words.add_snippet(who, start, end, key), None)

    def _write(self, work: Callable[[Actor, UUID], Recorded], what: UUID | LineKind | None) -> None:
        if self._under_way:
            return
        self._under_way = True
        key = uuid4()

        def done(recorded: Recorded) -> None:
            self._under_way = False
            value = recorded.written.value
            if what is None:
                self.pointed_at.emit(value)
            else:
                self.saved.emit(what, value)
            self.said.emit(recorded.said, recorded.written.change_id)
            self.written.emit(recorded.written)

        def failed(problem: Problem) -> None:
            self._under_way = False
            self.troubled.emit(str(problem))

        self._asker.ask(lambda who: work(who, key), done, failed)
