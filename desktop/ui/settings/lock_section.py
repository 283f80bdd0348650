"""Settings → Lock: after how long a desk that nobody uses locks by itself."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.errors import Problem
from desktop.domain.locking import (
    FEWEST_MINUTES,
    MOST_MINUTES,
    USUAL_MINUTES,
    minutes_within,
    minutes_words,
)
from desktop.services.actor import Actor
from desktop.services.computer_settings import ComputerSettings
from desktop.ui.keys import key_of
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.scroll import ColumnScroll
from desktop.ui.widgets.select import Select


@dataclass(frozen=True, slots=True)
class ChoiceSpec:
    """One number to choose: ``key`` names where it is kept, ``usual`` is taken while nobody has
    chosen, ``does`` says what comes of it."""

    key: str
    title: str
    does: str
    numbers: range
    usual: int


LOCK_AFTER: Final = ChoiceSpec(
    "lock_after_minutes",
    "Lock when nobody is here for",
    "Without a key or the mouse in this program. Never by itself during a call or with the Safety "
    f"card open. The desk also locks with the computer, when it sleeps, and with "
    f"{key_of('lock').text()}.",
    range(FEWEST_MINUTES, MOST_MINUTES + 1),
    USUAL_MINUTES,
)


class LockSection(QWidget):
    """One section of the settings; holds for this computer."""

    said = Signal(str, object)
    written = Signal(object)
    troubled = Signal(str)
    minutes_known = Signal(int)
    """What holds: when somebody comes, and when it is chosen."""

    def __init__(self, theme: Theme, tasks: Runner, kept: ComputerSettings) -> None:
        super().__init__()
        self._tasks, self._kept = tasks, kept
        self._scroll = ColumnScroll(theme)
        self._scroll.set_edges(20, 16, 20, 16)
        card, px = Card(theme, name="Lock"), theme.px
        self.minutes = Select(theme)
        self.minutes.set_choices([(minutes_words(each), each) for each in LOCK_AFTER.numbers])
        self.minutes.setAccessibleDescription(LOCK_AFTER.does)
        self.minutes.picked.connect(self._pick)
        line = QHBoxLayout()
        line.addWidget(Field(theme, LOCK_AFTER.title, self.minutes))
        line.addStretch(1)
        column = QVBoxLayout(card)
        column.setContentsMargins(px(16), px(14), px(16), px(14))
        column.setSpacing(px(8))
        column.addLayout(line)
        column.addWidget(Label(theme, LOCK_AFTER.does, "small", "text-2", wrap=True))
        self._scroll.column.addWidget(card)
        self._scroll.column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)

    def set_actor(self, actor: Actor) -> None:
        """Somebody is here."""
        self.load()

    def load(self) -> None:
        """Read what was chosen."""
        self._tasks.run(
            lambda: minutes_within(self._kept.number(LOCK_AFTER.key, start=LOCK_AFTER.usual)),
            self._show,
            self._fail,
            replaces=LOCK_AFTER.key,
        )

    def focus_here(self) -> None:
        """Put the focus where work begins."""
        self.minutes.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> tuple[QWidget, ...]:
        """For F6."""
        return (self._scroll,)

    def _show(self, minutes: int) -> None:
        self.minutes.set_value(minutes)
        self.minutes_known.emit(minutes)

    def _pick(self, minutes: object) -> None:
        if not isinstance(minutes, int):
            return

        def done(_none: None) -> None:
            words = minutes_words(minutes)
            self.said.emit(f"This desk locks after {words} without a key or the mouse.", None)
            self.load()

        self._tasks.run(lambda: self._kept.choose(LOCK_AFTER.key, minutes), done, self._not_kept)

    def _not_kept(self, problem: Problem) -> None:
        self._fail(problem)
        self.load()  # what was not kept is shown no more

    def _fail(self, problem: Problem) -> None:
        self.troubled.emit(str(problem))
