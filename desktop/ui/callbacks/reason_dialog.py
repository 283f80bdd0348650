"""A rule asks why a call cannot wait."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.theme import Theme
from desktop.ui.widgets.label import Label


class ReasonDialog(AskDialog):
    """Nothing goes on before something is typed."""

    def __init__(self, theme: Theme, window: QWidget, why: str, act: str) -> None:
        super().__init__(
            theme, window, "Why can it not wait?", act=act, icon="clock-alert", tone="late"
        )
        self.body.addWidget(Label(theme, why, "body", "text-2", wrap=True))
        self.finish_body(self.why)
        self.show_reason()
        self.body.addWidget(self.act_button.reason_line())
        self.why.textChanged.connect(self._weigh)
        self._weigh("")

    def ask(self, act: Callable[[], None]) -> None:
        super().ask(act)
        self._weigh(self.why.text())

    def _weigh(self, text: str) -> None:
        if text.strip():
            self.act_button.set_on()
        else:
            self.act_button.set_off("Say why first.")
