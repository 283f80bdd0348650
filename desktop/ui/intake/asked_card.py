"""What the caller asks of the transition: opened with the call when it is saved."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.wording import spoken_day
from desktop.services.call_form import AskedRequest
from desktop.ui.keys import key_of
from desktop.ui.theme import Theme
from desktop.ui.transition.transition_words import REQUEST_WORDS
from desktop.ui.widgets.button import Button, Kind, icon_button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label


class AskedCard(Card):
    """A line for each request, and the way to one more."""

    open_requested = Signal()
    dropped = Signal(int)
    """The request at this place is not asked for after all."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, name="Requests on this call", parent=parent)
        self.rows: list[_AskedRow] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.open = Button(
            theme, "Open a request…", Kind.QUIET, icon="plus", kbd=key_of("ask_request").text(),
            height=32,
        )  # fmt: skip
        self.open.clicked.connect(lambda _on=False: self.open_requested.emit())
        self._hint = Label(theme, "Records, refund, stay…", "small", "text-3", elide=True)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.open)
        self._foot.addWidget(self._hint, 1)
        self._foot.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._lines)
        self._column.addLayout(self._foot)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_asked(self, asked: Sequence[tuple[AskedRequest, date]], today: date) -> None:
        """Show the requests with the days they are due."""
        while len(self.rows) < len(asked):
            row = _AskedRow(self.theme)
            place = len(self.rows)
            row.drop.clicked.connect(lambda _on=False, n=place: self._drop(n))
            self.rows.append(row)
            self._lines.addWidget(row)
        for number, row in enumerate(self.rows):
            row.setVisible(number < len(asked))
            if number < len(asked):
                request, due = asked[number]
                row.show_request(request, spoken_day(due, today))
        self._hint.setVisible(not asked)

    def _drop(self, place: int) -> None:
        self.open.setFocus()  # the line that has it leaves
        self.dropped.emit(place)

    def _restyle(self) -> None:
        px = self.theme.px
        self._column.setContentsMargins(px(6), px(4), px(8), px(4))
        self._column.setSpacing(0)
        self._foot.setSpacing(px(8))


class _AskedRow(QWidget):
    """ "Records · due Dec 18 · To her new clinic"."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._icon = Icon(theme, "inbox", "plan", 16)
        self.words = Label(theme, "", "small", "text-2", elide=True, tabular=True)
        self.drop = icon_button(theme, "x", "Drop this request", height=28)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(8), 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self._icon)
        row.addWidget(self.words, 1)
        row.addWidget(self.drop)

    def show_request(self, request: AskedRequest, due: str) -> None:
        """Show one."""
        _, one, icon = REQUEST_WORDS[request.kind]
        self._icon.set_icon(icon, "plan")
        more = request.organisation or request.note
        self.words.set_text(" · ".join(part for part in (f"due {due}", more) if part), one)
        self.drop.setAccessibleName(f"Drop this request: {one}")
