"""How the call ended: five in one control, four without a talk below; one choice in all."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.vocabulary import CallOutcome
from desktop.services.call_form import CallForm
from desktop.ui.theme import Theme
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.kbd import Kbd
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.roving import Roving
from desktop.ui.widgets.segmented import Segment, SegmentedControl
from desktop.ui.words import OUTCOME_WORDS

TALKED = (
    CallOutcome.RESOLVED,
    CallOutcome.CALLBACK,
    CallOutcome.TRANSFERRED,
    CallOutcome.MESSAGE,
    CallOutcome.SAFETY,
)
NOT_TALKED = (
    CallOutcome.MISSED,
    CallOutcome.HUNG_UP,
    CallOutcome.WRONG_NUMBER,
    CallOutcome.SPAM,
)
_DIGITS = {outcome: str(number) for number, outcome in enumerate(CallOutcome, start=1)}


class OutcomeBar(QWidget):
    """Alt+1 … Alt+9 are the card's keys; it calls :meth:`press`."""

    chosen = Signal(object)
    """A :class:`CallOutcome`."""

    def __init__(self, theme: Theme, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        segments = [
            Segment(
                outcome.value,
                OUTCOME_WORDS[outcome][0],
                OUTCOME_WORDS[outcome][1],
                _DIGITS[outcome],
                safety=outcome is CallOutcome.SAFETY,
            )
            for outcome in TALKED
        ]
        self.talked = SegmentedControl(theme, segments, "Outcome")
        self.talked.chosen.connect(lambda key: self.chosen.emit(CallOutcome(key)))
        self._small = QWidget()
        self._small.setAccessibleName("No conversation")
        self._row = QHBoxLayout(self._small)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(Label(theme, "No talk", "cap", "text-3"))
        self.chips: dict[CallOutcome, Chip] = {}
        for outcome in NOT_TALKED:
            words, icon = OUTCOME_WORDS[outcome]
            chip = Chip(
                theme,
                words,
                icon=icon,
                digit=_DIGITS[outcome],
                digit_after=True,
                height=28,
            )
            chip.clicked.connect(lambda _on=False, o=outcome: self._pressed(o))
            self.chips[outcome] = chip
            self._row.addWidget(chip)
        self._row.addStretch(1)
        self._keys = Kbd(theme, keys)
        self._row.addWidget(self._keys)
        self._roving = Roving(self, list(self.chips.values()))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.talked)
        self._column.addWidget(self._small)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_card(self, form: CallForm) -> None:
        """Show which is chosen."""
        outcome = form.outcome
        talked = outcome.value if outcome in TALKED and outcome else None
        if self.talked.value() != talked:
            self.talked.set_value(talked)
        for each, chip in self.chips.items():
            if chip.isChecked() != (each is outcome):
                chip.setChecked(each is outcome)

    def press(self, outcome: CallOutcome) -> None:
        """As if the person pressed it."""
        if outcome in self.chips:
            self._pressed(outcome)
        else:
            self.talked.press(outcome.value)

    def focus_here(self) -> None:
        """Ready to choose."""
        self.talked.focus_here()

    def _pressed(self, outcome: CallOutcome) -> None:
        self.chips[outcome].setChecked(True)
        self.chosen.emit(outcome)

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        self._column.setSpacing(px(6 if compact else 12))
        self._row.setSpacing(px(6))
        # Large letters in a small window: the words need the room more than the keys.
        self._keys.setVisible(not (compact and self._theme.scale > 1))
        self.talked.set_height(30 if compact else 34)
        for chip in self.chips.values():
            chip.set_height(26 if compact else 28)
