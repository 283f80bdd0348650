"""People found by name or number, to pick from with arrows and Enter."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.number_display import display
from desktop.services.people import PersonHit
from desktop.ui.theme import Theme
from desktop.ui.widgets.choice_button import ChoiceButton
from desktop.ui.widgets.roving import Roving

MOST = 6


def hit_words(hit: PersonHit) -> str:
    """ "Patient · Chicago · (312) 555-0147"."""
    number = display(hit.e164) if hit.e164 else ""
    return " · ".join(part for part in (hit.kind, hit.city or "", number) if part)


class HitList(QWidget):
    """People found, to pick with arrows and Enter."""

    picked = Signal(object)
    """A :class:`PersonHit`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(6))
        self._roving = Roving(self)
        self.buttons: list[ChoiceButton] = []

    def show_hits(self, hits: Sequence[PersonHit]) -> None:
        """Offer these."""
        for button in self.buttons:
            self._column.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
        for hit in hits[:MOST]:
            button = ChoiceButton(self._theme, hit.name, hit_words(hit), avatar=hit.name)
            button.clicked.connect(lambda _on=False, h=hit: self.picked.emit(h))
            self._column.addWidget(button)
            self.buttons.append(button)
        self._roving.set_buttons(self.buttons)
        self.setVisible(bool(self.buttons))

    def focus_here(self) -> None:
        """Go into the list."""
        self._roving.focus_here()
