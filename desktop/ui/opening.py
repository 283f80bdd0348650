"""Opening the data, and asking for what is missing: the recovery code, or another try."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.errors import DataLocked, KeyMissing, NewerSchema, Problem, WrongKey
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit


class OpeningTrouble(QWidget):
    """A window of its own while the data does not open: what is in the way, and what to do.

    ``open_with`` opens the data (with a recovery code, or "" to try again) and raises a
    :class:`Problem` as long as it cannot.
    """

    opened = Signal(object)
    """What ``open_with`` returned."""
    put_back_requested = Signal()
    """A backup is to take the place of what does not open."""

    def __init__(
        self,
        theme: Theme,
        problem: Problem,
        open_with: Callable[[str], object],
        *,
        put_back: bool = False,
    ) -> None:
        super().__init__()
        self._open_with = open_with
        self.setWindowTitle("KetWell Desk")
        self.setMinimumSize(theme.px(560), theme.px(360))
        card = Card(theme, name="The data does not open")
        column = QVBoxLayout(card)
        px = theme.px
        column.setContentsMargins(px(24), px(24), px(24), px(24))
        column.setSpacing(px(12))
        column.addWidget(Icon(theme, "lock-keyhole", "late", 24))
        column.addWidget(Label(theme, "The data does not open", "title"))
        self.sentence = Label(theme, str(problem), "body", "text-2", wrap=True)
        column.addWidget(self.sentence)
        self.code = LineEdit(theme, "XXXXX-XXXXX-…", name="Recovery code")
        self.field = Field(theme, "Recovery code", self.code)
        self.field.setVisible(isinstance(problem, KeyMissing | WrongKey))
        self.code.returnPressed.connect(self._try)
        column.addWidget(self.field)
        self.again = Button(theme, "Open the data", Kind.PRIMARY, kbd="Enter", height=40)
        self.again.clicked.connect(self._try)
        column.addWidget(self.again)
        self.put_back = Button(theme, "Put a backup back…", icon="history", height=40)
        # What another program has open, or a newer one made, is well: a backup is no way out.
        self.put_back.setVisible(put_back and not isinstance(problem, DataLocked | NewerSchema))
        self.put_back.clicked.connect(self.put_back_requested)
        column.addWidget(self.put_back)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(px(16), px(16), px(16), px(16))
        outer.addWidget(card)
        (self.again if self.field.isHidden() else self.code).setFocus()

    def _try(self) -> None:
        try:
            opened = self._open_with(self.code.text().strip())
        except Problem as problem:
            if self.field.isHidden():
                self.sentence.set_text(str(problem))
            else:
                self.field.set_problem(str(problem))
            return
        self.opened.emit(opened)
        self.close()
