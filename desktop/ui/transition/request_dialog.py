"""One request: what was asked, its steps, and how it ends."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.errors import Problem
from desktop.domain.local_time import local_day
from desktop.domain.vocabulary import RequestKind, RequestState
from desktop.domain.wording import moment
from desktop.services.request_rows import NewRequest, RequestRow
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.dialogs import Dialog
from desktop.ui.theme import Theme
from desktop.ui.transition.transition_words import REQUEST_WORDS, due_words_of
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.checks import CheckBox
from desktop.ui.widgets.day_select import DaySelect
from desktop.ui.widgets.field import Field, IconLine
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.select import Select

_AHEAD = 90
"""So many days can be chosen from."""


class RequestDialog(Dialog):
    """Ticks are written one by one and the dialog stays; ending it closes it."""

    step_ticked = Signal(int, bool)
    step_added = Signal(str)
    finished_with = Signal(str)
    refused_with = Signal(str)
    reopen_requested = Signal()
    callback_requested = Signal(object)

    def __init__(
        self, theme: Theme, window: QWidget, now: Callable[[], datetime], zone: str
    ) -> None:
        super().__init__(theme, window, "Request", icon="inbox", width=560)
        self._now, self._zone = now, zone
        self.row: RequestRow | None = None
        self.facts = Label(theme, "", "body", "text-2", wrap=True)
        self.note = Label(theme, "", "body", wrap=True)
        self.callback = Button(theme, "", Kind.LINK, icon="phone-outgoing")
        self.ending = IconLine(theme)
        self.steps: list[CheckBox] = []
        self._steps = QVBoxLayout()
        self._steps.setSpacing(theme.px(2))
        self.new_step = LineEdit(theme, "One more thing to do", name="One more thing to do")
        self.add = Button(theme, "Add", icon="plus", name="Add this step")
        self._adding = QWidget()
        adding = QHBoxLayout(self._adding)
        adding.setContentsMargins(0, 0, 0, 0)
        adding.addWidget(self.new_step, 1)
        adding.addWidget(self.add)
        self.why = LineEdit(theme, "What was done, or why it is refused")
        self._why = Field(theme, "In a few words", self.why)
        self.trouble = Label(theme, "", "small-strong", "late", wrap=True)
        self.trouble.hide()
        link = QHBoxLayout()
        link.addWidget(self.callback)
        link.addStretch(1)
        self.body.addWidget(self.facts)
        self.body.addWidget(self.note)
        self.body.addLayout(link)
        self.body.addLayout(self._steps)
        for widget in (self._adding, self._why, self.ending, self.trouble):
            self.body.addWidget(widget)
        self.close_button = Button(theme, "Close", kbd="Esc")
        self.reopen = Button(theme, "Open it again", icon="undo-2")
        self.refuse = Button(theme, "Refuse", Kind.LATE, icon="ban")
        self.finish = Button(theme, "Done", Kind.PRIMARY, icon="check")
        for button in (self.close_button, self.reopen, self.refuse, self.finish):
            self.buttons.addWidget(button)
        self._wire()

    def show_request(self, row: RequestRow) -> None:
        """Show it as it is now; what is being typed stays."""
        self.row = row
        self.trouble.hide()
        now, opened = self._now(), row.state is RequestState.OPEN
        _many, one, _icon = REQUEST_WORDS[row.kind]
        whom = row.person_name or row.organisation or "somebody not known yet"
        title = f"{one}: {whom}"
        self.title.set_text(title)
        self.setAccessibleName(title)
        self.facts.set_text("\n".join(self._facts(row, now)))
        self.note.set_text(row.note)
        self.note.setVisible(bool(row.note))
        self.callback.setVisible(row.callback_id is not None)
        if row.callback_due_at is not None:
            due = moment(row.callback_due_at, self._zone, now)
            self.callback.set_text(f"Their callback, due {due}")
        self._show_steps(row, enabled=opened)
        for widget in (self._adding, self._why, self.refuse, self.finish):
            widget.setVisible(opened)
        self.reopen.setVisible(not opened)
        self.ending.setVisible(not opened)
        if not opened and row.closed_at is not None:
            how = "Done" if row.state is RequestState.DONE else "Refused"
            why = f": {row.closed_reason}" if row.closed_reason else ""
            said = f"{how} by {row.closed_by}, {moment(row.closed_at, self._zone, now)}{why}"
            self.ending.show_line(said, "ok" if how == "Done" else "text-2", "check", "label")
        self.fit_height()

    def ask(self) -> None:
        """Open; returns at once."""
        self.open()
        first = self.steps[0] if self.steps and self.steps[0].isEnabled() else self.close_button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problem(self, problem: Problem) -> None:
        """It was not written: say what to do."""
        self.trouble.set_text(str(problem))
        self.trouble.show()
        announce(self, str(problem))
        self.fit_height()

    def _facts(self, row: RequestRow, now: datetime) -> list[str]:
        opened = moment(row.opened_at, self._zone, now)
        today = local_day(now, self._zone)
        asked = f", asked by {row.asked_by_name}" if row.asked_by_name else ""
        found = [f"Opened by {row.opened_by}, {opened}{asked}"]
        owner = row.owner_name or row.owner_team
        if row.state is RequestState.OPEN:
            found.append(f"{due_words_of(row, self._zone, today)} · {owner}")
        else:
            found.append(f"Kept by {owner}")
        if row.organisation:
            source = f" (found: {row.contact_source})" if row.contact_source else ""
            found.append(f"{row.organisation}, {row.contact}{source}")
        if row.callback_id is None and row.no_callback_reason:
            found.append(f"No callback is needed: {row.no_callback_reason}")
        return found

    def _show_steps(self, row: RequestRow, *, enabled: bool) -> None:
        while len(self.steps) < len(row.steps):
            number = len(self.steps)
            box = CheckBox(self.theme)
            box.clicked.connect(lambda on, n=number: self.step_ticked.emit(n, on))
            self.steps.append(box)
            self._steps.addWidget(box)
        for number, box in enumerate(self.steps):
            box.setVisible(number < len(row.steps))
            if number < len(row.steps):
                step = row.steps[number]
                by = f" · {step.done_by}" if step.done_by else ""
                box.set_text(f"{step.text}{by}")
                box.setChecked(step.done_at is not None)
                box.setEnabled(enabled)

    def _wire(self) -> None:
        self.close_button.clicked.connect(lambda _on=False: self.reject())
        self.callback.clicked.connect(lambda _on=False: self._open_callback())
        self.add.clicked.connect(lambda _on=False: self._add())
        self.new_step.returnPressed.connect(self._add)
        self.finish.clicked.connect(lambda _on=False: self.finished_with.emit(self.why.text()))
        self.refuse.clicked.connect(lambda _on=False: self.refused_with.emit(self.why.text()))
        self.reopen.clicked.connect(lambda _on=False: self.reopen_requested.emit())

    def _add(self) -> None:
        if self.new_step.text().strip():
            self.step_added.emit(self.new_step.text())

    def _open_callback(self) -> None:
        if self.row is not None and self.row.callback_id is not None:
            self.reject()
            self.callback_requested.emit(self.row.callback_id)

    def sizeHint(self) -> QSize:
        return QSize(self.width(), super().sizeHint().height())


class NewRequestDialog(AskDialog):
    """What somebody asks for; the due day of its kind and a callback come by themselves. With
    ``due_day``, which says when a kind is due from ``today``, another day can be chosen. With
    ``clinic`` another clinic asks for records."""

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        name: str,
        *,
        today: date | None = None,
        due_day: Callable[[RequestKind], date] | None = None,
        clinic: bool = False,
    ) -> None:
        super().__init__(
            theme, window, f"What does {name} ask for?", act="Open the request", icon="inbox"
        )
        self.kind = Select(theme, name="Request")
        kinds = [kind for kind in REQUEST_WORDS if clinic is (kind is RequestKind.CLINIC_RECORDS)]
        self.kind.set_choices([(REQUEST_WORDS[kind][1], kind) for kind in kinds])
        self.note = LineEdit(theme, "In their words")
        self.without = LineEdit(theme, "Leave empty: a callback is promised")
        self.organisation = LineEdit(theme, "Its name and city")
        self.contact = LineEdit(theme, "Never the one the caller gives")
        self.source = LineEdit(theme, "Its own web page, the state’s list…")
        self.day = DaySelect(theme, "Due")
        self._today, self._due_day = today, due_day
        self.body.addWidget(Field(theme, "Request", self.kind))
        if clinic:
            self.body.addWidget(Field(theme, "Which clinic asks", self.organisation))
            self.body.addWidget(Field(theme, "Its number, found by you", self.contact))
            self.body.addWidget(Field(theme, "Where you found it", self.source))
        self.body.addWidget(Field(theme, "Note", self.note))
        if due_day is not None:
            self.body.addWidget(Field(theme, "Due", self.day))
        if not clinic:
            self.body.addWidget(Field(theme, "Why no callback is needed", self.without))
        self.kind.picked.connect(lambda _kind: self._show_day())
        self._show_day()
        self.finish_body(self.organisation if clinic else self.kind)

    def request(self) -> NewRequest:
        """What was asked, without whom."""
        return NewRequest(
            kind=self._kind,
            note=self.note.text().strip(),
            organisation=self.organisation.text().strip(),
            contact=self.contact.text().strip(),
            contact_source=self.source.text().strip(),
            no_callback_reason=self.without.text().strip(),
        )

    @property
    def chosen_day(self) -> date | None:
        """When it is due, where that is another day than the one of its kind."""
        day = self.day.value()
        usual = self._due_day(self._kind) if self._due_day else None
        return day if isinstance(day, date) and day != usual else None

    @property
    def _kind(self) -> RequestKind:
        return RequestKind(str(self.kind.value()))  # Qt keeps the word alone

    def _show_day(self) -> None:
        if self._due_day is not None and self._today is not None:
            usual = self._due_day(self._kind)
            first = self._today + timedelta(days=1)
            last = max(usual, self._today + timedelta(days=_AHEAD))
            self.day.show_days(self._today, first, last, usual)
