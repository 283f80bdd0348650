"""F1: every key, from the declaration that the shortcuts are bound from."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.dialogs import Dialog
from desktop.ui.keys import KEYS, Key, Place, key_of
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.kbd import Kbd
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.scroll import scroll_down

_COLUMNS = (
    (Place.ANYWHERE,),
    (Place.CALL, Place.CALLBACKS, Place.VOICEMAIL, Place.LEADS),
    (
        Place.CALLS,
        Place.TRANSITION,
        Place.PEOPLE,
        Place.REFERENCE,
        Place.IMPORT,
        Place.LISTS,
        Place.SEARCH,
        Place.DIALOGS,
    ),
)
_WIDTH, _EDGES = 1000, 60
"""Of the dialog, and what of it is edges and scroll bar."""
_AROUND = 170
"""Title, button and edges of the dialog, and some of the window around it."""


class KeyPanel(Dialog):
    """Shows the keys of this system, by where they work."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window, "All keys", icon="key-round", width=_WIDTH)
        inner = QWidget()
        columns = QHBoxLayout(inner)
        columns.setContentsMargins(0, 0, theme.px(8), 0)
        columns.setSpacing(theme.px(28))
        for places in _COLUMNS:
            column = QVBoxLayout()
            column.setSpacing(theme.px(4))
            for place in places:
                self._fill(column, place, [key for key in KEYS if key.place is place])
            column.addStretch(1)
            columns.addLayout(column, 1)
        self.scrolled = QScrollArea()
        self.scrolled.setAccessibleName("All keys")
        scroll_down(self.scrolled, inner)
        self._inner = inner
        self.body.addWidget(self.scrolled)
        self.close_button = Button(theme, "Close", kbd=key_of("safe").text())
        self.close_button.clicked.connect(self.reject)
        self.buttons.addWidget(self.close_button)

    def show_keys(self) -> None:
        """Open, as high as there is room; returns at once."""
        px = self.theme.px
        room = self._window.height() - px(_AROUND)
        width = min(px(_WIDTH), self._window.width() - px(48))
        self.setFixedWidth(width)
        needed = self._inner.heightForWidth(width - px(_EDGES))
        self.scrolled.setFixedHeight(min(needed, room))
        self.adjustSize()
        self.open()
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.scrolled.verticalScrollBar()
        steps = {Qt.Key.Key_Down: 40, Qt.Key.Key_Up: -40}
        step = steps.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_F1:
            self.reject()
        elif step is not None:
            bar.setValue(bar.value() + step)
        else:
            super().keyPressEvent(event)

    def _fill(self, column: QVBoxLayout, place: Place, keys: Sequence[Key]) -> None:
        theme = self.theme
        if column.count():
            column.addSpacing(theme.px(12))
        column.addWidget(Label(theme, place, "small-strong", "text-3"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(6))
        grid.setColumnStretch(0, 1)
        for row, key in enumerate(keys):
            grid.addWidget(Label(theme, key.does, "small", wrap=True), row, 0)
            caps = QHBoxLayout()
            caps.setSpacing(theme.px(4))
            caps.addStretch(1)
            for text in key.texts():
                caps.addWidget(Kbd(theme, text))
            grid.addLayout(caps, row, 1)
        column.addLayout(grid)
