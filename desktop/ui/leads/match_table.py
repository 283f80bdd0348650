"""Somebody known looks like whoever wrote: only what differs, and what merging does with it."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.lead_merge import Merging
from desktop.domain.local_time import local_day
from desktop.domain.wording import in_sentence, spoken_day
from desktop.services.lead_rows import LeadMatch
from desktop.ui.leads.lead_words import (
    KEY_WORDS,
    MERGING_WORDS,
    NOT_SET,
    Said,
    merging_words,
    said_words,
)
from desktop.ui.theme import Theme
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.field import IconLine
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.painting import draw_box

_LOOKS, _MAY_BE = "Looks like someone you know", "May be someone you know"
_FIRST, _LAST = 112, 128
_ROW, _COMPACT_ROW, _HEAD_ROW = 36, 32, 30


class MatchTable(Card):
    """Shows; the page merges."""

    def __init__(
        self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, edge="soon-edge", name=_LOOKS, parent=parent)
        self._now = now
        self._match: LeadMatch | None = None
        self._here = "UTC"
        self.same = IconLine(theme, "", "soon", "check", "label")
        self._head = _Head(theme)
        self._head.row.addWidget(Icon(theme, "copy", "soon", 16))
        self._title = Label(theme, _LOOKS, "strong", "soon")
        self._head.row.addWidget(self._title)
        self._head.row.addStretch(1)
        self._head.row.addWidget(self.same)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addLayout(self._rows)
        theme.changed.connect(self._rebuild)

    def show_match(self, match: LeadMatch, here: str) -> None:
        """Show what merging would do."""
        if match != self._match or here != self._here:
            self._match, self._here = match, here
            self._rebuild()

    def _rebuild(self) -> None:
        match = self._match
        if match is None:
            return
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        title = _LOOKS if match.same.startswith("Name") else _MAY_BE
        self._title.set_text(title)
        self.setAccessibleName(title)
        self.same.show_line(match.same, "soon", "check", "label")
        self.same.setVisible(bool(match.same))
        day = in_sentence(
            spoken_day(local_day(match.since, self._here), local_day(self._now(), self._here))
        )
        self._add("What differs", "This lead", f"{match.name}, added {day}", None)
        for each in match.differences:
            self._add(
                KEY_WORDS[each.key],
                said_words(each.key, each.lead),
                said_words(each.key, each.person),
                merging_words(each),
            )
        if match.history:
            self._add("History", "This message", match.history, Said(*MERGING_WORDS[Merging.BOTH]))
        if not match.differences and not match.history:
            self._add("Nothing", "The same", "The same", Said("Keeps it", "check", "text-2"))

    def _add(self, title: str, lead: str, person: str, merging: Said | None) -> None:
        self._rows.addWidget(_Row(self.theme, title, lead, person, merging))


class _Head(QWidget):
    """The tinted head within the card's edge."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.row = QHBoxLayout(self)
        theme.changed.connect(self._restyle)
        self._restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        radius = self._theme.px(8) - 1
        box = QRectF(self.rect())
        painter.setClipRect(box)
        draw_box(painter, box.adjusted(0, 0, 0, radius), radius, self._theme.color("soon-tint"))
        painter.end()

    def _restyle(self) -> None:
        px = self._theme.px
        self.setFixedHeight(px(40))
        self.row.setContentsMargins(px(14), 0, px(14), 0)
        self.row.setSpacing(px(8))


class _Row(QWidget):
    """Title, both sides, what comes of it; without an outcome the heads of the columns."""

    def __init__(
        self, theme: Theme, title: str, lead: str, person: str, merging: Said | None
    ) -> None:
        super().__init__()
        self._theme, self._is_head = theme, merging is None
        px, compact = theme.px, theme.compact
        style, tone = ("cap-strong", "text-3") if self._is_head else ("body", "text")
        first = Label(theme, title, style if self._is_head else "small", "text-3", elide=True)
        cells: list[QWidget] = [first]
        for words in (lead, person):
            quiet = words == NOT_SET and not self._is_head
            label = Label(theme, words, style, "text-2" if quiet else tone, elide=True)
            cells.append(label)
        if merging is None:
            cells.append(IconLine(theme, "Merging", tone, "", style))
            self.setAccessibleName(f"{title}, {lead}, {person}")
        else:
            cells.append(IconLine(theme, merging.text, merging.tone, merging.icon, "label"))
            self.setAccessibleName(f"{title}: {lead}, on file {person}. {merging.text}")
        edge = px(10 if compact else 14)
        grid = QGridLayout(self)
        grid.setContentsMargins(edge, 1, edge, 0)
        grid.setHorizontalSpacing(2 * edge)
        grid.setColumnMinimumWidth(0, px(_FIRST) - 2 * edge)
        grid.setColumnMinimumWidth(3, px(_LAST) - 2 * edge)
        for column, cell in enumerate(cells):
            grid.addWidget(cell, 0, column)
            grid.setColumnStretch(column, 1 if column in (1, 2) else 0)
        first.setFixedWidth(px(_FIRST) - 2 * edge)
        cells[3].setFixedWidth(px(_LAST) - edge)
        height = _HEAD_ROW if self._is_head else _COMPACT_ROW if compact else _ROW
        self.setFixedHeight(px(height))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        if self._is_head:
            painter.fillRect(self.rect(), theme.color("surface-2"))
        else:
            painter.fillRect(0, 0, self.width(), 1, theme.color("line"))
        painter.end()
