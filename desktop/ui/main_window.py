"""Builds the pages and wires them: the one block where a signal meets a slot."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.errors import Problem
from desktop.domain.roles import may
from desktop.domain.vocabulary import CallOutcome, Permission
from desktop.services.actor import Actor
from desktop.ui.shell.focus import focus_next_pane
from desktop.ui.shell.notices import NoticeBar
from desktop.ui.shell.page import Page
from desktop.ui.shell.pages import PAGES
from desktop.ui.shell.rail import Rail
from desktop.ui.shell.status_bar import StatusBar
from desktop.ui.shell.top_bar import Switch, TopBar
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme

# What needs the services (and so SQLAlchemy) is loaded by :meth:`MainWindow.attach`, after the
# first paint.
if TYPE_CHECKING:
    from desktop.app import App, Services
    from desktop.services.changes import Touched, Written
    from desktop.services.places import DeskRow
    from desktop.services.queue_row import ViewFilter
    from desktop.services.user_rows import SignedIn
    from desktop.ui.callbacks.callbacks_page import CallbacksPage
    from desktop.ui.calls.calls_page import CallsPage
    from desktop.ui.changes import Changes
    from desktop.ui.exporting.export_acts import ExportActs
    from desktop.ui.intake.intake_page import IntakePage
    from desktop.ui.people.people_page import PeoplePage
    from desktop.ui.promise_wanted import PromiseWanted
    from desktop.ui.reference.reference_page import ReferencePage
    from desktop.ui.reminders import Reminders
    from desktop.ui.safety.safety_desk import SafetyDesk
    from desktop.ui.search.search import Search
    from desktop.ui.shell.look_keeper import LookKeeper
    from desktop.ui.shell.window_keys import WindowKeys
    from desktop.ui.sign_in.change_password_dialog import ChangePasswordDialog
    from desktop.ui.sign_in.pin_dialog import PinDialog
    from desktop.ui.sign_in.sign_in_page import SignInPage

TITLE = "KetWell Desk"


class MainWindow(QMainWindow):
    """The desk: the shell around its pages, which :meth:`attach` builds over the services.

    ``desk`` is the desk's name, ``place`` where the data is (words, icon). ``switches`` are who the
    demo can become without a password.
    """

    signed_in = Signal(object)
    """The :class:`Actor` at work from now on."""

    intake: "IntakePage"
    callbacks: "CallbacksPage"
    reference: "ReferencePage"
    calls: "CallsPage"
    people: "PeoplePage"
    sign_in: "SignInPage"
    reminders: "Reminders"
    look: "LookKeeper"
    safety: "SafetyDesk"
    search: "Search"
    keys: "WindowKeys"
    exports: "ExportActs"

    def __init__(
        self,
        *,
        theme: Theme,
        tasks: Tasks,
        clock: Callable[[], datetime],
        desk: str,
        place: tuple[str, str],
        key_warning: str = "",
        demo: str = "",
        switches: tuple[Switch, ...] = (),
    ) -> None:
        super().__init__()
        self._theme, self._tasks, self._clock, self._desk = theme, tasks, clock, desk
        self._place = place
        self.setWindowTitle(TITLE)
        self.setMinimumSize(1000, 640)
        self._actor: Actor | None = None
        self._services: Services | None = None
        self._pin_dialog: PinDialog | None = None
        self._password_dialog: ChangePasswordDialog | None = None
        self.rail = Rail(theme, PAGES)
        self.top_bar = TopBar(theme, clock, desk, switches)
        self.notices = NoticeBar(theme)
        self.status_bar = StatusBar(theme, *place, warning=key_warning, demo=demo)
        self._pages: dict[str, Page] = {}
        self._page_stack = QStackedWidget()
        self._whole = QStackedWidget()
        self._whole.addWidget(self._build_desk())
        self.setCentralWidget(self._whole)

    def attach(self, app: "App", changes: "Changes") -> Iterator[None]:
        """Build the pages over the services and wire everything, a step at a time: between two
        of them the window may do something else."""
        from desktop.ui.callbacks.callbacks_page import CallbacksPage
        from desktop.ui.calls.calls_page import CallsPage
        from desktop.ui.exporting.export_acts import ExportActs
        from desktop.ui.intake.intake_page import IntakePage
        from desktop.ui.people.people_page import PeoplePage
        from desktop.ui.reference.reference_page import ReferencePage
        from desktop.ui.reminders import Reminders
        from desktop.ui.safety.numbers_desk import NumbersDesk
        from desktop.ui.safety.safety_desk import SafetyDesk
        from desktop.ui.safety.taken_over import card_of_call
        from desktop.ui.search.search import Search
        from desktop.ui.shell.look_keeper import LookKeeper
        from desktop.ui.shell.window_keys import WindowKeys
        from desktop.ui.sign_in.sign_in_page import SignInPage

        theme, tasks, clock, services = self._theme, self._tasks, self._clock, app.services
        self._services, self._demo, self._changes = services, app.demo, changes
        self.intake = IntakePage(theme=theme, tasks=tasks, services=services, clock=clock)
        yield
        self.callbacks = CallbacksPage(theme=theme, tasks=tasks, services=services, clock=clock)
        yield
        self.reference = ReferencePage(theme=theme, tasks=tasks, services=services, clock=clock)
        self.calls = CallsPage(theme=theme, tasks=tasks, services=services, clock=clock)
        self.people = PeoplePage(theme=theme, tasks=tasks, services=services, clock=clock)
        yield
        self.sign_in = SignInPage(
            theme=theme,
            tasks=tasks,
            users=services.users,
            clock=clock,
            desk=self._desk,
            place=self._place,
        )
        self.look = LookKeeper(theme, tasks, services.preferences, self)
        self.reminders = Reminders(tasks, services.callbacks, clock, self)
        self.exports = ExportActs(theme, tasks, services.exporting, clock, self)
        self._under_pages.addWidget(self.exports.bar)
        self.search = Search(theme, tasks, services.finding, clock, self.top_bar.search, self)
        self.safety = SafetyDesk(
            theme, tasks, services, clock, self, lambda: card_of_call(self.intake)
        )
        self._safety_numbers = NumbersDesk(theme, tasks, services, self)
        self._column.insertWidget(1, self.safety.notice)
        self.sign_in.show_above(self.safety.door_notice)
        self._pages = {
            "intake": self.intake,
            "callbacks": self.callbacks,
            "calls": self.calls,
            "people": self.people,
            "reference": self.reference,
        }
        for page in (self.intake, self.callbacks, self.calls, self.people, self.reference):
            self._page_stack.addWidget(page)
        self._whole.addWidget(self.sign_in)
        self._wire(changes)
        self.keys = WindowKeys(self)
        self._wire_search()

    def open_door(self, app: "App") -> None:
        """Ask who is here; of data without an account, who is going to be."""
        if app.services.users.needs_first_manager():
            self._set_up(app)
        else:
            self.lock()

    def _set_up(self, app: "App") -> None:
        """Nobody has an account yet: clinic, desk, first manager, recovery code."""
        from desktop.ui.first_run.first_run_page import FirstRunPage
        from desktop.ui.first_run.zone_choices import computer_zone

        opened = app.opened
        code = opened.recovery_code
        if code is None and opened.renew_recovery_code is not None:
            # The first set-up was left half way: the code it showed may not be written down.
            code = opened.renew_recovery_code()
        page = FirstRunPage(
            theme=self._theme,
            tasks=self._tasks,
            users=app.services.users,
            clock=self._clock,
            zone=computer_zone(),
            recovery_code=code or "",
        )
        page.finished.connect(self._welcome_first)
        self._whole.addWidget(page)
        self._whole.setCurrentWidget(page)
        page.activate()

    # -- wiring ------------------------------------------------------------------------------

    def _wire(self, changes: "Changes") -> None:
        self.rail.page_requested.connect(self.show_page)
        self.top_bar.safety_requested.connect(self.open_safety_card)
        self.top_bar.lock_requested.connect(self.lock)
        self.top_bar.pin_requested.connect(self._set_pin)
        self.top_bar.password_requested.connect(self._change_password)
        self.top_bar.switch_requested.connect(self.switch_to)
        self.top_bar.mode_chosen.connect(self.look.set_mode)
        self.top_bar.scale_chosen.connect(lambda scale: self.look.set_scale(scale, self.size()))
        self.look.troubled.connect(self.trouble)
        self.sign_in.signed_in.connect(self._welcome)
        self._theme.changed.connect(self._restyle)

        for page in self._pages.values():
            page.said.connect(partial(self._say, page))
            page.written.connect(changes.announce)
            page.troubled.connect(self.trouble)
            page.undo_bar.undo_requested.connect(self.undo)
            changes.changed.connect(page.on_changed)
        changes.changed.connect(self._refresh_badges)

        self.intake.callback_requested.connect(self._show_callback)
        self.intake.hints_changed.connect(self._show_hints)
        self.intake.saving.connect(self.status_bar.show_saving)
        self.intake.saved.connect(self.status_bar.show_saved)
        self.intake.not_saved.connect(self.status_bar.show_not_saved)
        self.callbacks.call_requested.connect(self._ring)
        self.intake.words.call_shown.connect(self.reference.show_call)
        self.reference.read_requested.connect(self.intake.words.read)
        self.reference.take_back_requested.connect(
            lambda line: self.intake.words.take_back(line.id)
        )
        self._wire_safety(changes)
        self.calls.call_requested.connect(self._ring)
        self.calls.callback_requested.connect(self._show_callback)
        self.calls.promise_requested.connect(self._promise_for)
        self.calls.export_requested.connect(partial(self.exports.ask, "calls"))
        self.calls.person_requested.connect(self._show_person)
        self.people.call_requested.connect(self._ring)
        self.people.callback_requested.connect(self._show_callback)
        self.callbacks.export_requested.connect(self._export_callbacks)
        self.exports.troubled.connect(self.trouble)
        self.exports.written.connect(changes.announce)
        self.reminders.due.connect(self._remind)
        self.reminders.safety_due.connect(self._remind_safety)
        self.reminders.counted.connect(self._show_counts)

    def _wire_safety(self, changes: "Changes") -> None:
        safety, numbers = self.safety, self._safety_numbers
        safety.said.connect(lambda said: self._say(self._pages[self.page], said, None))
        safety.troubled.connect(self.trouble)
        safety.written.connect(changes.announce)
        self.callbacks.strike_requested.connect(safety.strike)
        safety.numbers_requested.connect(self._fill_in_numbers)
        for place in (self.sign_in, self.intake, self.reference):
            place.safety_requested.connect(self.open_safety_card)
        safety.sign_in_requested.connect(self.sign_in.activate)
        changes.changed.connect(safety.on_changed)
        numbers.written.connect(changes.announce)
        numbers.troubled.connect(self.trouble)
        numbers.closed.connect(safety.numbers_filled_in)
        self.top_bar.safety_numbers_requested.connect(self._fill_in_numbers)
        self.intake.state.changed.connect(safety.follow_call)
        self.intake.card.outcome.chosen.connect(self._outcome_chosen)

    def _wire_search(self) -> None:
        """What is found opens here: one line for each kind. What has none is not looked for."""
        from desktop.services.found import FindKind
        from desktop.ui.search.hits import DIAL

        search = self.search
        opens: dict[str, tuple[SignalInstance, Callable[..., object]]] = {
            FindKind.PERSON: (search.person_requested, self._show_person),
            FindKind.CALLBACK: (search.callback_requested, self._show_callback),
            FindKind.CALL: (search.call_requested, self._show_call),
            FindKind.LINE: (search.line_requested, self._show_line),
            FindKind.NUMBER: (search.number_requested, self.new_call_of),
            DIAL: (search.dial_requested, self._ring),
        }
        for requested, opening in opens.values():
            requested.connect(opening)
        search.offer(frozenset(opens))
        search.act_requested.connect(self.keys.do)
        search.troubled.connect(self.trouble)

    # -- who is here ---------------------------------------------------------------------------

    @property
    def theme(self) -> Theme:
        """How everything looks."""
        return self._theme

    @property
    def actor(self) -> Actor | None:
        """Who is signed in; None while locked."""
        return self._actor

    def welcome(self, actor: Actor) -> None:
        """Open the desk for somebody who has signed in."""
        self._actor = actor
        self.top_bar.show_actor(actor)
        self.search.set_actor(actor)
        self.notices.hide()
        reads_people = may(actor.role, Permission.READ_PEOPLE)
        if not reads_people:
            self.lock()
            self.sign_in.say("This account runs the system and opens no desk. Sign in as staff.")
            return
        for page in self._pages.values():
            page.undo_bar.dismiss()
            page.set_actor(actor)
        self._whole.setCurrentIndex(0)
        self.show_page("intake")
        self.safety.set_actor(actor)
        self.exports.set_actor(actor)
        self.look.begin(actor, self.size())
        self.reminders.start(actor)
        self._changes.start()
        self.signed_in.emit(actor)

    def _welcome(self, signed_in: "SignedIn") -> None:
        self.welcome(signed_in.actor)

    def _welcome_first(self, signed_in: "SignedIn") -> None:
        """The desk has a name now, and its first manager is at it."""
        places = self._need_services().places
        self._tasks.run(places.desk, self._name_desk, self._failed)
        self.welcome(signed_in.actor)

    def _name_desk(self, desk: "DeskRow | None") -> None:
        if desk is not None:
            self.top_bar.show_desk(desk.name)
            self.sign_in.show_desk(desk.name)

    def _set_pin(self) -> None:
        from desktop.ui.sign_in.pin_dialog import PinDialog

        if self._actor is None:
            return
        if self._pin_dialog is None:
            users = self._need_services().users
            self._pin_dialog = PinDialog(self._theme, self, self._tasks, users)
            self._pin_dialog.pin_set.connect(self._changes.announce)
        self._pin_dialog.ask(self._actor)

    def _change_password(self) -> None:
        from desktop.ui.sign_in.change_password_dialog import ChangePasswordDialog

        if self._actor is None:
            return
        if self._password_dialog is None:
            users = self._need_services().users
            dialog = ChangePasswordDialog(self._theme, self, self._tasks, users)
            dialog.password_changed.connect(self._password_changed)
            self._password_dialog = dialog
        self._password_dialog.ask(self._actor)

    def _password_changed(self, written: "Written") -> None:
        self._changes.announce(written)
        self.notices.say("Your new password holds from now on.", "key-round", "ok")

    def lock(self) -> None:
        """Show the sign-in page; drafts are saved, nothing is lost."""
        if self._actor is not None:
            self.intake.keep_draft()
        self.reminders.stop()
        self._actor = None
        self.search.set_actor(None)
        self.safety.set_actor(None)
        self._whole.setCurrentWidget(self.sign_in)
        self.sign_in.activate()

    def switch_to(self, name: str) -> None:
        """Demo only: become somebody else without a password."""
        self.intake.keep_draft()
        demo = self._demo
        if demo is not None:
            self._tasks.run(lambda: demo.actor(name), self.welcome, self._failed)

    # -- pages ---------------------------------------------------------------------------------

    def show_page(self, key: str) -> None:
        """Bring a page to the front and put the focus where work begins."""
        page = self._pages[key]
        self.rail.show_page(key)
        self._page_stack.setCurrentIndex(list(self._pages).index(key))
        self._show_hints()
        page.activate()

    def _show_hints(self) -> None:
        self.status_bar.show_hints(self._pages[self.page].status_hints)

    @property
    def page(self) -> str:
        """Key of the page in front."""
        return list(self._pages)[self._page_stack.currentIndex()]

    def new_call(self) -> None:
        """F2 from anywhere: an empty card."""
        self.show_page("intake")
        self.intake.new_call()

    def new_call_of(self, number: str) -> None:
        """A card for a caller whose number is known."""
        self.show_page("intake")
        self.intake.new_call_of(number)

    def new_callback(self, about: str = "") -> None:
        """Ctrl+Shift+B from anywhere; ``about`` is what it is going to be about."""
        self.show_page("callbacks")
        self.callbacks.new_callback(about)

    def new_person(self) -> None:
        """Somebody new, on the card that is open, else on an empty one."""
        self.show_page("intake")
        self.intake.new_person()

    def _show_callback(self, callback_id: UUID) -> None:
        self.show_page("callbacks")
        self.callbacks.show_callback(callback_id)

    def _show_call(self, call_id: UUID) -> None:
        self.show_page("calls")
        self.calls.show_call(call_id)

    def _show_line(self, line_id: UUID) -> None:
        self.show_page("reference")
        self.reference.show_line(line_id)

    def _show_person(self, person_id: UUID) -> None:
        self.show_page("people")
        self.people.show_person(person_id)

    def _promise_for(self, wanted: "PromiseWanted") -> None:
        """A call on which a promise was made that is not written down."""
        self.show_page("callbacks")
        self.callbacks.new_callback_for(wanted)

    def _ring(self, number: str) -> None:
        QApplication.clipboard().setText(number)
        self.notices.say(
            f"{number} is copied. Dial it on your phone, then say how the call went.", "phone", "ok"
        )

    def _export_callbacks(self, view: "ViewFilter") -> None:
        from desktop.services.export_callbacks import CallbackFilter

        self.exports.ask("callbacks", CallbackFilter(view))

    def next_pane(self, step: int) -> None:
        """F6 (1) and Shift+F6 (-1)."""
        focus_next_pane(self._pages[self.page].panes(), step)

    # -- safety ----------------------------------------------------------------------------------

    def open_safety_card(self) -> None:
        """F8 from anywhere, also while nobody is signed in."""
        self.safety.open()

    def _outcome_chosen(self, outcome: object) -> None:
        if outcome is CallOutcome.SAFETY:
            self.open_safety_card()

    def _fill_in_numbers(self) -> None:
        if self._actor is not None:
            self._safety_numbers.open(self._actor)

    # -- what was done, and undo ---------------------------------------------------------------

    def undo(self, change_id: object) -> None:
        """Take back one Change of the person's own."""
        actor = self._actor
        if actor is None or not isinstance(change_id, UUID):
            return
        key = uuid4()
        undo = self._need_services().undo
        self._tasks.run(lambda: undo.undo(actor, change_id, key), self._undone, self._failed)

    def undo_last(self) -> None:
        """Ctrl+Z outside of typing: the newest Change of the person's own."""
        actor = self._actor
        if actor is None:
            return
        offered = self._pages[self.page].undo_bar.button
        if offered.isVisible():
            # The key stands on that button, which may take back what is no Change (a card
            # thrown away).
            offered.click()
            return
        undo = self._need_services().undo
        self._tasks.run(
            lambda: undo.last(actor),
            lambda last: self.undo(last.change_id) if last else self.trouble("Nothing to undo."),
            self._failed,
        )

    def _undone(self, written: "Written") -> None:
        for page in self._pages.values():
            page.undo_bar.dismiss()
        records = {touched.record for touched in written.touched}
        if "call" in records and "call_correction" not in records:
            self.show_page("intake")
        # Before the news: it compares with the cards that were there.
        self.intake.on_undone(written)
        self._changes.announce(written)
        self._pages[self.page].undo_bar.show_message("Undone.", None, icon="undo-2")

    def _say(self, page: Page, text: str, undo_id: object) -> None:
        for other in self._pages.values():
            if other is not page:
                other.undo_bar.dismiss()
        self.notices.hide()
        page.undo_bar.show_message(text, undo_id)

    def trouble(self, sentence: str) -> None:
        """Show what got in the way."""
        self.notices.say(sentence)

    def _failed(self, problem: Problem) -> None:
        self.trouble(str(problem))

    # -- news ----------------------------------------------------------------------------------

    def _refresh_badges(self, touched: "frozenset[Touched]") -> None:
        from desktop.ui.changes import concerns

        if concerns(touched, "callback", "attempt"):
            self.reminders.look()

    def _show_counts(self, due: int) -> None:
        self.rail.set_badge("callbacks", due, "due")

    def _remind(self, sentence: str) -> None:
        self.notices.say(sentence, "clock-alert", "late")

    def _remind_safety(self, sentence: str) -> None:
        self.notices.say(sentence, "life-buoy", "safety")

    # -- looks ---------------------------------------------------------------------------------

    def _restyle(self) -> None:
        self.top_bar.show_look(self._theme.mode, self._theme.scale)

    def _build_desk(self) -> QWidget:
        column = self._column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addWidget(self.notices)
        column.addWidget(self._page_stack, 1)
        self._under_pages = QVBoxLayout()
        column.addLayout(self._under_pages)
        column.addWidget(self.status_bar)
        desk = QWidget()
        row = QHBoxLayout(desk)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(column, 1)
        return desk

    def _need_services(self) -> "Services":
        if self._services is None:
            raise RuntimeError("the window has no data yet")
        return self._services

    # -- Qt ------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._theme.fit(event.size())
        super().resizeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._services is not None:
            if self._actor is not None:
                self.intake.keep_draft()
            self.safety.close()
            self.reminders.stop()
            self.exports.stop()
            self._changes.stop()
        super().closeEvent(event)
