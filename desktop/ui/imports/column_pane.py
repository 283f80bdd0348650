"""The columns of a table: their titles, a row, what they go into, and how sure that is."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desktop.domain.column_guess import Sure
from desktop.domain.incoming import IncomingKind
from desktop.domain.table_columns import FIELD_WORDS, ColumnChoice
from desktop.services.column_maps import TableColumns
from desktop.ui.imports.import_words import SURE_WORDS
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Kind, icon_button
from desktop.ui.widgets.card import Line, Pane, Strip
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.painting import draw_box, draw_text
from desktop.ui.widgets.scroll import ColumnScroll
from desktop.ui.widgets.select import Select
from desktop.ui.widgets.tag import Tag

_STRETCH = (19, 28, 30, 23)
_LAST = len(_STRETCH) + 1
_SHOWN_AT_MOST = 120
_HEADS = ("In the file", "First row reads", "Goes into", "Confidence")


class Confidence(QWidget):
    """Three bars and words."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._filled, self._words, self._tone = 0, "", "text-3"
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)

    def show_choice(self, choice: ColumnChoice) -> None:
        """How sure the choice is."""
        if not choice.field:
            self._filled, self._words, self._tone = 0, "kept in the original", "text-3"
        elif choice.sure is None:
            self._filled, self._words, self._tone = 3, "You chose it", "ok"
        else:
            words, tone = SURE_WORDS[choice.sure]
            self._filled, self._words, self._tone = int(choice.sure), words, tone
        self.setAccessibleName(f"Confidence, {self._words}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(150), self._theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        left = 0.0
        if self._filled:
            for number in range(3):
                on = number < self._filled
                bar = QRectF(left, (self.height() - px(8)) / 2, px(12), px(8))
                fill = theme.color(self._tone) if on else None
                draw_box(painter, bar, px(2), fill, theme.color(self._tone if on else "control"))
                left += px(14)
            left += px(6)
        box = QRectF(left, 0, self.width() - left, self.height())
        style = "label" if self._filled else "small"
        draw_text(painter, box, self._words, theme.font(style), theme.color(self._tone))
        painter.end()

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


class ColumnPane(Pane):
    """Emits what was chosen; the page reads the file again with it."""

    changed = Signal()
    """Somebody chose something else."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Columns", low=True)
        self._kind = IncomingKind.LEAD
        self._choices: list[ColumnChoice] = []
        self._row, self._first_row = 0, 1
        self.selects: list[Select] = []
        self._sure: list[Confidence] = []
        self._firsts: list[Label] = []
        self.summary = Label(theme, "", "small", "text-2", elide=True)
        self.to_check = Tag(theme, "1 to check", "soon", icon="circle-alert")
        self.head.row.addWidget(Label(theme, "Columns", "card"))
        self.head.row.addWidget(self.summary, 1)
        self.head.row.addWidget(self.to_check)
        self._scroll = ColumnScroll(theme)
        self._scroll.set_edges(0, 0, 0, 0)
        self._grid_host, self._grid = QWidget(), QGridLayout()
        self._scroll.column.addWidget(self._grid_host)
        self._scroll.column.addStretch(1)
        self.body.addWidget(self._scroll, 1)
        self._becomes = Label(theme, "", "small", "text-2", elide=True, tabular=True)
        self._before = icon_button(theme, "arrow-up", "Row before", height=28, kind=Kind.QUIET)
        self._after = icon_button(theme, "arrow-down", "Next row", height=28, kind=Kind.QUIET)
        self._before.clicked.connect(lambda: self._step(-1))
        self._after.clicked.connect(lambda: self._step(1))
        self.foot.row.addWidget(Icon(theme, "eye", "text-3", 16))
        self.foot.row.addWidget(self._becomes, 1)
        self.foot.row.addWidget(self._before)
        self.foot.row.addWidget(self._after)
        theme.changed.connect(self._fit)

    @property
    def choices(self) -> tuple[ColumnChoice, ...]:
        """Every column as it is chosen now."""
        return tuple(self._choices)

    @property
    def becomes(self) -> str:
        """What the row shown becomes."""
        return self._becomes.text()

    def count_from(self, first_row: int) -> None:
        """Which row of the file the first one shown is: the same numbers as everywhere else."""
        self._first_row = max(1, first_row)
        self._show()

    def show_columns(self, kind: IncomingKind, columns: TableColumns) -> None:
        """Show the columns of another table, or of the same read as something else."""
        self._kind, self._choices = kind, list(columns.choices)
        self._row, self._first_row = 0, 1
        host = QWidget()
        grid = QGridLayout(host)
        px = self.theme.px
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(12))
        # Hairlines go from edge to edge: the first and the last column are the edges.
        for place in (0, _LAST):
            grid.setColumnMinimumWidth(place, px(2))
        grid.addWidget(Strip(self.theme, 32, 28, fill="surface-2"), 0, 0, 1, _LAST + 1)
        for place, part in enumerate(_STRETCH, start=1):
            grid.setColumnStretch(place, part)
            grid.addWidget(Label(self.theme, _HEADS[place - 1], "cap-strong", "text-3"), 0, place)
        self.selects, self._sure, self._firsts = [], [], []
        offered: list[tuple[str, object]] = [("Not imported", "")]
        offered += [(words, field) for field, words in FIELD_WORDS[kind].items()]
        for place, choice in enumerate(self._choices[:_SHOWN_AT_MOST]):
            self._add(grid, place, choice, offered)
        self._scroll.column.replaceWidget(self._grid_host, host)
        self._grid_host.deleteLater()
        self._grid_host, self._grid = host, grid
        self._fit()
        self._show()

    def _add(
        self, grid: QGridLayout, place: int, choice: ColumnChoice, offered: list[tuple[str, object]]
    ) -> None:
        theme = self.theme
        title = choice.title or f"Column {place + 1}"
        select = Select(theme, name=f"{title} goes into", height=30)
        select.set_choices(offered)
        select.set_value(choice.field)
        select.picked.connect(lambda field, at=place: self._picked(at, str(field)))
        sure = Confidence(theme)
        first = Label(theme, "", "body", "text-2", elide=True, tabular=True)
        row = 2 * place + 1
        if place:
            grid.addWidget(Line(theme), row, 0, 1, _LAST + 1)
        name = Label(theme, title, "small", elide=True)
        for at, widget in enumerate((name, first, select, sure), start=1):
            grid.addWidget(widget, row + 1, at, Qt.AlignmentFlag.AlignVCenter)
        self.selects.append(select)
        self._sure.append(sure)
        self._firsts.append(first)

    def _fit(self) -> None:
        compact = self.theme.compact
        self._grid.setVerticalSpacing(self.theme.px(2 if compact else 4))
        for select in self.selects:
            select.set_height(26 if compact else 30)

    def _picked(self, place: int, field: str) -> None:
        self._choices[place] = replace(self._choices[place], field=field, sure=None)
        self._show()
        self.changed.emit()

    def _step(self, by: int) -> None:
        most = max((len(each.values) for each in self._choices), default=0) - 1
        self._row = max(0, min(most, self._row + by))
        self._show()

    def _show(self) -> None:
        used = [each for each in self._choices if each.field]
        every = len(self._choices)
        self.summary.set_text(f"{len(used)} of {every} go into a field")
        doubtful = sum(1 for each in used if each.sure is Sure.PERHAPS)
        self.to_check.set_tag(f"{doubtful} to check", "soon", "circle-alert")
        self.to_check.setVisible(bool(doubtful))
        for place, first in enumerate(self._firsts):
            values = self._choices[place].values
            first.set_text(_line(values[self._row]) if self._row < len(values) else "")
            self._sure[place].show_choice(self._choices[place])
        told = self._told(used)
        row = self._first_row + self._row
        self._becomes.set_text(told or "nothing yet", f"Row {row} becomes:")

    def _told(self, used: Sequence[ColumnChoice]) -> str:
        values = (each.values[self._row] for each in used if self._row < len(each.values))
        return ", ".join(_line(value) for value in values if value.strip())


def _line(value: str) -> str:
    """One line of it."""
    return " ".join(value.split())[:200]
