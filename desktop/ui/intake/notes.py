"""What the caller said, in their words; points out numbers that must not stand there."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.sensitive import Found, find_sensitive
from desktop.domain.vocabulary import SensitiveKind
from desktop.domain.wording import clock
from desktop.services.call_form import CallForm
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.field import Field, IconLine
from desktop.ui.widgets.text_area import TextArea

_KINDS = {
    SensitiveKind.CARD: "a payment card",
    SensitiveKind.SOCIAL_SECURITY: "a social security number",
}


class Notes(QWidget):
    """The largest field of the card."""

    typed = Signal(str)
    warned = Signal(object)
    """A sensitive number is pointed out now, in this widget."""
    keep_requested = Signal(bool)
    """Save a sensitive number as typed (True), or masked."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.text = TextArea(theme, name="Notes")
        self._field = Field(
            theme, "Notes", self.text, optional="what the caller said, in their words"
        )
        self.warning = IconLine(theme, "", "soon", "circle-alert", "cap-medium")
        self.keep = Button(theme, "Keep it as typed", Kind.LINK, height=26)
        self.keep.clicked.connect(self._toggle)
        self._warning_row = QWidget()
        row = QHBoxLayout(self._warning_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.warning)
        row.addWidget(self.keep)
        row.addStretch(1)
        self._warning_row.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._field, 1)
        self._column.addWidget(self._warning_row)
        self._kept = False
        self.text.edited.connect(lambda: self.typed.emit(self.text.text()))
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_card(self, form: CallForm) -> None:
        """Show the notes and what is in them."""
        if self.text.text() != form.notes:
            self.text.set_text(form.notes)
            self.text.moveCursor(QTextCursor.MoveOperation.End)
        found = find_sensitive(form.notes) if any(c.isdecimal() for c in form.notes) else ()
        self._kept = form.sensitive_kept
        fresh = bool(found) and self._warning_row.isHidden()
        self._warning_row.setVisible(bool(found))
        if fresh:
            self.warned.emit(self._warning_row)
        if found:
            self.warning.set_text(_sentence(form.notes, found, kept=form.sensitive_kept))
            self.keep.set_text("Mask it" if form.sensitive_kept else "Keep it as typed")

    def show_saved(self, at: datetime | None, zone: str) -> None:
        """Say when the draft was saved; None: not yet."""
        self._field.set_hint(f"Draft saved {clock(at, zone)}" if at else "", "ok", "check")

    def show_not_saved(self) -> None:
        """The draft could not be saved; what is typed stands on the card."""
        self._field.set_hint("Not saved yet", "late", "clock-alert")

    @property
    def saved_words(self) -> str:
        """What is said about the draft."""
        return self._field.hint.text()

    def _toggle(self) -> None:
        self.keep_requested.emit(not self._kept)

    def _restyle(self) -> None:
        self.text.setMinimumHeight(self._theme.px(54 if self._theme.compact else 60))


def _sentence(notes: str, found: tuple[Found, ...], *, kept: bool) -> str:
    kinds = " and ".join(dict.fromkeys(_KINDS[each.kind] for each in found))
    if kept:
        return f"This looks like {kinds}. It will be saved as typed."
    ends = [
        "".join(c for c in notes[each.start : each.end] if c.isdecimal())[-4:] for each in found
    ]
    return f"This looks like {kinds}. It will be saved as {', '.join(f'•••• {e}' for e in ends)}."
