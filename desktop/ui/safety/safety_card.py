"""The Safety card: a dialog over anything, that never loses what was recorded."""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.numbers import read_number
from desktop.domain.safety import number_is_missing, still_open
from desktop.domain.vocabulary import SafetyBranch, SafetyEnding, SafetyStepKind
from desktop.services.safety_form import SafetyForm
from desktop.services.safety_numbers import SafetyNumbers
from desktop.services.safety_words import SafetyLine, safety_words
from desktop.ui.dialogs import Scrim
from desktop.ui.safety.card_parts import SafetyFoot, SafetyHead
from desktop.ui.safety.labels import BRANCHES, open_words
from desktop.ui.safety.record_pane import RecordPane
from desktop.ui.safety.steps_pane import StepsPane
from desktop.ui.theme import Theme
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.card import Card

SAVE_KEYS = "⌘↩" if sys.platform == "darwin" else "Ctrl+Enter"
_WIDE, _HIGH = 1064, 800
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TICK_MS = 1000


class SafetyCard(QDialog):
    """Holds one :class:`SafetyForm` while it is shown; :class:`SafetyDesk` keeps and saves it."""

    edited = Signal(bool)
    """Something was recorded; True when it is typing, which may be kept at its next pause."""
    save_requested = Signal()
    help_requested = Signal()
    numbers_requested = Signal()
    throw_away_requested = Signal()
    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        over: QWidget,
        window: QWidget,
        clock: Callable[[], datetime],
        lines: tuple[SafetyLine, ...],
    ) -> None:
        super().__init__(over, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._theme, self._window, self._clock, self._lines = theme, window, clock, lines
        self._numbers = SafetyNumbers((), {}, None, ())
        self._zone, self._signed_in, self._manages = "UTC", False, False
        self._helper, self._asked = "", False
        self._waiting = False
        self.form = SafetyForm(clock())
        self.setModal(True)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setAccessibleName("Safety card")
        self.setWindowTitle("Safety card")
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self._scrim = Scrim(theme, window)
        self._scrim.hide()
        self.head = SafetyHead(theme)
        self.steps = StepsPane(theme)
        self.record = RecordPane(theme)
        self.foot = SafetyFoot(theme, SAVE_KEYS)
        self._build()
        self._wire()
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self.tick)
        window.installEventFilter(self)
        theme.changed.connect(self._fit)
        self.finished.connect(self._gone)

    # -- what is shown -------------------------------------------------------------------------

    def show_form(self, form: SafetyForm) -> None:
        """Show another card, or this one as its call changed it."""
        self.form = form
        self._show()

    def show_reader(self, zone: str, *, signed_in: bool, manages: bool) -> None:
        """Who has it open: ``manages`` may fill in numbers; nobody signed in cannot save."""
        self._zone, self._signed_in, self._manages = zone, signed_in, manages
        self._show()

    def show_numbers(self, numbers: SafetyNumbers) -> None:
        """Whom to ring. While nobody is signed in the times are those of the desk."""
        self._numbers = numbers
        if not self._signed_in:
            self._zone = numbers.desk_zone
        self._show()

    def show_help(self, helper: str, *, asked: bool) -> None:
        """Whether a colleague was asked for, and who comes."""
        news = helper and helper != self._helper
        self._helper, self._asked = helper, asked
        self._show()
        if news:
            announce(self, f"{helper} is coming.")

    def show_saved(self, saved: bool | None) -> None:
        """Whether what was recorded is kept."""
        self.record.show_saved(saved)

    def set_waiting(self, waiting: bool) -> None:
        """It is being saved: what is recorded now is what is saved."""
        self._waiting = waiting
        for field in (self.record.place, self.record.note, self.head.ring.field):
            field.setReadOnly(waiting)

    def say_problem(self, sentence: str) -> None:
        """What must be done before saving; the number's field is where it is about a number."""
        self.foot.say_problem(sentence)
        if sentence:
            announce(self, sentence)
        if sentence and self.number_is_missing:
            self.head.ring.focus_field()

    def tick(self) -> None:
        """A second has gone by."""
        seconds = int((self._clock() - self.form.opened_at).total_seconds())
        self.head.show_seconds(max(0, seconds))

    @property
    def number_is_missing(self) -> bool:
        """The call dropped, nobody can be rung back, and nobody said that there is no number."""
        text, form = self.form.number_text, self.form
        has = bool(text.strip()) and read_number(text).e164 is not None
        return number_is_missing(form.ending, has_number=has, no_number=form.no_number)

    def begin(self) -> None:
        """Open; the focus is on what is happening."""
        self._fit()
        self._tick.start()
        self.tick()
        self.show()
        self.activateWindow()
        self.steps.focus_here()

    # -- what is recorded ----------------------------------------------------------------------

    def pick_branch(self, branch: SafetyBranch) -> None:
        """What kind of danger it is."""
        self._edit(branch=branch)

    def answer(self, step: SafetyStepKind, done: bool) -> None:
        """A step was done, or was not; stamped with the time."""
        changed = self.form.with_answer(step, done, self._clock())
        self._edit(answers=changed.answers)

    def end(self, ending: SafetyEnding | None) -> None:
        """How it ended; the number to ring back is asked for when the call dropped."""
        self._edit(ending=ending)
        if self.number_is_missing:
            self.head.ring.focus_field()

    def _edit(self, *, typing: bool = False, **changes: Any) -> None:
        if self._waiting:
            self._show()
            return
        self.form = replace(self.form, **changes)
        self.foot.say_problem("")
        self._show()
        self.edited.emit(typing)

    def _show(self) -> None:
        form, words = self.form, safety_words(self._lines, self.form.language)
        self.head.ring.show_card(form)
        self.head.show_help(self._helper, asked=self._asked)
        self.steps.show_card(form, self._numbers, words, self._helper, manages=self._manages)
        self.record.show_card(form, self._zone, asks_number=self.number_is_missing)
        self.foot.show_card(
            has_call=form.call_draft_id is not None and not form.left_message,
            signed_in=self._signed_in,
            approved=words.approved,
            recorded=not form.is_blank,
            still=open_words(still_open(form.branch, form.answered, form.place, form.ending)),
        )

    # -- making --------------------------------------------------------------------------------

    def _build(self) -> None:
        frame = Card(self._theme, edge="safety-edge", edge_width=2, name="Safety card", parent=self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        whole = QVBoxLayout(frame)
        whole.setContentsMargins(2, 2, 2, 2)
        whole.setSpacing(0)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.steps, 1)
        middle.addWidget(self.record)
        whole.addWidget(self.head)
        whole.addLayout(middle, 1)
        whole.addWidget(self.foot)
        stops = [
            *self.steps.stops(),
            *(button for row in self.record.rows.values() for button in (row.yes, row.no)),
            self.record.place,
            self.record.note,
            *self.record.endings.values(),
            self.record.no_number,
            self.foot.save,
            self.foot.throw_away,
            self.foot.back,
            self.head.colleague,
            self.head.ring.number,
            self.head.ring.field,
        ]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _wire(self) -> None:
        self.head.help_requested.connect(self.help_requested)
        self.head.ring.number_typed.connect(
            lambda text: self._edit(
                typing=True, number_text=text, number_typed=True, no_number=False
            )
        )
        self.steps.branch_picked.connect(self.pick_branch)
        self.steps.numbers_requested.connect(self.numbers_requested)
        self.record.answered.connect(self.answer)
        self.record.place_typed.connect(lambda text: self._edit(typing=True, place=text))
        self.record.note_typed.connect(lambda text: self._edit(typing=True, note=text))
        self.record.ended.connect(self.end)
        self.record.no_number_said.connect(lambda said: self._edit(no_number=said))
        self.foot.back_requested.connect(self.reject)
        self.foot.save_requested.connect(self.save_requested)
        self.foot.throw_away_requested.connect(self.throw_away_requested)

    # -- Qt ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Single keys act here because a text field keeps its letters to itself."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ENTERS and modifiers == Qt.KeyboardModifier.ControlModifier:
            self.save_requested.emit()
        elif event.key() == Qt.Key.Key_Escape and not modifiers:
            self.reject()
        elif not modifiers and not event.isAutoRepeat() and self._press(event.text().upper()):
            event.accept()
        else:
            event.ignore()

    def _press(self, key: str) -> bool:
        branches = {keys: branch for branch, (_, keys) in BRANCHES.items()}
        if key in branches:
            self.pick_branch(branches[key])
            self.steps.branches[branches[key]].setFocus(Qt.FocusReason.OtherFocusReason)
        elif key in ("Y", "N"):
            self.record.answer_next(self.form, key == "Y")
        elif key == "G":
            self.help_requested.emit()
        else:
            return False
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._fit()
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        self._scrim.setGeometry(self._window.rect())
        self._scrim.show()
        self._scrim.raise_()
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        px, room = self._theme.px, self._window.size()
        self.setFixedSize(min(px(_WIDE), room.width() - 80), min(px(_HIGH), room.height() - 40))
        middle = self._window.geometry().center()
        self.move(middle - self.rect().center())

    def _gone(self) -> None:
        self._tick.stop()
        self._scrim.hide()
        self._scrim.deleteLater()
        self.closed.emit()
