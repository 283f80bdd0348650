"""What is decided about versions: each is one write, with Undo beside what was said."""

from collections.abc import Callable
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import Problem
from desktop.services.actor import Actor
from desktop.services.recorded import Recorded
from desktop.services.statement_rows import NewWords, StatementRow
from desktop.services.statements import Statements
from desktop.ui.dialogs import QuestionDialog
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.transition.version_pane import OpenVersion

Work = Callable[[Actor, UUID], Recorded]


class WordsActs(QObject):
    """A press counts once until it has come back."""

    said = Signal(str, object)
    written = Signal(object)
    troubled = Signal(str)
    refused = Signal()
    """Something was not as it was seen: read it again."""
    saved = Signal(object)
    """The identity of a draft that was saved."""

    def __init__(
        self, theme: Theme, tasks: Runner, statements: Statements, window: QWidget
    ) -> None:
        super().__init__(window)
        self._theme, self._tasks, self._statements = theme, tasks, statements
        self._window = window
        self._actor: Actor | None = None
        self._busy = False
        self.dialog: QuestionDialog | None = None

    def set_actor(self, actor: Actor) -> None:
        """Somebody else is at the desk."""
        self._actor, self._busy = actor, False
        if self.dialog is not None:
            self.dialog.close()

    def save(self, row: StatementRow | None, words: NewWords) -> None:
        """Begin a version, or change a draft."""
        statements = self._statements
        if row is None:
            work: Work = lambda who, key: statements.draft(who, words, key)  # noqa: E731
        else:
            known, version = row.id, row.version
            work = lambda who, key: statements.edit(who, known, version, words, key)  # noqa: E731
        self._run(work, lambda recorded: self.saved.emit(recorded.written.value))

    def review(self, opened: OpenVersion) -> None:
        """Somebody else has read it through."""
        row, statements = opened.row, self._statements
        self._run(lambda who, key: statements.review(who, row.id, row.version, key))

    def approve(self, opened: OpenVersion) -> None:
        """It is to hold, in place of what was seen to hold."""
        row, statements = opened.row, self._statements
        seen = opened.seen.id if opened.seen is not None else None
        self._run(lambda who, key: statements.approve(who, row.id, row.version, seen, key))

    def acknowledge(self, row: StatementRow) -> None:
        """Who is here has read it."""
        statements = self._statements
        self._run(lambda who, key: statements.acknowledge(who, row.id, key))

    def drop(self, opened: OpenVersion) -> None:
        """A draft that nobody wants; Undo brings it back."""
        row, statements = opened.row, self._statements
        self._run(lambda who, key: statements.withdraw(who, row.id, row.version, "", key))

    def withdraw(self, opened: OpenVersion) -> None:
        """Take it out of use at once: ask why."""
        row, statements = opened.row, self._statements
        where = row.site_name or "every clinic"
        self._ask(
            f"Withdraw {row.name}?",
            f"From now on desks take messages for {where}, until new words are approved. "
            "Whoever reads it now sees that at once.",
            "Keep it",
            "Withdraw",
            "ban",
            "Why",
            "What is wrong with it",
            lambda who, key, why: statements.withdraw(who, row.id, row.version, why, key),
        )

    def correct(self, opened: OpenVersion) -> None:
        """Publish that it was wrong: ask what."""
        row, statements = opened.row, self._statements
        self._ask(
            f"Publish that {row.name} was wrong?",
            f"Who was told {row.name} comes first on the list of people to ring, until they have "
            "heard newer words. The desk sees what was wrong.",
            "Not now",
            "Publish the correction",
            "circle-alert",
            "What was wrong",
            "What has to be put right",
            lambda who, key, why: statements.correct(who, row.id, why, key),
        )

    def _ask(
        self,
        title: str,
        body: str,
        safe: str,
        act: str,
        icon: str,
        label: str,
        placeholder: str,
        work: Callable[[Actor, UUID, str], Recorded],
    ) -> None:
        dialog = QuestionDialog(
            self._theme, self._window, title, body, safe=safe, act=act, icon=icon,
            reason_label=label, reason_placeholder=placeholder, reason_needed=True,
        )  # fmt: skip
        dialog.agreed.connect(lambda why: self._run(lambda who, key: work(who, key, why)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self._forget)
        self.dialog = dialog
        dialog.ask()

    def _run(self, work: Work, done: Callable[[Recorded], None] | None = None) -> None:
        actor, key = self._actor, uuid4()
        if actor is None or self._busy:
            return
        self._busy = True

        def came_back(recorded: Recorded) -> None:
            self._busy = False
            self.said.emit(recorded.said, recorded.written.change_id)
            self.written.emit(recorded.written)
            if done is not None:
                done(recorded)

        self._tasks.run(lambda: work(actor, key), came_back, self._failed)

    def _failed(self, problem: Problem) -> None:
        self._busy = False
        self.troubled.emit(str(problem))
        self.refused.emit()

    def _forget(self) -> None:
        self.dialog = None
