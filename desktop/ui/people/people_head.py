"""The head of the page: how many people there are, pairs that look the same, a new person."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Strip
from desktop.ui.widgets.label import Label


class PeopleHead(Strip):
    """Asks for things; the page does them."""

    pairs_requested = Signal()
    new_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, 56, 48, parent=parent)
        self._people, self._pairs = 0, 0
        self._summary = Label(theme, "", "body", "text-2", tabular=True, elide=True)
        self.pairs = Button(theme, "Look at pairs", icon="copy")
        self.pairs.clicked.connect(lambda _on=False: self.pairs_requested.emit())
        self.new = Button(theme, "New person", Kind.PRIMARY, icon="user-plus", kbd="Ctrl+Shift+N")
        self.new.clicked.connect(lambda _on=False: self.new_requested.emit())
        self.row.addWidget(Label(theme, "People", "title"))
        self.row.addWidget(self._summary, 1)
        self.row.addWidget(self.pairs)
        self.row.addWidget(self.new)
        theme.changed.connect(self._fit)
        self._fit()
        self.show_counts(0, 0)

    def show_counts(self, people: int | None = None, pairs: int | None = None) -> None:
        """ "48,210 people · 3 pairs look the same"; None keeps what is shown."""
        self._people = self._people if people is None else people
        self._pairs = self._pairs if pairs is None else pairs
        said = "1 person" if self._people == 1 else f"{self._people:,} people"
        if self._pairs:
            said += " · 1 pair looks" if self._pairs == 1 else f" · {self._pairs} pairs look"
            said += " the same"
        self._summary.set_text(said)
        self.pairs.set_note(str(self._pairs) if self._pairs else "", "text-2")

    @property
    def summary(self) -> str:
        """What is said of everybody."""
        return self._summary.text()

    def _fit(self) -> None:
        self.new.set_kbd("" if self.theme.compact else "Ctrl+Shift+N")
