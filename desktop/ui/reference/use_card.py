"""One line beside the article: read it out on the call, copy it, approve it."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.script_lines import Line
from desktop.ui.line_words import quoted, state_tags
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.field import IconLine
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.tag import Tag


class UseCard(Card):
    """Approved words stand in the voice of the desk; others in the app's, and are not offered."""

    use_requested = Signal(object)
    take_back_requested = Signal(object)
    copy_requested = Signal(object)
    approve_requested = Signal(object)
    """Each with the :class:`Line`."""

    def __init__(self, theme: Theme, line: Line, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._line = line
        self._words = Label(theme, "", "voice-snippet", wrap=True)
        self._source = IconLine(theme, "", "text-3", "book-open-text")
        self._tag = Tag(theme, "Used in this call", "ok", icon="check")
        self._state = Tag(theme, "To be approved", "soon", icon="file-pen-line")
        self._claims = Tag(theme, "", "soon")
        self.use = Button(theme, "Use in call", icon="message-square-quote", height=28)
        self.take_back = Button(theme, "Take back", Kind.QUIET, icon="undo-2", height=28)
        self.copy = Button(theme, "Copy", Kind.QUIET, icon="copy", height=28)
        self.approve = Button(theme, "Approve", icon="badge-check", height=28)
        self.use.clicked.connect(lambda: self.use_requested.emit(self._line))
        self.take_back.clicked.connect(lambda: self.take_back_requested.emit(self._line))
        self.copy.clicked.connect(lambda: self.copy_requested.emit(self._line))
        self.approve.clicked.connect(lambda: self.approve_requested.emit(self._line))
        self._row = QHBoxLayout()
        for widget in (self._tag, self._state, self.use):
            self._row.addWidget(widget)
        self._row.addStretch(1)
        for widget in (self.take_back, self.copy, self.approve):
            self._row.addWidget(widget)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._words)
        self._column.addWidget(self._source)
        self._column.addWidget(self._claims)
        self._column.addLayout(self._row)
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def line(self) -> Line:
        """What is shown."""
        return self._line

    @property
    def main(self) -> Button:
        """The button that does the main act here."""
        if not self._line.approved:
            return self.approve
        return self.use if self.take_back.isHidden() else self.take_back

    def show_line(self, line: Line, here: str, now: datetime, *, used: bool) -> None:
        """Show a line; ``used`` says that it was read on the call in hand."""
        had_focus = self.use.hasFocus() or self.take_back.hasFocus() or self.approve.hasFocus()
        self._line = line
        self._words.set_style("voice-snippet" if line.approved else "body")
        self._words.set_text(quoted(line) if line.text else line.name)
        self._source.show_line(
            line.place.section if line.place else line.title,
            icon="book-open-text" if line.place else "message-circle-question-mark",
        )
        tags = state_tags(line, here, now)
        self._state.set_tag(tags[0][0], tags[0][1], tags[0][2])
        self._state.setVisible(not line.approved)
        self._claims.setVisible(not line.approved and len(tags) > 1)
        if len(tags) > 1:
            self._claims.set_tag(*tags[1])
        self._tag.setVisible(line.approved and used)
        self.use.setVisible(line.approved and not used)
        self.take_back.setVisible(line.approved and used)
        self.copy.setVisible(line.approved and not used)
        self.approve.setVisible(not line.approved and not line.moved)
        self.set_colours("surface", "primary" if line.approved and used else "line")
        self.setAccessibleName(line.name)
        for button, act in (
            (self.use, "Use in call"),
            (self.take_back, "Take back"),
            (self.copy, "Copy"),
            (self.approve, "Approve"),
        ):
            button.setAccessibleName(f"{act}: {line.name}")
        if had_focus and not self.main.hasFocus():
            self.main.setFocus()

    def _restyle(self) -> None:
        px, compact = self.theme.px, self.theme.compact
        across = px(12 if compact else 14)
        self._column.setContentsMargins(across, px(10), across, px(8))
        self._column.setSpacing(px(6))
        self._row.setSpacing(px(8))
