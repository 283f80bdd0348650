"""A name for a view that is kept."""

from PySide6.QtWidgets import QWidget

from desktop.domain.errors import Problem
from desktop.services.queue_row import ViewFilter, Who
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.theme import Theme
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit

_VIEWS: dict[Who, str] = {
    "due": "what is due now",
    "mine": "mine",
    "team": "my team’s",
    "waiting": "what waits on a milestone",
    "all": "all callbacks",
    "closed": "closed ones",
}


class SaveViewDialog(AskDialog):
    """A name that is taken already is given to this view instead."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(
            theme, window, "What is this view called?", act="Save this view", icon="bookmark-plus"
        )
        self.text = Label(theme, "", "body", "text-2", wrap=True)
        self.name = LineEdit(theme, "A short name")
        self.field = Field(theme, "Name", self.name)
        self.body.addWidget(self.text)
        self.body.addWidget(self.field)
        self.finish_body(self.name)

    def show_view(self, view: ViewFilter, name: str) -> None:
        """What is kept, and what it was called."""
        found = f" with “{view.text}” in the name or number" if view.text else ""
        self.text.set_text(f"It becomes a tab of yours: {_VIEWS[view.who]}{found}.")
        self.name.setText(name)

    def show_problem(self, problem: Problem) -> None:
        """Whatever stops it is about the name."""
        self.wait_again()
        self.field.set_problem(str(problem))
        self.name.setFocus()
