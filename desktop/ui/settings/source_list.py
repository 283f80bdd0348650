"""The sources, one card each: how it stands, what came last, what waits aside, and a test."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.card import Card, Strip
from desktop.ui.widgets.field import IconLine
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.painting import draw_box, plain_tip
from desktop.ui.widgets.scroll import ColumnScroll
from desktop.ui.widgets.tag import Tag

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source as its card shows it. ``fix`` says what to do; "" when there is nothing."""

    id: UUID
    title: str
    icon: str
    state: tuple[str, str, str]
    arrived: str
    set_aside: int
    fix: str


class IconTile(Card):
    """An icon in a box; ``chosen`` in the colours of what is chosen."""

    def __init__(self, theme: Theme, icon: str, side: int, *, chosen: bool = False) -> None:
        fill, edge = ("primary-tint", "primary-edge") if chosen else ("surface", "line-2")
        super().__init__(theme, fill=fill, edge=edge)
        self._tone, self._side = "primary" if chosen else "text-2", side
        self._icon = Icon(theme, icon, self._tone, side // 2)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignCenter)
        theme.changed.connect(self._fit)
        self._fit()

    def set_icon(self, icon: str) -> None:
        """Show another icon."""
        self._icon.set_icon(icon, self._tone)

    def _fit(self) -> None:
        self.setFixedSize(self.theme.px(self._side), self.theme.px(self._side))


class SourceCard(QWidget):
    """One source; a click, Enter or Space picks it, arrows go to the next."""

    picked = Signal(object)
    test_requested = Signal(object)
    moved = Signal(int)

    def __init__(self, theme: Theme, view: SourceView) -> None:
        super().__init__()
        self._theme, self.source_id, self._chosen = theme, view.id, False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        px = theme.px
        self._icon = IconTile(theme, view.icon, 36)
        self._title = Label(theme, "", "strong", elide=True)
        self._state = IconLine(theme, style="label")
        self._arrived = Label(theme, "", "small", "text-3", tabular=True, elide=True)
        self._aside = Tag(theme, "", "soon", icon="inbox")
        self._fix = Tag(theme, "", "late", icon="key-round")
        self.test = Button(theme, "Test")
        self.test.clicked.connect(lambda: self.test_requested.emit(self.source_id))
        second = QHBoxLayout()
        second.setSpacing(px(6))
        second.addWidget(self._state)
        second.addWidget(self._arrived, 1)
        tags = QHBoxLayout()
        tags.setSpacing(px(6))
        tags.addWidget(self._aside)
        tags.addWidget(self._fix)
        tags.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self._title)
        words.addLayout(second)
        words.addLayout(tags)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), px(12), px(16), px(12))
        row.setSpacing(px(12))
        # Both stand in the middle of the two lines, also where tags follow below.
        row.addLayout(_down(self._icon, px(2)))
        row.addLayout(words, 1)
        row.addLayout(_down(self.test, px(4)))
        self.show_view(view)

    def show_view(self, view: SourceView) -> None:
        """Show how it is now."""
        self._icon.set_icon(view.icon)
        self._title.set_text(view.title)
        words, icon, tone = view.state
        self._state.show_line(words, tone, icon, "label")
        self._arrived.set_text(view.arrived)
        self._aside.set_tag(f"Set aside to look at: {view.set_aside}", "soon", "inbox")
        self._aside.setVisible(bool(view.set_aside))
        self._fix.set_tag(_short(view.fix), "late", "circle-alert")
        self._fix.setVisible(bool(view.fix))
        self._fix.setToolTip(plain_tip(view.fix))
        self.test.setAccessibleName(f"Test {view.title}")
        said = [view.title, words, view.arrived, view.fix]
        if view.set_aside:
            said.append(f"{view.set_aside} set aside to look at")
        self.setAccessibleName(", ".join(filter(None, said)))

    def set_chosen(self, chosen: bool) -> None:
        """Whether its details are shown."""
        self._chosen = chosen
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.picked.emit(self.source_id)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.moved.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.picked.emit(self.source_id)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, box = self._theme, QRectF(self.rect())
        painter = QPainter(self)
        painter.fillRect(box, theme.color("primary-tint" if self._chosen else "surface"))
        line = QRectF(0, box.height() - 1, box.width(), 1)
        painter.fillRect(line, theme.color("line"))
        if self._chosen:
            painter.fillRect(QRectF(0, 0, theme.px(3), box.height()), theme.color("primary"))
        if self.hasFocus():
            draw_box(painter, box, 0, None, theme.color("focus"), 2)
        painter.end()


class SourceList(QWidget):
    """Which source is looked at."""

    picked = Signal(object)
    test_requested = Signal(object)
    add_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName("Connections")
        self._cards: dict[UUID, SourceCard] = {}
        self._scroll = ColumnScroll(theme)
        self._scroll.set_edges(0, 0, 0, 0)
        self._scroll.column.setSpacing(0)
        self.add = Button(theme, "Add a connection…", icon="plus")
        self.add.clicked.connect(self.add_requested)
        foot = QWidget()
        edge = QHBoxLayout(foot)
        edge.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        edge.addWidget(self.add)
        edge.addStretch(1)
        self._scroll.column.addWidget(foot)
        self._scroll.column.addStretch(1)
        note = Strip(theme, 64, 64, fill="surface-2", line="top")
        note.row.addWidget(Icon(theme, "info", "text-3", 16))
        self.note = Label(theme, "", "small", "text-2", wrap=True)
        note.row.addWidget(self.note, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addWidget(note)

    def show_views(self, views: Sequence[SourceView], chosen: UUID | None) -> None:
        """Show these; cards that stay keep the focus."""
        gone = self._cards.keys() - {view.id for view in views}
        for source_id in gone:
            self._cards.pop(source_id).deleteLater()
        for place, view in enumerate(views):
            card = self._cards.get(view.id)
            if card is None:
                card = SourceCard(self._theme, view)
                card.picked.connect(self.picked)
                card.test_requested.connect(self.test_requested)
                card.moved.connect(self._move)
                self._cards[view.id] = card
                self._scroll.column.insertWidget(place, card)
            card.show_view(view)
            card.set_chosen(view.id == chosen)

    def card(self, source_id: UUID) -> SourceCard:
        """The card of a source."""
        return self._cards[source_id]

    def focus_here(self, source_id: UUID | None) -> None:
        """Put the focus on a source, else on the first."""
        cards = list(self._cards.values())
        card = self._cards.get(source_id) if source_id is not None else None
        target = card or (cards[0] if cards else self.add)
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        line = QRectF(self.width() - 1, 0, 1, self.height())
        painter.fillRect(line, self._theme.color("line"))
        painter.end()

    def _move(self, step: int) -> None:
        cards = sorted(self._cards.values(), key=lambda card: card.y())
        here = next((n for n, card in enumerate(cards) if card.hasFocus()), None)
        if here is not None and 0 <= here + step < len(cards):
            cards[here + step].setFocus(Qt.FocusReason.TabFocusReason)
            self._scroll.ensureWidgetVisible(cards[here + step])
            self.picked.emit(cards[here + step].source_id)


def _down(widget: QWidget, by: int) -> QVBoxLayout:
    """At the top, ``by`` pixels lower."""
    column = QVBoxLayout()
    column.setContentsMargins(0, by, 0, 0)
    column.addWidget(widget)
    column.addStretch(1)
    return column


def _short(fix: str) -> str:
    """The first sentence, for the tag; the details say all of it."""
    first = fix.partition(". ")[0].rstrip(".")
    return first if len(first) < 60 else first[:58] + "…"
