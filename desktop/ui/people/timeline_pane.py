"""The right pane: everything that happened with a person, newest first, with chips to filter."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.local_time import local_day
from desktop.domain.wording import clock, spoken_day
from desktop.services.history import HistoryEntry
from desktop.ui.history_words import timeline_entry
from desktop.ui.theme import Theme
from desktop.ui.timeline import TimelineEntry
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.painting import draw_box
from desktop.ui.widgets.tag import Count

WIDTH, COMPACT_WIDTH = 424, 372
_MOST = 100
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


# Kinds that other parts of the desk write.
_REQUESTS: frozenset[str] = frozenset({"request"})
_SAFETY: frozenset[str] = frozenset({"safety"})


def _is_safety(entry: HistoryEntry) -> bool:
    return entry.kind in _SAFETY or entry.title.startswith("Safety") or entry.outcome == "safety"


CHIPS: tuple[tuple[str, Callable[[HistoryEntry], bool]], ...] = (
    ("Calls", lambda entry: entry.kind == "call"),
    ("Callbacks", lambda entry: entry.kind in ("callback", "attempt")),
    ("Statements", lambda entry: entry.kind == "disclosure"),
    ("Requests", lambda entry: entry.kind in _REQUESTS),
    ("Safety", _is_safety),
)
"""What each chip keeps."""


class TimelinePane(QFrame):
    """No chip pressed shows everything."""

    earlier_requested = Signal()
    """The end was reached and there is more."""

    def __init__(
        self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        self._here = "UTC"
        self._somebody = False
        self._entries: tuple[HistoryEntry, ...] = ()
        self._more = False
        self.setAccessibleName("Timeline")
        self.count = Count(theme, 0)
        self._note = Label(theme, "Everything, newest first", "cap", "text-3")
        self.chips: list[Chip] = []
        top = QHBoxLayout()
        top.setSpacing(theme.px(8))
        top.addWidget(Label(theme, "Timeline", "card"))
        top.addWidget(self.count)
        top.addStretch(1)
        top.addWidget(self._note)
        self._chip_row = Flow()
        for words, _keeps in CHIPS:
            chip = Chip(theme, words, height=28)
            chip.toggled.connect(lambda _on: self._show())
            self.chips.append(chip)
            self._chip_row.addWidget(chip)
        self._head = QVBoxLayout()
        self._head.addLayout(top)
        self._head.addLayout(self._chip_row)
        self.events = _Scroll(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(self.events, 1)
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_reader(self, here: str) -> None:
        """In which zone it is read."""
        self._here = here

    def show_entries(self, entries: Sequence[HistoryEntry], count: int, *, more: bool) -> None:
        """Show these, of ``count`` in all; ``more`` says there are earlier ones."""
        if self._somebody and tuple(entries) == self._entries and more == self._more:
            return
        self._somebody = True
        self._entries, self._more = tuple(entries), more
        said = f"{_MOST} or more" if count >= _MOST else str(count)
        self.count.set_text(f"{_MOST}+" if count >= _MOST else str(count))
        self.count.setAccessibleName(f"{said} entries")
        self._show()

    def show_nobody(self) -> None:
        """Nobody is in hand."""
        self.show_entries((), 0, more=False)
        self._somebody = False
        self._show()

    def tick(self) -> None:
        """Another day."""
        self._show()

    @property
    def words(self) -> tuple[str, ...]:
        """What is shown, as it is read aloud."""
        return self.events.words

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        painter.fillRect(0, 0, 1, self.height(), self._theme.color("line"))
        painter.fillRect(0, self.events.y() - 1, self.width(), 1, self._theme.color("line"))
        painter.end()

    def _show(self) -> None:
        pressed = [
            keeps for chip, (_, keeps) in zip(self.chips, CHIPS, strict=True) if chip.isChecked()
        ]
        kept = [
            entry
            for entry in self._entries
            if not pressed or any(keeps(entry) for keeps in pressed)
        ]
        now = self._now()
        today = local_day(now, self._here)
        groups: list[tuple[str, list[TimelineEntry]]] = []
        for entry in kept:
            day = local_day(entry.at, self._here)
            name = _group(day, today)
            if not groups or groups[-1][0] != name:
                groups.append((name, []))
            groups[-1][1].append(self._entry(entry, day, today, now))
        nothing = "Nothing of this yet." if pressed else "Nothing has happened yet."
        if not self._somebody:
            nothing = "Pick somebody to see what happened."
        earlier: Button | None = None
        if self._more:
            earlier = Button(self._theme, "Show earlier", Kind.LINK)
            earlier.clicked.connect(lambda _on=False: self.earlier_requested.emit())
        self.events.show_groups(groups, nothing, earlier)

    def _entry(self, entry: HistoryEntry, day: date, today: date, now: datetime) -> TimelineEntry:
        told = timeline_entry(entry, self._here, now)
        at = clock(entry.at, self._here)
        when = at if day == today else f"{spoken_day(day, today)}, {at}"
        who = entry.who.split()[0] if entry.who else ""
        tone = "safety" if _is_safety(entry) else told.tone
        icon = "life-buoy" if tone == "safety" else told.icon
        title, rest = _parted(entry)
        return TimelineEntry(icon, title, rest, f"{when} · {who}" if who else when, "", tone)

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        # Large text takes the room from the timeline, not from the person.
        large = max(1.0, self._theme.scale)
        self.setFixedWidth(round(px(COMPACT_WIDTH if compact else WIDTH) / large))
        down, gap = (8, 8) if compact else (14, 10)
        self._head.setContentsMargins(px(16), px(down), px(16), px(8 if compact else 10))
        self._head.setSpacing(px(gap))
        self._chip_row.setSpacing(px(4 if compact else 6))
        for chip in self.chips:
            chip.set_tight(compact)
        self._show()


class _Scroll(QScrollArea):
    """The entries under their days; takes the focus, arrow keys scroll it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.words: tuple[str, ...] = ()
        self.setAccessibleName("Timeline")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_groups(
        self,
        groups: Sequence[tuple[str, Sequence[TimelineEntry]]],
        nothing: str,
        earlier: QWidget | None,
    ) -> None:
        """Show these instead."""
        theme, px = self._theme, self._theme.px
        place = self.verticalScrollBar().value()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(px(16), 0, px(14), px(10))
        column.setSpacing(0)
        above, below = (6, 4) if theme.compact else (10, 6)
        for name, entries in groups:
            head = Label(theme, name, "cap-strong", "text-3")
            head.setContentsMargins(0, 0, 0, 0)
            column.addSpacing(px(above))
            column.addWidget(head)
            column.addSpacing(px(below))
            for number, entry in enumerate(entries):
                column.addWidget(_Event(theme, entry, last=number == len(entries) - 1))
        if not groups:
            column.addSpacing(px(10))
            column.addWidget(Label(theme, nothing, "small", "text-3", wrap=True))
        if earlier is not None:
            column.addWidget(earlier, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        old = self.takeWidget()
        self.setWidget(body)
        # A scroll area makes its widget paint a ground.
        body.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        if old is not None:
            old.deleteLater()
        self.verticalScrollBar().setValue(place)
        self.words = tuple(entry.spoken for _, entries in groups for entry in entries)
        self.setAccessibleDescription("; ".join(self.words[:20]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows scroll; everything else goes on to the page."""
        step = {
            Qt.Key.Key_Up: -40,
            Qt.Key.Key_Down: 40,
            Qt.Key.Key_PageUp: -self.height(),
            Qt.Key.Key_PageDown: self.height(),
        }.get(Qt.Key(event.key()))
        if step is None:
            event.ignore()
            return
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + step)


class _Event(QWidget):
    """One entry; the line at the left runs on to the next one."""

    def __init__(self, theme: Theme, entry: TimelineEntry, *, last: bool) -> None:
        super().__init__()
        self._theme, self._entry, self._last = theme, entry, last
        px = theme.px
        self.setAccessibleName(entry.spoken)
        lead = "safety" if entry.tone == "safety" else "text"
        words = Label(
            theme, entry.rest, "small", "text", lead=entry.title, lead_tone=lead, wrap=True
        )
        when = Label(theme, entry.when, "cap", "text-3", tabular=True, elide=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(36), px(4), 0, px(5 if theme.compact else 8))
        column.setSpacing(0)
        column.addWidget(words)
        column.addWidget(when)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        if not self._last:
            line = QRectF(px(12.5), px(26), 1, self.height() - px(26))
            painter.fillRect(line, theme.color("line-2"))
        disc = QRectF(0, 0, px(26), px(26))
        tone = self._entry.tone
        tinted = tone in ("plan", "safety", "ok")
        fill = theme.color(f"{tone}-tint" if tinted else "surface")
        draw_box(painter, disc, px(13), fill, theme.color(f"{tone}-edge" if tinted else "line-2"))
        theme.draw_icon(painter, disc, self._entry.icon, tone, 14)
        painter.end()


def _parted(entry: HistoryEntry) -> tuple[str, str]:
    """What is set strong, and what follows on the same line: "Callback promised", "for Wed 10:00
    am. Chicago confirms." """
    if entry.kind == "callback" and entry.outcome is None:
        title, by, when = entry.title.partition(" for ")
        if by:
            return title, " ".join(part for part in (f"for {when}.", entry.detail) if part)
        # What was promised may be no more than what it is: "Safety follow-up due" says it.
        said = "" if title.startswith(entry.detail.rstrip(".")) else entry.detail
        return title, f"· {said}" if said else ""
    return entry.title, " ".join(f"· {part}" for part in (entry.aside, entry.detail) if part)


def _group(day: date, today: date) -> str:
    """ "Today", "Earlier in November", "October", "December 2024"."""
    if day >= today:
        return "Today"
    month = _MONTHS[day.month - 1]
    if (day.year, day.month) == (today.year, today.month):
        return f"Earlier in {month}"
    return month if day.year == today.year else f"{month} {day.year}"
