"""The results under the search field."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QCursor, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.keys import key_of
from desktop.ui.search.hit_model import HitModel
from desktop.ui.search.hit_painting import HEAD, ROW, HitDelegate
from desktop.ui.search.hits import Hit, Results
from desktop.ui.theme import Theme
from desktop.ui.widgets.card import Card, Strip
from desktop.ui.widgets.kbd import Kbd
from desktop.ui.widgets.label import Label

_WIDTH, _FOOT, _EDGE = 560, 36, 14
_BELOW_LAST = 6
_FOOT_KEYS = ("hit", "open_hit", "leave")
_FOOT_WORDS = {"hit": "Move", "open_hit": "Open", "leave": "Close"}


class ResultPanel(Card):
    """Lies over the page and never takes the focus: the field has the keys."""

    hovered = Signal()
    """The mouse has chosen a hit."""
    hit_clicked = Signal(object)
    """A :class:`Hit`."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, edge="control", name="Search results", parent=window)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._model = HitModel(self)
        self.list = _HitList(theme, self._model)
        self.list.clicked.connect(self._clicked)
        self.list.hovered.connect(self.hovered)
        self.nothing = Label(theme, "", "body", "text-2")
        self.count = Label(theme, "", "cap", "text-2", tabular=True)
        self._foot = Strip(theme, _FOOT, _FOOT, fill="surface-2", line="top", rounded="bottom",
                           edge=_EDGE)  # fmt: skip
        for act in _FOOT_KEYS:
            self._add_keys(act)
        self._foot.row.addStretch(1)
        self._foot.row.addWidget(self.count)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        row = self._nothing_row = QHBoxLayout()
        row.addWidget(self.nothing)
        self._column.addLayout(row)
        self._column.addWidget(self.list, 1)
        self._column.addSpacing(theme.px(_BELOW_LAST))
        self._column.addWidget(self._foot)
        self._results = Results()
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    @property
    def results(self) -> Results:
        """What is shown."""
        return self._results

    @property
    def chosen(self) -> Hit | None:
        """The hit that Enter opens."""
        return self._model.hit_at(self.list.currentIndex().row())

    def show_results(self, results: Results, nothing: str, count: str, *, keep: bool) -> None:
        """Show these; ``nothing`` is said when there are none, ``count`` in the foot. The first is
        chosen, or, to ``keep`` it, the one that was."""
        before = self.chosen if keep else None
        self._results = results
        self._model.show_results(results)
        self.list.forget_mouse()
        self.list.setVisible(bool(results.hits))
        self.nothing.set_text(nothing if not results.hits else "")
        self.nothing.setVisible(not results.hits)
        self.count.set_text(count)
        line = self._model.line_of(before.kind, before.key) if before else -1
        self._choose(line if line >= 0 else self._model.line_beyond(-1, 1))

    def move_choice(self, step: int) -> None:
        """Choose the next hit (1) or the one before (-1)."""
        line = self._model.line_beyond(self.list.currentIndex().row(), step)
        if line >= 0:
            self._choose(line)

    def fit(self, left: int, top: int, room: int) -> None:
        """Lie at this place of the window, at most ``room`` high: what is more scrolls."""
        px, heads = self.theme.px, len(self._results.groups)
        inner = heads * px(HEAD) + len(self._results.hits) * px(ROW) if heads else px(ROW + 8)
        height = inner + px(_BELOW_LAST) + px(_FOOT) + 2
        window = self.parentWidget()
        widest = (window.width() if window else px(_WIDTH)) - left - px(8)
        self.setGeometry(left, top, min(px(_WIDTH), widest), min(height, room))

    def _choose(self, line: int) -> None:
        index = self._model.index(line) if line >= 0 else QModelIndex()
        self.list.setCurrentIndex(index)
        if line == self._model.line_beyond(-1, 1):
            self.list.scrollToTop()  # with its head
        elif line >= 0:
            self.list.scrollTo(index)

    def _clicked(self, index: QModelIndex) -> None:
        hit = self._model.hit_at(index.row())
        if hit is not None:
            self.hit_clicked.emit(hit)

    def _add_keys(self, act: str) -> None:
        key = key_of(act)
        row = self._foot.row
        for cap in key.text().split(" "):
            row.addWidget(Kbd(self.theme, cap))
        row.addWidget(Label(self.theme, _FOOT_WORDS[act], "cap", "text-2"))
        row.addSpacing(self.theme.px(10))

    def _restyle(self) -> None:
        px = self.theme.px
        self._foot.row.setSpacing(px(6))
        self._nothing_row.setContentsMargins(px(_EDGE), 0, px(_EDGE), 0)
        self.nothing.setMinimumHeight(px(ROW))


class _HitList(QListView):
    """Never has the focus. The mouse chooses what it is moved over; one that lies where the results
    appear chooses nothing."""

    hovered = Signal()

    def __init__(self, theme: Theme, model: HitModel) -> None:
        super().__init__()
        self.setObjectName("hits")
        self.setAccessibleName("Search results")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setModel(model)
        self.setItemDelegate(HitDelegate(theme, self))
        self._mouse_at = QCursor.pos()
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    def forget_mouse(self) -> None:
        """Other rows come to lie under the mouse."""
        self._mouse_at = QCursor.pos()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        here, before = event.globalPosition().toPoint(), self._mouse_at
        self._mouse_at = here
        index = self.indexAt(event.position().toPoint())
        if here != before and index.flags() & Qt.ItemFlag.ItemIsSelectable:
            self.setCurrentIndex(index)
            self.hovered.emit()
