"""What is done with the promise in hand, or with all that are picked."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu

from desktop.app import Services
from desktop.domain.vocabulary import AttemptResult
from desktop.services.callback_detail import CallbackDetail
from desktop.services.queue_row import QueueRow
from desktop.ui.callbacks.asking import Asking
from desktop.ui.callbacks.colleagues import Colleagues
from desktop.ui.callbacks.detail_pane import DetailPane
from desktop.ui.callbacks.move_acts import MoveActs
from desktop.ui.callbacks.naming_acts import NamingActs
from desktop.ui.callbacks.promise_menu import MenuActs, PromiseMenu, owner_menu
from desktop.ui.callbacks.queue_list import QueueList
from desktop.ui.callbacks.time_choice import time_facts, time_facts_of_all
from desktop.ui.callbacks.try_acts import TryActs
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme


class WorkInHand(QObject):
    """Knows from list and detail what is meant; asks for the detail where it is not known yet."""

    detail_wanted = Signal(object)
    """Read this promise in full, and give it to :meth:`on_detail`."""
    call_requested = Signal(str)
    lease_changed = Signal()
    troubled = Signal(str)
    strike_requested = Signal(object)
    """The Safety card behind the follow-up with this identity was a mistake."""

    def __init__(
        self,
        theme: Theme,
        asking: Asking,
        tasks: Runner,
        services: Services,
        shown: QueueList,
        detail: DetailPane,
    ) -> None:
        super().__init__(asking)
        self._theme, self._asking = theme, asking
        self._list, self._detail = shown, detail
        self._colleagues: Colleagues | None = None
        self._then: tuple[UUID, Callable[[CallbackDetail], None]] | None = None
        self.tries = TryActs(asking, tasks, services)
        self._moves = MoveActs(asking, services.callbacks)
        self._naming = NamingActs(asking, tasks, services)
        self.tries.call_requested.connect(self.call_requested)
        self.tries.lease_changed.connect(self.lease_changed)

    def set_colleagues(self, colleagues: Colleagues) -> None:
        """Who can be given a promise."""
        self._colleagues, self._then = colleagues, None

    def on_detail(self, detail: CallbackDetail) -> None:
        """A promise is known in full now."""
        then, self._then = self._then, None
        if then is not None and then[0] == detail.row.id:
            then[1](detail)

    def _with_detail(self, act: Callable[[CallbackDetail], None]) -> None:
        """Act on the promise in hand, as soon as it is known in full and as it is now."""
        row, shown = self._list.in_hand(), self._detail.detail
        if row is None:
            if shown is not None:
                act(shown)
        elif len(self._list.picked()) > 1:
            self.troubled.emit("Several are picked. Pick one of them for this.")
        elif shown is not None and shown.row.id == row.id and shown.row.version >= row.version:
            act(shown)
        else:
            self._then = (row.id, act)
            self.detail_wanted.emit(row.id)

    def _with_open(self, act: Callable[[CallbackDetail], None]) -> None:
        """The same, for acts that a closed promise does not have."""
        self._with_detail(lambda detail: act(detail) if detail.row.resolution is None else None)

    def call(self) -> None:
        """Ring the one in hand."""
        self._with_open(lambda detail: self.tries.call(detail.row))

    def record(self, result: AttemptResult) -> None:
        """How the call to the one in hand went. A message on a machine is left first: its words
        come up, and the same key again says that it was left."""

        def act(detail: CallbackDetail) -> None:
            if result is AttemptResult.VOICEMAIL and not self._detail.leaving:
                self._detail.leave_message(detail)
                return
            self._detail.put_message_away()
            self.tries.record(detail, result)

        self._with_open(act)

    def _picked(self) -> tuple[QueueRow, ...]:
        shown = self._detail.detail
        return self._list.picked() or ((shown.row,) if shown is not None else ())

    def postpone(self) -> None:
        """Move what is picked to another time."""
        rows, colleagues = self._picked(), self._colleagues
        if len(rows) > 1 and colleagues is not None:
            self._moves.postpone(rows, time_facts_of_all(rows, colleagues.site))
        else:
            self._with_open(self._move)

    def _move(self, detail: CallbackDetail) -> None:
        row, facts = detail.row, time_facts(detail, self._asking.actor.zone)
        if row.milestone is None:
            self._moves.postpone((row,), facts)
        else:
            self._moves.change_wait(row, row.milestone, facts)

    def close(self) -> None:
        """Close what is picked."""
        rows = self._picked()
        if rows:
            self._moves.close(rows)

    def _reassign(self, team_id: UUID, user_id: UUID | None) -> None:
        rows = self._picked()
        if rows:
            self._moves.reassign(rows, team_id, user_id)

    def give_number(self) -> None:
        """Ring the one in hand at another number."""
        self._with_open(self._moves.give_number)

    def name_person(self) -> None:
        """Say whom the one in hand is for."""
        self._with_open(self._naming.ask)

    def decide(self, row: QueueRow, what: str) -> None:
        """What follows after four tries of this one."""
        self._list.take(row.id)
        self._moves.decide(row, what)

    # -- menus ---------------------------------------------------------------------------------

    def open_menu(self, at: QPoint) -> None:
        """What else can be done with what is picked."""
        rows = self._picked()
        if rows and self._colleagues is not None:
            window = self._asking.window
            menu = PromiseMenu(window, self._theme, rows, self._colleagues, self._menu_acts())
            if not menu.isEmpty():
                _pop_up(menu, at)

    def open_owners(self, at: QPoint) -> None:
        """Whom to give what is picked."""
        if self._colleagues is not None:
            menu = owner_menu(self._asking.window, self._colleagues, self._reassign)
            _pop_up(menu, at)

    def _menu_acts(self) -> MenuActs:
        return MenuActs(
            call=self.call,
            release=lambda: self._with_open(lambda d: self.tries.release(d.row)),
            reassign=self._reassign,
            postpone=self.postpone,
            close=self.close,
            reopen=lambda: self._with_detail(self._moves.reopen),
            give_number=self.give_number,
            name_person=self.name_person,
            strike=self.strike_requested.emit,
            decide=lambda what: self._with_open(lambda d: self._moves.decide(d.row, what)),
        )


def _pop_up(menu: QMenu, at: QPoint) -> None:
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(at)
