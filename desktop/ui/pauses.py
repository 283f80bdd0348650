"""Work that can wait is done while nobody types or clicks."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QWindow

QUIET_MS = 400
"""Nobody has pressed a key for so long: a step that takes a while is in nobody's way."""
_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.InputMethod,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)
_LAST = object()


class Pauses(QObject):
    """Takes the next of ``steps`` whenever nothing was typed or clicked in ``window`` for a while;
    one at a time, until there are no more."""

    def __init__(self, window: QWindow, steps: Iterator[object], quiet_ms: int = QUIET_MS) -> None:
        super().__init__(window)
        self._window, self._steps = window, steps
        self._at_work = False
        self.timer = QTimer(self, interval=quiet_ms)
        self.timer.timeout.connect(self._look)
        window.installEventFilter(self)
        self.timer.start()

    def stop(self) -> None:
        """Take no more steps."""
        self.timer.stop()
        self._window.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Somebody is at work: wait for the next pause."""
        self._at_work = self._at_work or event.type() in _INPUT
        return super().eventFilter(watched, event)

    def _look(self) -> None:
        if self._at_work:
            self._at_work = False
        elif next(self._steps, _LAST) is _LAST:
            self.stop()
