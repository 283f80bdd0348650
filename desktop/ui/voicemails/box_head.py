"""The head of the page: how many of how many are done, and the way back to the callbacks."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.services.voicemail_rows import VoicemailBox
from desktop.ui.keys import key_of
from desktop.ui.theme import Theme
from desktop.ui.voicemails.box_words import counted, danger_words
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Strip
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.progress import Progress

_BAR, _COMPACT_BAR = 200, 96


class BoxHead(Strip):
    """Always tells how far the work is."""

    back_requested = Signal()
    next_requested = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, 56, 48, line="bottom", parent=parent)
        self.bar = Progress(theme, "Messages done")
        self.counted = Label(theme, "", "strong", tabular=True)
        self.danger = Label(theme, "", "body", "safety", elide=True)
        self.before = Button(
            theme, "", icon="chevron-up", name="Message before", kbd=key_of("message_before").text()
        )
        self.next = Button(
            theme, "Next", icon="chevron-down", name="Next message",
            kbd=key_of("next_message").text(),
        )  # fmt: skip
        self.back = Button(theme, "Callbacks", Kind.QUIET, icon="arrow-left")
        self.back.setAccessibleName("Back to the callbacks")
        self.back.clicked.connect(lambda _on=False: self.back_requested.emit())
        self.before.clicked.connect(lambda _on=False: self.next_requested.emit(-1))
        self.next.clicked.connect(lambda _on=False: self.next_requested.emit(1))
        middle = Qt.AlignmentFlag.AlignVCenter
        self.row.addWidget(Label(theme, "Voicemail", "title"))
        self.row.addWidget(self.counted)
        self.row.addWidget(self.bar, 0, middle)
        self.row.addWidget(self.danger, 1)
        for button in (self.back, self.before, self.next):
            self.row.addWidget(button)
        theme.changed.connect(self._fit)
        self._fit()

    def show_box(self, box: VoicemailBox) -> None:
        """ "2 of 9 done"."""
        self.counted.set_text(counted(box))
        self.bar.setVisible(bool(box.all))
        self.bar.setRange(0, max(1, box.all))
        self.bar.setValue(box.done)
        self.bar.setAccessibleDescription(counted(box))
        self.danger.set_text(danger_words(box))

    def _fit(self) -> None:
        self.bar.setFixedWidth(self.theme.px(_COMPACT_BAR if self.theme.compact else _BAR))
