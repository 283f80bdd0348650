"""A new person from a lead: what is written down of them, and who they may be already."""

from collections.abc import Callable, Iterator
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.lead_merge import MergeKey
from desktop.services.alike import Somebody
from desktop.services.lead_rows import Newcomer
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.leads.lead_words import KEY_WORDS, every_word
from desktop.ui.people.person_words import added_words
from desktop.ui.theme import Theme
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Line
from desktop.ui.widgets.field import Field, IconLine
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit

_TITLE_WIDTH = 132


class NewcomerDialog(AskDialog):
    """Shows who is made of one lead; the owner makes them."""

    warning_requested = Signal(str)
    """The name as it is typed: is that somebody known? Give it to :meth:`warn`."""
    known_requested = Signal(object)
    """It is this :class:`Somebody`: compare the two."""

    def __init__(self, theme: Theme, window: QWidget, now: Callable[[], datetime]) -> None:
        super().__init__(
            theme,
            window,
            "A new person from this lead",
            act="Add person",
            act_icon="user-plus",
            icon="user-plus",
            width=560,
        )
        self._now, self._here = now, "UTC"
        self.known: Somebody | None = None
        self._shares: Somebody | None = None
        self.name = LineEdit(theme)
        self._name_field = Field(theme, "Name", self.name)
        self.alike = IconLine(theme, "", "soon", "copy", "small-strong")
        self.compare = Button(theme, "Compare the two…", Kind.LINK, icon="merge")
        self.compare.clicked.connect(lambda _on=False: self.known_requested.emit(self.known))
        self._table = QVBoxLayout()
        self._table.setSpacing(0)
        warning = QHBoxLayout()
        warning.addWidget(self.alike, 1)
        warning.addWidget(self.compare)
        undo = IconLine(theme, "You can undo this later", "ok", "undo-2", "label")
        self.body.addWidget(self._name_field)
        self.body.addLayout(warning)
        self.body.addWidget(Label(theme, "This is written down:", "body", "text-2"))
        self.body.addLayout(self._table)
        self.body.addWidget(undo)
        self.name.textEdited.connect(self.warning_requested)
        self.finish_body(self.name)

    def show_newcomer(self, newcomer: Newcomer, here: str) -> None:
        """Show what one lead would make."""
        self._here, self._shares = here, newcomer.shares
        self.name.setText(newcomer.says.name)
        self._empty()
        for title, said in _lines(newcomer):
            self._table.addWidget(Line(self.theme))
            self._table.addWidget(self._row(title, said))
        self._table.addWidget(Line(self.theme))
        self.warn(newcomer.says.name, newcomer.namesake)

    def warn(self, name: str, known: Somebody | None) -> None:
        """Say that they look like somebody who is there already."""
        if name != self.name.text():
            return
        # Who has the same number or address is known, whatever is typed for a name.
        self.known = self._shares or known
        self.alike.setVisible(self.known is not None)
        self.compare.setVisible(self.known is not None)
        if self.known is not None:
            place = f", {self.known.city}" if self.known.city else ""
            added = added_words(self.known.since, self._here, self._now())
            words = f"Looks like someone you know: {self.known.name}{place}, added {added}"
            self.alike.set_text(words)
            announce(self, words)

    def _row(self, title: str, said: str) -> QWidget:
        made = QWidget()
        made.setAccessibleName(f"{title}: {said}")
        row = QHBoxLayout(made)
        row.setContentsMargins(0, self.theme.px(8), 0, self.theme.px(8))
        row.setSpacing(self.theme.px(14))
        label = Label(self.theme, title, "small", "text-3")
        label.setFixedWidth(self.theme.px(_TITLE_WIDTH))
        row.addWidget(label)
        row.addWidget(Label(self.theme, said, "body", tabular=True, wrap=True), 1)
        return made

    def _empty(self) -> None:
        while (item := self._table.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def _lines(newcomer: Newcomer) -> Iterator[tuple[str, str]]:
    """What there is, under what it is."""
    says = newcomer.says
    for key, said in (
        (MergeKey.PHONE, says.numbers),
        (MergeKey.EMAIL, says.emails),
        (MergeKey.CLINIC, (says.clinic,)),
        (MergeKey.CITY, (says.city,)),
        (MergeKey.BEST_TIME, (says.best_time,)),
        (MergeKey.VOICEMAIL, (says.voicemail.value,) if says.voicemail else ()),
    ):
        if any(said):
            yield KEY_WORDS[key], every_word(key, said)
    for consent in newcomer.consents:
        yield ("Agreed to" if consent.given else "Did not agree to"), consent.name
