"""The desk is set up."""

from desktop.ui.first_run.step_page import StepPage
from desktop.ui.theme import Theme
from desktop.ui.widgets.label import Label

_NEXT = (
    "Let the others in with “ketwell-desk users add”. Each gets a name, a password and a role: "
    "staff answer and keep promises, a manager also approves and corrects, an admin runs the "
    "system and reads nobody’s records."
)


class ReadyStep(StepPage):
    """What was set up, and what comes next."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "This desk is ready", "You are signed in as its first manager.")
        self._who = Label(theme, "", "strong", wrap=True)
        self.column.addWidget(self._who)
        self.column.addWidget(Label(theme, _NEXT, "body", "text-2", wrap=True))

    def focus_first(self) -> None:
        """Nothing to fill in: the button below has the focus."""

    def show_desk(self, name: str, clinic: str, desk: str) -> None:
        """Say who, where."""
        self._who.set_text(f"{name} · {desk}, {clinic}")
