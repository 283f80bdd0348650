"""The head of the page: its name, a draft of the next version, and a printed summary."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.keys import key_of
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.card import Strip
from desktop.ui.widgets.label import Label


class TransitionHead(Strip):
    """``draft`` and ``handover`` are for managers alone."""

    draft_requested = Signal()
    print_requested = Signal()
    handover_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, 56, 48, fill="bg", line="", parent=parent)
        about = "What we know, who has heard it, what they asked for"
        self.draft = Button(theme, "Draft", icon="file-pen-line")
        self.handover = Button(theme, "Handover…", icon="handshake")
        self.printing = Button(theme, "Print summary", icon="printer")
        self.printing.setToolTip(f"Print summary ({key_of('print_summary').text()})")
        self.row.addWidget(Label(theme, "Transition", "title"))
        self.row.addWidget(Label(theme, about, "body", "text-2", elide=True), 1)
        self.row.addWidget(self.handover)
        self.row.addWidget(self.draft)
        self.row.addWidget(self.printing)
        self.draft.clicked.connect(lambda _on=False: self.draft_requested.emit())
        self.printing.clicked.connect(lambda _on=False: self.print_requested.emit())
        self.handover.clicked.connect(lambda _on=False: self.handover_requested.emit())
        self.draft.hide()
        self.handover.hide()

    def offer_draft(self, number: int, *, may_draft: bool) -> None:
        """The next version's number."""
        self.draft.set_text(f"Draft v{number}")
        self.draft.setVisible(may_draft)

    def offer_handover(self, *, may_hand_over: bool) -> None:
        """Whether whoever is here may make and take in packages."""
        self.handover.setVisible(may_hand_over)
