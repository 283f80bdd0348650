"""A promise made without a call: looks up who is typed, and promises."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.app import Services
from desktop.domain.errors import Problem
from desktop.domain.vocabulary import CallbackKind, Reason
from desktop.domain.waiting import WaitLimit, days_of
from desktop.domain.work_days import SiteCalendar
from desktop.services.actor import Actor
from desktop.services.new_promise import NewPromise
from desktop.services.people import PersonHit
from desktop.services.places import SiteRow
from desktop.services.recorded import Recorded
from desktop.services.transition_settings import TransitionChoices
from desktop.ui.callbacks.colleagues import Colleagues, read_colleagues
from desktop.ui.callbacks.new_callback_dialog import NewCallbackDialog
from desktop.ui.callbacks.time_choice import TimeFacts
from desktop.ui.callbacks.who_to_ring import Found, find
from desktop.ui.callbacks.writes import Writes
from desktop.ui.promise_wanted import PromiseWanted
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class _Desk:
    """Who can keep a promise; ``calendars`` say when each team is at work, ``choices`` how long a
    promise may wait."""

    colleagues: Colleagues
    sites: tuple[SiteRow, ...]
    calendars: Mapping[UUID, SiteCalendar]
    choices: TransitionChoices


def _read_desk(services: Services, actor: Actor) -> _Desk:
    colleagues = read_colleagues(services.places, actor)
    sites = {team.site_id for team in colleagues.teams}
    calendars = {site_id: services.places.calendar(site_id) for site_id in sites}
    return _Desk(
        colleagues,
        services.places.sites(actor),
        {team.id: calendars[team.site_id] for team in colleagues.teams},
        services.transition_settings.choices(),
    )


class NewCallback(QObject):
    """Looks up who is typed, holds the time against their hours, and promises."""

    promised = Signal(object)
    """The identity of the new callback."""

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
        self._desk: _Desk | None = None
        self._found: Found | None = None
        self._key = uuid4()
        self._waiting = False
        self._wanted: PromiseWanted | None = None
        self._dialog: NewCallbackDialog | None = None

    @property
    def dialog(self) -> NewCallbackDialog:
        """The form; made when it is first asked for."""
        if self._dialog is None:
            dialog = self._dialog = NewCallbackDialog(self._theme, self._window, self._clock)
            dialog.who.asked.connect(self._look_up)
            dialog.kind.picked.connect(lambda _kind: self._show_facts())
            dialog.owner.picked.connect(lambda _owner: self._show_facts())
            dialog.reason_changed.connect(self._show_facts)
        return self._dialog

    def set_actor(self, actor: Actor) -> None:
        """Somebody else is at the desk."""
        self._actor = actor
        self._found, self._waiting, self._wanted = None, False, None
        if self._dialog is not None:
            self._dialog.close()
            self._dialog.deleteLater()
            self._dialog = None

    def ask(self, about: str = "") -> None:
        """Open the form as soon as it is known who there is to keep promises; ``about`` is what
        is going to be promised, where nothing is typed yet."""
        if self._wanted is not None:
            # What was filled in for a call and then left is not about this one.
            self._wanted = None
            self.dialog.empty()
        self._read(about)

    def ask_for(self, wanted: PromiseWanted) -> None:
        """The same, with what is known of a promise made on a call."""
        actor, people, dialog = self._actor, self._services.people, self.dialog
        if actor is None:
            return
        self._wanted = wanted
        dialog.empty()
        if wanted.reason is not None:
            dialog.reasons[wanted.reason].setChecked(True)
        dialog.who.text.setText(wanted.number or wanted.name)
        if wanted.person_id is None:
            self._read()
            return
        person_id = wanted.person_id

        def found(hit: PersonHit | None) -> None:
            if hit is not None:
                dialog.who.take(hit)
            self._read()

        self._tasks.run(lambda: people.hit(actor, person_id), found, self._failed)

    def _read(self, about: str = "") -> None:
        actor, services = self._actor, self._services
        if actor is None:
            return
        self._tasks.run(
            lambda: _read_desk(services, actor),
            lambda desk: self._open(desk, about),
            self._failed,
            replaces="new callback",
        )

    def _open(self, desk: _Desk, about: str) -> None:
        actor, dialog = self._actor, self.dialog
        if actor is None or dialog.isVisible():
            return
        self._desk = desk
        owners: list[tuple[str, object]] = [
            (words, (team_id, user_id)) for words, team_id, user_id in desk.colleagues.choices()
        ]
        dialog.owner.set_choices(owners)
        dialog.clinic.set_choices([(site.name, site.id) for site in desk.sites])
        dialog.suggest(about)
        self._look_up()
        dialog.ask(self._promise)

    def _look_up(self) -> None:
        actor, dialog, services = self._actor, self.dialog, self._services
        if actor is None:
            return
        text, person_id = dialog.who.text.text(), dialog.who.person_id
        self._tasks.run(
            lambda: find(actor, services.people, services.numbers, text, person_id),
            self._show_found,
            self._failed,
            replaces="new callback who",
        )

    def _show_found(self, found: Found) -> None:
        self._found = found
        self.dialog.who.show_found(found)
        self._show_facts()
        if self._waiting:
            self._promise()

    def _show_facts(self) -> None:
        found, desk, actor, dialog = self._found, self._desk, self._actor, self.dialog
        if found is None or desk is None or actor is None:
            return
        team_id, _user_id = _owner(dialog.owner.value())
        dialog.suggest_clinic(found.site_id or actor.site_id)
        dialog.when.show_facts(
            TimeFacts(
                found.candidates,
                found.hours,
                desk.calendars.get(team_id or actor.team_id, desk.colleagues.site),
                actor.zone,
                found.place,
                dialog.who.name,
                dialog.call_kind is CallbackKind.MARKETING,
                self._limit(found, desk.choices),
            )
        )
        dialog.show_promise()

    def _limit(self, found: Found, choices: TransitionChoices) -> WaitLimit:
        """How long it may wait: the same that is stored."""
        reason = self.dialog.reason_picked or Reason.OTHER
        days = days_of(reason, choices.wait_days_by_reason, choices.wait_days)
        booked = found.appointment
        return WaitLimit(days, booked if booked is None or booked > self._clock() else None)

    def _promise(self) -> None:
        actor, dialog, callbacks = self._actor, self.dialog, self._services.callbacks
        found, reason, due_at = self._found, dialog.reason_picked, dialog.when.due_at
        # Typed and promised in one go: what was typed last is looked up first.
        if found is None or not dialog.who.is_about(found):
            self._waiting = True
            return
        self._waiting = False
        if actor is None or not dialog.complete(found) or reason is None or due_at is None:
            dialog.wait_again()
            return
        team_id, user_id = _owner(dialog.owner.value())
        new = NewPromise(
            reason=reason,
            due_at=due_at,
            what=dialog.what.text(),
            person_id=dialog.who.person_id,
            number_text="" if dialog.who.person else dialog.who.text.text(),
            site_id=dialog.site_id,
            milestone=dialog.when.milestone,
            owner_team_id=team_id,
            owner_user_id=user_id,
            kind=dialog.call_kind,
            hours_reason=dialog.when.hours_reason,
            sensitive_kept=dialog.what.kept,
            call_id=self._wanted.call_id if self._wanted else None,
        )
        key = self._key

        def done(recorded: Recorded) -> None:
            self._key = uuid4()
            self._wanted = None
            dialog.done_well()
            dialog.empty()
            self.promised.emit(recorded.written.value)

        self.writes.run(
            (), lambda _why: callbacks.promise(actor, new, key), done, dialog.show_problem
        )

    def _failed(self, problem: Problem) -> None:
        self._waiting = False
        self.dialog.wait_again()
        self.writes.troubled.emit(str(problem))


def _owner(value: object) -> tuple[UUID | None, UUID | None]:
    return value if isinstance(value, tuple) else (None, None)
