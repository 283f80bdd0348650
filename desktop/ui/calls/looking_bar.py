"""Says how far a rare call has been looked for, and stops."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.card import Strip
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label


class LookingBar(Strip):
    """Under the list while it is looked for; afterwards, where it was stopped, the way on."""

    stop_requested = Signal()
    more_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, 44, 44, fill="surface-2", line="top", parent=parent)
        self.setAccessibleName("Looking for calls")
        self._label = Label(theme, "", "small", "text-2", tabular=True)
        self.button = Button(theme, "Stop", height=28)
        self.button.clicked.connect(self._pressed)
        self.row.addWidget(Icon(theme, "search", "text-3", 16))
        self.row.addWidget(self._label, 1)
        self.row.addWidget(self.button)
        self._looking = False
        self.hide()

    def show_looking(self, looked: int) -> None:
        """It goes on."""
        self._looking = True
        self._say(f"Looked through {looked:,} calls so far…", "Stop")

    def show_stopped(self, looked: int) -> None:
        """It was stopped."""
        self._looking = False
        self._say(f"Looked through the newest {looked:,} calls, then stopped.", "Go on")

    @property
    def words(self) -> str:
        """What is said; empty when nothing is looked for."""
        return self._label.text() if self.isVisible() else ""

    def _say(self, words: str, act: str) -> None:
        self._label.set_text(words)
        self.button.set_text(act)
        self.show()

    def _pressed(self) -> None:
        (self.stop_requested if self._looking else self.more_requested).emit()
