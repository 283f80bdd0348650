"""The approved words of the call in hand: which hold, what is new in them, and who was told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.errors import Problem
from desktop.domain.statements import words_language
from desktop.domain.vocabulary import Language
from desktop.services.actor import Actor
from desktop.services.changes import Touched
from desktop.services.recorded import Recorded
from desktop.services.statement_rows import StatementRow
from desktop.services.statements import Statements
from desktop.ui.changes import concerns
from desktop.ui.intake.asker import Asker
from desktop.ui.intake.card_state import CardState
from desktop.ui.intake.statement_panel import StatementPanel
from desktop.ui.intake.statement_words import EarlierTick, WordsNow, left_words
from desktop.ui.widgets.announce import announce

_CHANGES_WORDS = (
    "statement", "milestone", "correction", "acknowledgement", "transition_setting", "disclosure",
    "safety_contact",
)  # fmt: skip
_STIR_MS = 200
"""Many things are written in a second; the words are looked at only so often."""


class CallTelling(QObject):
    """Keeps the panel true: news are read at once, and words that cannot be read again in time are
    taken away."""

    written = Signal(object)
    """A :class:`Written`: somebody has read the words."""

    def __init__(
        self,
        asker: Asker,
        statements: Statements,
        state: CardState,
        panel: StatementPanel,
        clock: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._asker, self._statements, self._state = asker, statements, state
        self.panel, self._clock = panel, clock
        self._working = False
        self._words: WordsNow | None = None
        self._asked: tuple[object, ...] = ()
        self._left: UUID | None = None
        self._card: datetime | None = None
        self._stir = QTimer(self, interval=_STIR_MS, singleShot=True)
        self._stir.timeout.connect(self._read)
        panel.told_ticked.connect(state.tell)
        panel.heard_too_ticked.connect(state.tell_subject_too)
        panel.acknowledge_requested.connect(self._acknowledge)

    # -- what the page asks --------------------------------------------------------------------

    def tell_call(self, *, working: bool) -> None:
        """Whether a card is open."""
        self._working = working
        if not working:
            self._words, self._left, self._asked, self._card = None, None, (), None
            self.panel.hide()
        else:
            self._follow()

    def on_changed(self, touched: frozenset[Touched]) -> None:
        """News: perhaps of the words."""
        if self._working and concerns(touched, *_CHANGES_WORDS):
            self._read()

    def on_stirred(self) -> None:
        """Something was written somewhere: other words are shown within a second."""
        if self._working and not self._stir.isActive():
            self._stir.start()

    def second(self) -> None:
        """A second has gone by."""
        words = self._words
        if not self._working or words is None:
            return
        if words.current.wants_reading(self._clock()):
            self._read()
        self._show()

    def toggle_told(self) -> None:
        """Ctrl+T: the caller was told what is on the screen, or was not after all."""
        if self.panel.row is not None and self.panel.isVisible():
            self.panel.told.click()

    def toggle_heard_too(self) -> None:
        """Whom the call concerns heard it too."""
        if self.panel.row is not None and not self.panel.heard_too.isHidden():
            self.panel.heard_too.click()

    # -- reading -------------------------------------------------------------------------------

    def _follow(self) -> None:
        """The card is another, or says something else."""
        if not self._working:
            return
        form = self._state.form
        if form.started_at != self._card:
            self._card, self._left, self._words = form.started_at, None, None
            self.panel.hide()
        asked = (form.site_id, form.language, form.speaker_id, form.subject_id)
        words = self._words
        if asked != self._asked or words is None or not words.current.still_holds(self._clock()):
            self._asked = asked
            self._read()
        self._show()

    def _read(self) -> None:
        form, statements = self._state.form, self._statements
        language = words_language(form.language)
        site_id, card = form.site_id, form.started_at
        speaker, subject = form.speaker_id, form.subject_id

        def read(actor: Actor) -> WordsNow:
            return read_words(statements, actor, site_id, language, speaker, subject)

        def known(words: WordsNow) -> None:
            if self._working and card == self._state.form.started_at:
                self._know(words)

        self._asker.ask(read, known, self._not_read, replaces="statement")

    def _know(self, words: WordsNow) -> None:
        before, self._words = self._words, words
        same = before is not None and (before.site_id, before.language) == (
            words.site_id,
            words.language,
        )
        if not same:
            self._left = None
        was = before.current.statement if before is not None and same else None
        holds = words.current.statement
        if was is not None and (holds is None or holds.id != was.id):
            self._left = was.id
            self._show()
            actor, left = self._asker.actor, words.versions.get(was.id, was)
            announce(self.panel, left_words(left, holds, actor.zone if actor else "UTC"))
        elif holds is not None and holds.id == self._left:
            self._left = None
        self._show()

    def _not_read(self, _problem: Problem) -> None:
        """What was read stays until it is too old; then the panel says so."""
        self._show()

    # -- showing -------------------------------------------------------------------------------

    def _show(self) -> None:
        words, actor = self._words, self._asker.actor
        if words is None or actor is None or not self._working:
            return
        form = self._state.form
        if form.outside:
            self.panel.hide()
            return
        holds = words.current.statement
        told = [each.statement_id for each in form.told]
        earlier = [
            EarlierTick(words.versions[each], told=each in told)
            for each in dict.fromkeys([*([self._left] if self._left else []), *told])
            if each in words.versions and (holds is None or each != holds.id)
        ]
        left = words.versions.get(self._left) if self._left else None
        self.panel.show_words(words, form, left, earlier, actor.zone, self._clock())

    def _acknowledge(self, row: StatementRow) -> None:
        key = uuid4()

        def done(recorded: Recorded) -> None:
            self.written.emit(recorded.written)
            announce(self.panel, recorded.said)
            if self._words is not None:
                current = replace(self._words.current, acknowledged=True)
                self._words = replace(self._words, current=current)
                self._show()

        self._asker.ask(lambda who: self._statements.acknowledge(who, row.id, key), done)


def read_words(
    statements: Statements,
    actor: Actor,
    site_id: UUID | None,
    language: Language,
    speaker_id: UUID | None,
    subject_id: UUID | None,
) -> WordsNow:
    """The words for a card; runs on the worker."""
    current = statements.current(actor, site_id, language)
    row = current.statement
    other = subject_id if subject_id != speaker_id else None
    return WordsNow(
        site_id=site_id,
        language=language,
        current=current,
        since=statements.since_heard(actor, row.id, speaker_id) if row else None,
        about=statements.since_heard(actor, row.id, other) if row and other else None,
        versions={each.id: each for each in statements.versions(actor)},
    )
