"""Colours and text size: worn at once, kept for whoever chose them."""

from PySide6.QtCore import QObject, QSize, Signal

from desktop.domain.errors import Problem
from desktop.services.actor import Actor
from desktop.services.look import Look
from desktop.services.preferences import Preferences
from desktop.ui.tasks import Runner
from desktop.ui.theme import Mode, Theme

SCALES = ((0.9, "90 %"), (1.0, "100 %"), (1.1, "110 %"), (1.25, "125 %"), (1.5, "150 %"))
"""The text sizes there are, and what they are called."""


class LookKeeper(QObject):
    """``window_size`` is asked when the text size changes: larger text may need compact rules."""

    troubled = Signal(str)

    def __init__(
        self, theme: Theme, tasks: Runner, preferences: Preferences, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._tasks, self._preferences = theme, tasks, preferences
        self._actor: Actor | None = None
        self._size = QSize()

    def begin(self, actor: Actor, size: QSize) -> None:
        """Wear what somebody chose last."""
        self._actor, self._size = actor, size
        preferences = self._preferences
        self._tasks.run(lambda: preferences.look(actor), self._wear, self._failed)

    def set_mode(self, mode: Mode) -> None:
        """Light, dark, or as the computer."""
        self._theme.set_mode(mode)
        self._keep()

    def set_scale(self, scale: float, size: QSize) -> None:
        """Text size, in a window of this size."""
        self._theme.set_scale(scale)
        self._theme.fit(size)
        self._keep()

    def switch_colours(self) -> None:
        """Dark where it is light now, and back."""
        self.set_mode(Mode.LIGHT if self._theme.dark else Mode.DARK)

    def step_scale(self, step: int, size: QSize) -> None:
        """The next larger text size (1) or the next smaller one (-1)."""
        sizes = [scale for scale, _ in SCALES]
        here = min(range(len(sizes)), key=lambda at: abs(sizes[at] - self._theme.scale))
        self.set_scale(sizes[min(max(here + step, 0), len(sizes) - 1)], size)

    def _wear(self, look: Look | None) -> None:
        if look is not None:
            self._theme.set_mode(Mode(look.colours))
            self._theme.set_scale(look.scale)
            self._theme.fit(self._size)

    def _keep(self) -> None:
        actor, preferences = self._actor, self._preferences
        if actor is None:
            return
        look = Look(self._theme.mode.value, self._theme.scale)
        self._tasks.run(lambda: preferences.keep(actor, look), lambda _: None, self._failed)

    def _failed(self, problem: Problem) -> None:
        self.troubled.emit(str(problem))
