"""Somebody asked not to be called: for what, and why."""

from PySide6.QtWidgets import QWidget

from desktop.domain.vocabulary import CallbackKind, DoNotCallPurpose
from desktop.services.queue_row import QueueRow
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.sensitive_line import NoteField
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Kind
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.segmented import Segment, SegmentedControl

_TITLES = {
    DoNotCallPurpose.ALL: "Stop all calls to {name}?",
    DoNotCallPurpose.MARKETING: "Stop marketing calls to {name}?",
    DoNotCallPurpose.TRANSITION: "Stop calls about the sale to {name}?",
}
_SEGMENTS = (
    Segment(DoNotCallPurpose.ALL, "All calls"),
    Segment(DoNotCallPurpose.MARKETING, "Marketing"),
    Segment(DoNotCallPurpose.TRANSITION, "About the sale"),
)


class StopCallsDialog(AskDialog):
    """The safe choice has the first focus: nobody is to be stopped by a slip of a key."""

    def __init__(self, theme: Theme, window: QWidget, row: QueueRow) -> None:
        super().__init__(
            theme,
            window,
            "",
            act="Do not call",
            safe="Keep calling",
            icon="ban",
            tone="late",
            act_kind=Kind.LATE,
            act_icon="ban",
            width=480,
        )
        self._row = row
        self.text = Label(theme, "", "body", "text-2", wrap=True)
        self.body.addWidget(self.text)
        self.what = SegmentedControl(theme, _SEGMENTS, "What they do not want")
        self.what.set_value(DoNotCallPurpose.ALL)
        self.what.chosen.connect(self._tell)
        self.body.addWidget(Field(theme, "What they do not want", self.what))
        self.words = NoteField(theme, "Reason", "She asked us to stop", optional="in their words")
        self.body.addWidget(self.words)
        self.finish_body(self.safe_button)
        self._tell()

    @property
    def purpose(self) -> DoNotCallPurpose:
        """What they do not want."""
        return DoNotCallPurpose(self.what.value() or DoNotCallPurpose.ALL)

    def _tell(self) -> None:
        title = _TITLES[self.purpose].format(name=self._row.name)
        self.title.set_text(title)
        self.setAccessibleName(title)
        if self._row.kind is CallbackKind.SAFETY:
            closes = "The safety follow-up stays open."
        elif self.purpose is DoNotCallPurpose.ALL:
            closes = "Open callbacks close."
        else:
            closes = "Open callbacks of that kind close."
        self.text.set_text(
            f"{closes} No desk can call or leave a voicemail until a manager lifts this."
        )
        self.setAccessibleDescription(self.text.text())
