"""A promise made without a call: to whom, why, what, when, and who keeps it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.app import Services
from desktop.domain.errors import Problem
from desktop.domain.vocabulary import CallbackKind, Reason
from desktop.domain.work_days import SiteCalendar
from desktop.services.actor import Actor
from desktop.services.callbacks import NewPromise
from desktop.services.recorded import Recorded
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.callbacks.promise_menu import Colleagues
from desktop.ui.callbacks.time_choice import TimeChoice, TimeFacts
from desktop.ui.callbacks.who_to_ring import Found, WhoToRing, find
from desktop.ui.callbacks.writes import Writes
from desktop.ui.intake.roving import Roving
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.select import Select
from desktop.ui.words import REASON_WORDS

_KINDS = (
    ("Service", CallbackKind.SERVICE),
    ("About the sale", CallbackKind.TRANSITION),
    ("Marketing", CallbackKind.MARKETING),
)


class NewCallbackDialog(AskDialog):
    """Closed without saving it keeps what was typed."""

    def __init__(self, theme: Theme, window: QWidget, now: Callable[[], datetime]) -> None:
        super().__init__(
            theme,
            window,
            "Whom do you promise a call?",
            act="Promise the call",
            icon="phone-outgoing",
            width=720,
        )
        self.who = WhoToRing(theme)
        self.reasons: dict[Reason, Chip] = {}
        self._reason_row = QWidget()
        row = QHBoxLayout(self._reason_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(4))
        for digit, reason in enumerate(Reason, start=1):
            chip = Chip(
                theme,
                REASON_WORDS[reason],
                digit=str(digit),
                exclusive=True,
                tight=True,
                parent=self._reason_row,
            )
            chip.toggled.connect(self._reason_picked)
            row.addWidget(chip)
            self.reasons[reason] = chip
        row.addStretch(1)
        self._roving = Roving(self, list(self.reasons.values()), digits=True)
        self.reason_field = Field(theme, "Why they are rung", self._reason_row)
        self.what = LineEdit(theme, "News of her records")
        self.when = TimeChoice(theme, now, waits=True)
        self.promise = Label(theme, "", "small-strong", "text", tabular=True, elide=True)
        self.owner = Select(theme, icon="users", name="Who calls back")
        self.kind = Select(theme, name="What kind of call")
        self.kind.set_choices(list(_KINDS))
        last = QHBoxLayout()
        last.setSpacing(theme.px(12))
        last.addWidget(Field(theme, "Who calls back", self.owner), 1)
        last.addWidget(Field(theme, "What kind of call", self.kind), 1)
        self.body.addWidget(self.who)
        self.body.addWidget(self.reason_field)
        self.body.addWidget(Field(theme, "What you promise", self.what))
        self.body.addWidget(self.when)
        self.body.addLayout(last)
        self.body.addWidget(self.promise)
        self.when.changed.connect(self.show_promise)
        self.finish_body(self.who.text)

    def _reason_picked(self) -> None:
        self.reason_field.clear_problem()

    def show_promise(self) -> None:
        """The whole promise in words."""
        self.promise.set_text(self.when.words)

    @property
    def reason_picked(self) -> Reason | None:
        """Why they are rung."""
        return next((reason for reason, chip in self.reasons.items() if chip.isChecked()), None)

    def complete(self, found: Found | None) -> bool:
        """Whether there is enough to promise; else each field says what is missing."""
        missing = False
        if self.who.person is None and (found is None or not found.readable):
            typed = bool(self.who.text.text().strip())
            self.who.field.set_problem(
                "Pick somebody from the list, or type a whole number."
                if typed
                else "Type a name or a number."
            )
            self.who.text.setFocus()
            missing = True
        if self.reason_picked is None:
            self.reason_field.set_problem("Pick why they are rung.")
            if not missing:
                self._roving.focus_here()
            missing = True
        return not missing

    def show_reason(self) -> None:
        self.when.ask_reason()

    def empty(self) -> None:
        """The promise is made: ready for the next."""
        self.who.empty()
        self.what.clear()
        self.when.start_again()
        for chip in self.reasons.values():
            chip.setAutoExclusive(False)
            chip.setChecked(False)
            chip.setAutoExclusive(True)
        self.kind.setCurrentIndex(0)
        self.owner.setCurrentIndex(0)


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
        self._site: SiteCalendar | None = None
        self._found: Found | None = None
        self._key = uuid4()
        self._dialog: NewCallbackDialog | None = None

    @property
    def dialog(self) -> NewCallbackDialog:
        """The form; made when it is first asked for."""
        if self._dialog is None:
            dialog = self._dialog = NewCallbackDialog(self._theme, self._window, self._clock)
            dialog.who.asked.connect(self._look_up)
            dialog.kind.picked.connect(lambda _kind: self._show_facts())
        return self._dialog

    def set_actor(self, actor: Actor) -> None:
        """Somebody else is at the desk."""
        self._actor = actor
        self._found = None
        if self._dialog is not None:
            self._dialog.close()
            self._dialog.deleteLater()
            self._dialog = None

    def ask(self) -> None:
        """Open the form as soon as it is known who there is to keep promises."""
        actor, places = self._actor, self._services.places
        if actor is None:
            return

        def read() -> tuple[SiteCalendar, Colleagues]:
            people = Colleagues(places.teams(actor), places.team_members(actor, actor.team_id))
            return places.calendar(actor.site_id), people

        self._tasks.run(read, self._open, self._failed, replaces="new callback")

    def _open(self, known: tuple[SiteCalendar, Colleagues]) -> None:
        actor, dialog = self._actor, self.dialog
        if actor is None or dialog.isVisible():
            return
        self._site, colleagues = known
        owners: list[tuple[str, object]] = [
            (words, (team_id, user_id)) for words, team_id, user_id in colleagues.choices(actor)
        ]
        dialog.owner.set_choices(owners)
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

    def _show_facts(self) -> None:
        found, site, actor, dialog = self._found, self._site, self._actor, self.dialog
        if found is None or site is None or actor is None:
            return
        strict = dialog.kind.value() is CallbackKind.MARKETING
        name = dialog.who.name
        dialog.when.show_facts(
            TimeFacts(found.candidates, found.hours, site, actor.zone, found.place, name, strict)
        )
        dialog.show_promise()

    def _promise(self) -> None:
        actor, dialog, callbacks = self._actor, self.dialog, self._services.callbacks
        reason, due_at = dialog.reason_picked, dialog.when.due_at
        if actor is None or not dialog.complete(self._found) or reason is None or due_at is None:
            dialog.act_button.set_on()
            return
        team_id, user_id = _owner(dialog.owner.value())
        new = NewPromise(
            reason=reason,
            due_at=due_at,
            what=dialog.what.text(),
            person_id=dialog.who.person_id,
            number_text="" if dialog.who.person else dialog.who.text.text(),
            milestone=dialog.when.milestone,
            owner_team_id=team_id,
            owner_user_id=user_id,
            kind=_kind(dialog.kind.value()),
            hours_reason=dialog.when.hours_reason,
        )
        key = self._key

        def done(recorded: Recorded) -> None:
            self._key = uuid4()
            dialog.done_well()
            dialog.empty()
            self.promised.emit(recorded.written.value)

        self.writes.run(
            (), lambda _why: callbacks.promise(actor, new, key), done, dialog.show_problem
        )

    def _failed(self, problem: Problem) -> None:
        self.writes.troubled.emit(str(problem))


def _owner(value: object) -> tuple[UUID | None, UUID | None]:
    return value if isinstance(value, tuple) else (None, None)


def _kind(value: object) -> CallbackKind:
    return value if isinstance(value, CallbackKind) else CallbackKind.SERVICE
