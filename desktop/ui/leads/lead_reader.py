"""Reads what the page of leads shows, on the worker; of each question the newest counts."""

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desktop.domain.errors import NotFound, Problem
from desktop.services.actor import Actor
from desktop.services.lead_inbox import LeadInbox
from desktop.services.lead_rows import LeadCounts, LeadCursor, LeadPage, LeadTab
from desktop.ui.intake.asker import Asker
from desktop.ui.tasks import Runner

PAGE = 100
"""Rows that are read at once."""


@dataclass(frozen=True, slots=True)
class Inbox:
    """The first rows of a tab, and the counts of all."""

    tab: LeadTab
    page: LeadPage
    counts: LeadCounts


@dataclass(frozen=True, slots=True)
class MoreLeads:
    """Further rows of a tab."""

    inbox: Inbox
    page: LeadPage


class LeadReader(Asker):
    """Nothing is read before somebody signs in, and nothing arrives for who was here before."""

    inbox_read = Signal(object)
    page_read = Signal(object)
    detail_read = Signal(object)
    detail_gone = Signal()

    def __init__(self, tasks: Runner, leads: LeadInbox, parent: QObject) -> None:
        super().__init__(tasks, parent, "leads")
        self._leads = leads
        self._inbox: Inbox | None = None
        self._cursor: LeadCursor | None = None

    def set_actor(self, actor: Actor) -> None:
        """Read for somebody from now on."""
        super().set_actor(actor)
        self._inbox = self._cursor = None

    def read_inbox(self, tab: LeadTab, shown: int = 0) -> None:
        """The first rows of a tab; of the one that is shown, as many as are ``shown``."""
        leads = self._leads
        again = self._inbox is not None and self._inbox.tab == tab
        limit = max(PAGE, shown) if again else PAGE
        self.ask(
            lambda actor: Inbox(tab, leads.page(actor, tab, limit), leads.counts(actor)),
            self._take_inbox,
            replaces="inbox",
        )

    def read_more(self) -> None:
        """The next rows of the tab that was read last."""
        leads, inbox, cursor = self._leads, self._inbox, self._cursor
        if inbox is None or cursor is None:
            return
        self.ask(
            lambda actor: MoreLeads(inbox, leads.page(actor, inbox.tab, PAGE, cursor)),
            self._take_page,
            replaces="page",
        )

    def read_detail(self, lead_id: UUID) -> None:
        """One lead in full."""
        leads = self._leads
        self.ask(
            lambda actor: leads.detail(actor, lead_id), self.detail_read.emit, replaces="detail"
        )

    def _take_inbox(self, inbox: Inbox) -> None:
        self._inbox, self._cursor = inbox, inbox.page.next
        self.inbox_read.emit(inbox)

    def _take_page(self, more: MoreLeads) -> None:
        # The tab may have been read anew while this page was on its way.
        if more.inbox is self._inbox:
            self._cursor = more.page.next
            self.page_read.emit(more)

    def _say(self, problem: Problem) -> None:
        if isinstance(problem, NotFound):
            self.detail_gone.emit()
        super()._say(problem)
