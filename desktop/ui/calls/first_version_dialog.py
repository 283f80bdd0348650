"""The call as it was first written down."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.services.call_versions import CallVersion
from desktop.ui.calls.detail_words import version_facts
from desktop.ui.calls.fact_grid import FactGrid
from desktop.ui.dialogs import Dialog
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button


class FirstVersionDialog(Dialog):
    """Only to be read; Esc and Enter close it."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window, "The first version", icon="history", width=460)
        self.facts = FactGrid(theme)
        self.body.addWidget(self.facts)
        self.done_button = Button(theme, "Close", kbd="Esc")
        self.done_button.clicked.connect(self.accept)
        self.buttons.addWidget(self.done_button)

    def show_version(self, version: CallVersion, here: str, now: datetime) -> None:
        """Open with this; returns at once."""
        self.facts.show_facts(version_facts(version, here, now))
        self.adjustSize()
        self.open()
        self.done_button.setFocus(Qt.FocusReason.OtherFocusReason)
