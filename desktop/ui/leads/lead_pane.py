"""The preview: who wrote, what, how to reach them, who they may be, and what to do."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.services.lead_rows import LeadDetail, LeadFate
from desktop.ui.keys import key_of
from desktop.ui.leads.danger_bar import DangerBar
from desktop.ui.leads.facts_row import FactsRow
from desktop.ui.leads.lead_words import (
    NO_FLAG,
    goal_tag,
    head_line,
    may_be_answered,
    number_words,
    remarks_words,
    their_time,
    voicemail_words,
)
from desktop.ui.leads.match_table import MatchTable
from desktop.ui.leads.payload_box import PayloadBox
from desktop.ui.leads.plain_text import PlainText
from desktop.ui.theme import Theme
from desktop.ui.widgets.avatar import Avatar
from desktop.ui.widgets.button import Button, Kind, icon_button
from desktop.ui.widgets.card import Strip
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.field import IconLine
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.scroll import ColumnScroll
from desktop.ui.widgets.tag import Tag

_MESSAGE_WIDTH = 720
_SCHEDULE, _SHORT = "Schedule callback", "Schedule"
_NEW_PERSON, _NEW = "New person…", "New…"


class LeadPane(QFrame):
    """Shows; the page acts. The acts stay in sight at every size, the rest scrolls."""

    call_requested = Signal()
    schedule_requested = Signal()
    merge_requested = Signal()
    newcomer_requested = Signal()
    answered_requested = Signal()
    spam_requested = Signal()
    safety_requested = Signal()
    promise_requested = Signal()
    copied = Signal(str)
    """What was put on the clipboard, in words."""

    def __init__(
        self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        self._here = "UTC"
        self._detail: LeadDetail | None = None
        self.setAccessibleName("The lead")
        self.danger = DangerBar(theme)
        self.avatar = Avatar(theme, "", 44)
        self.name = Label(theme, "", "title", elide=True)
        self.about = Label(theme, "", "body", "text-2", elide=True)
        self.tag = Tag(theme, "")
        self.facts = FactsRow(theme)
        self.phone = self.facts.add("Phone")
        self.copy = icon_button(theme, "copy", "Copy the number", height=24, kind=Kind.QUIET)
        self.phone.row.insertWidget(1, self.copy)
        self.clock = self.facts.add("Their time")
        self.best = self.facts.add("Best time")
        self.voicemail = self.facts.add("May we leave a message?")
        self.email = self.facts.add("E-mail")
        self.person = self.facts.add("Known as")
        self.message = PlainText(theme, "Their message", "lead", 26, bar=True)
        self.remarks = IconLine(theme, "", "soon", "circle-alert", "small")
        self.no_flag = IconLine(theme, NO_FLAG, "text-3", "info", "cap")
        self.match = MatchTable(theme, now)
        self.payload = PayloadBox(theme)
        keys = key_of("lead_acts").here()
        self.call = Button(
            theme,
            "Call now",
            Kind.PRIMARY,
            icon="phone-outgoing",
            kbd=key_of("main_act").text(),
            height=40,
        )
        self.schedule = Button(theme, _SCHEDULE, icon="calendar-clock", kbd=keys[0], height=40)
        self.merge = Button(theme, "Merge…", icon="merge", kbd=keys[1], height=40)
        self.newcomer = Button(theme, _NEW_PERSON, icon="user-plus", kbd=keys[2], height=40)
        self.answered = Button(theme, "Answered", icon="check", kbd=keys[3], height=40)
        self.spam = Button(theme, "Spam", Kind.QUIET, icon="octagon-x", kbd=keys[4], height=40)
        self._empty = EmptyState(
            theme, "inbox", "No lead is picked", "Pick one at the left to see it whole.",
            framed=False,
        )  # fmt: skip
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._build())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self._wire()
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def detail(self) -> LeadDetail | None:
        """What is shown."""
        return self._detail

    def set_reader(self, here: str) -> None:
        """In which zone it is read."""
        self._here = here

    def show_nothing(self) -> None:
        """No lead is in hand."""
        self._detail = None
        self._stack.setCurrentIndex(0)

    def show_detail(self, detail: LeadDetail) -> None:
        """Show one lead."""
        other = self._detail is None or self._detail.row.id != detail.row.id
        self._detail = detail
        row = detail.row
        self.setAccessibleName(f"Lead, {row.name}")
        self.danger.setVisible(row.danger)
        self.danger.show_words(detail.danger_words)
        self.no_flag.setVisible(not row.danger)
        self.avatar.set_text(row.name)
        self.name.set_text(row.name)
        if other or self.message.text() != detail.message:
            self.message.set_text(detail.message)
        self.message.setVisible(bool(detail.message))
        self.remarks.show_line(remarks_words(detail), "soon", "circle-alert", "small")
        self.match.setVisible(detail.match is not None)
        if detail.match is not None:
            self.match.show_match(detail.match, self._here)
        self.payload.show_payload(detail.payload, len(detail.fields), folded=other)
        self._show_acts(detail)
        self.tick()
        self._stack.setCurrentIndex(1)
        if other:
            self._scroll.verticalScrollBar().setValue(0)

    def tick(self) -> None:
        """Time went on."""
        detail = self._detail
        if detail is None:
            return
        now = self._now()
        self.about.set_text(head_line(detail.row, self._here, now))
        tag = goal_tag(detail.row, now)
        self.tag.set_tag(tag.text, tag.tone, tag.icon)
        self._show_facts(detail, now)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("bg"))
        painter.end()

    # -- inside --------------------------------------------------------------------------------

    def _show_facts(self, detail: LeadDetail, now: datetime) -> None:
        self.phone.show_value(number_words(detail))
        self.copy.setVisible(bool(detail.e164))
        there, may = their_time(detail, now)
        self.clock.show_value(there if detail.e164 else "")
        self.clock.show_more(may.text, may.icon, may.tone)
        self.best.show_value(detail.wishes.best_time)
        self.voicemail.show_value(voicemail_words(detail))
        self.email.show_value(detail.emails[0] if detail.emails else "")
        known = detail.person_name if detail.person_name != detail.row.name else ""
        self.person.show_value(known)
        self.facts.refresh()

    def _show_acts(self, detail: LeadDetail) -> None:
        spam = detail.row.fate is LeadFate.SPAM
        self.spam.set_text("Not spam" if spam else "Spam")
        self.spam.set_icon("undo-2" if spam else "octagon-x")
        merged = detail.row.fate is LeadFate.MERGED
        for button, why in (
            (self.call, _why_not_call(detail)),
            (self.schedule, "This lead is spam." if spam else _why_not_call(detail)),
            (self.merge, "This lead is spam." if spam else ""),
            (self.newcomer, "This lead is spam." if spam else ""),
        ):
            if why:
                button.set_off(why)
            else:
                button.set_on()
        self.merge.setVisible(not merged)
        self.newcomer.setVisible(not merged and detail.person_id is None)
        to_answer = may_be_answered(detail)
        self.answered.setVisible(to_answer)
        self.schedule.setVisible(detail.can_be_rung or not to_answer)
        self._fit_acts()

    def _copy_number(self) -> None:
        if self._detail is not None and self._detail.e164:
            words = number_words(self._detail)
            QApplication.clipboard().setText(words)
            self.copied.emit(f"{words} is copied.")

    def _wire(self) -> None:
        for button, signal in (
            (self.call, self.call_requested),
            (self.schedule, self.schedule_requested),
            (self.merge, self.merge_requested),
            (self.newcomer, self.newcomer_requested),
            (self.answered, self.answered_requested),
            (self.spam, self.spam_requested),
        ):
            button.clicked.connect(lambda _on=False, s=signal: s.emit())
        self.copy.clicked.connect(lambda _on=False: self._copy_number())
        self.danger.safety_requested.connect(self.safety_requested)
        self.payload.copied.connect(lambda: self.copied.emit("The original message is copied."))

    def _build(self) -> QWidget:
        theme = self._theme
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.name)
        names.addWidget(self.about)
        self._head = QHBoxLayout()
        self._head.addWidget(self.avatar)
        self._head.addLayout(names, 1)
        self._head.addWidget(self.tag, 0, Qt.AlignmentFlag.AlignVCenter)
        self._scroll = ColumnScroll(theme)
        self._scroll.setAccessibleName("What they wrote")
        column = self._column = self._scroll.column
        column.addWidget(self.danger)
        column.addLayout(self._head)
        column.addWidget(self.facts)
        column.addWidget(self.message)
        column.addWidget(self.remarks)
        column.addWidget(self.no_flag)
        column.addWidget(self.match)
        column.addWidget(self.payload)
        column.addStretch(1)
        self._foot = Strip(theme, 64, 56, line="top", edge=24)
        self._foot.row.addWidget(self.call)
        self._foot.row.addWidget(self.schedule)
        self._foot.row.addWidget(self.merge)
        self._foot.row.addWidget(self.newcomer)
        self._foot.row.addWidget(self.answered)
        self._foot.row.addWidget(self.call.reason_line())
        self._foot.row.addStretch(1)
        self._foot.row.addWidget(self.spam)
        whole = QWidget()
        outer = QVBoxLayout(whole)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._scroll, 1)
        outer.addWidget(self._foot)
        return whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_acts()

    def _fit_acts(self) -> None:
        """Where the acts, and why nobody can be rung, need more room than there is, they lose the
        keys that the status bar tells too, then words."""
        keys = (key_of("main_act").text(), *key_of("lead_acts").here())
        buttons = self._buttons()
        no_keys = [
            key if button is self.answered else ""
            for button, key in zip(buttons, keys, strict=True)
        ]
        margins = self._foot.row.contentsMargins()
        room = self.width() - margins.left() - margins.right() - 6 * self._foot.row.spacing()
        if self.call.reason_off:
            room -= self.call.reason_line().full_width()
        for words, person, shown in (
            (_SCHEDULE, _NEW_PERSON, keys),
            (_SCHEDULE, _NEW_PERSON, no_keys),
            (_SHORT, _NEW_PERSON, no_keys),
            (_SHORT, _NEW, no_keys),
        ):
            self.schedule.set_text(words)
            self.newcomer.set_text(person)
            for button, key in zip(buttons, shown, strict=True):
                button.set_kbd(key)
            if sum(each.sizeHint().width() for each in buttons if not each.isHidden()) <= room:
                break

    def _buttons(self) -> tuple[Button, ...]:
        return (self.call, self.schedule, self.merge, self.newcomer, self.answered, self.spam)

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        across, down = (16, 16) if compact else (24, 20)
        self._scroll.set_edges(across, down, across, down)
        self._column.setSpacing(px(12 if compact else 16))
        self._head.setSpacing(px(12))
        self._foot.row.setContentsMargins(px(across), 0, px(across), 0)
        self._foot.row.setSpacing(px(8))
        self.message.setMaximumWidth(px(_MESSAGE_WIDTH))
        for button in self._buttons():
            button.set_height(36 if compact else 40)
        self._fit_acts()
        self.tick()


def _why_not_call(detail: LeadDetail) -> str:
    if detail.row.fate is LeadFate.SPAM:
        return "This lead is spam."
    return "" if detail.e164 else "There is no number to ring."
