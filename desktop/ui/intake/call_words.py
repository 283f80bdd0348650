"""The words of a call: which are offered, which were read, and the article beside them."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desktop.domain.article import Article
from desktop.domain.errors import Problem
from desktop.domain.filled_words import Field
from desktop.domain.vocabulary import LineKind
from desktop.domain.wording import in_sentence, promise_line, waits_line
from desktop.services.call_form import ReadLine
from desktop.services.script_lines import Line
from desktop.services.words import Words
from desktop.ui.call_in_hand import CallInHand
from desktop.ui.intake.asker import Asker
from desktop.ui.intake.card_facts import CardFacts
from desktop.ui.intake.card_state import CardState
from desktop.ui.intake.side_pane import SidePane
from desktop.ui.reference.selection import approved_lines, approved_places, why_not
from desktop.ui.widgets.announce import announce


class CallWords(QObject):
    """Fills Script and Reference beside the card; what was read lives on the card."""

    troubled = Signal(str)
    call_shown = Signal(object)
    """The :class:`CallInHand` as it is now; None when no card is open."""

    def __init__(
        self,
        asker: Asker,
        words: Words,
        state: CardState,
        side: SidePane,
        clock: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._asker, self._words, self._clock = asker, words, clock
        self._state, self._side = state, side
        self._article: Article | None = None
        self._lines: tuple[Line, ...] = ()
        self.in_hand: CallInHand | None = None
        """The call whose card is open."""
        side.script.use_pressed.connect(self._pressed)
        side.article.selection_used.connect(self._use_selection)
        state.changed.connect(lambda: side.script.show_card(state.form, known_fields(state.facts)))

    def load(self) -> None:
        """Ask what is approved now, and for the article while it is not there."""
        if self._article is None:
            self._asker.ask(
                lambda _who: self._words.article(), self._know_article, self._no_article
            )
        self._asker.ask(self._words.approved, self._know_lines, replaces="words")

    def read(self, line: Line) -> None:
        """This line was read out on the call."""
        self._state.add_read(ReadLine(line.id, line.version, line.name, self._clock()))
        announce(self._side, f"Noted as read: {line.name}")

    def take_back(self, line_id: UUID) -> None:
        """This line was not read after all."""
        self._state.drop_read(line_id)

    def tell_call(self, *, working: bool) -> None:
        """Tell other pages of the call in hand, when something of it is new."""
        form, call = self._state.form, None
        if working:
            read = frozenset(line.line_id for line in form.read_lines)
            call = CallInHand(form.speaker_name, form.started_at, read)
        if call != self.in_hand:
            self.in_hand = call
            self.call_shown.emit(call)

    def _pressed(self, line: Line) -> None:
        if any(read.line_id == line.id for read in self._state.form.read_lines):
            self.take_back(line.id)
        else:
            self.read(line)

    def _use_selection(self, selected: tuple[int, int]) -> None:
        if self._article is None:
            return
        lines = approved_lines(self._article, self._lines, *selected)
        for line in lines:
            self.read(line)
        if not lines:
            self.troubled.emit(why_not(self._lines, *selected))

    def _know_article(self, article: Article) -> None:
        self._article = article
        self._side.article.show_article(article)
        self._show()

    def _no_article(self, problem: Problem) -> None:
        self._side.article.show_problem(str(problem))

    def _know_lines(self, lines: tuple[Line, ...]) -> None:
        self._lines = lines
        self._show()

    def _show(self) -> None:
        actor = self._asker.actor
        self._side.script.show_lines(
            self._lines,
            self._article.short_title if self._article else "",
            actor.zone if actor else "UTC",
            self._clock(),
        )
        snippets = [line for line in self._lines if line.kind is LineKind.SNIPPET]
        self._side.article.underline(approved_places(snippets))


def known_fields(facts: CardFacts) -> dict[str, str]:
    """What fills in the fields of words to read aloud; what is not known stays a gap."""
    form, choices = facts.form, facts.desk.choices
    sites = {site.id: site.name for site in facts.desk.sites}
    return {
        Field.CALLER: _first(facts.speaker_name),
        Field.PATIENT: _first(facts.about_name),
        Field.CLINIC: sites.get(form.site_id, "") if form.site_id else "",
        Field.ME: _first(facts.desk.actor.name),
        Field.COMPANY: choices.company,
        Field.ACQUIRER: choices.acquirer,
        Field.SELLER: choices.seller,
        Field.CALLBACK: _rung_back(facts),
        Field.NUMBER: form.called_line,
    }


def _rung_back(facts: CardFacts) -> str:
    promise, zone = facts.form.promise, facts.candidates.zones[0]
    if not facts.promises or promise.due_at is None:
        return ""
    if promise.milestone is not None:
        return in_sentence(waits_line(promise.milestone, promise.due_at, zone, facts.now))
    return promise_line(promise.due_at, zone, zone, "", facts.now)


def _first(name: str) -> str:
    return (name.split() or [""])[0]
