"""The middle: who it is, who looks the same, what is promised, what is known, what to do."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.services.person_page import PersonPage
from desktop.ui.overlay_bar import OverlayBar
from desktop.ui.people.facts_card import FactsCard
from desktop.ui.people.person_words import (
    added_words,
    facts,
    head_line,
    number_words,
    promise_lines,
    why_not_ring,
)
from desktop.ui.theme import Theme
from desktop.ui.widgets.avatar import Avatar
from desktop.ui.widgets.button import Button, Kind, icon_button
from desktop.ui.widgets.card import Card, Strip
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.scroll import scroll_down
from desktop.ui.widgets.tag import Tag
from desktop.ui.words import HOLD_WORDS, PURPOSE_WORDS, RESTRICTION_WORDS

_TAGS = 2
"""Beside a name there is room for no more; all of them stand among the facts."""
_TIGHT = 460
"""So narrow, the head has no room for the picture."""


class PersonPane(QFrame):
    """Shows; the page acts. Only the facts scroll."""

    call_requested = Signal(str)
    """Dial this number."""
    edit_requested = Signal()
    more_requested = Signal()
    compare_requested = Signal()
    promise_requested = Signal(object)
    """Open this promise: its identity."""
    callback_requested = Signal()
    merge_requested = Signal()

    def __init__(
        self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        self._here, self._call_words = "UTC", "Call"
        self.page: PersonPage | None = None
        self.setAccessibleName("The person")
        self._avatar = Avatar(theme, "", 44)
        self.name = Label(theme, "", "title", elide=True)
        self.about = Label(theme, "", "small", "text-2", elide=True)
        self._tag_row = QWidget()
        self._tags = QHBoxLayout(self._tag_row)
        self._tags_below = False
        self.edit = icon_button(theme, "pencil", "Edit details")
        self.more = icon_button(theme, "ellipsis", "More with this person")
        self.same = _SameBar(theme)
        self.promise = _PromiseBox(theme)
        self.facts = FactsCard(theme)
        self.call = Button(
            theme, "Call", Kind.PRIMARY, icon="phone-outgoing", kbd="Enter", height=40
        )
        self._why_not = Label(theme, "", "cap", "text-3", elide=True)
        self.callback = Button(theme, "New callback", icon="calendar-clock", height=40)
        self.merge = Button(theme, "Merge…", Kind.QUIET, icon="merge", kbd="M", height=40)
        self._empty = EmptyState(
            theme, "users", "Nobody is picked", "Find somebody at the left.", framed=False
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._build())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self._wire()
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_reader(self, here: str) -> None:
        """In which zone it is read."""
        self._here = here

    def show_nobody(self) -> None:
        """Nobody is in hand."""
        self.page = None
        self._stack.setCurrentIndex(0)

    def show_page(self, page: PersonPage) -> None:
        """Show one person."""
        other = self.page is None or self.page.person.id != page.person.id
        self.page = page
        person = page.person
        self.setAccessibleName(person.name)
        self._avatar.set_text(person.name)
        self.name.set_text(person.name)
        self._show_tags(page)
        alike = page.alike[0] if page.alike else None
        self.same.setVisible(alike is not None)
        if alike is not None:
            added = added_words(alike.since, self._here, self._now())
            self.same.words.set_text(f"Looks like the same person: {alike.name}, added {added}")
        number, why = number_words(page), why_not_ring(page)
        self._call_words = f"Call {number}" if number else "Call"
        if why:
            self.call.set_off(why)
        else:
            self.call.set_on()
        self._fit_acts()
        self.tick()
        self._stack.setCurrentIndex(1)
        if other:
            self._scroll.verticalScrollBar().setValue(0)

    def tick(self) -> None:
        """Time went on."""
        page = self.page
        if page is None:
            return
        now, compact = self._now(), self._theme.compact
        self.about.set_text(head_line(page.person, self._here, compact=compact))
        self._fit_tags()
        self.facts.show_facts(facts(page, self._here, now, compact=compact))
        self._promised.setVisible(page.promise is not None)
        if page.promise is not None:
            self.promise.show_lines(*promise_lines(page.promise, self._here, now))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("bg"))
        painter.end()

    # -- inside --------------------------------------------------------------------------------

    def _wire(self) -> None:
        for button, signal in (
            (self.edit, self.edit_requested),
            (self.more, self.more_requested),
            (self.same.compare, self.compare_requested),
            (self.callback, self.callback_requested),
            (self.merge, self.merge_requested),
        ):
            button.clicked.connect(lambda _on=False, s=signal: s.emit())
        self.promise.open.clicked.connect(lambda _on=False: self._open_promise())
        self.call.clicked.connect(lambda _on=False: self.ring())

    def ring(self) -> None:
        """Ask for the call, where they may be rung."""
        if self.page is not None and self.call.isEnabled():
            self.call_requested.emit(number_words(self.page))

    def _open_promise(self) -> None:
        if self.page is not None and self.page.promise is not None:
            self.promise_requested.emit(self.page.promise.row.id)

    def _show_tags(self, page: PersonPage) -> None:
        while (item := self._tags.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        person = page.person
        said = dict.fromkeys(
            (f"Do not call: {PURPOSE_WORDS[row.purpose].lower().removesuffix(' calls')}", "ban")
            for row in person.do_not_call
        )
        said |= dict.fromkeys(RESTRICTION_WORDS[each.kind] for each in person.restrictions)
        for words, icon in list(said)[:_TAGS]:
            self._tags.addWidget(Tag(self._theme, words, "late", icon=icon))
        for held in person.holds[: _TAGS - min(len(said), _TAGS)]:
            words, icon = HOLD_WORDS[held.kind]
            self._tags.addWidget(Tag(self._theme, words, "soon", icon=icon))

    def _fit_tags(self) -> None:
        """Beside the name as long as all of it can be read, else below."""
        beside = (self._avatar, self._tag_row, self.edit, self.more)
        self._tag_row.setVisible(self._tags.count() > 0)
        words = max(self.name.full_width(), self.about.full_width())
        edges = self._head.row.contentsMargins()
        room = self.width() - edges.left() - edges.right() - words
        gaps = self._head.row.spacing() * len(beside)
        taken = sum(each.sizeHint().width() for each in beside if not each.isHidden())
        below = taken + gaps > room
        self._tags.setContentsMargins(0, self._theme.px(4) if below else 0, 0, 0)
        if below == self._tags_below:
            return
        self._tags_below = below
        if below:
            self._names.addWidget(self._tag_row, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            self._head.row.insertWidget(2, self._tag_row)

    def _build(self) -> QWidget:
        theme = self._theme
        self._names = QVBoxLayout()
        self._names.setSpacing(0)
        self._names.addWidget(self.name)
        self._names.addWidget(self.about)
        self._head = _Head(theme)
        self._head.row.addWidget(self._avatar)
        self._head.row.addLayout(self._names, 1)
        self._head.row.addWidget(self._tag_row)
        self._head.row.addWidget(self.edit)
        self._head.row.addWidget(self.more)
        self._scroll = QScrollArea()
        self._scroll.setAccessibleName("What is known")
        inner = QWidget()
        self._below = QVBoxLayout(inner)
        self._below.addWidget(self.facts)
        self._below.addStretch(1)
        scroll_down(self._scroll, inner)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        OverlayBar(self._scroll)
        self._ring = _FocusRing(theme, self._scroll)
        self._foot = Strip(theme, 64, 52, line="top")
        self._foot.row.addWidget(self.call)
        self._foot.row.addWidget(self.callback)
        self._foot.row.addWidget(self._why_not, 1)
        self._foot.row.addStretch()
        self._foot.row.addWidget(self.merge)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._promised = QWidget()
        self._above = QVBoxLayout(self._promised)
        self._above.addWidget(self.promise)
        column.addWidget(self._head)
        column.addWidget(self.same)
        column.addWidget(self._promised)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._foot)
        return whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_acts()
        self._fit_tags()

    def _fit_acts(self) -> None:
        """Where the acts need more room than there is they lose their keys, which the status bar
        tells too, then words; so they do where it is said why nobody can be rung. The picture
        beside the name makes room for the name."""
        buttons = (self.call, self.callback, self.merge)
        edges = self._foot.row.contentsMargins()
        room = self.width() - edges.left() - edges.right() - 4 * self._foot.row.spacing()
        off = bool(self.call.reason_off)
        self._why_not.set_text(self.call.reason_off)
        self._why_not.setVisible(off)
        for call, keys in (
            (self._call_words, ("Enter", "M")),
            (self._call_words, ("", "")),
            ("Call", ("Enter", "M")),
            ("Call", ("", "")),
        )[3 if off else 0 :]:
            self.call.set_text(call)
            self.call.setAccessibleName(self._call_words)
            self.call.set_kbd(keys[0])
            self.merge.set_kbd(keys[1])
            if sum(button.sizeHint().width() for button in buttons) <= room:
                break
        tight = self.width() < self._theme.px(_TIGHT)
        self._avatar.setVisible(not tight)

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        edge = px(12 if compact else 16)
        gap = px(8 if compact else 12)
        self._above.setContentsMargins(edge, gap, edge, 0)
        self._below.setContentsMargins(edge, gap, edge, gap)
        self._tags.setSpacing(px(6))
        self._foot.row.setContentsMargins(edge, 0, edge, 0)
        self._foot.row.setSpacing(px(8))
        for button in (self.call, self.callback, self.merge):
            button.set_height(36 if compact else 40)
        self._head.fit(compact)
        self._fit_acts()
        self.tick()


class _Head(QWidget):
    """Ground and hairline of the head."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.row = QHBoxLayout(self)

    def fit(self, compact: bool) -> None:
        px = self._theme.px
        edge = px(12 if compact else 16)
        down = px(8) if compact else px(14)
        self.row.setContentsMargins(edge, down, edge, px(8 if compact else 12) + 1)
        self.row.setSpacing(px(12))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), self._theme.color("line"))
        painter.end()


class _SameBar(QWidget):
    """Somebody looks like the same person."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.words = Label(theme, "", "medium", "soon", elide=True)
        self.compare = Button(theme, "Compare", Kind.SOON)
        self._row = QHBoxLayout(self)
        self._row.addWidget(Icon(theme, "copy", "soon", 16))
        self._row.addWidget(self.words, 1)
        self._row.addWidget(self.compare)
        theme.changed.connect(self._restyle)
        self._restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("soon-tint"))
        line = QRectF(0, self.height() - 1, self.width(), 1)
        painter.fillRect(line, self._theme.color("soon-edge"))
        painter.end()

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        self.setFixedHeight(px(40 if compact else 44))
        edge = px(12 if compact else 16)
        self._row.setContentsMargins(edge, 0, edge, 0)
        self._row.setSpacing(px(8))


class _PromiseBox(Card):
    """The open promise due first."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, fill="primary-tint", edge="primary-edge", name="Open promise")
        self.when = Label(theme, "", "strong", elide=True, tabular=True)
        self.what = Label(theme, "", "small", "text-2", elide=True)
        self.open = Button(theme, "Open", Kind.LINK)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.when)
        words.addWidget(self.what)
        self._row = QHBoxLayout(self)
        self._row.addWidget(Icon(theme, "phone-outgoing", "primary", 16))
        self._row.addLayout(words, 1)
        self._row.addWidget(self.open)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_lines(self, when: str, what: str) -> None:
        self.when.set_text(when)
        self.what.set_text(what)
        self.setAccessibleName(f"Open promise: {when}. {what}")

    def _restyle(self) -> None:
        px = self.theme.px
        self._row.setContentsMargins(px(12), px(8), px(12), px(8))
        self._row.setSpacing(px(10))


class _FocusRing(QWidget):
    """Two pixels of blue around what scrolls while it has the focus."""

    def __init__(self, theme: Theme, around: QScrollArea) -> None:
        super().__init__(around)
        self._theme, self._around = theme, around
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        around.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = (QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.Resize)
        if watched is self._around and event.type() in kinds:
            self.setGeometry(self._around.rect())
            self.setVisible(event.type() != QEvent.Type.FocusOut and self._around.hasFocus())
            self.raise_()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = self._theme.color("focus")
        box = self.rect()
        for edge in (
            QRectF(0, 0, box.width(), 2),
            QRectF(0, box.height() - 2, box.width(), 2),
            QRectF(0, 0, 2, box.height()),
            QRectF(box.width() - 2, 0, 2, box.height()),
        ):
            painter.fillRect(edge, colour)
        painter.end()
