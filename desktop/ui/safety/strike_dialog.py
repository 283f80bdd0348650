"""A Safety card was used by mistake: a manager writes down why; the card stays."""

from PySide6.QtWidgets import QWidget

from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Kind
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit


class StrikeDialog(AskDialog):
    """Says what striking does before it is done: nobody rings the caller any more."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(
            theme,
            window,
            "Was this Safety card a mistake?",
            act="Strike the card",
            icon="life-buoy",
            tone="safety",
            act_kind=Kind.LATE,
        )
        body = "It stays in the history with your reason. Its follow-up is closed: nobody rings."
        self.body.addWidget(Label(theme, body, "body", "text-2", wrap=True))
        self.reason_text = LineEdit(theme, "In a few words")
        self.body.addWidget(Field(theme, "Why it was a mistake", self.reason_text))
        self.finish_body(self.reason_text)
