"""Settings → Callers and links: what holds for this computer, each switch declared in one line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.errors import Problem
from desktop.services.actor import Actor
from desktop.ui.popups.pop_desk import PopDesk
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.checks import CheckBox
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.scroll import ColumnScroll


@dataclass(frozen=True, slots=True)
class SwitchSpec:
    """One switch: ``key`` names it in code, ``does`` says what comes of it; ``on`` and ``off`` are
    what is said when it has been switched."""

    key: str
    title: str
    does: str
    on: str
    off: str


SHOW_CALLERS: Final = PopDesk.wanted_switch
PHONE_LINKS: Final = "phone_links"
SWITCHES: Final = (
    SwitchSpec(
        SHOW_CALLERS,
        "Show callers who ring",
        "Over every page, with who it may be. Switch it off where nobody answers the phone.",
        "Callers who ring are shown here.",
        "Callers who ring are not shown here any more. Their calls are logged all the same.",
    ),
    SwitchSpec(
        PHONE_LINKS,
        "Open phone links with KetWell Desk",
        "A ketwell: link shows who is ringing, a tel: link whom to ring. For you alone, on this "
        "computer. Windows may ask once which program you want.",
        "Phone links open here from now on.",
        "Phone links are left to other programs.",
    ),
)


@dataclass(frozen=True, slots=True)
class Held:
    """Where a switch is kept: how it is read, and set. Both may take a moment."""

    read: Callable[[], bool]
    put: Callable[[bool], None]


class ComputerSection(QWidget):
    """One section of the settings. ``held`` are the switches that this computer has."""

    said = Signal(str, object)
    written = Signal(object)
    troubled = Signal(str)
    switched = Signal(str, bool)
    """How a switch stands: when somebody comes, and when it is switched."""

    def __init__(self, theme: Theme, tasks: Runner, held: Mapping[str, Held]) -> None:
        super().__init__()
        self._theme, self._tasks, self._held = theme, tasks, held
        self._scroll = ColumnScroll(theme)
        self._scroll.set_edges(20, 16, 20, 16)
        card = Card(theme, name="This computer")
        px = theme.px
        column = QVBoxLayout(card)
        column.setContentsMargins(px(16), px(14), px(16), px(2))
        column.setSpacing(px(2))
        self.checks: dict[str, CheckBox] = {}
        for spec in SWITCHES:
            if spec.key not in held:
                continue
            check = CheckBox(theme, spec.title, style="strong")
            check.clicked.connect(self._switching(spec))
            about = Label(theme, spec.does, "small", "text-2", wrap=True)
            under = QVBoxLayout()
            under.setContentsMargins(px(29), 0, 0, px(12))
            under.addWidget(about)
            check.setAccessibleDescription(spec.does)
            column.addWidget(check)
            column.addLayout(under)
            self.checks[spec.key] = check
        self._scroll.column.addWidget(card)
        self._scroll.column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)

    def set_actor(self, actor: Actor) -> None:
        """Somebody is here."""
        self.load()

    def load(self) -> None:
        """Read how the switches stand."""
        for key, held in self._held.items():
            self._tasks.run(held.read, partial(self._show, key), self._fail, replaces=key)

    def focus_here(self) -> None:
        """Put the focus where work begins."""
        first = next(iter(self.checks.values()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> tuple[QWidget, ...]:
        """For F6."""
        return (self._scroll,)

    def _show(self, key: str, on: bool) -> None:
        self.checks[key].setChecked(on)
        self.switched.emit(key, on)

    def _switching(self, spec: SwitchSpec) -> Callable[[bool], None]:
        # Qt tells a function of its arguments how a switch stands, and a partial one nothing.
        return lambda on: self._switch(spec, on)

    def _switch(self, spec: SwitchSpec, on: bool) -> None:
        held = self._held[spec.key]

        def done(_none: None) -> None:
            self.said.emit(spec.on if on else spec.off, None)
            self.load()

        self._tasks.run(lambda: held.put(on), done, self._not_switched)

    def _not_switched(self, problem: Problem) -> None:
        self._fail(problem)
        self.load()  # a tick that was not kept is taken back

    def _fail(self, problem: Problem) -> None:
        self.troubled.emit(str(problem))
