"""Reads what the page shows, on the worker; of each question the newest counts."""

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desktop.app import Services
from desktop.domain.errors import NotFound, Problem
from desktop.domain.vocabulary import Language, RequestKind
from desktop.domain.word_difference import Piece
from desktop.services.actor import Actor
from desktop.services.milestone_rows import MilestoneQuestion, MilestoneRow
from desktop.services.request_rows import RequestProgress
from desktop.services.requests import Which
from desktop.services.statement_rows import CurrentWords, StatementRow
from desktop.services.transition_settings import TransitionChoices
from desktop.services.update_list import UpdatePage, Whom
from desktop.ui.intake.asker import Asker
from desktop.ui.tasks import Runner
from desktop.ui.transition.version_pane import OpenVersion
from desktop.ui.transition.words_view import NOTHING

PAGE = 200
"""Rows that are read at once."""


@dataclass(frozen=True, slots=True)
class Steps:
    """How far the transition is, and what has to be asked."""

    rows: tuple[MilestoneRow, ...]
    asked: tuple[MilestoneQuestion, ...]
    choices: TransitionChoices


@dataclass(frozen=True, slots=True)
class Words:
    """What holds for one clinic and language, and every version there is."""

    current: CurrentWords
    versions: tuple[StatementRow, ...]


class TransitionReader(Asker):
    """Nothing is read before somebody signs in, and nothing arrives for who was here before."""

    steps_read = Signal(object)
    words_read = Signal(object)
    coverage_read = Signal(object)
    updates_read = Signal(object)
    more_read = Signal(object)
    progress_read = Signal(object)
    requests_read = Signal(object)
    figures_read = Signal(object)
    sites_read = Signal(object)
    opened_read = Signal(object)
    """An :class:`OpenVersion`."""
    opened_gone = Signal()
    """It is not there any more."""

    def __init__(self, tasks: Runner, services: Services, parent: QObject) -> None:
        super().__init__(tasks, parent, "transition")
        self._services = services
        self._updates: UpdatePage | None = None
        self._whom: Whom = "earlier"

    def read_sites(self) -> None:
        """The clinics there are."""
        places = self._services.places
        self.ask(
            lambda actor: tuple((site.name, site.id) for site in places.sites(actor)),
            self.sites_read.emit,
            replaces="sites",
        )

    def read_steps(self) -> None:
        """The milestones."""
        milestones, settings = self._services.milestones, self._services.transition_settings
        self.ask(
            lambda actor: Steps(
                milestones.all(actor), milestones.questions(actor), settings.choices()
            ),
            self.steps_read.emit,
            replaces="steps",
        )

    def read_words(self, site_id: UUID | None, language: Language) -> None:
        """What holds for a clinic and a language."""
        statements = self._services.statements
        self.ask(
            lambda actor: Words(
                statements.current(actor, site_id, language), statements.versions(actor)
            ),
            self.words_read.emit,
            replaces="words",
        )

    def open_version(self, statement_id: UUID, beside_id: UUID | str | None = None) -> None:
        """One version, against another; None compares it as it should be: a draft with what holds,
        any other with what held before it. :data:`NOTHING` marks nothing."""
        statements = self._services.statements

        def read(actor: Actor) -> OpenVersion:
            versions = statements.versions(actor)
            row = statements.get(actor, statement_id)
            seen = statements.current(actor, row.site_id, row.language).statement
            beside = _beside(row, seen, versions, beside_id)
            pieces = (
                statements.compare(actor, beside.id, row.id)
                if beside is not None
                else (Piece(row.text, new=False),)
            )
            return OpenVersion(row, seen, beside, pieces, statements.acknowledged_by(actor, row.id))

        self.ask(read, self.opened_read.emit, self._not_opened, replaces="version")

    def _not_opened(self, problem: Problem) -> None:
        if isinstance(problem, NotFound):
            self.opened_gone.emit()
        self._say(problem)

    def read_coverage(self) -> None:
        """Who has heard what."""
        self.ask(self._services.coverage.coverage, self.coverage_read.emit, replaces="coverage")

    def read_updates(self, whom: Whom, shown: int = 0) -> None:
        """Who needs an update; as many as are shown."""
        updates = self._services.update_list
        limit = max(PAGE, shown) if whom == self._whom else PAGE
        self._whom = whom
        self.ask(
            lambda actor: updates.page(actor, whom, limit), self._take_updates, replaces="updates"
        )

    def read_more(self) -> None:
        """The next page of them."""
        updates, page, whom = self._services.update_list, self._updates, self._whom
        if page is None or page.next_offset is None:
            return
        offset = page.next_offset

        def arrived(more: UpdatePage) -> None:
            # The list may have been read anew while this page was on its way.
            if self._updates is page:
                self._updates = more
                self.more_read.emit(more)

        self.ask(lambda actor: updates.page(actor, whom, PAGE, offset), arrived, replaces="more")

    def read_progress(self) -> None:
        """How far the requests are."""
        self.ask(self._services.requests.progress, self._take_progress, replaces="progress")

    def read_requests(self, which: Which, kind: RequestKind | None) -> None:
        """The requests of a list."""
        requests = self._services.requests
        self.ask(
            lambda actor: requests.list(actor, which, kind),
            self.requests_read.emit,
            replaces="requests",
        )

    def read_figures(self) -> None:
        """The promises by phase."""
        self.ask(self._services.promise_phases.figures, self.figures_read.emit, replaces="figures")

    def _take_updates(self, page: UpdatePage) -> None:
        self._updates = page
        self.updates_read.emit(page)

    def _take_progress(self, kinds: tuple[RequestProgress, ...]) -> None:
        self.progress_read.emit(kinds)


def _beside(
    row: StatementRow,
    seen: StatementRow | None,
    versions: tuple[StatementRow, ...],
    asked: UUID | str | None,
) -> StatementRow | None:
    if asked == NOTHING:
        return None
    if asked is not None:
        return next((each for each in versions if each.id == asked), None)
    if row.approved_at is None:
        return seen
    before = [
        each
        for each in versions
        if (each.site_id, each.language) == (row.site_id, row.language)
        and each.approved_at is not None
        and each.number < row.number
    ]
    return max(before, key=lambda each: each.number, default=None)
