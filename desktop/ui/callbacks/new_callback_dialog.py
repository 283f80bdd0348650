"""The form of a promise made without a call: to whom, why, what, when, for which clinic, and who
keeps it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.folding import words_of
from desktop.domain.vocabulary import CallbackKind, Reason
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.callbacks.time_choice import TimeChoice
from desktop.ui.callbacks.who_to_ring import Found, WhoToRing
from desktop.ui.sensitive_line import NoteField
from desktop.ui.theme import Theme
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.roving import Roving
from desktop.ui.widgets.select import Select
from desktop.ui.words import REASON_WORDS

_KINDS = (
    ("Service", CallbackKind.SERVICE),
    ("About the sale", CallbackKind.TRANSITION),
    ("Marketing", CallbackKind.MARKETING),
)


class NewCallbackDialog(AskDialog):
    """Closed without saving it keeps what was typed."""

    reason_changed = Signal()
    """Another reason is picked: it may wait for a shorter or a longer time."""

    def __init__(self, theme: Theme, window: QWidget, now: Callable[[], datetime]) -> None:
        super().__init__(
            theme,
            window,
            "Whom do you promise a call?",
            act="Promise the call",
            icon="phone-outgoing",
            width=720,
        )
        self.who = WhoToRing(theme)
        self.reasons: dict[Reason, Chip] = {}
        self._reason_row = QWidget()
        row = QHBoxLayout(self._reason_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(4))
        for digit, reason in enumerate(Reason, start=1):
            chip = Chip(
                theme,
                REASON_WORDS[reason],
                digit=str(digit),
                exclusive=True,
                tight=True,
                parent=self._reason_row,
            )
            chip.toggled.connect(self._reason_picked)
            row.addWidget(chip)
            self.reasons[reason] = chip
        row.addStretch(1)
        self._roving = Roving(self, list(self.reasons.values()), digits=True)
        self.who.picked.connect(self._roving.focus_here)
        self.reason_field = Field(theme, "Why they are rung", self._reason_row)
        self.what = NoteField(theme, "What you promise", "News of her records")
        self.when = TimeChoice(theme, now, waits=True)
        self.promise = Label(theme, "", "small-strong", "text", tabular=True, elide=True)
        self.owner = Select(theme, icon="users", name="Who calls back")
        self.clinic = Select(theme, placeholder="No clinic", name="Clinic")
        self.clinic.picked.connect(self._clinic_picked)
        self._clinic_by_hand = False
        self.kind = Select(theme, name="What kind of call")
        self.kind.set_choices(list(_KINDS))
        last = QHBoxLayout()
        last.setSpacing(theme.px(12))
        last.addWidget(Field(theme, "Who calls back", self.owner), 1)
        last.addWidget(Field(theme, "Clinic", self.clinic), 1)
        last.addWidget(Field(theme, "What kind of call", self.kind), 1)
        self.body.addWidget(self.who)
        self.body.addWidget(self.reason_field)
        self.body.addWidget(self.what)
        self.body.addWidget(self.when)
        self.body.addLayout(last)
        self.body.addWidget(self.promise)
        self.when.changed.connect(self.show_promise)
        self.finish_body(self.who.text)

    def _reason_picked(self) -> None:
        self.reason_field.clear_problem()
        self.reason_changed.emit()

    def _clinic_picked(self, _site_id: object) -> None:
        self._clinic_by_hand = True

    def suggest_clinic(self, site_id: UUID | None) -> None:
        """The clinic of whom it concerns; one that was picked by hand stays."""
        if not self._clinic_by_hand and not self.clinic.set_value(site_id):
            self.clinic.setCurrentIndex(-1)

    @property
    def site_id(self) -> UUID | None:
        """The clinic it is about."""
        site_id = self.clinic.value()
        return site_id if isinstance(site_id, UUID) else None

    def show_promise(self) -> None:
        """The whole promise in words."""
        self.promise.set_text(self.when.words)

    @property
    def call_kind(self) -> CallbackKind:
        """What kind of call it is to be."""
        # Qt keeps a StrEnum as a plain text.
        return CallbackKind(str(self.kind.value()))

    @property
    def reason_picked(self) -> Reason | None:
        """Why they are rung."""
        return next((reason for reason, chip in self.reasons.items() if chip.isChecked()), None)

    def complete(self, found: Found) -> bool:
        """Whether there is enough to promise; else each field says what is missing."""
        missing = False
        if self.who.person is None and not found.readable:
            typed = bool(self.who.text.text().strip())
            self.who.field.set_problem(
                "Pick somebody from the list, or type a whole number."
                if typed
                else "Type a name or a number."
            )
            self.who.text.setFocus()
            missing = True
        if self.reason_picked is None:
            self.reason_field.set_problem("Pick why they are rung.")
            if not missing:
                self._roving.focus_here()
            missing = True
        return not missing

    def show_reason(self) -> None:
        self.when.ask_reason()

    def suggest(self, about: str) -> None:
        """Begin with what it is about; what stands there already stays."""
        if not about or self.what.text():
            return
        self.what.line.setText(about)
        words = words_of(about)
        named = (r for r, said in REASON_WORDS.items() if words_of(said)[0] in words)
        reason = next(named, None)
        if reason is not None and self.reason_picked is None:
            self.reasons[reason].setChecked(True)

    def empty(self) -> None:
        """The promise is made: ready for the next."""
        self.who.empty()
        self.what.line.clear()
        self.when.start_again()
        for chip in self.reasons.values():
            chip.setAutoExclusive(False)
            chip.setChecked(False)
            chip.setAutoExclusive(True)
        self.kind.setCurrentIndex(0)
        self.owner.setCurrentIndex(0)
        self._clinic_by_hand = False
