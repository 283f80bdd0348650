"""The card of facts: one row for each thing that is known, hairlines between."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.people.person_words import Fact, FactLine
from desktop.ui.theme import Theme
from desktop.ui.widgets.card import Card, Line
from desktop.ui.widgets.field import IconLine
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.tag import Tag

_TITLE, _COMPACT_TITLE = 112, 92


class FactsCard(Card):
    """Shows facts; as high as they are."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, name="What is known", parent=parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self._shown: object = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these instead; nothing happens where they are shown already."""
        what = (tuple(facts), self.theme.scale, self.theme.compact)
        if what == self._shown:
            return
        self._shown = what
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, fact in enumerate(facts):
            if number:
                self._column.addWidget(Line(self.theme))
            self._column.addWidget(self._row(fact))

    def _row(self, fact: Fact) -> QWidget:
        theme, px, compact = self.theme, self.theme.px, self.theme.compact
        row = QWidget()
        row.setAccessibleName(f"{fact.title}: {'; '.join(line.spoken for line in fact.lines)}")
        edge = px(12 if compact else 14)
        across = QHBoxLayout(row)
        across.setContentsMargins(edge, 0, edge, 0)
        across.setSpacing(0)
        title = Label(theme, fact.title, "small", "text-3", wrap=True)
        title.setFixedWidth(px(_COMPACT_TITLE if compact else _TITLE) - px(10))
        down = px(7 if compact else 10)
        above = QVBoxLayout()
        above.setContentsMargins(0, down, 0, 0)
        above.addWidget(title)
        above.addStretch(1)
        across.addLayout(above)
        across.addSpacing(px(10))
        lines = QVBoxLayout()
        pad = px(6 if compact else 9)
        lines.setContentsMargins(0, pad, 0, pad)
        lines.setSpacing(px(4 if compact else 7))
        for line in fact.lines:
            lines.addWidget(self._words(line) if fact.wraps else self._line(line))
        across.addLayout(lines, 1)
        row.setMinimumHeight(px(32 if compact else 38))
        return row

    def _words(self, line: FactLine) -> QWidget:
        return Label(self.theme, line.words, "body", wrap=True)

    def _line(self, line: FactLine) -> QWidget:
        theme, px = self.theme, self.theme.px
        if not (line.below or line.lead or line.quiet):
            return self._parts(line)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        tone = "text-3" if line.quiet else "text"
        if line.icon:
            row.addWidget(Icon(theme, line.icon, "text-3", 16), 0, self._beside(line))
        style = "body" if line.lead or line.quiet else "medium" if line.icon else "body"
        if line.below:
            words = QVBoxLayout()
            words.setContentsMargins(0, 0, 0, 0)
            words.setSpacing(0)
            first = QHBoxLayout()
            first.setSpacing(px(8))
            first.addWidget(self._strong(line, style, tone))
            if line.after:
                first.addWidget(Label(theme, line.after, "small", "text-3", elide=True), 1)
            words.addLayout(first)
            words.addWidget(Label(theme, line.below, "cap", "text-3", elide=True, tabular=True))
            row.addLayout(words, 1)
            return whole
        row.addWidget(self._strong(line, style, tone))
        if line.tag:
            row.addWidget(Tag(theme, line.tag, line.tag_tone, icon=line.tag_icon))
        row.addWidget(Label(theme, line.after, "small", "text-3", elide=True, tabular=True), 1)
        return whole

    def _parts(self, line: FactLine) -> QWidget:
        """Short parts side by side, in as many lines as the width asks for."""
        theme = self.theme
        whole = QWidget()
        row = Flow(whole)
        row.setSpacing(theme.px(8))
        if line.icon:
            row.addWidget(Icon(theme, line.icon, "text-3", 16))
        row.addWidget(self._strong(line, "medium" if line.icon else "body", "text"))
        if line.tag:
            row.addWidget(Tag(theme, line.tag, line.tag_tone, icon=line.tag_icon))
        if line.beside:
            row.addWidget(IconLine(theme, line.beside, line.beside_tone, line.beside_icon, "small"))
        if line.after:
            after = Label(theme, line.after, "small", "text-3", elide=True, tabular=True)
            # As wide as its words where there is room.
            after.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            row.addWidget(after)
        return whole

    def _strong(self, line: FactLine, style: str, tone: str) -> Label:
        wide = bool(line.lead)
        if not wide:
            return Label(self.theme, line.words, style, tone, tabular=True, wrap=line.quiet)
        # The comma belongs to what follows the name, and no space comes before it.
        return _LeadLabel(self.theme, line.lead, line.words, tone)

    def _beside(self, line: FactLine) -> Qt.AlignmentFlag:
        middle, top = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignTop
        return top if line.below else middle


class _LeadLabel(Label):
    """A name in 500 and what follows it, in as many lines as they need."""

    def __init__(self, theme: Theme, lead: str, rest: str, tone: str) -> None:
        super().__init__(theme, "", "body", tone, wrap=True)
        self.setText(f"{lead}{rest}")
        self._lead = lead
        self.setAccessibleName(self.text())
