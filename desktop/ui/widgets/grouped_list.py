"""A pane with one list of records in groups, of which one is in hand."""

from collections.abc import Callable
from datetime import datetime
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from desktop.ui.overlay_bar import OverlayBar
from desktop.ui.row_model import Column, RowModel
from desktop.ui.theme import Theme
from desktop.ui.widgets.delegates import Cell
from desktop.ui.widgets.row_list import RowDelegate, RowList

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class Record(Protocol):
    """A row that tells which record it is."""

    @property
    def id(self) -> UUID: ...


R = TypeVar("R", bound=Record)


class GroupedView(RowList):
    """The heads of groups are stepped over."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if not held and key in _STEPS:
            self.stepped.emit(_STEPS[key])
        else:
            super().keyPressEvent(event)


class GroupedList(QFrame, Generic[R]):
    """Tells which record is in hand. Whoever derives from it lays :attr:`view` out, fills
    :attr:`rows`, and says what is taken when the one in hand has gone.

    ``name`` is the list's for screen readers, ``widths`` how wide the pane is, and in a small
    window, at 100 %.
    """

    chosen = Signal(object)
    """The row in hand, or None. Sent again after each reload."""
    main_act_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        now: Callable[[], datetime],
        name: str,
        widths: tuple[int, int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        self._width, self._compact_width = widths
        self._in_hand: UUID | None = None
        self._line = 0
        self._loading = False
        self.rows: RowModel[R] = RowModel(
            (Column("record", name, self._cell),), lambda row: row.id, self
        )
        self.view = GroupedView(name)
        self.view.setModel(self.rows)
        self.delegate = self._drawn_by()
        self.view.setItemDelegate(self.delegate)
        OverlayBar(self.view)
        self.view.main_act_requested.connect(self.main_act_requested)
        self.view.stepped.connect(self._step)
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._current())
        theme.changed.connect(self._restyle)
        self._restyle()

    def in_hand(self) -> R | None:
        """The record that keys act on."""
        return self.rows.row_at(self.view.currentIndex().row())

    def forget(self) -> None:
        """Begin at the top."""
        self._in_hand, self._line = None, 0
        self.view.scrollToTop()

    def focus_here(self) -> None:
        """Work begins here."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def tick(self) -> None:
        """Time went on."""
        self.view.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), self._theme.color("line"))
        painter.end()

    # -- what differs ----------------------------------------------------------------------------

    def _drawn_by(self) -> RowDelegate:
        """What paints the rows."""
        raise NotImplementedError

    def _cell(self, row: R) -> Cell:
        """What the row says to a screen reader."""
        raise NotImplementedError

    # -- inside ----------------------------------------------------------------------------------

    def _step(self, step: int) -> None:
        line = self.rows.next_row(self.view.currentIndex().row(), step)
        if line >= 0:
            self._take_line(line)
        elif step < 0:
            self.view.scrollToTop()

    def _take_line(self, line: int) -> None:
        row = self.rows.row_at(line)
        if row is not None:
            self._in_hand, self._line = row.id, line
        index = self.rows.index(line, 0)
        flag = QItemSelectionModel.SelectionFlag
        self.view.selectionModel().setCurrentIndex(index, flag.ClearAndSelect)
        self.view.scrollTo(index)
        if self.rows.nearest(0) == line:
            self.view.scrollToTop()

    def _current(self) -> None:
        row = self.in_hand()
        if not self._loading and row is not None:
            self._in_hand, self._line = row.id, self.view.currentIndex().row()
            self.chosen.emit(row)

    def _restyle(self) -> None:
        wide = self._compact_width if self._theme.compact else self._width
        self.setFixedWidth(self._theme.px(wide))
        self.view.scheduleDelayedItemsLayout()
