"""The call card: its blocks, and the one place where what they tell meets what is on the card."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from desktop.services.drafts import DraftRow
from desktop.services.people import PersonHit
from desktop.services.person_rows import PersonMatch
from desktop.ui.intake.card_foot import CardFoot
from desktop.ui.intake.card_head import CardHead
from desktop.ui.intake.card_state import CardState
from desktop.ui.intake.notes import Notes
from desktop.ui.intake.number_block import NumberBlock
from desktop.ui.intake.outcome_bar import OutcomeBar
from desktop.ui.intake.picking import picked_match
from desktop.ui.intake.promise_panel import PromisePanel
from desktop.ui.intake.reasons import Reasons
from desktop.ui.intake.who_block import WhoBlock
from desktop.ui.keys import key_of
from desktop.ui.theme import Theme
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.card import Line, Pane
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.scroll import scroll_down

_BAR = 12


class CallCard(Pane):
    """Shows one :class:`CardState`; what belongs to the page (saving, other cards) it asks for."""

    search_requested = Signal(str)
    new_person_requested = Signal()
    other_subject_requested = Signal()
    clinic_request_requested = Signal()
    """Another clinic asks for records."""

    def __init__(self, theme: Theme, state: CardState, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Call card", parent=parent)
        self._state = state
        self.top = CardHead(theme, self.head.row, self)
        self.number = NumberBlock(theme)
        self.who = WhoBlock(theme)
        self.reasons = Reasons(theme, key_of("reasons").text())
        self.notes = Notes(theme)
        self.outcome = OutcomeBar(theme, key_of("outcome").text())
        self.promise = PromisePanel(theme)
        self._build()
        # Last, so that Tab comes to it last.
        self.bottom = CardFoot(theme, self.foot.row, key_of("save").text(), self)
        self._wire()
        theme.changed.connect(self._restyle)
        self._restyle()

    def _wire(self) -> None:
        state = self._state
        state.changed.connect(self.show_card)
        state.edited.connect(self._clear_problem)
        self.number.number_typed.connect(state.type_number)
        self.number.person_picked.connect(self._person_picked)
        self.number.checked.connect(state.set_check)
        self.number.language_picked.connect(state.set_language)
        self.number.new_person_requested.connect(self.new_person_requested)
        self.number.finished.connect(self._number_finished)
        self.who.name_typed.connect(state.type_speaker)
        self.who.search_requested.connect(self.search_requested)
        self.who.speaker_picked.connect(state.pick_speaker)
        self.who.relation_picked.connect(state.set_relation)
        self.who.subject_picked.connect(state.pick_subject)
        self.who.other_subject_requested.connect(self.other_subject_requested)
        self.who.site_picked.connect(state.set_site)
        self.reasons.picked.connect(state.set_reasons)
        self.reasons.outsider.picked.connect(state.set_outsider)
        self.reasons.outsider.clinic_requested.connect(self.clinic_request_requested)
        self.notes.typed.connect(state.type_notes)
        self.notes.keep_requested.connect(state.keep_sensitive)
        self.notes.warned.connect(self._show_warning)
        self.outcome.chosen.connect(state.set_outcome)
        self.promise.quick_picked.connect(state.pick_quick)
        self.promise.own_requested.connect(state.pick_own)
        self.promise.time_picked.connect(state.pick_time)
        self.promise.milestone_picked.connect(state.pick_milestone)
        self.promise.owner_picked.connect(state.pick_owner)
        self.promise.zone_picked.connect(state.set_zone)
        self.promise.reason_typed.connect(state.set_hours_reason)
        self.top.direction_chosen.connect(lambda way: state.set_field(direction=way))
        self.top.now_requested.connect(lambda: state.set_late_entry(None))

    def show_card(self) -> None:
        """Show the state in every block."""
        facts = self._state.facts
        self.top.show_card(facts)
        self.number.show_card(facts)
        self.who.show_card(facts)
        self.reasons.show_card(facts.form)
        self.notes.show_card(facts.form)
        self.outcome.show_card(facts.form)
        self.promise.setVisible(facts.promises)
        if facts.promises:
            self.promise.show_card(facts, self._state.times)
        self.bottom.show_card(facts)
        self._fit_soon()

    def show_waiting(self, drafts: Sequence[DraftRow]) -> None:
        """Show the other cards in the head."""
        self.top.show_waiting(drafts, self._state.facts)

    def show_draft_saved(self, at: datetime | None) -> None:
        """Say when the card was saved."""
        self.notes.show_saved(at, self._state.facts.here)

    def tick(self) -> None:
        """A second has gone by."""
        self.top.tick(self._state.facts)

    def offer(self, text: str, hits: Sequence[PersonHit]) -> None:
        """Show who was found for a name typed."""
        self.who.offer(text, hits)

    def say_problem(self, sentence: str) -> None:
        """Say in the foot what must be done before saving."""
        if sentence:
            announce(self, sentence)
        self.bottom.say_problem(sentence)
        self.bottom.show_card(self._state.facts)

    def _clear_problem(self) -> None:
        if self.bottom.problem:
            self.say_problem("")

    def focus_number(self) -> None:
        """Ready for the number."""
        self._focus(self.number.number)

    def focus_notes(self) -> None:
        """Ready for what the caller says."""
        self._focus(self.notes.text)

    def focus_reasons(self) -> None:
        """Ready for digits."""
        self._scroll.ensureWidgetVisible(self.reasons, 0, 0)
        self.reasons.focus_here()

    def _show_warning(self, warning: QWidget) -> None:
        """Once it has its place."""
        QTimer.singleShot(0, warning, lambda: self._scroll.ensureWidgetVisible(warning, 0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where somebody types stays in view when a caller who rings takes some of the height."""
        super().resizeEvent(event)
        self._fit_soon()
        QTimer.singleShot(0, self, self._keep_in_view)

    def _keep_in_view(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and self._body.isAncestorOf(focus):
            self._scroll.ensureWidgetVisible(focus, 0, self.theme.px(24))

    def _focus(self, widget: QWidget) -> None:
        """A key, not Tab, puts the focus there: what scrolls does not follow by itself."""
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.ensureWidgetVisible(widget, 0, self.theme.px(24))

    def _person_picked(self, match: PersonMatch) -> None:
        self._state.pick_speaker(picked_match(match))
        self.focus_notes()

    def _number_finished(self) -> None:
        facts = self._state.facts
        if facts.caller.people and facts.form.speaker_id is None:
            self.number.matches.focus_here()
        elif not self.number.problem:
            self.focus_notes()

    def _build(self) -> None:
        body = self._body = QWidget()
        body.setObjectName("card-body")
        self._middle = QVBoxLayout(body)
        self._middle.addWidget(self.number)
        self._middle.addWidget(self.who)
        self._middle.addWidget(self.reasons)
        self._middle.addWidget(self.notes, 1)
        self._scroll = QScrollArea()
        scroll_down(self._scroll, body)
        # The bar stands in the margin: what is on the card keeps its width when it appears.
        # A moment later: it may come and go while the card is laid out.
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self._fit_bar)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._fit_soon)
        ends = QWidget()
        self._ends = QVBoxLayout(ends)
        self._ends.addWidget(self.outcome)
        self._ends.addWidget(self.promise)
        self.body.addWidget(self._scroll, 1)
        self.body.addWidget(Line(self.theme))
        self.body.addWidget(ends)
        self.promise.hide()

    def _fit_soon(self) -> None:
        self._fitting.start()

    def _fit_bar(self) -> None:
        px, margins = self.theme.px, self._middle.contentsMargins()
        there = self._scroll.verticalScrollBar().maximum() > 0
        margins.setRight(px(16) - (px(_BAR) if there else 0))
        self._middle.setContentsMargins(margins)

    def _restyle(self) -> None:
        px, compact = self.theme.px, self.theme.compact
        if compact:
            self._middle.setContentsMargins(px(16), px(6), px(16), px(8))
            self._ends.setContentsMargins(px(16), px(6), px(16), px(8))
        else:
            self._middle.setContentsMargins(px(16), px(10), px(16), px(12))
            self._ends.setContentsMargins(px(16), px(12), px(16), px(12))
        self._fit_soon()
        for field in self.findChildren(Field):
            for words in (field.label, field.optional):
                words.setFixedHeight(px(16 if compact else 18))
        self._middle.setSpacing(px(6 if compact else 10))
        self._ends.setSpacing(px(6 if compact else 12))
