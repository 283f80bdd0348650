"""The identity check of who speaks: asked for, then stamped with the time."""

from datetime import date

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.domain.vocabulary import IdentityCheck
from desktop.domain.wording import clock
from desktop.ui.intake.card_facts import CardFacts
from desktop.ui.intake.match_words import day_of_birth
from desktop.ui.theme import Theme
from desktop.ui.widgets.menus import menu_under, open_menu
from desktop.ui.widgets.painted_button import PaintedButton
from desktop.ui.widgets.painting import draw_box, draw_text, text_width
from desktop.ui.words import CHECK_WORDS

_WAYS = {
    IdentityCheck.DATE_OF_BIRTH: "They said their date of birth",
    IdentityCheck.ADDRESS: "They said their address",
    IdentityCheck.KNOWN_NUMBER: "They ring from a number we know",
}


class IdentityButton(PaintedButton):
    """ "Check who it is", then "Date of birth checked 2:15 pm"; a press offers the ways."""

    checked = Signal(object)
    """An :class:`IdentityCheck`, or None: not checked after all."""

    def __init__(self, theme: Theme, facts: CardFacts, parent: QWidget | None = None) -> None:
        check, at = facts.form.identity_check, facts.form.identity_checked_at
        self._done = check is not None and at is not None
        words = "Check who it is"
        if check is not None and at is not None:
            words = f"{CHECK_WORDS[check]} {clock(at, facts.here)}"
        super().__init__(theme, words, parent)
        self.setAccessibleName(words if self._done else f"{words}. Not checked yet")
        speaker = facts.caller.speaker
        self._born: date | None = speaker.date_of_birth if speaker else None
        self.clicked.connect(self.open_ways)

    def open_ways(self) -> None:
        """Offer the ways to check."""
        menu = menu_under(self, "Identity check")
        for check, words in _WAYS.items():
            if check is IdentityCheck.DATE_OF_BIRTH:
                known = day_of_birth(self._born) if self._born else "none on file"
                words = f"{words}\t{known}"  # noqa: PLW2901
            action = menu.addAction(words)
            action.triggered.connect(lambda _on=False, c=check: self.checked.emit(c))
        if self._done:
            menu.addSeparator()
            undo = menu.addAction("Not checked after all")
            undo.triggered.connect(lambda _on=False: self.checked.emit(None))
        open_menu(menu)

    def sizeHint(self) -> QSize:
        px = self.theme.px
        width = px(4 + 14 + 5 + 4) + text_width(self._font(), self._words)
        return QSize(round(width + 1), px(26))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _font(self) -> QFont:
        return self.theme.font("cap-medium", tabular_figures=True)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, look, px = self.theme, self.look(), self.theme.px
        painter = QPainter(self)
        if look.focus:
            draw_box(painter, self.face(), px(6), None, theme.color("focus"), 2)
        elif look.hover or look.pressed:
            draw_box(painter, self.face(), px(6), theme.color("surface"), theme.color("line-2"))
        ink = theme.color("ok" if self._done else "primary")
        x = float(px(4))
        theme.draw_icon(painter, QRectF(x, 0, px(14), self.height()), "shield-check", ink, 14)
        x += px(19)
        box = QRectF(x, 0, self.width() - x, self.height())
        draw_text(painter, box, self._words, self._font(), ink)
        painter.end()
