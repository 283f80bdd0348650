"""Small lists to pick from: somebody to merge with, and the pairs that look the same."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.domain.same_person import common
from desktop.services.alike import Pair
from desktop.services.people import PersonHit
from desktop.ui.dialogs import Dialog
from desktop.ui.people.person_words import added_words
from desktop.ui.person_hits import HitList
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.choice_button import ChoiceButton
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import SearchField
from desktop.ui.widgets.roving import Roving
from desktop.ui.widgets.scroll import scroll_down

_ROOM = 220


class PickDialog(Dialog):
    """Asks with whom somebody is to be merged."""

    search_requested = Signal(str)
    picked = Signal(object)
    """A :class:`PersonHit`."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window, "Who is the same person?", icon="merge", width=520)
        self.field = SearchField(theme, "Name or number", name="Name or number")
        self.field.textEdited.connect(self._edited)
        self.field.left.connect(self.reject)
        self.field.installEventFilter(self)
        self.hits = HitList(theme)
        self.hits.picked.connect(self._picked)
        self.field.results_entered.connect(self.hits.focus_here)
        self.nobody = Label(theme, "Nobody else of that name.", "small", "text-2")
        self.keep = Button(theme, "Not now", kbd="Esc")
        self.keep.clicked.connect(self.reject)
        for widget in (self.field, self.hits, self.nobody):
            self.body.addWidget(widget)
        self.buttons.addWidget(self.keep)
        self.hits.show_hits(())
        self.nobody.hide()

    def ask(self, name: str) -> None:
        """Open for somebody; returns at once."""
        title = f"Who is the same person as {name}?"
        self.title.set_text(title)
        self.setAccessibleName(title)
        self.field.clear()
        self.hits.show_hits(())
        self.nobody.hide()
        self.adjustSize()
        self.open()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def offer(self, text: str, hits: Sequence[PersonHit]) -> None:
        """Show who was found for ``text``."""
        if text == self.field.text():
            self.hits.show_hits(hits)
            self.nobody.setVisible(not hits and bool(text.strip()))
            self.adjustSize()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter takes the only one found, or goes into the list."""
        if (
            watched is self.field
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            if len(self.hits.buttons) == 1:
                self.hits.buttons[0].click()
            elif self.hits.buttons:
                self.hits.focus_here()
            return True
        return super().eventFilter(watched, event)

    def _edited(self, text: str) -> None:
        if text.strip():
            self.search_requested.emit(text)
        else:
            self.offer(text, ())

    def _picked(self, hit: object) -> None:
        self.accept()
        self.picked.emit(hit)


class PairsDialog(Dialog):
    """The pairs that look the same; one is picked and looked at."""

    picked = Signal(object)
    """A :class:`Pair`."""

    def __init__(self, theme: Theme, window: QWidget, now: Callable[[], datetime]) -> None:
        super().__init__(theme, window, "Which pair looks the same?", icon="copy", width=760)
        self._now = now
        self.pairs: list[ChoiceButton] = []
        self.none = Label(
            theme, "No two people look the same. Nothing is to do.", "body", "text-2", wrap=True
        )
        self._column = QVBoxLayout()
        self._column.setContentsMargins(2, 2, theme.px(6), 2)
        self._column.setSpacing(theme.px(6))
        inner = QWidget()
        inner.setLayout(self._column)
        self._inner = inner
        self._scroll = QScrollArea()
        scroll_down(self._scroll, inner)
        self._roving = Roving(self)
        self.keep = Button(theme, "Not now", kbd="Esc")
        self.keep.clicked.connect(self.reject)
        self.body.addWidget(self.none)
        self.body.addWidget(self._scroll)
        self.buttons.addWidget(self.keep)

    def ask(self, pairs: Sequence[Pair], here: str) -> None:
        """Open with these; returns at once."""
        for button in self.pairs:
            self._column.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.pairs = []
        now = self._now()
        for pair in pairs:
            sides = " and ".join(
                f"{each.kind}, {each.city or 'city not set'}, added "
                f"{added_words(each.since, here, now)}"
                for each in (pair.one, pair.other)
            )
            names = dict.fromkeys((pair.one.name, pair.other.name))
            button = ChoiceButton(
                self.theme,
                " · ".join(names),
                f"{common(pair.alike)} · {sides}",
                avatar=pair.one.name,
            )
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _on=False, p=pair: self._picked(p))
            self._column.addWidget(button)
            self.pairs.append(button)
        self._roving.set_buttons(self.pairs)
        self.none.setVisible(not pairs)
        self._scroll.setVisible(bool(pairs))
        needed = len(pairs) * self.theme.px(54) + 4
        room = self._window.height() - self.theme.px(_ROOM)
        self._scroll.setFixedHeight(min(needed, room))
        self.adjustSize()
        self.open()
        if pairs:
            self._roving.focus_here()
        else:
            self.keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def _picked(self, pair: Pair) -> None:
        self.accept()
        self.picked.emit(pair)
