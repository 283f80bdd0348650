"""The head and the foot of the Safety card."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.safety.ring_back import RingBack
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Card, Strip
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.painting import plain_tip
from desktop.ui.widgets.timer_label import clock_duration, spoken_duration

_CALM = "Go step by step. Stay on the line. You are not alone with this."
TO_BE_APPROVED = "Words to be approved by your clinical lead"


class SafetyHead(Strip):
    """What this is, help, the number to ring back, and how long the call lasts."""

    help_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, 76, 64, line="bottom", rounded="top", edge=24)
        self._calm = Label(theme, _CALM, "small", "text-2", elide=True)
        self.colleague = Button(
            theme, "Get a colleague", icon="users", kbd="G", height=40, name="Get a colleague"
        )
        self.colleague.clicked.connect(lambda _on=False: self.help_requested.emit())
        self.ring = RingBack(theme)
        self._time = Label(theme, "", "card", tabular=True, align=Qt.AlignmentFlag.AlignRight)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(Label(theme, "Safety card", "title"))
        words.addWidget(self._calm)
        words.addStretch(1)
        line = Card(theme, fill="line", edge="", radius=0)
        line.setFixedWidth(1)
        self.row.addWidget(Icon(theme, "life-buoy", "safety", 32))
        self.row.addLayout(words, 1)
        self.row.addWidget(self.colleague)
        self.row.addWidget(line)
        self.row.addWidget(self.ring, 0, Qt.AlignmentFlag.AlignVCenter)
        self.row.addWidget(self._time)

    def show_help(self, helper: str, *, asked: bool) -> None:
        """Say whether somebody was asked, and who comes."""
        words = "Get a colleague"
        if helper:
            words = f"{helper} is coming"
        elif asked:
            words = "Every desk was asked"
        self.colleague.set_text(words)
        self.colleague.set_icon("circle-check" if helper else "users")

    def show_seconds(self, seconds: int) -> None:
        """Show how long the call lasts."""
        self._time.set_text(clock_duration(seconds))
        self._time.setAccessibleName(f"Call time {spoken_duration(seconds)}")


class SafetyFoot(Strip):
    """Back, what is kept, and save."""

    back_requested = Signal()
    save_requested = Signal()
    throw_away_requested = Signal()

    def __init__(self, theme: Theme, save_keys: str) -> None:
        super().__init__(theme, 68, 56, line="top", rounded="bottom", edge=24)
        self._asked = False
        self.back = Button(theme, "Back to the call", icon="arrow-left", kbd="Esc", height=40)
        self.save = Button(theme, "Save safety record", Kind.PRIMARY, kbd=save_keys, height=40)
        self.throw_away = Button(theme, "Opened by mistake", Kind.QUIET)
        self.back.clicked.connect(lambda _on=False: self.back_requested.emit())
        self.save.clicked.connect(lambda _on=False: self.save_requested.emit())
        self.throw_away.clicked.connect(self._throw_away)
        self._kept = Label(theme, "", "small", "text-2", elide=True)
        self._words = Label(theme, TO_BE_APPROVED, "cap", "text-3", elide=True)
        self.problem = Label(theme, "", "small-strong", "late", wrap=True)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addStretch(1)
        for label in (self._kept, self._words, self.problem):
            lines.addWidget(label)
        lines.addStretch(1)
        self.row.addWidget(self.back)
        self.row.addLayout(lines, 1)
        self.row.addWidget(self.throw_away)
        self.row.addWidget(self.save)
        self.say_problem("")

    def show_card(
        self, *, has_call: bool, signed_in: bool, approved: bool, recorded: bool, still: str
    ) -> None:
        """Show what the buttons do now; ``still`` is what the card does not tell yet."""
        self.back.set_text("Back to the call" if has_call else "Close")
        self.save.set_text("Save safety record" if signed_in else "Sign in to save")
        kept = "Closing keeps everything you recorded."
        self._kept.set_text(kept if signed_in else f"{kept} Sign in and press F8 to save it.")
        self._words.set_text("" if approved else TO_BE_APPROVED)
        self._words.setVisible(not approved and not self.problem.text())
        self.save.setAccessibleDescription(f"Still open: {still}." if still else "")
        self.save.setToolTip(plain_tip(f"Still open: {still}." if still else ""))
        self.throw_away.setVisible(signed_in and recorded)
        if not recorded:
            self._ask_again()

    def say_problem(self, sentence: str) -> None:
        """What must be done before saving."""
        self.problem.set_text(sentence)
        self.problem.setVisible(bool(sentence))
        self._kept.setVisible(not sentence)
        self._words.setVisible(not sentence and bool(self._words.text()))

    def _throw_away(self) -> None:
        if self._asked:
            self._ask_again()
            self.throw_away_requested.emit()
        else:
            self._asked = True
            self.throw_away.set_text("Throw away what was recorded?")
            self.throw_away.set_kind(Kind.LATE)

    def _ask_again(self) -> None:
        self._asked = False
        self.throw_away.set_text("Opened by mistake")
        self.throw_away.set_kind(Kind.QUIET)


def focus_of(widget: QWidget | None) -> None:
    """Put the focus back where it was, if that is still there."""
    if widget is not None and widget.isVisible() and widget.isEnabled():
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
