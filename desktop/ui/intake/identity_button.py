"""The identity check of who speaks: asked for, then stamped with the time."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.vocabulary import IdentityCheck
from desktop.domain.wording import clock
from desktop.ui.intake.card_facts import CardFacts
from desktop.ui.intake.match_words import month_words
from desktop.ui.intake.menus import menu_under, open_menu
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.words import CHECK_WORDS


class IdentityButton(Button):
    """ "Check who it is", then "Date of birth checked 2:15 pm"; a press offers the ways."""

    checked = Signal(object)
    """An :class:`IdentityCheck`, or None: not checked after all."""

    def __init__(self, theme: Theme, facts: CardFacts, parent: QWidget | None = None) -> None:
        form = facts.form
        done = form.identity_check is not None and form.identity_checked_at is not None
        words, name = "Check who it is", "Identity not checked yet"
        if form.identity_check is not None and form.identity_checked_at is not None:
            words = CHECK_WORDS[form.identity_check]
            words = f"{words} {clock(form.identity_checked_at, facts.here)}"
            name = words
        super().__init__(theme, words, Kind.LINK, icon="shield-check", height=26, parent=parent)
        self.setAccessibleName(f"{name}. Opens the ways to check")
        self._done = done
        self._form = form
        speaker = facts.caller.speaker
        self._born = speaker.date_of_birth if speaker else None
        self.clicked.connect(self.open_ways)

    def open_ways(self) -> None:
        """Offer the ways to check."""
        menu = menu_under(self, "Identity check")
        for check in IdentityCheck:
            words = _WAYS[check]
            if check is IdentityCheck.DATE_OF_BIRTH:
                words = f"{words}: {_day(self._born)}" if self._born else f"{words} (none on file)"
            action = menu.addAction(words)
            action.triggered.connect(lambda _on=False, c=check: self.checked.emit(c))
        if self._done:
            menu.addSeparator()
            undo = menu.addAction("Not checked after all")
            undo.triggered.connect(lambda _on=False: self.checked.emit(None))
        open_menu(menu)


_WAYS = {
    IdentityCheck.DATE_OF_BIRTH: "They said their date of birth",
    IdentityCheck.ADDRESS: "They said their address",
    IdentityCheck.KNOWN_NUMBER: "They ring from a number we know",
}


def _day(born: date) -> str:
    return f"{month_words(born).split()[0]} {born.day}, {born.year}"
