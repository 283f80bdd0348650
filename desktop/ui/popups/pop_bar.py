"""The bar over every page with who rings. It shows itself and takes no focus."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.keys import key_of
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind, icon_button
from desktop.ui.widgets.card import Card, Line
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label

SHOWN_BEHIND = 2
"""So many of those who wait behind the first are named."""
_NO_CLICK_FOCUS = Qt.FocusPolicy.TabFocus


@dataclass(frozen=True, slots=True)
class PopLine:
    """One caller as shown. ``key`` is what the caller is known by."""

    key: str
    caller: str
    number: str
    facts: str
    state: str
    answered: bool
    to_dial: bool = False
    """Nobody rings: a link names whom to ring."""


def _icon(line: PopLine) -> str:
    if line.to_dial:
        return "phone-outgoing"
    return "phone-call" if line.answered else "phone-incoming"


def _take_words(line: PopLine) -> str:
    return f"Ring {line.caller}" if line.to_dial else f"Take the call of {line.caller}"


def _state_words(line: PopLine) -> str:
    return "To ring, from a link" if line.to_dial else "Ringing"


class PopBar(QWidget):
    """The caller to take first, in full; behind it who else rings. Its buttons are reached by Tab
    and clicked without taking the focus from where somebody types."""

    take_requested = Signal(str)
    put_away_requested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._keys: tuple[str, ...] = ()
        self.card = Card(theme, fill="primary-tint", edge="primary-edge", name="Ringing")
        self._icon = Icon(theme, "phone-incoming", "primary", 22)
        self.caller = Label(theme, "", "card")
        self.number = Label(theme, "", "small", "text-2", tabular=True, elide=True)
        self.state = Label(theme, "", "small-strong", "primary", tabular=True)
        self.facts = Label(theme, "", "small", "text-2", elide=True)
        take_key = key_of("take_call").text()
        self.take = Button(theme, "Take the call", Kind.PRIMARY, kbd=take_key, height=32)
        self.take.clicked.connect(lambda _on=False: self._take(0))
        self.away = icon_button(theme, "x", "Put this caller away", height=32)
        self.away.clicked.connect(lambda _on=False: self._put_away())
        for button in (self.take, self.away):
            button.setFocusPolicy(_NO_CLICK_FOCUS)
        self.behind = tuple(_Behind(theme) for _ in range(SHOWN_BEHIND))
        for at, row in enumerate(self.behind, 1):
            row.take.clicked.connect(lambda _on=False, place=at: self._take(place))
        self.more = Label(theme, "", "small", "text-2")
        self._build()
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def show_lines(self, lines: Sequence[PopLine]) -> None:
        """Show who rings, the first in full; nobody hides the bar."""
        self._keys = tuple(line.key for line in lines)
        if not lines:
            self.hide()
            return
        first, *others = lines
        self.caller.set_text(first.caller)
        self.number.set_text(first.number)
        self.state.set_text(first.state)
        self.facts.set_text(first.facts)
        self.facts.setVisible(bool(first.facts))
        self._icon.set_icon(_icon(first), "primary")
        self.take.set_text("Ring them" if first.to_dial else "Take the call")
        self.take.setAccessibleName(_take_words(first))
        self.away.setAccessibleName(f"Put {first.caller} away")
        self.card.setAccessibleName(f"{_state_words(first)}: {first.caller}. {first.facts}".strip())
        for at, row in enumerate(self.behind):
            row.show_line(others[at] if at < len(others) else None)
        left = len(others) - len(self.behind)
        self.more.set_text("and 1 more rings" if left == 1 else f"and {left} more ring")
        self.more.setVisible(left > 0)
        self.show()

    @property
    def callers(self) -> tuple[str, ...]:
        """Who is named, the first in front; nobody while the bar is hidden."""
        if self.isHidden():
            return ()
        behind = (row.caller.text() for row in self.behind if not row.isHidden())
        return (self.caller.text(), *behind)

    def take_first(self) -> None:
        """The key: the caller in front."""
        if not self.isHidden():
            self._take(0)

    def put_first_away(self) -> None:
        """The key that lets the caller in front ring without being shown."""
        if not self.isHidden():
            self._put_away()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._put_away()
        else:
            super().keyPressEvent(event)

    def _take(self, at: int) -> None:
        if at < len(self._keys):
            self.take_requested.emit(self._keys[at])

    def _put_away(self) -> None:
        if self._keys:
            self.put_away_requested.emit(self._keys[0])

    def _build(self) -> None:
        theme = self._theme
        column = self._column = QVBoxLayout(self.card)
        column.setSpacing(0)
        head = self._head = QHBoxLayout()
        words = self._words = QVBoxLayout()
        words.setSpacing(0)
        title = self._title = QHBoxLayout()
        title.addWidget(self.caller)
        title.addWidget(self.number, 1)
        words.addLayout(title)
        words.addWidget(self.facts)
        head.addWidget(self._icon)
        head.addLayout(words, 1)
        head.addWidget(self.state)
        head.addWidget(self.take)
        head.addWidget(self.away)
        column.addLayout(head)
        for row in self.behind:
            column.addWidget(row)
        column.addWidget(self.more)
        self._whole = QVBoxLayout(self)
        self._whole.addWidget(self.card)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.caller.setMaximumWidth(theme.px(520))

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        across = px(12 if compact else 16)
        self._whole.setContentsMargins(across, px(8), across, 0)
        self._column.setContentsMargins(
            px(14), px(6 if compact else 10), px(10), px(6 if compact else 10)
        )
        self._head.setSpacing(px(12))
        self._title.setSpacing(px(10))
        self.more.setContentsMargins(px(34), px(4), 0, 0)


class _Behind(QWidget):
    """Somebody who rings behind the first: a line with a hairline above."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.caller = Label(theme, "", "small-strong")
        self.number = Label(theme, "", "small", "text-2", tabular=True, elide=True)
        self.state = Label(theme, "", "small", "text-2", tabular=True)
        self.take = Button(theme, "Take", height=28)
        self.take.setFocusPolicy(_NO_CLICK_FOCUS)
        self._row = QHBoxLayout()
        self._row.addWidget(self.caller)
        self._row.addWidget(self.number, 1)
        self._row.addWidget(self.state)
        self._row.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Line(theme, "primary-edge"))
        column.addLayout(self._row)
        self._column = column
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def show_line(self, line: PopLine | None) -> None:
        """Show this caller, or nobody."""
        self.setVisible(line is not None)
        if line is not None:
            self.caller.set_text(line.caller)
            self.number.set_text(line.number)
            self.state.set_text(line.state)
            self.take.set_text("Ring" if line.to_dial else "Take")
            self.take.setAccessibleName(_take_words(line))

    def _restyle(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(4))
        self._column.setContentsMargins(0, px(6), 0, 0)
        self._row.setContentsMargins(px(34), 0, px(44), 0)
        self._row.setSpacing(px(10))
