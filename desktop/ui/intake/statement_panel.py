"""The approved words on top of Script: what to say, what is new in it, and who was told."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.word_difference import Piece
from desktop.services.call_form import CallForm
from desktop.services.statement_rows import StatementRow
from desktop.ui.intake.statement_words import (
    EarlierTick,
    WordsNow,
    approved_words,
    heard_too_label,
    heard_words,
    left_words,
    told_label,
)
from desktop.ui.keys import key_of
from desktop.ui.theme import Theme
from desktop.ui.transition.voice_text import VoiceText
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Card, Line, Strip
from desktop.ui.widgets.checks import CheckBox
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.kbd import Kbd
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.tag import Tag

NONE_APPROVED = "No approved words"
CUT_OFF = "Take a message"
CUT_OFF_WORDS = "This window cannot reach its data, so the words may be old."
NEW_TO_YOU = "New words. Read them before you tell anybody."


class StatementPanel(Card):
    """Shows what holds for the card. Ticks are told with the version that they name."""

    told_ticked = Signal(object, bool)
    """The identity of a version, and whether the caller heard it."""
    heard_too_ticked = Signal(object, bool)
    """The same for whom the call concerns, when somebody else speaks."""
    acknowledge_requested = Signal(object)
    """The :class:`StatementRow` that somebody has read."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, edge="plan-edge", name="Statement", parent=parent)
        self.row: StatementRow | None = None
        self._icon = Icon(theme, "badge-check", "plan", 16)
        self.title = Label(theme, "", "small-strong", "plan")
        self.approved = Label(theme, "", "small", "text-2", tabular=True, elide=True)
        self.demo = Tag(theme, "Demo words", "soon")
        self._as_written = Label(theme, "Read it as written", "cap-medium", "plan")
        self._head = Strip(theme, 36, 36, fill="plan-tint", line="", rounded="top", edge=14)
        self.left = Notice(theme, "circle-alert", "", tone="late")
        self.earlier: list[CheckBox] = []
        self._earlier_rows: tuple[StatementRow, ...] = ()
        self.voice = VoiceText(theme, whole=True, style="voice", compact_style="voice-snippet")
        self.new_words = Label(theme, NEW_TO_YOU, "small", "text-2", wrap=True)
        self.read = Button(theme, "I have read these words", Kind.PLAN, icon="check", height=28)
        self.told = CheckBox(theme, "Told caller", style="strong")
        self.heard_too = CheckBox(theme, "", style="strong")
        self.last = Label(
            theme, "", "small", "text-3", tabular=True, elide=True,
            align=Qt.AlignmentFlag.AlignRight,
        )  # fmt: skip
        self._build()
        self.told.clicked.connect(lambda on: self._tick(self.told_ticked, on))
        self.heard_too.clicked.connect(lambda on: self._tick(self.heard_too_ticked, on))
        self.read.clicked.connect(lambda _on=False: self.acknowledge_requested.emit(self.row))
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def show_words(
        self,
        words: WordsNow,
        form: CallForm,
        left: StatementRow | None,
        earlier: Sequence[EarlierTick],
        zone: str,
        now: datetime,
    ) -> None:
        """Show the words for a card; ``left`` were being read when others came."""
        current = words.current
        fresh = current.still_holds(now)
        row = self.row = current.statement if fresh else None
        tone = "plan" if row else "late"
        self.set_colours("surface", f"{tone}-edge")
        self._head.set_fill(f"{tone}-tint")
        self._icon.set_icon("badge-check" if row else "circle-alert", tone)
        title = f"Statement {row.name}" if row else NONE_APPROVED if fresh else CUT_OFF
        self.title.set_text(title)
        self.title.set_tone(tone)
        self.setAccessibleName(title)
        self.approved.set_text(approved_words(row, zone, now) if row else "")
        self.demo.setVisible(row is not None and row.is_demo)
        roomy = not (self.theme.compact or self.demo.isVisibleTo(self))
        self._as_written.setVisible(row is not None and roomy)
        if row is not None:
            since = words.since
            pieces = since.pieces if since else (Piece(row.text, new=False),)
            heard = f"New since {since.heard_name}" if since and since.heard_id else ""
            self.voice.show_pieces(pieces, tag=heard)
        else:
            instead = current.instead if fresh else f"{CUT_OFF_WORDS} {current.instead}"
            self.voice.show_text(instead, approved=False)
        self._show_left(left, row, earlier, zone)
        unread = row is not None and not current.acknowledged
        self._unread.setVisible(unread)
        self._foot.setVisible(row is not None)
        self._rule.setVisible(row is not None)
        if row is not None:
            self._show_ticks(row, words, form, zone, now)
        self.show()

    def _show_left(
        self,
        left: StatementRow | None,
        row: StatementRow | None,
        earlier: Sequence[EarlierTick],
        zone: str,
    ) -> None:
        self._changed.setVisible(left is not None or bool(earlier))
        self.left.setVisible(left is not None)
        if left is not None:
            self.left.show_notice("circle-alert", left_words(left, row, zone), tone="late")
        self._earlier_rows = tuple(each.row for each in earlier)
        while len(self.earlier) < len(earlier):
            box = CheckBox(self.theme)
            place = len(self.earlier)
            box.clicked.connect(lambda on, n=place: self._tick_earlier(n, on))
            self.earlier.append(box)
            self._changed_column.addWidget(box)
        for number, box in enumerate(self.earlier):
            box.setVisible(number < len(earlier))
            if number < len(earlier):
                box.set_text(f"They heard {earlier[number].row.name}")
                box.setChecked(earlier[number].told)

    def _show_ticks(
        self, row: StatementRow, words: WordsNow, form: CallForm, zone: str, now: datetime
    ) -> None:
        ticked = next((each for each in form.told if each.statement_id == row.id), None)
        self.told.set_text(told_label(form))
        self.told.setChecked(ticked is not None)
        both = form.subject_id not in (None, form.speaker_id)
        for widget in (self.heard_too, self._too_keys):
            widget.setVisible(both)
        self.heard_too.set_text(heard_too_label(form))
        self.heard_too.setChecked(ticked is not None and ticked.also_subject)
        self.last.set_text(heard_words(words, form, zone, now))

    def _tick(self, signal: SignalInstance, on: bool) -> None:
        if self.row is not None:
            signal.emit(self.row.id, on)

    def _tick_earlier(self, place: int, on: bool) -> None:
        statement_id: UUID = self._earlier_rows[place].id
        self.told_ticked.emit(statement_id, on)

    def _build(self) -> None:
        theme = self.theme
        self._head.row.addWidget(self._icon)
        self._head.row.addWidget(self.title)
        self._head.row.addWidget(self.approved, 1)
        self._head.row.addWidget(self.demo)
        self._head.row.addWidget(self._as_written)
        self._changed = QWidget()
        self._changed_column = QVBoxLayout(self._changed)
        self._changed_column.addWidget(self.left)
        self._words = QVBoxLayout()
        self._unread = QWidget()
        unread = self._unread_row = QHBoxLayout(self._unread)
        unread.addWidget(self.new_words, 1)
        unread.addWidget(self.read, 0, Qt.AlignmentFlag.AlignVCenter)
        self._words.addWidget(self.voice)
        self._words.addWidget(self._unread)
        self._rule = Line(theme)
        self._foot = QWidget()
        self._ticks = QVBoxLayout(self._foot)
        first, second = QHBoxLayout(), QHBoxLayout()
        self._too_keys = Kbd(theme, key_of("heard_too").text())
        first.addWidget(self.told)
        first.addWidget(Kbd(theme, key_of("told").text()))
        first.addWidget(self.last, 1)
        second.addWidget(self.heard_too)
        second.addWidget(self._too_keys)
        second.addStretch(1)
        self._rows = (first, second)
        for row in self._rows:
            self._ticks.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._changed)
        column.addLayout(self._words)
        column.addWidget(self._rule)
        column.addWidget(self._foot)

    def _restyle(self) -> None:
        px, compact = self.theme.px, self.theme.compact
        self._changed_column.setContentsMargins(px(12), px(10), px(12), px(6))
        self._changed_column.setSpacing(px(6))
        down = px(8 if compact else 10)
        self._words.setContentsMargins(0, 0, px(14), down)
        self._words.setSpacing(px(6))
        self._unread_row.setContentsMargins(px(14), 0, 0, 0)
        self._unread_row.setSpacing(px(10))
        self._ticks.setContentsMargins(px(14), px(8 if compact else 10), px(14), px(8))
        self._ticks.setSpacing(px(4))
        for row in self._rows:
            row.setSpacing(px(10))
        self.demo.set_text("Demo" if compact else "Demo words")
