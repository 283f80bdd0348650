"""The approved words for somebody who was rung back: read out, ticked, told with the try."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.app import Services
from desktop.domain.statements import words_language
from desktop.domain.vocabulary import CallbackKind, Direction, Language, Reason
from desktop.services.actor import Actor
from desktop.services.call_form import CallForm, ToldWords
from desktop.services.changes import Touched
from desktop.services.queue_row import QueueRow
from desktop.ui.intake.asker import Asker
from desktop.ui.intake.call_telling import CallTelling, read_words
from desktop.ui.intake.card_state import CardState
from desktop.ui.intake.statement_panel import StatementPanel
from desktop.ui.theme import Theme

_TICK_MS = 1000
_INTERPRETED = "English"


@dataclass(frozen=True, slots=True)
class _Listener:
    """Which words are theirs, and whether they have heard them. ``language`` is what they are read
    in: English, with an interpreter, where there are none in their own."""

    site_id: UUID | None
    language: str
    there_are: bool
    heard: bool


class PromiseTelling(QObject):
    """The panel of a call's card, for a promise. It is there when the promise is about the sale,
    and when whoever was reached has not heard what holds now; never on a safety follow-up."""

    written = Signal(object)
    """A :class:`Written`: somebody has read the words."""

    def __init__(
        self, theme: Theme, asker: Asker, services: Services, clock: Callable[[], datetime]
    ) -> None:
        super().__init__()
        self._asker, self._services, self._clock = asker, services, clock
        self._state = CardState(clock, self)
        self.panel = StatementPanel(theme)
        self._asked, self._shown = False, False
        self._telling = CallTelling(
            asker, services.statements, self._state, self.panel, clock, self
        )
        self._telling.written.connect(self.written)
        self._state.changed.connect(self._follow)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._telling.second)

    @property
    def told(self) -> tuple[ToldWords, ...]:
        """What was ticked."""
        return self._state.form.told

    def begin(self, row: QueueRow) -> None:
        """Show the words for whom this promise is for; what was ticked before stays."""
        person_id, subject_id = row.person_id, row.subject_id
        if person_id is None or row.kind is CallbackKind.SAFETY:
            return
        self._asked = True

        def known(listener: _Listener) -> None:
            wanted = _about_sale(row) or (listener.there_are and not listener.heard)
            if not (wanted and self._asked):
                return
            self._shown = True
            form = CallForm(
                self._clock(),
                direction=Direction.OUT,
                speaker_id=person_id,
                speaker_name=row.name,
                subject_id=subject_id if subject_id != person_id else None,
                subject_name=row.subject_name or "",
                site_id=listener.site_id,
                language=listener.language,
                told=self.told,
            )
            self._tick.start()
            self._state.open(form)

        self._asker.ask(lambda who: self._read(who, person_id), known, replaces="told words")

    def end(self) -> None:
        """The question is closed."""
        self._asked, self._shown = False, False
        self._tick.stop()
        self._follow()

    def toggle_told(self) -> None:
        """They were told what is on the screen, or were not after all."""
        self._telling.toggle_told()

    def toggle_heard_too(self) -> None:
        """Whom the promise concerns heard it too."""
        self._telling.toggle_heard_too()

    def on_changed(self, touched: frozenset[Touched]) -> None:
        """News: perhaps of the words."""
        self._telling.on_changed(touched)

    def on_stirred(self) -> None:
        """Something was written somewhere: other words are shown within a second."""
        self._telling.on_stirred()

    def _follow(self) -> None:
        self._telling.tell_call(working=self._shown)

    def _read(self, actor: Actor, person_id: UUID) -> _Listener:
        person, statements = self._services.people.get(actor, person_id), self._services.statements
        site_id, language = person.site_id, person.language
        words = read_words(statements, actor, site_id, words_language(language), person_id, None)
        if words.current.statement is None and words.language is not Language.ENGLISH:
            language = _INTERPRETED
            words = read_words(statements, actor, site_id, Language.ENGLISH, person_id, None)
        holds, since = words.current.statement, words.since
        last = words.versions.get(since.heard_id) if since and since.heard_id else None
        heard = holds is not None and last is not None and last.number == holds.number
        return _Listener(site_id, language, holds is not None, heard)


def _about_sale(row: QueueRow) -> bool:
    return row.kind is CallbackKind.TRANSITION or row.reason is Reason.ACQUISITION
