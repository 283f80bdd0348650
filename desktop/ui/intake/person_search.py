"""A dialog to pick somebody by name or number: whom a call is about, whom a promise is for."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.services.people import PersonHit
from desktop.ui.dialogs import Dialog
from desktop.ui.person_hits import HitList
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import SearchField


class PersonSearch(Dialog):
    """Asks who it is. ``otherwise`` is the way on with a name nobody was picked for, or, unless it
    is ``name_needed``, with none."""

    search_requested = Signal(str)
    hit_picked = Signal(object)
    name_given = Signal(str)

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        title: str = "Whom is the call about?",
        otherwise: str = "Take the name alone",
        *,
        name_needed: bool = True,
    ) -> None:
        super().__init__(theme, window, title, icon="users")
        self._name_needed = name_needed
        self._likely: tuple[PersonHit, ...] = ()
        self.field = SearchField(theme, "Name or number", name="Name or number")
        self.field.textChanged.connect(self._typed)
        self.field.left.connect(self.reject)
        self.field.installEventFilter(self)
        self.hits = HitList(theme)
        self.hits.picked.connect(self._picked)
        self.field.results_entered.connect(self.hits.focus_here)
        self.nobody = Label(theme, "", "small", "text-2", wrap=True)
        self.body.addWidget(self.field)
        self.body.addWidget(self.hits)
        self.body.addWidget(self.nobody)
        self.keep = Button(theme, "Not now", kbd="Esc")
        self.keep.clicked.connect(self.reject)
        self.by_name = Button(theme, otherwise, Kind.PRIMARY)
        self.by_name.clicked.connect(self._named)
        self.buttons.addWidget(self.keep)
        self.buttons.addWidget(self.by_name)
        self.offer("", ())

    def ask(self, text: str = "", likely: Sequence[PersonHit] = ()) -> None:
        """Open, with ``text`` typed already; returns at once. ``likely`` are offered as long as
        nothing is typed."""
        self._likely = tuple(likely)
        self.field.setText(text)
        if not text:
            self.offer("", self._likely)
        self.open()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def offer(self, text: str, hits: Sequence[PersonHit]) -> None:
        """Show who was found for ``text``."""
        if text != self.field.text():
            return
        self.hits.show_hits(hits)
        named = bool(text.strip())
        self.nobody.set_text("" if hits or not named else "Nobody of that name yet.")
        self.nobody.setVisible(bool(self.nobody.text()))
        if named or not self._name_needed:
            self.by_name.set_on()
        else:
            self.by_name.set_off("Type a name first.")
        self.adjustSize()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter takes the only one found, or goes into the list."""
        if (
            watched is self.field
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            if len(self.hits.buttons) == 1:
                self.hits.buttons[0].click()
            elif self.hits.buttons:
                self.hits.focus_here()
            elif self.by_name.isEnabled():
                self.by_name.click()
            return True
        return super().eventFilter(watched, event)

    def _typed(self, text: str) -> None:
        if text.strip():
            self.search_requested.emit(text)
        else:
            self.offer(text, self._likely)

    def _picked(self, hit: object) -> None:
        self.accept()
        self.hit_picked.emit(hit)

    def _named(self) -> None:
        self.accept()
        self.name_given.emit(self.field.text().strip())
