"""What the pages before the desk share: a notice, the time that goes on, and nothing kept typed."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.sign_in.door_ground import DoorGround
from desktop.ui.theme import Theme
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.notice import Notice

_NOTICE_WIDTH = 856


class DoorPage(DoorGround):
    """Ticks while it can be seen, every ``tick_ms``; what was typed is forgotten when it goes."""

    def __init__(
        self,
        theme: Theme,
        place: tuple[str, str],
        tick_ms: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, place, parent)
        self._notice = Notice(theme, "circle-alert", "", tone="late")
        self._notice.hide()
        self._timer = QTimer(self, interval=tick_ms)
        self._timer.timeout.connect(self.tick)
        theme.changed.connect(self._fit_notice)
        self._fit_notice()

    def say(self, sentence: str) -> None:
        """Tell something that belongs to no field."""
        fact, stop, detail = sentence.partition(". ")
        self._notice.show_notice("circle-alert", fact + stop.strip(), detail, "late")
        self._notice.show()
        announce(self, sentence)

    def tick(self) -> None:
        """Show the time as the clock has it."""
        raise NotImplementedError

    def forget_typed(self) -> None:
        """Empty every field."""
        raise NotImplementedError

    def _fit_notice(self) -> None:
        self._notice.setMaximumWidth(self._theme.px(_NOTICE_WIDTH))

    def showEvent(self, event: QShowEvent) -> None:
        self._timer.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        self.forget_typed()
        super().hideEvent(event)
