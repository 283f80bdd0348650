"""The page before anybody is signed in, and when somebody else takes the desk over."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.errors import Problem, Refused
from desktop.domain.sign_in import PasswordNeeded
from desktop.services.user_rows import AtTheDoor, DeskUser, SignedIn
from desktop.services.users import Users
from desktop.ui.sign_in.door_page import DoorPage
from desktop.ui.sign_in.greeting import day_and_time, greeting
from desktop.ui.sign_in.password_card import PasswordCard
from desktop.ui.sign_in.quick_card import QuickCard
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.widgets.label import Label

_TICK_MS = 5_000


class SignInPage(DoorPage):
    """Two cards: PIN for whoever signed in here today, name and password for everybody.

    ``desk`` is the desk's name. Call :meth:`activate` whenever the page comes to the front.
    """

    signed_in = Signal(object)
    """Somebody opened the desk: a :class:`~desktop.services.user_rows.SignedIn`."""

    def __init__(
        self,
        *,
        theme: Theme,
        tasks: Runner,
        users: Users,
        clock: Callable[[], datetime],
        desk: str,
        place: tuple[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, place, _TICK_MS, parent)
        self._tasks, self._users, self._clock = tasks, users, clock
        self._desk = desk
        self._door: AtTheDoor | None = None
        self.setAccessibleName("Sign in")
        self.quick = QuickCard(theme)
        self.password = PasswordCard(theme)
        self.quick.hide()
        self._greeting = Label(theme, "", "display", "rail-on", align=Qt.AlignmentFlag.AlignHCenter)
        self._when = Label(
            theme, "", "lead", "rail-text", tabular=True, align=Qt.AlignmentFlag.AlignHCenter
        )
        self._build()
        self.put_foot("signing in")
        self.quick.pin_typed.connect(self._unlock)
        self.quick.password_requested.connect(self.password.begin)
        self.password.entered.connect(self._sign_in)
        theme.changed.connect(self._fit)
        self._fit()

    # -- what the window asks --------------------------------------------------------------

    def activate(self) -> None:
        """Forget what was typed, ask who is here, and put the focus where work begins."""
        self._notice.hide()
        self.forget_typed()
        self.password.focus_first()
        self._load()

    def show_desk(self, desk: str) -> None:
        """This desk has been given a name."""
        self._desk = desk

    def tick(self) -> None:
        """Show the time as the clock has it; whose sign-in ended leaves the list."""
        door = self._door
        if door is None:
            return
        now = self._clock()
        self._greeting.set_text(greeting(now, door.desk.zone))
        self._when.set_text(f"{day_and_time(now, door.desk.zone)} · {self._desk}")
        if any(user.until <= now for user in door.quick):
            self._load()

    # -- the door --------------------------------------------------------------------------

    def _load(self) -> None:
        self._tasks.run(self._users.at_the_door, self._show, self._failed, replaces="at_the_door")

    def _show(self, door: AtTheDoor) -> None:
        self._door = door
        self.password.set_names(door.names)
        quick_had_focus = self.quick.holds_focus()
        untouched = not self.password.name.text() and not self.password.password.text()
        self.quick.show_users(door.quick, door.desk.zone)
        self.quick.setVisible(bool(door.quick))
        self.password.stand_alone(not door.quick)
        if self.isHidden():  # somebody has signed in meanwhile: leave their focus alone
            pass
        elif door.quick and (untouched or quick_had_focus):
            self.quick.focus_first()
        elif quick_had_focus:
            self.password.focus_first()
        self.tick()

    def _unlock(self, user: DeskUser, pin: str) -> None:
        self._notice.hide()

        def failed(problem: Problem) -> None:
            if isinstance(problem, PasswordNeeded):
                self.password.begin(user.name)
                self.quick.spend(user, str(problem))
            elif isinstance(problem, Refused):
                self.quick.refuse(str(problem))
            else:
                self.quick.clear()
                self._failed(problem)

        self._tasks.run(lambda: self._users.unlock(user.id, pin), self._enter, failed)

    def _sign_in(self, name: str, password: str) -> None:
        self._notice.hide()

        def failed(problem: Problem) -> None:
            if isinstance(problem, Refused):
                self.password.refuse(str(problem))
            else:
                self.password.set_waiting(False)
                self._failed(problem)

        self._tasks.run(lambda: self._users.sign_in(name, password), self._enter, failed)

    def _enter(self, signed_in: SignedIn) -> None:
        self.forget_typed()
        self.signed_in.emit(signed_in)

    def _failed(self, problem: Problem) -> None:
        self.say(str(problem))

    # -- the look --------------------------------------------------------------------------

    def _build(self) -> None:
        head = QVBoxLayout()
        head.setSpacing(0)
        head.addWidget(self._greeting)
        head.addWidget(self._when)
        self._cards = QHBoxLayout()
        self._cards.addStretch(1)
        self._cards.addWidget(self.quick, 1000)
        self._cards.addWidget(self.password, 1000)
        self._cards.addStretch(1)
        self.column.addStretch(1)
        self.column.addLayout(head)
        self.column.addWidget(self._notice, 0, Qt.AlignmentFlag.AlignHCenter)
        self.column.addLayout(self._cards)
        self.column.addStretch(1)

    def _fit(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        self._cards.setSpacing(px(16))
        self.column.setSpacing(px(14 if compact else 24))
        self.column.setContentsMargins(px(24), 0, px(24), px(12 if compact else 24))

    def forget_typed(self) -> None:
        """Names, passwords and PINs."""
        self.password.clear()
        self.quick.clear()
