"""Are these two the same person? Only what differs, what moves, and three ways out."""

from collections.abc import Callable
from datetime import datetime
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.services.merging import MergePreview
from desktop.ui.dialogs import Dialog
from desktop.ui.key_binding import IN_WINDOW, bind_keys
from desktop.ui.people.merge_words import MergeRow, Side, question_line, rows, stopped_line, tiles
from desktop.ui.people.person_words import added_words
from desktop.ui.theme import Theme
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.avatar import Avatar
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Card, Line, Strip
from desktop.ui.widgets.checks import Radio
from desktop.ui.widgets.field import IconLine
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.scroll import scroll_down
from desktop.ui.widgets.tag import Tag

_TITLES, _OUTCOMES = 136, 158
_AROUND = 40
"""Of the window, above and below the dialog at least."""


class MergeDialog(Dialog):
    """Shows a preview; the owner merges. Esc keeps both."""

    swap_requested = Signal()
    kept_apart = Signal()
    """They are two: do not ask again."""
    merge_requested = Signal(object)
    """Merge them, taking these answers of the one who goes: a ``frozenset`` of keys."""

    def __init__(self, theme: Theme, window: QWidget, now: Callable[[], datetime]) -> None:
        super().__init__(theme, window, "Are these two the same person?", width=1008)
        self._now = now
        self._here = "UTC"
        self.preview: MergePreview | None = None
        self._choices: dict[str, Radio] = {}
        self._groups: list[QButtonGroup] = []
        self._busy = False
        self.line = Label(theme, "", "body", "text-2", elide=True)
        self._looks = Tag(theme, "Looks the same", "soon", icon="copy")
        self.swap = Button(theme, "Swap", icon="arrow-right-left")
        self.keep = Button(theme, "Keep both", kbd="Esc", height=40)
        self.apart = Button(
            theme, "Not the same, do not ask again", Kind.QUIET, icon="copy", height=40
        )
        self.merge = Button(
            theme, "Merge into one", Kind.PRIMARY, icon="merge", kbd="Ctrl+Enter", height=40
        )
        self.trouble = Label(theme, "", "small-strong", "late", wrap=True)
        self.stops = IconLine(theme, "", "late", "ban", "small-strong")
        self._build()
        self._window.installEventFilter(self)
        self.swap.clicked.connect(lambda _on=False: self.swap_requested.emit())
        self.keep.clicked.connect(self.reject)
        self.apart.clicked.connect(lambda _on=False: self._once(self.kept_apart.emit))
        self.merge.clicked.connect(lambda _on=False: self._once(self._merge))
        bind_keys(self, ("act", self.merge.click), context=IN_WINDOW)

    def ask(self, preview: MergePreview, here: str) -> None:
        """Open with the focus on the safe choice; returns at once. ``here`` is the desk's zone."""
        self._here = here
        self.show_preview(preview)
        self.open()
        self.keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_preview(self, preview: MergePreview) -> None:
        """Show these two; what was chosen is chosen anew."""
        had_swap = self.swap.hasFocus()
        self.preview, self._busy = preview, False
        self.trouble.hide()
        self.line.set_text(question_line(preview))
        self._looks.setVisible(preview.alike.looks_same)
        self._fill_table(preview)
        self._fill_tiles(preview)
        self.stops.show_line(stopped_line(preview.moves), "late", "ban", "small-strong")
        self._fit()
        if had_swap:
            self.swap.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problem(self, sentence: str) -> None:
        """It was not done: say why and what to do; everything stays."""
        self._busy = False
        self.trouble.set_text(sentence)
        self.trouble.show()
        announce(self, sentence)
        self._fit()

    @property
    def taken(self) -> frozenset[str]:
        """What is taken of the one who goes."""
        return frozenset(key for key, radio in self._choices.items() if radio.isChecked())

    def choose(self, key: str) -> None:
        """Take this answer of the one who goes."""
        self._choices[key].setChecked(True)

    # -- inside --------------------------------------------------------------------------------

    def _once(self, act: Callable[[], object]) -> None:
        # One press, one write: the next one counts when this has come back.
        if not self._busy:
            self._busy = True
            act()

    def _merge(self) -> None:
        self.merge_requested.emit(self.taken)

    def _build(self) -> None:
        theme, px = self.theme, self.theme.px
        layout = self.card.layout()
        if not isinstance(layout, QVBoxLayout):
            raise TypeError("a dialog's card has a column")
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        while layout.count():
            layout.takeAt(0)
        self.title.set_style("title")
        head = QHBoxLayout()
        head.setContentsMargins(px(24), px(18), px(24), px(14))
        head.setSpacing(px(12))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.line)
        top = Qt.AlignmentFlag.AlignTop
        head.addWidget(Icon(theme, "merge", "text-2", 24), 0, top)
        head.addLayout(words, 1)
        head.addWidget(self._looks, 0, top)
        self._inner = QWidget()
        middle = QVBoxLayout(self._inner)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        self._table = QVBoxLayout()
        self._table.setSpacing(0)
        middle.addLayout(self._table)
        below = QVBoxLayout()
        below.setContentsMargins(px(24), px(14), px(24), px(16))
        below.setSpacing(px(10))
        said = QHBoxLayout()
        said.addWidget(Label(theme, "What moves to the one that stays", "strong"))
        said.addStretch(1)
        said.addWidget(IconLine(theme, "You can undo this later", "ok", "undo-2", "label"))
        below.addLayout(said)
        self._tiles = QHBoxLayout()
        self._tiles.setSpacing(px(8))
        below.addLayout(self._tiles)
        below.addWidget(self.stops)
        undo = (
            "Undo puts each call and promise back where it came from, and keeps what anyone adds "
            "after the merge with the person who stays."
        )
        below.addWidget(Label(theme, undo, "small", "text-2", wrap=True))
        below.addWidget(self.trouble)
        middle.addLayout(below)
        self._scroll = QScrollArea()
        scroll_down(self._scroll, self._inner)
        foot = Strip(theme, 64, 60, fill="surface-2", line="top", rounded="bottom", edge=24)
        foot.row.addWidget(self.keep)
        foot.row.addWidget(self.apart)
        foot.row.addStretch(1)
        foot.row.addWidget(self.merge)
        layout.addLayout(head)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(foot)

    def _fill_table(self, preview: MergePreview) -> None:
        # It goes from one table to the next; hidden in between, lest it show in the corner.
        self.swap.hide()
        self.swap.setParent(self)
        self._empty(self._table)
        self._choices, self._groups = {}, []
        self._table.addWidget(Line(self.theme))
        self._table.addWidget(self._people(preview))
        for row in rows(preview, self._here):
            self._table.addWidget(Line(self.theme))
            self._table.addWidget(self._row(row))
        self._table.addWidget(Line(self.theme))
        order = [self.swap, *self._choices.values(), self.keep, self.apart, self.merge]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _people(self, preview: MergePreview) -> QWidget:
        theme, px, here = self.theme, self.theme.px, self._here
        now = self._now()
        sides = []
        for who, since in (
            (preview.stays, preview.stays_since),
            (preview.gone, preview.gone_since),
        ):
            cell = QHBoxLayout()
            cell.setSpacing(px(12))
            cell.addWidget(Avatar(theme, who.name, 44, quiet=who is preview.gone))
            names = QVBoxLayout()
            names.setSpacing(0)
            names.addStretch(1)
            names.addWidget(Label(theme, who.name, "card", elide=True))
            added = f"{who.kind} · added {added_words(since, here, now)}"
            names.addWidget(Label(theme, added, "small", "text-2", elide=True))
            names.addStretch(1)
            cell.addLayout(names, 1)
            sides.append(cell)
        stays = Tag(theme, "Stays", "primary", icon="check", ground="surface")
        sides[0].addWidget(stays)
        sides[1].addWidget(self.swap)
        self.swap.show()
        last = QHBoxLayout()
        last.addWidget(Label(theme, "After the merge", "cap-strong", "text-3"))
        return _TableRow(theme, "Only what differs", sides[0], sides[1], last, 72, tinted=True)

    def _row(self, row: MergeRow) -> QWidget:
        theme = self.theme
        stays, gone = QHBoxLayout(), QHBoxLayout()
        group = QButtonGroup(self) if row.choice else None
        for place, side, first in ((stays, row.stays, True), (gone, row.gone, False)):
            place.setSpacing(theme.px(8))
            if group is None:
                self._said(place, side, strong=first and row.keeps)
                continue
            radio = Radio(theme, side.words)
            radio.setAccessibleName(f"{row.title}: {side.spoken}")
            radio.setChecked(first)
            group.addButton(radio)
            place.addWidget(radio)
            place.addStretch(1)
            if not first:
                self._choices[row.choice] = radio
        if group is not None:
            self._groups.append(group)
        last = QHBoxLayout()
        tone, style = row.tone, "small" if row.tone == "text-2" else "label"
        last.addWidget(IconLine(theme, row.outcome, tone, row.icon, style), 1)
        made = _TableRow(theme, row.title, stays, gone, last, 40, tinted=row.keeps)
        made.setAccessibleName(
            f"{row.title}: {row.stays.spoken}, the other {row.gone.spoken}. {row.outcome}"
        )
        return made

    def _said(self, place: QHBoxLayout, side: Side, *, strong: bool) -> None:
        theme = self.theme
        for words, icon in side.tags:
            place.addWidget(Tag(theme, words, "late", icon=icon))
        if side.tags:
            place.addStretch(1)
            return
        tone = "text-3" if side.quiet else "text"
        style = "medium" if strong and not side.quiet else "body"
        said = f"{side.words}  {side.extra}" if side.extra else side.words
        place.addWidget(Label(theme, said, style, tone, tabular=True, elide=True), 1)

    def _fill_tiles(self, preview: MergePreview) -> None:
        self._empty(self._tiles)
        for number, words, tone in tiles(preview.moves, self._now()):
            tile = Card(self.theme, radius=6, name=f"{number} {words}".replace("\n", " "))
            row = QHBoxLayout(tile)
            px = self.theme.px
            row.setContentsMargins(px(12), px(8), px(12), px(8))
            row.setSpacing(px(10))
            ink = tone if number and tone else "text"
            row.addWidget(Label(self.theme, str(number), "number", ink, tabular=True))
            quiet = tone if number and tone else "text-2"
            row.addWidget(Label(self.theme, words, "small", quiet, wrap=True), 1)
            tile.setFixedHeight(px(54))
            self._tiles.addWidget(tile, 1)

    def _empty(self, layout: QVBoxLayout | QHBoxLayout) -> None:
        while (item := layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window became lower or higher: the dialog stays whole within it."""
        if watched is self._window and event.type() == QEvent.Type.Resize and self.isVisible():
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """As high as what it shows; in a lower window the table scrolls, the buttons stay."""
        self._inner.adjustSize()
        layout = self._inner.layout()
        width = self.width() - 2
        needed = self._inner.sizeHint().height()
        if layout is not None and layout.hasHeightForWidth():
            needed = layout.heightForWidth(width)
        around = self.theme.px(76 + 64)
        room = self._window.height() - self.theme.px(_AROUND) - around
        self._scroll.setFixedHeight(min(needed, room))
        self.adjustSize()
        if self.isVisible():
            self.move(self._window.geometry().center() - self.rect().center())


class _TableRow(QWidget):
    """Title, both sides and what comes of it; the side that stays is tinted."""

    def __init__(
        self,
        theme: Theme,
        title: str,
        stays: QHBoxLayout,
        gone: QHBoxLayout,
        outcome: QHBoxLayout,
        height: int,
        *,
        tinted: bool,
    ) -> None:
        super().__init__()
        self._theme, self._tinted, self._head = theme, tinted, height > 40
        px = theme.px
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.setColumnMinimumWidth(0, px(_TITLES))
        grid.setColumnMinimumWidth(3, px(_OUTCOMES))
        first = QHBoxLayout()
        style = "cap" if self._head else "small"
        first.addWidget(Label(theme, title, style, "text-3", wrap=True))
        first.setContentsMargins(px(24), 0, px(8), 0)
        stays.setContentsMargins(px(14), 0, px(14), 0)
        gone.setContentsMargins(px(14), 0, px(14), 0)
        outcome.setContentsMargins(px(14), 0, px(10), 0)
        self._cells = [QWidget() for _ in range(4)]
        for column, (cell, inside) in enumerate(
            zip(self._cells, (first, stays, gone, outcome), strict=True)
        ):
            cell.setLayout(inside)
            grid.addWidget(cell, 0, column)
        self._cells[0].setFixedWidth(px(_TITLES))
        self._cells[3].setFixedWidth(px(_OUTCOMES))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        side = (px(1006) - px(_TITLES) - px(_OUTCOMES)) // 2
        self._cells[1].setFixedWidth(side)
        self.setFixedHeight(px(height))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._head:
            painter.fillRect(self.rect(), self._theme.color("surface-2"))
        if self._tinted:
            box = QRectF(self._cells[1].geometry())
            painter.fillRect(box, self._theme.color("primary-tint"))
        painter.end()
