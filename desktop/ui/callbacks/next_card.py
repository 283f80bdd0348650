"""The next best action, with the call as its button."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.number_display import display
from desktop.services.callback_detail import CallbackDetail
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.field import IconLine
from desktop.ui.widgets.label import Label


class NextCard(QWidget):
    """Says what to do now."""

    call_requested = Signal()
    number_requested = Signal()
    """There is no number to ring: somebody has one to type."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        card = Card(theme, fill="primary-tint", edge="primary-edge", name="What to do next")
        self.title = IconLine(theme, "", "text", "corner-down-right", "strong")
        self.body = Label(theme, "", "small", "text-2", wrap=True)
        self.call = Button(theme, "", Kind.PRIMARY, icon="phone-outgoing", kbd="Enter", height=40)
        self.call.clicked.connect(lambda _on=False: self.call_requested.emit())
        self.number = Button(theme, "Type a new number…", icon="phone", height=40)
        self.number.clicked.connect(lambda _on=False: self.number_requested.emit())
        self.machine = Label(theme, "", "small", "text-2", wrap=True)
        self._column = QVBoxLayout(card)
        for part in (self.title, self.body, self.call, self.number, self.machine):
            self._column.addWidget(part)
        self._outer = QHBoxLayout(self)
        self._outer.addWidget(card)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_detail(self, detail: CallbackDetail) -> None:
        """Say it for this promise."""
        row, action = detail.row, detail.next_action
        self.title.set_text(action.title)
        heard = f"Last heard {detail.last_statement}." if detail.last_statement else ""
        why_not = action.why_not if not action.can_call else ""
        words = " ".join(part for part in (action.body, heard, why_not) if part)
        self.body.set_text(words)
        self.body.setVisible(bool(words))
        closed = row.resolution is not None
        self.call.set_text(f"Call {display(row.e164, row.extension)}" if row.e164 else "Call")
        self.call.setVisible(row.e164 is not None and not closed)
        self.call.set_kind(Kind.PRIMARY if action.call_now else Kind.DEFAULT)
        left = detail.voicemail_words
        # A number is read in one go, so it stands on one line.
        said = f"“{left.text}”".replace(") ", ")\u00a0") if left.text else left.why
        self.machine.set_text(said, "On a machine say:" if left.text else "On a machine:")
        self.machine.setVisible(not closed)
        self.number.setVisible((row.e164 is None or row.asks_number) and not closed)

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        top, bottom = (6, 8) if compact else (12, 12)
        self._outer.setContentsMargins(px(16), 0, px(16), 0)
        self._column.setContentsMargins(px(12), px(top), px(12), px(bottom))
        self._column.setSpacing(px(4 if compact else 8))
        self.machine.set_style("cap" if compact else "small")
        self.body.set_style("cap" if compact else "small")
        for button in (self.call, self.number):
            button.set_height(36 if compact else 40)
