"""Several promises are picked: what can be done with all of them at once."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Strip
from desktop.ui.widgets.label import Label


class PickedBar(Strip):
    """Docks under the list while more than one row is picked."""

    reassign_requested = Signal()
    postpone_requested = Signal()
    close_requested = Signal()
    none_requested = Signal()
    """Pick only the one in hand again."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, 48, 44, fill="surface-2", line="top", parent=parent)
        self.setAccessibleName("Several are picked")
        self.count = Label(theme, "", "strong", tabular=True)
        self.reassign = Button(theme, "Reassign…", icon="users")
        self.postpone = Button(theme, "Another time…", icon="calendar-clock")
        self.close_all = Button(theme, "Close…", icon="circle-check")
        self.none = Button(theme, "Pick none", Kind.QUIET, kbd="Esc")
        self.row.addWidget(self.count)
        self.row.addStretch(1)
        for button, signal in (
            (self.none, self.none_requested),
            (self.reassign, self.reassign_requested),
            (self.postpone, self.postpone_requested),
            (self.close_all, self.close_requested),
        ):
            button.clicked.connect(lambda _on=False, s=signal: s.emit())
            self.row.addWidget(button)
        self.hide()

    def show_count(self, count: int) -> None:
        """How many are picked; one is no bulk."""
        self.count.set_text(f"{count} picked")
        self.setVisible(count > 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        others = (self.count, self.reassign, self.postpone, self.close_all, self.none)
        needed = sum(widget.sizeHint().width() + self.theme.px(12) for widget in others)
        # Esc does the same.
        self.none.setVisible(self.width() >= needed + self.theme.px(24))
