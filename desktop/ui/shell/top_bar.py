"""The top bar: search, the line, the Safety card, and who is signed in where and when."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from desktop.domain.local_time import local
from desktop.domain.roles import may
from desktop.domain.vocabulary import Permission, Role
from desktop.domain.wording import clock as clock_words
from desktop.services.actor import Actor
from desktop.ui.keys import key_of
from desktop.ui.role_words import ROLE_WORDS
from desktop.ui.search.search_box import SearchBox
from desktop.ui.shell.line_chip import LineChip
from desktop.ui.shell.look_keeper import SCALES
from desktop.ui.shell.person_button import PersonButton
from desktop.ui.shell.sale_chip import SaleChip
from desktop.ui.theme import Mode, Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Strip
from desktop.ui.widgets.menus import plain

LINE = "855-KET-WELL"
_MODES = ((Mode.LIGHT, "Light"), (Mode.DARK, "Dark"), (Mode.SYSTEM, "As the computer"))
_FIRST = 1_000_000
"""The search field grows before anything else does."""


@dataclass(frozen=True, slots=True)
class Switch:
    """Somebody the demo can switch to without a password."""

    name: str
    role: Role


class TopBar(Strip):
    """Asks for things; the main window does them."""

    safety_requested = Signal()
    lock_requested = Signal()
    pin_requested = Signal()
    password_requested = Signal()
    safety_numbers_requested = Signal()
    stand_in_requested = Signal()
    stand_in_end_requested = Signal()
    switch_requested = Signal(str)
    mode_chosen = Signal(object)
    scale_chosen = Signal(float)

    def __init__(
        self,
        theme: Theme,
        clock: Callable[[], datetime],
        desk: str,
        switches: Sequence[Switch] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, 56, 56, line="bottom", parent=parent)
        self._clock, self._zone, self._desk = clock, "UTC", desk
        self.search = SearchBox(theme)
        self.line = LineChip(theme, LINE)
        self.sale = SaleChip(theme)
        self.safety = Button(
            theme, "Safety card", Kind.SAFETY, icon="life-buoy", kbd=key_of("safety").text(),
            height=36,
        )  # fmt: skip
        self.safety.clicked.connect(lambda _on=False: self.safety_requested.emit())
        self.standing = Button(theme, "", Kind.LATE, icon="circle-alert", height=36)
        self.standing.clicked.connect(lambda _on=False: self.stand_in_end_requested.emit())
        self.standing.hide()
        self.person = PersonButton(theme)
        self.person.clicked.connect(self._show_menu)
        self._menu = QMenu(self)
        self._menu.setAccessibleName("Person menu")
        self._where = self._menu.addAction("")
        self._day = self._menu.addAction("")
        for fact in (self._where, self._day):
            fact.setEnabled(False)
        self._menu.addSeparator()
        self._fill_menu(switches)
        self.row.addWidget(self.search, _FIRST)
        self.row.addStretch(1)
        self.row.addWidget(self.standing)
        self.row.addWidget(self.line)
        self.row.addWidget(self.sale)
        self.row.addWidget(self.safety)
        self.row.addWidget(self.person)

    def show_desk(self, desk: str) -> None:
        """Show another name for this desk: it has just been given one."""
        self._desk = desk

    def show_actor(self, actor: Actor) -> None:
        """Show who is signed in."""
        self._zone = actor.zone
        self._safety_numbers.setVisible(may(actor.role, Permission.APPROVE_WORDS))
        self._stand_in.setVisible(may(actor.role, Permission.BREAK_GLASS))
        self.person.show_person(actor.name, ROLE_WORDS[actor.role])
        for action in self._switch_group.actions():
            action.setChecked(action.data() == actor.name)

    def show_standing_in(self, until: str) -> None:
        """Show, or show no more, that whoever is here stands in for a manager, until when."""
        self.standing.set_text(f"Standing in until {until}" if until else "")
        self.standing.setAccessibleName(f"You stand in for a manager until {until}. Stop…")
        self.standing.setToolTip("You stand in for a manager. Press to stop.")
        self.standing.setVisible(bool(until))
        self._stand_in.setText("Stop standing in…" if until else "Stand in for a manager…")

    def show_look(self, mode: Mode, scale: float) -> None:
        """Mark the chosen colours and text size."""
        for action in (*self._mode_group.actions(), *self._scale_group.actions()):
            action.setChecked(action.data() in (mode, scale))

    def _fill_menu(self, switches: Sequence[Switch]) -> None:
        self._switch_group = QActionGroup(self)
        for switch in switches:
            words = f"Switch to {switch.name} ({ROLE_WORDS[switch.role].lower()})"
            action = self._choice(self._menu, self._switch_group, words, switch.name)
            action.triggered.connect(lambda _on, n=switch.name: self.switch_requested.emit(n))
        if switches:
            self._menu.addSeparator()
        self._mode_group = QActionGroup(self)
        colours = self._menu.addMenu("Colours")
        for mode, words in _MODES:
            action = self._choice(colours, self._mode_group, words, mode)
            action.triggered.connect(lambda _on, m=mode: self.mode_chosen.emit(m))
        self._scale_group = QActionGroup(self)
        sizes = self._menu.addMenu("Text size")
        for scale, words in SCALES:
            action = self._choice(sizes, self._scale_group, words, scale)
            action.triggered.connect(lambda _on, s=scale: self.scale_chosen.emit(s))
        self._menu.addSeparator()
        self._safety_numbers = self._menu.addAction("Safety numbers…")
        self._safety_numbers.triggered.connect(lambda _on: self.safety_numbers_requested.emit())
        self._stand_in = self._menu.addAction("Stand in for a manager…")
        self._stand_in.triggered.connect(self._stand_in_chosen)
        pin = self._menu.addAction("Set a PIN…")
        pin.triggered.connect(lambda _on: self.pin_requested.emit())
        password = self._menu.addAction("Change your password…")
        password.triggered.connect(lambda _on: self.password_requested.emit())
        lock = self._menu.addAction(f"Lock\t{key_of('lock').text()}")
        lock.triggered.connect(lambda _on: self.lock_requested.emit())

    def _choice(self, menu: QMenu, group: QActionGroup, words: str, data: object) -> QAction:
        action = QAction(words, menu, checkable=True)
        action.setData(data)
        group.addAction(action)
        menu.addAction(action)
        return action

    def _stand_in_chosen(self) -> None:
        if self.standing.isHidden():
            self.stand_in_requested.emit()
        else:
            self.stand_in_end_requested.emit()

    def _show_menu(self) -> None:
        now = self._clock()
        day = local(now, self._zone)
        self._where.setText(plain(self._desk))
        self._day.setText(f"{day:%A}, {day:%B} {day.day} · {clock_words(now, self._zone)}")
        self._menu.popup(self.person.mapToGlobal(QPoint(0, self.person.height())))
