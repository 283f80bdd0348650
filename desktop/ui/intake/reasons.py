"""Why they call: seven chips with digits, and an eighth for who is no patient's."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.vocabulary import Reason
from desktop.services.call_form import CallForm
from desktop.ui.intake.outsider_chip import OutsiderChip
from desktop.ui.theme import Theme
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.kbd import Kbd
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.roving import Roving
from desktop.ui.words import REASON_WORDS


class Reasons(QWidget):
    """Pick all that fit; digits press while a chip has the focus. One tab stop."""

    picked = Signal(object)
    """A tuple of :class:`Reason`, in the order of picking."""

    def __init__(self, theme: Theme, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._reasons: tuple[Reason, ...] = ()
        row_widget = QWidget()
        self._row = Flow(row_widget)
        self.chips: dict[Reason, Chip] = {}
        for number, reason in enumerate(Reason, start=1):
            chip = Chip(theme, REASON_WORDS[reason], digit=str(number), tight=True)
            chip.setAccessibleName(f"Reason {number}, {REASON_WORDS[reason]}")
            chip.clicked.connect(lambda on=False, r=reason: self._clicked(r, on))
            self.chips[reason] = chip
            self._row.addWidget(chip)
        self.outsider = OutsiderChip(theme, str(len(Reason) + 1))
        self._roving = Roving(self, [*self.chips.values(), self.outsider], digits=True)
        field = Field(theme, "Reason", row_widget, optional="pick all that fit")
        row_widget.setAccessibleName("Reason")
        field.add_at_right(self.outsider)
        field.add_at_right(Kbd(theme, keys))
        field.add_at_right(Label(theme, "then 1–8", "cap", "text-3"))
        column = QHBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(field)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_card(self, form: CallForm) -> None:
        """Show which are picked."""
        self._reasons = form.reasons
        self.outsider.show_card(form)
        for reason, chip in self.chips.items():
            if chip.isChecked() != (reason in form.reasons):
                chip.setChecked(reason in form.reasons)

    def focus_here(self) -> None:
        """Ready for digits."""
        self._roving.focus_here()

    def _clicked(self, reason: Reason, on: bool) -> None:
        rest = tuple(each for each in self._reasons if each is not reason)
        self.picked.emit((*rest, reason) if on else rest)

    def _restyle(self) -> None:
        self._row.setSpacing(self._theme.px(4 if self._theme.compact else 5))
        for chip in self.chips.values():
            chip.set_height(28 if self._theme.compact else 32)
