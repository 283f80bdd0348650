"""A caller who is no patient's: the press, a lawyer, an official, the buyer, another clinic."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.vocabulary import OutsiderKind
from desktop.services.call_form import CallForm
from desktop.services.outsiders import TITLES
from desktop.ui.theme import Theme
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.menus import menu_under, open_menu

NOBODY = "Outsider"
CLINIC = "Another clinic"


class OutsiderChip(Chip):
    """A press opens the choices; the chip says what was picked."""

    picked = Signal(object)
    """An :class:`OutsiderKind`, or None: a patient, or somebody who speaks for one."""
    clinic_requested = Signal()
    """Another clinic asks for records."""

    def __init__(self, theme: Theme, digit: str, parent: QWidget | None = None) -> None:
        super().__init__(
            theme,
            NOBODY,
            digit=digit,
            icon_after="chevron-down",
            tone="late",
            tight=True,
            height=24,
            parent=parent,
        )
        self._form: CallForm | None = None
        self.clicked.connect(lambda _on=False: self._open())
        self._say()

    def show_card(self, form: CallForm) -> None:
        """Show who it is."""
        self._form = form
        self._say()

    def _say(self) -> None:
        form = self._form
        outside = form is not None and form.outside
        kind = form.outsider if form else None
        words = TITLES[kind] if kind else CLINIC if outside else NOBODY
        if self.words() != words:
            self.set_text(words)
        if self.isChecked() != outside:
            self.setChecked(outside)
        self.setAccessibleName(f"Outsider: {words}" if outside else "Outsider 8, none picked")

    def _open(self) -> None:
        # A press offers the choices; what is checked is what the card says.
        self._say()
        form = self._form
        menu = menu_under(self, "Who is this, if no patient")
        for kind in OutsiderKind:
            action = menu.addAction(TITLES[kind])
            action.setCheckable(True)
            action.setChecked(form is not None and form.outsider is kind)
            action.triggered.connect(lambda _on=False, k=kind: self.picked.emit(k))
        menu.addAction("Another clinic asks for records…", self.clinic_requested.emit)
        menu.addSeparator()
        patient = menu.addAction("A patient, or somebody for one")
        patient.triggered.connect(lambda _on=False: self.picked.emit(None))
        open_menu(menu)
