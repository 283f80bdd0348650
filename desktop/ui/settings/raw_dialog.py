"""What was sent and could not be read: the reason, and the raw text, plain."""

from PySide6.QtWidgets import QWidget

from desktop.services.set_aside import SetAsideRow
from desktop.ui.dialogs import Dialog
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.text_area import TextArea


class RawDialog(Dialog):
    """Shows one; nothing of it is ever taken for markup, and no address in it is opened."""

    def __init__(self, theme: Theme, window: QWidget, row: SetAsideRow, text: str) -> None:
        super().__init__(theme, window, "Set aside to look at", icon="inbox", width=720)
        self.body.addWidget(Label(theme, row.reason, "body", "text-2", wrap=True))
        self.text = TextArea(theme, name="What was sent")
        self.text.setPlainText(text)
        self.text.setReadOnly(True)
        self.text.setMinimumHeight(theme.px(320))
        self.body.addWidget(self.text)
        close = Button(theme, "Close", kbd="Esc")
        close.clicked.connect(self.reject)
        self.buttons.addWidget(close)
