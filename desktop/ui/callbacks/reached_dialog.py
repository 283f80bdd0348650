"""They were reached: the promise is closed, or a new time is promised."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from desktop.domain.vocabulary import Resolution
from desktop.services.callback_detail import CallbackDetail
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.callbacks.promise_telling import PromiseTelling
from desktop.ui.callbacks.resolution_chips import ResolutionChips
from desktop.ui.callbacks.time_choice import TimeChoice, time_facts
from desktop.ui.key_binding import IN_WINDOW, bind_keys
from desktop.ui.sensitive_line import NoteField
from desktop.ui.theme import Theme
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.segmented import Segment, SegmentedControl

_ENDS = (
    Resolution.KEPT,
    Resolution.NOT_NEEDED,
    Resolution.RANG_US,
    Resolution.DUPLICATE,
)


class ReachedDialog(AskDialog):
    """Closing is chosen first: that is what a call is for. The approved words stand above it while
    they are to be told."""

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        now: Callable[[], datetime],
        telling: PromiseTelling,
        *,
        safety: bool = False,
    ) -> None:
        super().__init__(theme, window, "", act="Close the promise", icon="phone-call", width=600)
        self.telling = telling
        telling.setParent(self)
        self.way = SegmentedControl(
            theme,
            [
                Segment("close", "Close the promise", "circle-check", "1"),
                Segment("again", "Promise a new time", "calendar-clock", "2"),
            ],
            "What follows",
        )
        self.way.set_value("close")
        self.way.chosen.connect(self._turn)
        self.ends = ResolutionChips(theme, (Resolution.KEPT,) if safety else _ENDS, 4)
        self.when = TimeChoice(theme, now)
        self.note = NoteField(
            theme, "Note", "What was said, in a few words", optional="if worth keeping"
        )
        self._parts = (Field(theme, "How it ends", self.ends), self.when)
        self.body.addWidget(telling.panel)
        self.body.addWidget(self.way)
        for part in self._parts:
            self.body.addWidget(part)
        self.body.addWidget(self.note)
        self.finish_body(self.way)
        bind_keys(
            self,
            ("told", telling.toggle_told),
            ("heard_too", telling.toggle_heard_too),
            context=IN_WINDOW,
        )
        self.finished.connect(telling.end)
        self._turn("close")

    def show_detail(self, detail: CallbackDetail, here: str) -> None:
        """Ask about this promise."""
        self.title.set_text(f"You reached {detail.row.name}. Is the promise kept?")
        self.setAccessibleName(self.title.text())
        self.when.show_facts(time_facts(detail, here))
        self.telling.begin(detail.row)

    @property
    def closes(self) -> Resolution | None:
        """How the promise ends; None: a new time was promised."""
        return self.ends.value() if self.way.value() == "close" else None

    @property
    def new_due_at(self) -> datetime | None:
        """The new time promised, if it does not end."""
        return None if self.way.value() == "close" else self.when.due_at

    def show_reason(self) -> None:
        if self.way.value() == "again" and self.when.outside:
            self.when.ask_reason()
        else:
            super().show_reason()

    def _turn(self, way: str) -> None:
        closing = way == "close"
        self._parts[0].setVisible(closing)
        self._parts[1].setVisible(not closing)
        self.act_button.set_text("Close the promise" if closing else "Promise the new time")
