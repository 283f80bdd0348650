"""Another time: for a promise that is put off, one that waits, or one that is opened again."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from desktop.domain.vocabulary import QuickKey
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.callbacks.time_choice import TimeChoice
from desktop.ui.theme import Theme
from desktop.ui.widgets.label import Label


class WhenDialog(AskDialog):
    """``body`` is a sentence under the title; ``waits`` offers the milestones too, and tells the
    whole promise."""

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        now: Callable[[], datetime],
        title: str,
        act: str,
        body: str = "",
        *,
        waits: bool = False,
    ) -> None:
        width = 720 if waits else 560
        super().__init__(theme, window, title, act=act, icon="calendar-clock", width=width)
        if body:
            self.body.addWidget(Label(theme, body, "body", "text-2", wrap=True))
        self.when = TimeChoice(theme, now, waits=waits)
        self.body.addWidget(self.when)
        if waits:
            self.promise = Label(theme, "", "small-strong", "text", tabular=True, elide=True)
            self.body.addWidget(self.promise)
            self.when.changed.connect(self.show_promise)
        first = QuickKey.CLOSING if waits else QuickKey.HOUR
        self.finish_body(self.when.quick[first])

    def show_promise(self) -> None:
        """The whole promise in words."""
        self.promise.set_text(self.when.words)

    def show_reason(self) -> None:
        self.when.ask_reason()
