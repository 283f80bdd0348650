"""What is done with the message in hand: promised, or closed with a reason."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent

from desktop.domain.voicemail_ends import VoicemailEnd
from desktop.ui.keys import key_of
from desktop.ui.theme import Theme
from desktop.ui.voicemails.box_words import CLOSE_WORDS
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Strip
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.kbd import Kbd
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.roving import Roving

_PROMISE, _FOLLOW_UP = ("Promise the call", "Promise"), ("Keep the follow-up", "Keep it")
"""In full, and where there is little room."""


class MessageFoot(Strip):
    """The acts stay in sight at every size."""

    promise_requested = Signal()
    close_requested = Signal(object)
    """A :class:`VoicemailEnd`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, 64, 52, line="top", edge=24)
        self.promise = Button(
            theme,
            _PROMISE[0],
            Kind.PRIMARY,
            icon="phone-outgoing",
            kbd=key_of("promise_message").text(),
            height=40,
        )
        self.promise.clicked.connect(lambda _on=False: self.promise_requested.emit())
        self._words = _PROMISE
        self._or = Label(theme, "or close it", "small", "text-2")
        self._kbd = Kbd(theme, key_of("close_message").text())
        self.ends: dict[VoicemailEnd, Chip] = {}
        self.row.addWidget(self.promise)
        self.row.addStretch(1)
        self.row.addWidget(self._or)
        self.row.addWidget(self._kbd)
        for digit, (end, words) in enumerate(CLOSE_WORDS.items(), start=1):
            chip = Chip(theme, words, digit=str(digit), checkable=False, parent=self)
            chip.setAccessibleName(f"Close: {words}")
            chip.clicked.connect(lambda _on=False, e=end: self.close_requested.emit(e))
            self.row.addWidget(chip)
            self.ends[end] = chip
        self._roving = Roving(self, list(self.ends.values()), digits=True)
        theme.changed.connect(self.fit)

    def show_acts(self, *, safety_open: bool) -> None:
        """A safety follow-up is kept, not promised."""
        self._words = _FOLLOW_UP if safety_open else _PROMISE
        self.promise.setAccessibleName(self._words[0])
        self.fit()

    def focus_ends(self) -> None:
        """Alt+C: then the digit says why."""
        self._roving.focus_here()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Where there is too little room the words before the reasons go, then the keys, which the
        status bar tells too, then words of the button."""
        px, edge = self.theme.px, 16 if self.theme.compact else 24
        self.row.setContentsMargins(px(edge), 0, px(edge), 0)
        self.row.setSpacing(px(6))
        for chip in self.ends.values():
            chip.set_tight(self.theme.compact)
        for words, kbd, said in ((1, 1, 0), (0, 1, 0), (0, 0, 0), (0, 0, 1)):
            self.promise.set_text(self._words[said])
            self.promise.setAccessibleName(self._words[0])
            self._or.setVisible(bool(words))
            self._kbd.setVisible(bool(kbd))
            self.promise.set_kbd(key_of("promise_message").text() if kbd else "")
            needed = sum(
                item.sizeHint().width() + self.row.spacing()
                for item in (self.row.itemAt(at) for at in range(self.row.count()))
                if item is not None and not item.isEmpty()
            )
            margins = self.row.contentsMargins()
            if needed + margins.left() + margins.right() <= self.width():
                break
