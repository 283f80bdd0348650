"""Why something leaves the program, and whether it is locked."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.services.actor import Actor
from desktop.services.takeaway import Takeaway
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.exporting.doors import Doors
from desktop.ui.exporting.lock_choice import LockChoice
from desktop.ui.theme import Theme
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.line_edit import LineEdit

SAY_WHY = "Say why in a few words: the trail keeps it."


class WhyField(Field):
    """The line for the reason."""

    def __init__(self, theme: Theme, label: str, example: str) -> None:
        self.line = LineEdit(theme, example)
        super().__init__(theme, label, self.line)

    def said(self) -> str:
        """Why; empty while nothing is typed, which is said there."""
        words = self.line.text().strip()
        if not words:
            self.set_problem(SAY_WHY)
            self.line.setFocus()
        return words


class WhyDialog(AskDialog):
    """Asked before the place of the file."""

    def __init__(self, theme: Theme, window: QWidget, title: str, example: str) -> None:
        super().__init__(theme, window, title, act="Save as…", icon="download", width=560)
        self.why_field = WhyField(theme, "Why, naming nobody", example)
        self.body.addWidget(self.why_field)
        self.lock = LockChoice(theme)
        self.body.addWidget(self.lock)
        self.finish_body(self.why_field.line)
        self.rejected.connect(self.deleteLater)

    def ask_where(
        self, doors: Doors, name: str, actor: Actor, chosen: Callable[[Takeaway], None]
    ) -> None:
        """Ask why, then where a file called ``name`` goes; returns at once. Whoever leaves the
        system's dialog is here again, with what they typed."""
        lock = self.lock

        def act() -> None:
            why = self.why_field.said()
            password = lock.password(actor.name) if why else ""
            if not why or password is None:
                self.wait_again()
                return

            def there(path: Path) -> None:
                self.deleteLater()
                chosen(Takeaway(path, why, password))

            # No dialog over a dialog.
            self.done_well()
            doors.ask_where(self._window, lock.named(name), there, lambda: self.ask(act))

        self.ask(act)
