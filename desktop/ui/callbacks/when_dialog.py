"""Another time: for a promise that is put off, or one that is opened again."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.callbacks.time_choice import TimeChoice
from desktop.ui.theme import Theme
from desktop.ui.widgets.label import Label


class WhenDialog(AskDialog):
    """``body`` is a sentence under the title."""

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        now: Callable[[], datetime],
        title: str,
        act: str,
        body: str = "",
    ) -> None:
        super().__init__(theme, window, title, act=act, icon="calendar-clock", width=560)
        if body:
            self.body.addWidget(Label(theme, body, "body", "text-2", wrap=True))
        self.when = TimeChoice(theme, now)
        self.body.addWidget(self.when)
        self.finish_body(next(iter(self.when.quick.values())))

    def show_reason(self) -> None:
        self.when.ask_reason()
