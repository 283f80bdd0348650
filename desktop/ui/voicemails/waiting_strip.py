"""Over the callbacks: messages wait in the voicemail box, and the way to them."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.services.voicemail_rows import VoicemailBox
from desktop.ui.keys import key_of
from desktop.ui.theme import Theme
from desktop.ui.voicemails.box_words import danger_words, waiting_words
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.card import Strip
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label


class WaitingStrip(Strip):
    """Hidden while none waits."""

    open_requested = Signal()

    def __init__(
        self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, 44, 40, fill="surface-2", line="bottom", parent=parent)
        self._now = now
        self._icon = Icon(theme, "voicemail", "primary", 18)
        self.words = Label(theme, "", "medium", tabular=True, elide=True)
        self.danger = Label(theme, "", "strong", "safety")
        self.open = Button(theme, "Work through them", icon="arrow-right", height=28)
        self.open.clicked.connect(lambda _on=False: self.open_requested.emit())
        self.row.addWidget(self._icon)
        self.row.addWidget(self.danger)
        self.row.addWidget(self.words, 1)
        self.row.addWidget(self.open)
        theme.changed.connect(self._fit)
        self.hide()

    def show_box(self, box: VoicemailBox, here: str) -> None:
        """Say how many wait."""
        self.words.set_text(waiting_words(box, here, self._now()))
        self.danger.set_text(danger_words(box))
        self.danger.setVisible(box.danger > 0)
        self._icon.set_icon("voicemail", "safety" if box.danger else "primary")
        self._fit()
        self.setVisible(box.waiting > 0)

    def _fit(self) -> None:
        """In a small window words of danger need the room that the key has."""
        crowded = self.theme.compact and bool(self.danger.text())
        self.open.set_kbd("" if crowded else key_of("voicemail_box").text())
