"""What is to know before ringing: the number, their clock, when suits best, what may be left."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.field import IconLine
from desktop.ui.widgets.label import Label

_GAP, _COMPACT_GAP = 32, 20


class Fact(QWidget):
    """A quiet title above what is known."""

    def __init__(self, theme: Theme, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._title = theme, title
        self._head = Label(theme, title, "cap", "text-3")
        self.value = Label(theme, "", "medium", tabular=True)
        self.more = IconLine(theme, "", "ok", "check", "medium")
        self.row = QHBoxLayout()
        self.row.setSpacing(theme.px(6))
        self.row.addWidget(self.value)
        self.row.addWidget(self.more)
        self.row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(self._head)
        column.addLayout(self.row)
        self.more.hide()

    def show_value(self, words: str) -> None:
        """Show it; "" hides the fact."""
        self.value.set_text(words)
        self.setAccessibleName(f"{self._title}: {words}")
        self.setVisible(bool(words))

    def needed(self) -> int:
        """The width at which nothing of it is shortened."""
        items = (self.row.itemAt(at) for at in range(1, self.row.count()))
        beside = (item.widget() for item in items if item is not None)
        shown = [each.sizeHint().width() for each in beside if each and not each.isHidden()]
        line = self.value.full_width() + sum(shown) + len(shown) * self.row.spacing()
        return max(line, self._head.full_width())

    def show_more(self, words: str, icon: str, tone: str) -> None:
        """What follows from it, behind it."""
        self.more.show_line(words, tone, icon, "medium")
        self.more.setVisible(bool(words))


class FactsRow(QWidget):
    """The facts side by side, in as many lines as the room asks for."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._facts: list[Fact] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        theme.changed.connect(self.refresh)

    def add(self, title: str) -> Fact:
        """One more fact, hidden until it has a value."""
        # Of this row from the start: shown without a parent it would be a window.
        fact = Fact(self._theme, title, self)
        self._facts.append(fact)
        fact.hide()
        return fact

    def refresh(self) -> None:
        """Facts came or went, or their words changed."""
        self._columns = 0
        self._arrange(self.width())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(120), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(event.size().width())

    def _arrange(self, room: int) -> None:
        shown = [fact for fact in self._facts if not fact.isHidden()]
        gap = self._theme.px(_COMPACT_GAP if self._theme.compact else _GAP)
        columns = max(len(shown), 1)
        while columns > 1 and self._needed(shown, columns, gap) > room:
            columns -= 1
        if columns == self._columns:
            return
        self._columns = columns
        for fact in self._facts:
            self._grid.removeWidget(fact)
        for column in range(len(self._facts) + 1):
            self._grid.setColumnStretch(column, 1 if column == columns else 0)
        self._grid.setHorizontalSpacing(gap)
        self._grid.setVerticalSpacing(self._theme.px(8))
        for number, fact in enumerate(shown):
            self._grid.addWidget(fact, number // columns, number % columns)
        self.updateGeometry()

    @staticmethod
    def _needed(shown: list[Fact], columns: int, gap: int) -> int:
        widths = [0] * columns
        for number, fact in enumerate(shown):
            at = number % columns
            widths[at] = max(widths[at], fact.needed())
        return sum(widths) + gap * (columns - 1)
