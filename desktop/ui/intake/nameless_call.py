"""A call from this number that has no name yet: was it who is on the card?"""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.wording import in_sentence, moment
from desktop.services.call_rows import CallRow
from desktop.ui.intake.card_facts import CallerFacts
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.notice import Notice

_LONGEST = 90


class NamelessCall(Notice):
    """Shown while the person on the card has such a call behind them; one at a time."""

    attach_requested = Signal(object)
    """The :class:`CallRow` was theirs."""

    def __init__(
        self, theme: Theme, clock: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, "users", "", tone="primary", parent=parent)
        self._clock = clock
        self._call: CallRow | None = None
        self.theirs = Button(theme, "", height=28)
        self.theirs.clicked.connect(self._attach)
        self.row.addWidget(self.theirs)
        self.hide()

    def show_caller(self, caller: CallerFacts, zone: str) -> None:
        """Ask, or stay away; ``zone`` is the desk's."""
        call, speaker = caller.nameless, caller.speaker
        self._call = call
        self.setVisible(call is not None and speaker is not None)
        if call is None or speaker is None:
            return
        when = in_sentence(moment(call.started_at, zone, self._clock()))
        notes = " ".join(call.notes.split())
        said = notes if len(notes) <= _LONGEST else f"{notes[:_LONGEST].rstrip()}…"
        self.show_notice("users", f"Who called {when}?", said, "primary")
        self.theirs.set_text(f"It was {speaker.name.split()[0]}")

    def _attach(self) -> None:
        if self._call is not None:
            self.attach_requested.emit(self._call)
