"""What is done with the lead in hand: called, scheduled, merged, made a new person, answered,
spam."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.app import Services
from desktop.domain.errors import Problem
from desktop.services.actor import Actor
from desktop.services.alike import Somebody
from desktop.services.lead_rows import LeadDetail, LeadFate, LeadMatch, LeadRow, Newcomer
from desktop.services.people import PersonHit
from desktop.services.recorded import Recorded
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.callbacks.time_choice import TimeFacts
from desktop.ui.callbacks.when_dialog import WhenDialog
from desktop.ui.callbacks.writes import Writes
from desktop.ui.leads.merge_dialog import LeadMergeDialog
from desktop.ui.leads.newcomer_dialog import NewcomerDialog
from desktop.ui.people.pick_dialog import PickDialog
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme


class LeadActs(QObject):
    """Each act is one write; what was done is said with Undo beside it."""

    call_started = Signal(object)
    """Begin a call to the lead of this :class:`LeadDetail`; it is written down already."""
    dealt_with = Signal(object)
    """The lead with this identity leaves its place in the list."""

    def __init__(
        self,
        theme: Theme,
        tasks: Runner,
        services: Services,
        clock: Callable[[], datetime],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._theme, self._tasks, self._services, self._clock = theme, tasks, services, clock
        self._window = window
        self.writes = Writes(theme, tasks, window)
        self._actor: Actor | None = None
        self._about: LeadDetail | None = None
        self._picker: PickDialog | None = None
        self._merge: LeadMergeDialog | None = None
        self._newcomer: NewcomerDialog | None = None

    def set_actor(self, actor: Actor) -> None:
        """Somebody else is at the desk; what was half done was not theirs."""
        self._actor = actor
        for dialog in (self._picker, self._merge, self._newcomer):
            if dialog is not None:
                dialog.close()
                dialog.deleteLater()
        self._picker = self._merge = self._newcomer = None

    # -- call, schedule, answered, spam ----------------------------------------------------------

    def call(self, detail: LeadDetail) -> None:
        """Ring now: written down, then the call card opens. Outside their hours the reason is
        asked for first."""
        actor, leads, row, key = self._actor, self._services.leads, detail.row, uuid4()
        if actor is None:
            return
        self.writes.run(
            [row.id],
            lambda why: leads.call(actor, row.id, row.version, key, why),
            lambda _recorded: self.call_started.emit(detail),
        )

    def schedule(self, detail: LeadDetail) -> None:
        """Ask when, then promise it."""
        actor, leads, row = self._actor, self._services.leads, detail.row
        if actor is None:
            return
        title = f"When to ring {row.name}?"
        dialog = WhenDialog(self._theme, self._window, self._clock, title, "Schedule callback")
        name = row.name.split()[0] if row.name else ""
        dialog.when.show_facts(
            TimeFacts(
                detail.candidates, detail.hours, detail.calendar, actor.zone, detail.place, name
            )
        )
        key = uuid4()

        def act() -> None:
            due_at = dialog.when.due_at
            if due_at is None:
                dialog.wait_again()
                return
            reason = dialog.when.hours_reason or dialog.reason
            started = self.writes.run(
                [row.id],
                lambda why: leads.schedule(
                    actor, row.id, row.version, detail.callback_version, due_at, key, why
                ),
                done,
                dialog.show_problem,
                reason,
            )
            if not started:
                dialog.wait_again()

        def done(_recorded: Recorded) -> None:
            dialog.done_well()
            self.dealt_with.emit(row.id)

        dialog.finished.connect(dialog.deleteLater)
        dialog.ask(act)

    def answered(self, detail: LeadDetail) -> None:
        """Somebody wrote to them, or saw to it otherwise."""
        actor, leads, row, key = self._actor, self._services.leads, detail.row, uuid4()
        if actor is None:
            return
        self.writes.run(
            [row.id],
            lambda _why: leads.answered(actor, row.id, row.version, key),
            lambda _recorded: self.dealt_with.emit(row.id),
        )

    def spam(self, detail: LeadDetail) -> None:
        """It is spam; or it is not, after all."""
        actor, leads, row, key = self._actor, self._services.leads, detail.row, uuid4()
        if actor is None:
            return
        mark = leads.not_spam if row.fate is LeadFate.SPAM else leads.spam
        self.writes.run(
            [row.id],
            lambda _why: mark(actor, row.id, row.version, key),
            lambda _recorded: self.dealt_with.emit(row.id),
        )

    # -- merge -------------------------------------------------------------------------------------

    def merge(self, detail: LeadDetail) -> None:
        """Merge into whoever looks the same; where nobody does, ask who it is."""
        self._about = detail
        if detail.match is not None:
            self._compare(detail.match)
        else:
            self._pick()

    @property
    def picker(self) -> PickDialog:
        """Asks who it is; made when it is first needed."""
        if self._picker is None:
            picker = self._picker = PickDialog(self._theme, self._window)
            picker.search_requested.connect(self._search)
            picker.picked.connect(self._picked)
        return self._picker

    @property
    def merging(self) -> LeadMergeDialog:
        """Shows what merging does; made when it is first needed."""
        if self._merge is None:
            dialog = self._merge = LeadMergeDialog(self._theme, self._window, self._clock)
            dialog.other_requested.connect(self._somebody_else)
        return self._merge

    # -- somebody new ------------------------------------------------------------------------------

    @property
    def newcomer(self) -> NewcomerDialog:
        """Shows who a new person would be; made when it is first needed."""
        if self._newcomer is None:
            dialog = self._newcomer = NewcomerDialog(self._theme, self._window, self._clock)
            dialog.warning_requested.connect(self._look_for)
            dialog.known_requested.connect(self._compare_known)
        return self._newcomer

    def make_person(self, detail: LeadDetail) -> None:
        """Show what is written down of somebody new, then write it."""
        actor, inbox = self._actor, self._services.lead_inbox
        if actor is None:
            return
        self._about = detail
        self._tasks.run(
            lambda: inbox.newcomer(actor, detail.row.id),
            lambda newcomer: self._ask_person(detail, newcomer),
            self._failed,
            replaces="lead newcomer",
        )

    def _ask_person(self, detail: LeadDetail, newcomer: Newcomer) -> None:
        actor, leads = self._actor, self._services.leads
        if actor is None:
            return
        dialog, row, key = self.newcomer, detail.row, uuid4()
        dialog.show_newcomer(newcomer, actor.zone)

        self._ask(
            dialog,
            row,
            lambda: partial(leads.new_person, actor, row.id, row.version, dialog.name.text(), key),
        )

    def _look_for(self, name: str) -> None:
        actor, people, about = self._actor, self._services.people, self._about
        if actor is None or about is None:
            return
        number = about.e164
        self._tasks.run(
            lambda: people.known_while_typing(actor, name, number),
            lambda known: self.newcomer.warn(name, known),
            self._failed,
            replaces="lead newcomer name",
        )

    def _compare_known(self, known: Somebody) -> None:
        self.newcomer.reject()
        self._match_with(known.person_id)

    # -- merge, further ----------------------------------------------------------------------------

    def _somebody_else(self) -> None:
        self.merging.reject()
        self._pick()

    def _pick(self) -> None:
        if self._about is not None:
            self.picker.ask(self._about.row.name)

    def _search(self, text: str) -> None:
        actor, people = self._actor, self._services.people
        if actor is None:
            return
        self._tasks.run(
            lambda: people.find(actor, text),
            lambda hits: self.picker.offer(text, hits),
            self._failed,
            replaces="lead person",
        )

    def _picked(self, hit: PersonHit) -> None:
        self._match_with(hit.person_id)

    def _match_with(self, person_id: UUID) -> None:
        actor, inbox, about = self._actor, self._services.lead_inbox, self._about
        if actor is None or about is None:
            return
        self._tasks.run(
            lambda: inbox.match_with(actor, about.row.id, person_id),
            self._compare,
            self._failed,
            replaces="lead match",
        )

    def _compare(self, match: LeadMatch) -> None:
        actor, leads, about = self._actor, self._services.leads, self._about
        if actor is None or about is None:
            return
        dialog, row, key = self.merging, about.row, uuid4()
        dialog.show_match(row.name, match, actor.zone)

        self._ask(
            dialog,
            row,
            lambda: partial(
                leads.merge,
                actor,
                (row.id, row.version),
                (match.person_id, match.version),
                key,
                dialog.taken,
            ),
        )

    def _ask(
        self, dialog: AskDialog, row: LeadRow, filled: Callable[[], Callable[[], Recorded]]
    ) -> None:
        """Open ``dialog``; agreed to, write what ``filled`` takes from it, and go on to the next
        lead."""

        def act() -> None:
            write = filled()
            started = self.writes.run([row.id], lambda _why: write(), done, dialog.show_problem)
            if not started:
                dialog.wait_again()

        def done(_recorded: Recorded) -> None:
            dialog.done_well()
            self.dealt_with.emit(row.id)

        dialog.ask(act)

    def _failed(self, problem: Problem) -> None:
        self.writes.troubled.emit(str(problem))
