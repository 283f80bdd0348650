"""Why a promise, or several, are closed."""

from PySide6.QtWidgets import QWidget

from desktop.domain.vocabulary import Resolution
from desktop.services.resolving import SAFETY_ENDS
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.callbacks.resolution_chips import ResolutionChips
from desktop.ui.sensitive_line import NoteField
from desktop.ui.theme import Theme
from desktop.ui.widgets.field import Field

_ENDS = (
    Resolution.RANG_US,
    Resolution.KEPT,
    Resolution.LETTER,
    Resolution.NOT_NEEDED,
    Resolution.DUPLICATE,
    Resolution.UNREACHABLE,
)


class CloseDialog(AskDialog):
    """With ``end`` it is known already how it ends, and only a note is asked for. A safety
    follow-up (``safety``) ends with contact, or with a welfare check that somebody decided."""

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        title: str,
        act: str,
        end: Resolution | None = None,
        *,
        safety: bool = False,
    ) -> None:
        super().__init__(theme, window, title, act=act, icon="circle-check", width=520)
        self.ends = ResolutionChips(theme, SAFETY_ENDS if safety else _ENDS, 3)
        field = Field(theme, "Why", self.ends)
        self.body.addWidget(field)
        optional = "who decided it and why; what was said" if safety else "if worth keeping"
        self.note = NoteField(theme, "Note", "In a few words", optional=optional)
        self.body.addWidget(self.note)
        if end is not None:
            self.ends.choose(end)
            field.hide()
        self.finish_body(self.note if end is not None else self.ends)

    @property
    def end(self) -> Resolution:
        """How it ends."""
        return self.ends.value()
