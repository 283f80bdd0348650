"""The locked desk: the time, who is away, and the Safety card. Nothing of the desk is seen."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.errors import Problem, Refused
from desktop.domain.locking import LockCause, locked_words
from desktop.domain.sign_in import PasswordNeeded
from desktop.domain.wording import clock as clock_words
from desktop.services.actor import Actor
from desktop.services.user_rows import AtTheDoor, SignedIn
from desktop.services.users import Users
from desktop.ui.lock.unlock_card import UnlockCard
from desktop.ui.sign_in.door_page import DoorPage
from desktop.ui.sign_in.greeting import day_words
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.widgets.field import IconLine
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.timer_label import clock_duration

_TICK_MS = 1000
NEVER = "Never locks by itself during a call or with the Safety card open."


class LockPage(DoorPage):
    """Stands before the desk until whoever is away comes back, or somebody else signs in.

    ``call_began`` says since when a call is on, None when none is.
    """

    unlocked = Signal(object)
    """Somebody is here: a :class:`~desktop.services.user_rows.SignedIn`."""
    switch_requested = Signal()
    """Somebody else wants to sign in."""

    def __init__(
        self,
        *,
        theme: Theme,
        tasks: Runner,
        users: Users,
        clock: Callable[[], datetime],
        place: tuple[str, str],
        call_began: Callable[[], datetime | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, place, _TICK_MS, parent)
        self._tasks, self._users, self._clock = tasks, users, clock
        self._call_began = call_began
        self._actor: Actor | None = None
        self.setAccessibleName("Locked")
        middle = Qt.AlignmentFlag.AlignHCenter
        self._time = Label(theme, "", "clock", "rail-on", align=middle)
        self._day = Label(theme, "", "lead", "rail-text", align=middle)
        self.card = UnlockCard(theme)
        self.call = IconLine(theme, NEVER, "rail-text", "phone-call", "small")
        head = QVBoxLayout()
        head.setSpacing(0)
        head.addWidget(self._time)
        head.addWidget(self._day)
        self.column.addStretch(1)
        self.column.addLayout(head)
        self.column.addWidget(self._notice, 0, middle)
        self.column.addWidget(self.card, 0, middle)
        self.column.addWidget(self.call, 0, middle)
        self.column.addStretch(1)
        self.put_foot("unlocking")
        self.card.pin_typed.connect(self._unlock)
        self.card.password_typed.connect(self._sign_in)
        self.card.switch_requested.connect(self.switch_requested)
        theme.changed.connect(self._fit)
        self._fit()

    def lock(self, actor: Actor, cause: LockCause, minutes: int) -> None:
        """``actor`` is away: ask for their PIN, or for the password where that does not open."""
        self._actor = actor
        since = clock_words(self._clock(), actor.zone)
        self.card.show_user(actor.name, locked_words(cause, minutes, since))
        self.tick()

    def activate(self) -> None:
        """The page is in front: the focus goes where one unlocks."""
        self._notice.hide()
        self.card.focus_first()
        self._tasks.run(
            self._users.at_the_door, self._know_pin, self._failed, replaces="at_the_door"
        )

    def tick(self) -> None:
        """Show the time as the clock has it; a call that is on goes on."""
        actor = self._actor
        if actor is None:
            return
        now, began = self._clock(), self._call_began()
        self._time.set_text(clock_words(now, actor.zone))
        self._day.set_text(day_words(now, actor.zone))
        if began is None:
            self.call.show_line(NEVER, "rail-text", "phone-call", "small")
        else:
            seconds = max(0, int((now - began).total_seconds()))
            words = f"Your call goes on · {clock_duration(seconds)}"
            self.call.show_line(words, "rail-on", "phone-call", "small")

    # -- coming back ---------------------------------------------------------------------------

    def _know_pin(self, door: AtTheDoor) -> None:
        actor = self._actor
        if actor is None or self.isHidden():
            return
        own = next((user for user in door.quick if user.id == actor.user_id), None)
        if own is None or own.needs_password:
            self.card.without_pin(spent=own is not None)

    def _unlock(self, pin: str) -> None:
        actor = self._actor
        if actor is None:
            return
        self._notice.hide()

        def failed(problem: Problem) -> None:
            if isinstance(problem, PasswordNeeded):
                self.card.without_pin(spent=False)
                self.card.refuse(str(problem))
            elif isinstance(problem, Refused):
                self.card.refuse(str(problem))
            else:
                self.card.clear()
                self._failed(problem)

        self._tasks.run(lambda: self._users.unlock(actor.user_id, pin), self._enter, failed)

    def _sign_in(self, password: str) -> None:
        actor = self._actor
        if actor is None:
            return
        self._notice.hide()

        def failed(problem: Problem) -> None:
            if isinstance(problem, Refused):
                self.card.refuse(str(problem))
            else:
                self.card.clear()
                self._failed(problem)

        self._tasks.run(lambda: self._users.sign_in(actor.name, password), self._enter, failed)

    def _enter(self, signed_in: SignedIn) -> None:
        self.card.clear()
        self.unlocked.emit(signed_in)

    def _failed(self, problem: Problem) -> None:
        self.say(str(problem))

    # -- the look ------------------------------------------------------------------------------

    def _fit(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        self._time.set_style("large-number" if compact else "clock")
        self.column.setSpacing(px(14 if compact else 20))
        self.column.setContentsMargins(px(24), 0, px(24), px(24))

    def forget_typed(self) -> None:
        """Whatever was typed of a PIN or a password."""
        self.card.clear()
