"""What is done with somebody on the update list: a callback, a request, what they were told."""

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop.domain.vocabulary import Reason
from desktop.services.update_list import UpdateRow
from desktop.ui.promise_wanted import PromiseWanted
from desktop.ui.transition.people_card import PeopleCard
from desktop.ui.transition.request_acts import RequestActs
from desktop.ui.transition.update_acts import UpdateActs
from desktop.ui.widgets.menus import plain


class RowActs(QObject):
    """``manages``: whoever may promise many calls at once adds one without being asked for more."""

    person_requested = Signal(object)
    callback_requested = Signal(object)
    told_requested = Signal(object)
    promise_requested = Signal(object)

    def __init__(
        self, people: PeopleCard, updates: UpdateActs, asked: RequestActs, window: QWidget
    ) -> None:
        super().__init__(window)
        self._people, self._updates, self._asked, self._window = people, updates, asked, window
        self.manages = False
        people.callback_requested.connect(self.add)
        people.menu_requested.connect(self._open_menu)

    def add_in_hand(self) -> None:
        """A callback to the row in hand."""
        row = self._people.updates.in_hand()
        if row is not None and self._people.updates.isVisible():
            self.add(row)

    def add(self, row: UpdateRow) -> None:
        """A callback to one of them, or the one there is."""
        if row.callback_id is not None:
            self.callback_requested.emit(row.callback_id)
        elif self.manages:
            self._updates.add_one(row, self._people.asked_whom)
        else:
            self.promise_requested.emit(
                PromiseWanted(None, row.person_id, row.name, "", Reason.ACQUISITION)
            )

    def _open_menu(self, at: QPoint) -> None:
        row = self._people.updates.in_hand()
        if row is None:
            return
        menu = QMenu(self._window)
        menu.setAccessibleName(row.name)
        menu.addAction("Open person", lambda: self.person_requested.emit(row.person_id))
        if row.callback_id is not None:
            menu.addAction("Show the callback", lambda: self.add(row))
        else:
            menu.addAction("Add callback", lambda: self.add(row))
        menu.addAction("Open a request…", lambda: self._asked.begin(row.person_id, row.name))
        menu.addAction(
            plain(f"What {row.name} was told…"), lambda: self.told_requested.emit(row.person_id)
        )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)
        menu.setActiveAction(menu.actions()[0])
