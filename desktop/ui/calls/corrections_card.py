"""The corrections of a call: old → new, who, why, and the way to the first version."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.call_versions import CorrectionRow
from desktop.ui.calls.detail_words import Difference, corrected_line, differences
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Card, Line, Strip
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.tag import Count

_LONG = 24
"""Letters of an old or new value that still stand side by side."""


class CorrectionsCard(Card):
    """Hidden while there are none."""

    first_requested = Signal()
    """Show the call as it was first written down."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, edge="line-2", name="Corrections", parent=parent)
        head = Strip(theme, 34, 34, fill="surface-2", rounded="top", edge=12)
        head.row.setSpacing(theme.px(8))
        head.row.addWidget(Icon(theme, "file-pen-line", "text-2", 16))
        head.row.addWidget(Label(theme, "Corrections", "small-strong"))
        head.row.addStretch(1)
        self._count = Count(theme, 0)
        head.row.addWidget(self._count)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self._column.addWidget(head)
        self._body = QVBoxLayout()
        self._column.addLayout(self._body)
        self.first = Button(theme, "See the first version", Kind.LINK, icon="history", height=28)
        self.first.clicked.connect(lambda _on=False: self.first_requested.emit())
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.px(6), 0, theme.px(12), theme.px(8))
        foot.addWidget(self.first)
        foot.addStretch(1)
        self._column.addLayout(foot)
        self._entries: list[QWidget] = []
        self.hide()

    def show_corrections(
        self, corrections: Sequence[CorrectionRow], here: str, now: datetime
    ) -> None:
        """Show these, newest first."""
        for entry in self._entries:
            self._body.removeWidget(entry)
            entry.hide()
            entry.deleteLater()
        self._entries = []
        self._count.set_count(len(corrections))
        for number, correction in enumerate(corrections):
            if number:
                self._add(Line(self.theme))
            self._add(_Entry(self.theme, correction, here, now))
        self.setVisible(bool(corrections))

    def _add(self, widget: QWidget) -> None:
        self._body.addWidget(widget)
        self._entries.append(widget)


class _Entry(QWidget):
    """One correction."""

    def __init__(self, theme: Theme, correction: CorrectionRow, here: str, now: datetime) -> None:
        super().__init__()
        px = theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(11), px(8), px(11), px(4))
        column.setSpacing(px(4))
        who = corrected_line(correction.by, correction.at, here, now)
        column.addWidget(Label(theme, who, "small", "text-2", tabular=True, wrap=True))
        if correction.before is None or correction.after is None:
            said = "What was changed has been erased."
            column.addWidget(Label(theme, said, "small", "text-3", wrap=True))
        else:
            for each in differences(correction.before, correction.after, here, now):
                column.addWidget(changed_line(theme, each))
        reason = f"“{correction.reason}”"
        column.addWidget(Label(theme, reason, "small", "text-2", wrap=True))


def changed_line(theme: Theme, each: Difference) -> QWidget:
    """Old → new on one line where both are short, else one under the other."""
    box = QWidget()
    box.setAccessibleName(f"{each.label}: {each.old}, now {each.new}")
    short = len(each.old) + len(each.new) + len(each.label) <= _LONG + 10
    layout = QHBoxLayout(box) if short else QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.px(6 if short else 2))
    layout.addWidget(Label(theme, each.label, "label", "text-3"))
    layout.addWidget(Label(theme, each.old, "label", wrap=not short))
    arrow = Icon(theme, "arrow-right", "text", 14)
    new = Label(theme, each.new, "small-strong", wrap=not short)
    if short:
        layout.addWidget(arrow)
        layout.addWidget(new)
        layout.addStretch(1)
        return box
    below = QHBoxLayout()
    below.setSpacing(theme.px(6))
    below.addWidget(arrow)
    below.addWidget(new, 1)
    layout.addLayout(below)
    return box


class NoteText(QWidget):
    """Notes as they were written, with a bar at their left."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.label = Label(theme, "", "body", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(15), 1, 0, 1)
        column.addWidget(self.label)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        bar = QRectF(0, 0, self._theme.px(3), self.height())
        painter.fillRect(bar, self._theme.color("line-2"))
        painter.end()
