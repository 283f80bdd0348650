"""Who left it: those who use the number, one of them picked or nobody."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.services.person_rows import PersonMatch
from desktop.ui.theme import Theme
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.roving import Roving

_MOST = 6


class WhoChips(QWidget):
    """A number is never a person by itself: of several, somebody picks who it is."""

    picked = Signal(object)
    """The person's identity, or None for nobody."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._people: tuple[tuple[UUID, str], ...] | None = None
        self.chips: dict[UUID | None, Chip] = {}
        self.setAccessibleName("Who left it")
        self._flow = Flow(self)
        self._roving = Roving(self)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_people(self, people: Sequence[PersonMatch], person_id: UUID | None) -> None:
        """Offer these; ``person_id`` is who it is taken to be."""
        named = tuple((each.person_id, each.name) for each in people[:_MOST])
        if named != self._people:
            self._people = named
            self._build(named)
        for who, chip in self.chips.items():
            chip.setChecked(who == person_id)

    def focus_here(self) -> None:
        """Ready to pick."""
        self._roving.focus_here()

    def _build(self, named: tuple[tuple[UUID, str], ...]) -> None:
        had_focus = any(chip.hasFocus() for chip in self.chips.values())
        for chip in self.chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        offered: list[tuple[UUID | None, str]] = [*named, (None, "Nobody named")]
        self.chips = {who: Chip(self._theme, words, parent=self) for who, words in offered}
        for who, chip in self.chips.items():
            chip.clicked.connect(lambda _on=False, w=who: self.picked.emit(w))
            self._flow.addWidget(chip)
            chip.show()
        self._roving.set_buttons(list(self.chips.values()))
        if had_focus:
            self.focus_here()

    def _restyle(self) -> None:
        self._flow.setSpacing(self._theme.px(6))
