"""What came of a call: the promises made on it, each with a way to it."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.call_detail import PromiseOfCall
from desktop.ui.calls.detail_words import promise_lines
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label


class CameOfIt(QWidget):
    """Hidden while nothing came of it."""

    callback_requested = Signal(object)
    """The identity of a callback to open."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(6))
        self._column.addWidget(Label(theme, "What came of it", "small-strong", "text-2"))
        self.buttons: list[Button] = []
        self._cards: list[QWidget] = []
        self.hide()

    def show_promises(self, promises: Sequence[PromiseOfCall], here: str, now: datetime) -> None:
        """Show these."""
        for card in self._cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards, self.buttons = [], []
        for promise in promises:
            card = self._card(promise, here, now)
            self._column.addWidget(card)
            self._cards.append(card)
        self.setVisible(bool(promises))

    def _card(self, promise: PromiseOfCall, here: str, now: datetime) -> QWidget:
        theme, px = self._theme, self._theme.px
        first, second = promise_lines(promise, here, now)
        card = Card(theme, name=first)
        row = QHBoxLayout(card)
        row.setContentsMargins(px(12), px(8), px(8), px(8))
        row.setSpacing(px(10))
        row.addWidget(Icon(theme, "phone-outgoing", "text-2", 16))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(theme, first, "medium", tabular=True, elide=True))
        words.addWidget(Label(theme, second, "small", "text-3", tabular=True, elide=True))
        row.addLayout(words, 1)
        button = Button(theme, "Open", Kind.LINK, name=f"Open {first}")
        button.clicked.connect(lambda _on=False: self.callback_requested.emit(promise.id))
        self.buttons.append(button)
        row.addWidget(button)
        return card
