"""A list of lines: approved answers, lines of the article, safety wording."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.script_guard import Finding
from desktop.domain.vocabulary import LineKind
from desktop.services.script_lines import Line
from desktop.ui.line_words import KIND_WORDS, about, flag_tags, quoted, state_tags
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.card import Card, Strip
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.painting import draw_box
from desktop.ui.widgets.scroll import ColumnScroll
from desktop.ui.widgets.tag import Count, Tag

_MOST_TAGS = 5
_EXPLAINED = {
    LineKind.ANSWER: "What to say to a question. Only approved words are offered on a call.",
    LineKind.SNIPPET: "Words of the article that may be read aloud. Select words there to add one.",
    LineKind.SAFETY: "Words of the Safety card, to be approved by your clinical lead.",
    LineKind.SPECIAL: "The one answer to a medical question, and to another clinic’s request.",
}


_SHIPPED_ONLY = (LineKind.SNIPPET, LineKind.SPECIAL)
"""No button adds one."""


class _LineCard(Card):
    """One line; a click, Enter or Space picks it."""

    picked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.line_id: UUID | None = None
        self._picked = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title = Label(theme, "", "strong", wrap=True)
        self._words = Label(theme, "", "body", wrap=True)
        self._about = Label(theme, "", "cap", "text-3", wrap=True)
        self.flagged = Label(theme, "", "small-strong", "late", wrap=True)
        self._tags = [Tag(theme, "") for _ in range(_MOST_TAGS)]
        self._tag_row = QHBoxLayout()
        for tag in self._tags:
            self._tag_row.addWidget(tag)
        self._tag_row.addStretch(1)
        self._column = QVBoxLayout(self)
        for widget in (self._title, self._words):
            self._column.addWidget(widget)
        self._column.addLayout(self._tag_row)
        self._column.addWidget(self.flagged)
        self._column.addWidget(self._about)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_line(
        self, line: Line, here: str, now: datetime, findings: Sequence[Finding], *, picked: bool
    ) -> None:
        """Show a line; serif only when it is approved. ``findings`` say what is wrong with it."""
        self.line_id, self._picked = line.id, picked
        self._title.set_text(f"“{line.title}”" if line.kind is LineKind.ANSWER else line.title)
        self._title.setVisible(bool(line.title))
        self._words.set_style("voice-snippet" if line.approved else "body")
        self._words.set_text(quoted(line) if line.text else line.name)
        tags = tuple(dict.fromkeys((*state_tags(line, here, now), *flag_tags(findings))))
        self.flagged.set_text("\n".join(each.words for each in findings))
        self.flagged.setVisible(bool(findings))
        for number, tag in enumerate(self._tags):
            tag.setVisible(number < len(tags))
            if number < len(tags):
                tag.set_tag(*tags[number])
        self._about.set_text(about(line, here, now))
        self._about.setVisible(bool(self._about.text()))
        self.setAccessibleName(f"{line.name}, {', '.join(words for words, _, _ in tags)}")
        self.set_colours("primary-tint" if picked else "surface", "primary" if picked else "line")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            ring = QRectF(self.rect())
            draw_box(painter, ring, self.theme.px(8), None, self.theme.color("focus"), 2)
            painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.picked.emit(self.line_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.picked.emit(self.line_id)
        else:
            event.ignore()

    def _restyle(self) -> None:
        px = self.theme.px
        self._column.setContentsMargins(px(14), px(10), px(14), px(10))
        self._column.setSpacing(px(4))
        self._tag_row.setSpacing(px(6))


class LinesList(QWidget):
    """Up and Down move; what is picked is shown beside it."""

    picked = Signal(object)
    """The identity of a line."""
    new_requested = Signal()

    def __init__(
        self, theme: Theme, clock: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._clock = theme, clock
        self.cards: list[_LineCard] = []
        self.head = Strip(theme, 52, 44, line="bottom", edge=20)
        self._title = Label(theme, "", "card")
        self._count = Count(theme, 0)
        self.new = Button(theme, "New answer", icon="plus")
        self.new.clicked.connect(self.new_requested)
        self.head.row.addWidget(self._title)
        self.head.row.addWidget(self._count)
        self.head.row.addStretch(1)
        self.head.row.addWidget(self.new)
        self._explained = Label(theme, "", "small", "text-2", wrap=True)
        self._nothing = EmptyState(theme, "message-square-quote", "No words here yet.")
        self._scroll = ColumnScroll(theme)
        self._list = self._scroll.column
        self._list.addWidget(self._explained)
        self._list.addWidget(self._nothing)
        self._list.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._scroll, 1)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_lines(
        self,
        kind: LineKind,
        lines: Sequence[Line],
        here: str,
        picked: UUID | None,
        findings: Mapping[UUID, Sequence[Finding]],
        *,
        may_add: bool,
    ) -> None:
        """Show lines of a kind; ``here`` is the desk's zone. ``findings`` are by line."""
        self._title.set_text(KIND_WORDS[kind][0])
        self.setAccessibleName(KIND_WORDS[kind][0])
        self._count.set_count(len(lines), f"{len(lines)} lines")
        self._explained.set_text(_EXPLAINED[kind])
        self.new.set_text("New safety words" if kind is LineKind.SAFETY else "New answer")
        self.new.setVisible(may_add and kind not in _SHIPPED_ONLY)
        self._nothing.setVisible(not lines)
        while len(self.cards) < len(lines):
            card = _LineCard(self._theme)
            card.picked.connect(self.picked)
            self._list.insertWidget(len(self.cards) + 2, card)
            self.cards.append(card)
        now = self._clock()
        for number, card in enumerate(self.cards):
            card.setVisible(number < len(lines))
            if number < len(lines):
                line = lines[number]
                found = findings.get(line.id, ())
                card.show_line(line, here, now, found, picked=line.id == picked)

    def focus_here(self, line_id: UUID | None = None) -> None:
        """Put the focus on a line, else on the first."""
        shown = [card for card in self.cards if not card.isHidden()]
        wanted = next((card for card in shown if card.line_id == line_id), None)
        target = wanted or (shown[0] if shown else self.new)
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.ensureWidgetVisible(target, 0, 8)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shown = [card for card in self.cards if card.isVisible()]
        at = next((n for n, card in enumerate(shown) if card.hasFocus()), None)
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Home: -len(shown),
            Qt.Key.Key_End: len(shown),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or at is None:
            super().keyPressEvent(event)
            return
        card = shown[min(max(0, at + step), len(shown) - 1)]
        card.setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(card, 0, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        painter.end()

    def _restyle(self) -> None:
        px = self._theme.px
        self._scroll.set_edges(20, 14, 20, 20)
        self._list.setSpacing(px(8))
