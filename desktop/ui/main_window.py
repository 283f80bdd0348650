"""Builds the pages, and knows who is here. Who hears what is in :mod:`desktop.ui.wiring`."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow

from desktop.domain.locking import LockCause
from desktop.domain.roles import may
from desktop.domain.vocabulary import CallOutcome, Permission
from desktop.services.actor import Actor
from desktop.ui.shell.desk_frame import DeskFrame
from desktop.ui.shell.notices import NoticeBar
from desktop.ui.shell.pages import PAGES, SETTINGS
from desktop.ui.shell.rail import Rail
from desktop.ui.shell.status_bar import StatusBar
from desktop.ui.shell.top_bar import Switch, TopBar
from desktop.ui.sign_in.door import Door
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from desktop.ui.wiring import wire, wire_page

# What needs the services (and so SQLAlchemy) is loaded by :meth:`MainWindow.attach`, after the
# first paint.
if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from desktop.app import App
    from desktop.services.queue_row import ViewFilter
    from desktop.ui.calls.calls_page import CallsPage
    from desktop.ui.changes import Changes
    from desktop.ui.imports.import_page import ImportPage
    from desktop.ui.people.people_page import PeoplePage
    from desktop.ui.reference.reference_page import ReferencePage
    from desktop.ui.shell.page import Page
    from desktop.ui.transition.transition_page import TransitionPage

TITLE = "KetWell Desk"


class MainWindow(QMainWindow):
    """The desk: the shell around its pages. What stands on the services, the pages among it, is
    there after :meth:`attach`.

    ``desk`` is the desk's name, ``place`` where the data is (words, icon). ``switches`` are who the
    demo can become without a password.
    """

    signed_in = Signal(object)
    """The :class:`Actor` at work from now on."""
    put_back_requested = Signal()
    """A backup is to take the place of the data: the desk has to close first."""

    def __init__(
        self,
        *,
        theme: Theme,
        tasks: Tasks,
        clock: Callable[[], datetime],
        desk: str,
        place: tuple[str, str],
        warning: tuple[str, str] | None = None,
        demo: str = "",
        switches: tuple[Switch, ...] = (),
    ) -> None:
        super().__init__()
        self._theme, self._tasks, self._clock, self._desk = theme, tasks, clock, desk
        self._place = place
        self.setWindowTitle(TITLE)
        self.setMinimumSize(1000, 640)
        self._actor: Actor | None = None
        self._shown_to: Actor | None = None
        self.rail = Rail(theme, PAGES, (SETTINGS,))
        self.top_bar = TopBar(theme, clock, desk, switches)
        self.notices = NoticeBar(theme)
        self.status_bar = StatusBar(theme, *place, warning=warning, demo=demo)
        self.frame = DeskFrame(self.rail, self.top_bar, self.notices, self.status_bar)
        self.door = Door(theme, tasks, clock, self.frame)
        self.setCentralWidget(self.door)
        self._attached = False

    def attach(self, app: "App", changes: "Changes") -> Iterator[None]:
        """Build the pages over the services and wire everything, a step at a time: between two
        of them the window may do something else."""
        from desktop.ui.break_glass.glass_desk import GlassDesk
        from desktop.ui.desk_pages import AT_ONCE, DeskPages
        from desktop.ui.exporting.export_acts import ExportActs
        from desktop.ui.hand_dialling import HandDialling
        from desktop.ui.lock.lock_page import LockPage
        from desktop.ui.lock.locking import Locking
        from desktop.ui.popups.pop_desk import PopDesk
        from desktop.ui.printing.print_acts import PrintActs
        from desktop.ui.reminders import Reminders
        from desktop.ui.safety.numbers_desk import NumbersDesk
        from desktop.ui.safety.safety_desk import SafetyDesk
        from desktop.ui.safety.taken_over import card_in_hand
        from desktop.ui.search.search import Search
        from desktop.ui.shell.look_keeper import LookKeeper
        from desktop.ui.shell.safekeeping import Safekeeping
        from desktop.ui.shell.window_keys import WindowKeys
        from desktop.ui.shell.work_done import WorkDone
        from desktop.ui.sign_in.own_secrets import OwnSecrets
        from desktop.ui.sign_in.sign_in_page import SignInPage
        from desktop.ui.transition.sale_news import SaleNews
        from desktop.ui.transition.told_desk import ToldDesk
        from desktop.ui.ways import Ways

        theme, tasks, clock, services = self._theme, self._tasks, self._clock, app.services
        self._demo, self._changes, self._attached = app.demo, changes, True
        self._pages = pages = DeskPages(theme, tasks, app, self)
        yield from pages.build(*AT_ONCE)
        self.intake, self.callbacks, self.leads = pages.intake, pages.callbacks, pages.leads
        self.settings, self.voicemails = pages.settings, pages.voicemails
        self.sign_in = SignInPage(
            theme=theme,
            tasks=tasks,
            users=services.users,
            clock=clock,
            desk=self._desk,
            place=self._place,
        )
        self.locked = LockPage(
            theme=theme,
            tasks=tasks,
            users=services.users,
            clock=clock,
            place=self._place,
            call_began=lambda: self.intake.call_began,
        )
        self.locking = Locking(
            self.door,
            self.frame,
            app.monotonic,
            lambda: self.safety.is_open or self.intake.call_began is not None,
            self,
        )
        self.look = LookKeeper(theme, tasks, services.preferences, self)
        self.reminders = Reminders(tasks, services.callbacks, clock, self)
        self.safekeeping = Safekeeping(
            tasks,
            services.backups,
            services.clock_watch,
            lambda: self.intake.working or self.safety.is_open,
            self,
        )
        self.exports = ExportActs(theme, tasks, services.exporting, clock, self)
        self.frame.put_under(self.exports.bar)
        self.printing = PrintActs(theme, tasks, services.printouts, clock, self)
        self.told = ToldDesk(theme, tasks, services, clock, self)
        self.sale = SaleNews(self.top_bar.sale, tasks, services, clock, self)
        self.search = Search(theme, tasks, services.finding, clock, self.top_bar.search, self)
        self.safety = SafetyDesk(
            theme, tasks, services, clock, self, lambda: card_in_hand(self.intake, self.frame.front)
        )
        self.safety_numbers = NumbersDesk(theme, tasks, services, self)
        self.popups = PopDesk(
            theme,
            tasks,
            services.glances,
            clock,
            self,
            lambda: self.safety.is_open,
            services.take_in,
            services.live_calls.news,
        )
        services.receiving.hear(self.popups.doorway.received)
        self.frame.put_above(self.popups.bar)
        self.frame.put_above(self.safety.notice)
        self.door.hang(self.sign_in, self.locked, self.popups.door_notice, self.safety.door_notice)
        self.work = WorkDone(tasks, services.undo, self.frame, self.notices, self)
        self.secrets = OwnSecrets(theme, tasks, services.users, self)
        self.glass = GlassDesk(theme, tasks, services.break_glass, self)
        self.ways = Ways(self.show_page, pages)
        self.dialling = HandDialling(self.notices, self.ways)
        self.keys = WindowKeys(self)
        wire(self, changes)
        for key, page in pages.built.items():
            self._put_in(key, page)
        pages.page_built.connect(self._put_in)

    def build_rest(self) -> Iterator[None]:
        """Build the pages that nobody has asked for yet, a step at a time: they are there at once
        when somebody does."""
        return self._pages.build()

    def _put_in(self, key: str, page: "Page") -> None:
        self.frame.put_in(key, page)
        wire_page(self, self._changes, key, page)
        if self._shown_to is not None:
            page.set_actor(self._shown_to)

    @property
    def calls(self) -> "CallsPage":
        """This page, as the four below, is built when it is first shown or asked for."""
        return self._pages.calls

    @property
    def transition(self) -> "TransitionPage":
        """Milestones, words, and who heard them."""
        return self._pages.transition

    @property
    def people(self) -> "PeoplePage":
        """Everybody that is known."""
        return self._pages.people

    @property
    def reference(self) -> "ReferencePage":
        """The article, and approved words."""
        return self._pages.reference

    @property
    def importing(self) -> "ImportPage":
        """Files that are taken in."""
        return self._pages.importing

    def open_door(self, app: "App") -> None:
        """Ask who is here; of data without an account, who is going to be."""
        if app.services.users.needs_first_manager():
            self.door.ask_first(app)
        else:
            self.door.shut()

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
        """Open the desk for somebody who has signed in, or is back."""
        locked = self.locking.away is not None
        back = self.locking.let_in(actor)
        self._let_act(actor)
        if back:
            # What was written meanwhile, and was not read by what nobody saw.
            self._changes.changed.emit(frozenset())
            return
        if locked:
            self.reminders.stop()
            self.told.set_actor(None)
        self.top_bar.show_actor(actor)
        self.search.set_actor(actor)
        self.notices.clear()
        self.notices.hold_back(not may(actor.role, Permission.READ_PEOPLE))
        if not may(actor.role, Permission.READ_PEOPLE):
            self._welcome_administrator(actor)
            return
        self.rail.offer(self._pages.keys)
        self._shown_to = actor
        for page in self.frame.pages.values():
            page.undo_bar.dismiss()
            page.set_actor(actor)
        self.door.let_in()
        self.show_page("intake")
        self.exports.set_actor(actor)
        self.told.set_actor(actor)
        self.look.begin(actor, self.size())
        self.reminders.start(actor)
        self._changes.start()
        self.signed_in.emit(actor)

    def turn(self, actor: Actor) -> None:
        """The same person may do more or less than before: they stay where they are."""
        page = self.page
        self.intake.keep_draft()
        self.welcome(actor)
        self.show_page(page)

    def _welcome_administrator(self, actor: Actor) -> None:
        """Somebody who runs the system and reads nobody's data: the settings, and nothing else."""
        self.rail.offer((SETTINGS.key,))
        self._shown_to = None
        self.search.set_actor(None)
        self.settings.set_actor(actor)
        self.door.let_in()
        self.show_page(SETTINGS.key)
        self.look.begin(actor, self.size())
        self.signed_in.emit(actor)

    def lock(self, cause: LockCause = LockCause.ASKED) -> None:
        """Whoever is here goes away; drafts are saved, nothing is lost. With the Safety card open
        nobody is locked out."""
        actor = self._actor
        if actor is None or self.safety.is_open:
            return
        self.intake.keep_draft()
        self.search.close()
        self.locking.lock(actor, cause)
        self._let_act(None)

    def _let_act(self, actor: Actor | None) -> None:
        """Who acts from now on in what can be used from a locked desk too: None while locked."""
        self._actor = actor
        reads = actor if actor is not None and may(actor.role, Permission.READ_PEOPLE) else None
        self.search.set_actor(reads)
        self.work.set_actor(actor)
        self.secrets.set_actor(actor)
        self.safekeeping.set_actor(actor)
        self.glass.set_actor(actor)
        self.sale.set_actor(reads)
        self.safety.set_actor(reads)
        self.popups.set_actor(reads)

    def turn_out(self) -> None:
        """Their account was switched off: nobody acts here any more, not even with the Safety card
        open. The door asks who is here, and has no PIN for them."""
        self.safety.give_up()
        self.lock()
        self.door.shut()

    def switch_to(self, name: str) -> None:
        """Demo only: become somebody else without a password."""
        self.intake.keep_draft()
        demo = self._demo
        if demo is not None:
            self._tasks.run(
                lambda: demo.actor(name),
                self.welcome,
                lambda problem: self.trouble(str(problem)),
            )

    # -- pages ---------------------------------------------------------------------------------

    def show_page(self, key: str) -> None:
        """Bring a page to the front and put the focus where work begins."""
        key = SETTINGS.key if self._runs_system_only else key
        self._pages.page(key)
        self.frame.bring(key)

    @property
    def _runs_system_only(self) -> bool:
        return self._actor is not None and not may(self._actor.role, Permission.READ_PEOPLE)

    @property
    def page(self) -> str:
        """Key of the page in front."""
        return self.frame.key

    def show_trail(self, person_id: UUID, name: str) -> None:
        """What the trail has of somebody."""
        self.show_page(SETTINGS.key)
        self.settings.show_trail(person_id, name)

    def export_callbacks(self, view: "ViewFilter") -> None:
        """Ask how to export the callbacks of a view."""
        from desktop.services.export_callbacks import CallbackFilter

        self.exports.ask("callbacks", CallbackFilter(view))

    def import_files(self, paths: "Sequence[Path]") -> None:
        """Files were dropped on the window."""
        if self._actor is not None and may(self._actor.role, Permission.EDIT_PEOPLE):
            self.show_page("importing")
            self.importing.open_files(paths)

    # -- safety ----------------------------------------------------------------------------------

    def outcome_chosen(self, outcome: object) -> None:
        """Of a call; that somebody may be in danger opens the Safety card."""
        if outcome is CallOutcome.SAFETY:
            self.safety.open()

    def fill_in_numbers(self) -> None:
        """Ask for the dispatch numbers of the sites."""
        if self._actor is not None:
            self.safety_numbers.open(self._actor)

    # -- told and shown ------------------------------------------------------------------------

    def trouble(self, sentence: str) -> None:
        """Show what got in the way."""
        self.notices.say(sentence)

    def show_look(self) -> None:
        """The top bar says how everything looks."""
        self.top_bar.show_look(self._theme.mode, self._theme.scale)

    # -- Qt ------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._theme.fit(event.size())
        super().resizeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._attached:
            if self._actor is not None:
                self.intake.keep_draft()
            self.safety.close()
            self.reminders.stop()
            self.safekeeping.stop()
            self.exports.stop()
            if "importing" in self._pages.built:
                self.importing.close_down()
            self._changes.stop()
        super().closeEvent(event)
