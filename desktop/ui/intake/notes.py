"""What the caller said, in their words; points out numbers that must not stand there."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.wording import clock
from desktop.services.call_form import CallForm
from desktop.ui.sensitive_line import SensitiveLine
from desktop.ui.theme import Theme
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.text_area import TextArea


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
        self.found = SensitiveLine(theme)
        self.found.keep_requested.connect(self.keep_requested)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._field, 1)
        self._column.addWidget(self.found)
        self.text.edited.connect(lambda: self.typed.emit(self.text.text()))
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_card(self, form: CallForm) -> None:
        """Show the notes and what is in them."""
        if self.text.text() != form.notes:
            self.text.set_text(form.notes)
            self.text.moveCursor(QTextCursor.MoveOperation.End)
        if self.found.show_text(form.notes, kept=form.sensitive_kept):
            self.warned.emit(self.found)

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

    def _restyle(self) -> None:
        self.text.setMinimumHeight(self._theme.px(54 if self._theme.compact else 60))
