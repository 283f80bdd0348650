"""What importing the file would do: counted rows, and those of the line that is picked."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QSizePolicy, QVBoxLayout, QWidget

from desktop.domain.incoming import Fate, IncomingKind
from desktop.domain.numbers import display, read_number
from desktop.services.import_plan import Staged
from desktop.ui.imports.import_words import (
    COUNT_LINES,
    REJECTED,
    CountSpec,
    count_of,
    many,
)
from desktop.ui.row_model import Column, RowModel
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.card import Pane
from desktop.ui.widgets.delegates import Cell
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.painted_button import PaintedButton
from desktop.ui.widgets.painting import draw_box, draw_text
from desktop.ui.widgets.roving import Roving
from desktop.ui.widgets.scroll import ColumnScroll
from desktop.ui.widgets.table import Table

_RAW_SHOWN = 300


class CountLine(PaintedButton):
    """One line of the counts; pressed, its rows are shown."""

    def __init__(self, theme: Theme, spec: CountSpec) -> None:
        self.spec, self._count, self._becomes = spec, 0, ""
        super().__init__(theme, spec.words)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_count(self, count: int, kind: IncomingKind) -> None:
        """How many rows, and what becomes of them."""
        self._count, self._becomes = count, self.spec.becomes[kind]
        self.setAccessibleName(f"{count:,} {self.spec.words}, {self._becomes}")
        self.setVisible(bool(count) or self.spec.always)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(280), self.theme.px(36 if self.theme.compact else 44))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self.theme, self.theme.px
        painter = QPainter(self)
        box, look = QRectF(self.rect()), self.look()
        on = self.isChecked()
        if on or look.hover:
            painter.fillRect(box, theme.color("primary-tint" if on else "surface-2"))
        if on:
            painter.fillRect(QRectF(0, 0, px(3), box.height()), theme.color("primary"))
        line = QRectF(0, box.height() - 1, box.width(), 1)
        painter.fillRect(line, theme.color("line"))
        tone = self.spec.tone if self._count else "text-3"
        icon = QRectF(px(14), 0, px(16), box.height())
        theme.draw_icon(painter, icon, self.spec.icon, "text-2" if tone == "text" else tone)
        number = QRectF(px(36), 0, px(62), box.height())
        font = theme.font("card" if theme.compact else "number", tabular_figures=True)
        ink = theme.color(tone)
        draw_text(painter, number, f"{self._count:,}", font, ink, Qt.AlignmentFlag.AlignRight)
        words = QRectF(px(110), 0, box.width() - px(240), box.height())
        draw_text(
            painter, words, self.words(), theme.font("strong" if on else "body"),
            theme.color("text"),
        )  # fmt: skip
        rest = QRectF(box.width() - px(154), 0, px(140), box.height())
        draw_text(
            painter, rest, self._becomes, theme.font("small"), theme.color("text-3"),
            Qt.AlignmentFlag.AlignRight,
        )  # fmt: skip
        if look.focus:
            draw_box(painter, box, 0, None, theme.color("focus"), 2)
        painter.end()


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row of the file as the preview shows it."""

    number: int
    who: str
    about: str
    icon: str
    tone: str


class RowList(Table):
    """The rows of one line of the counts."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Rows of the file", edge=14)
        columns: tuple[Column[PreviewRow], ...] = (
            Column("who", "Who", _cell),
            Column("row", "Row", _number, 84),
        )
        self.rows: RowModel[PreviewRow] = RowModel(columns, lambda row: row.number, self)
        self.setModel(self.rows)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        number = self._theme.px(84)
        self.setColumnWidth(1, number)
        self.setColumnWidth(0, max(number, self.viewport().width() - number))


def _number(row: PreviewRow) -> Cell:
    return Cell(first=f"row {row.number}", tone="text-3", right=True)


def _cell(row: PreviewRow) -> Cell:
    return Cell(first=row.who or row.about, second=row.about if row.who else "", strong=True)


_ROWS_SEEN = 84
"""Height of the rows at the least: two of them."""


class PreviewPane(Pane):
    """Shows counts; offers to save the rows that stay out."""

    rejects_requested = Signal()
    """Save the rows that cannot be read as a file."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Preview", foot=False, low=True)
        self._staged: Staged | None = None
        self._picked: str = Fate.CREATED
        self.total = Label(theme, "", "small", "text-2", tabular=True)
        self.head.row.addWidget(Label(theme, "Preview", "card"))
        self.head.row.addWidget(self.total, 1)
        self.head.row.addWidget(Label(theme, "Pick a line to see its rows", "cap", "text-3"))
        self.lines = {spec.key: CountLine(theme, spec) for spec in COUNT_LINES}
        host = QWidget()
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for key, line in self.lines.items():
            line.clicked.connect(lambda _on=False, which=key: self._pick(which))
            column.addWidget(line)
        self._roving = Roving(self, tuple(self.lines.values()))
        self.list = RowList(theme)
        self.nothing = Label(
            theme, "No rows here.", "small", "text-3", align=Qt.AlignmentFlag.AlignHCenter
        )
        self.zone = Notice(theme, "clock", "", tone="soon")
        self.bad = Notice(theme, "circle-alert", "", tone="late")
        self.save = Button(theme, "Save them…", icon="download")
        self.save.clicked.connect(self.rejects_requested)
        self.bad.row.addWidget(self.save)
        # With large text in a low window what has to be read is scrolled to, never cut off.
        scrolled = ColumnScroll(theme)
        scrolled.column.setSpacing(0)
        self.list.setMinimumHeight(theme.px(_ROWS_SEEN))
        self.list.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        scrolled.column.addWidget(host)
        scrolled.column.addWidget(self.list, 1)
        scrolled.column.addWidget(self.nothing, 1)
        notes = QVBoxLayout()
        notes.setContentsMargins(theme.px(10), theme.px(6), theme.px(10), theme.px(8))
        notes.setSpacing(theme.px(6))
        notes.addWidget(self.zone)
        notes.addWidget(self.bad)
        scrolled.column.addLayout(notes)
        self.body.addWidget(scrolled, 1)
        self.show_staged(None)

    def show_staged(self, staged: Staged | None) -> None:
        """Show what was counted; None while it is being read."""
        self._staged = staged
        for line in self.lines.values():
            line.setEnabled(staged is not None)
        if staged is None:
            self.total.set_text("being read")
            self.zone.hide()
            self.bad.hide()
            self._show_rows()
            return
        counts, kind = staged.counts, staged.plan.kind
        self.total.set_text(many(counts.read, kind))
        for key, line in self.lines.items():
            line.show_count(count_of(counts, key), kind)
        if not count_of(counts, self._picked):
            filled = (key for key in self.lines if count_of(counts, key))
            self._picked = next(filled, Fate.CREATED)
        self.lines[self._picked].setChecked(True)
        remark = staged.remark_on_zone
        self.zone.show_notice("clock", remark)
        self.zone.setVisible(bool(remark))
        self._show_bad(staged)
        self._show_rows()

    def focus_here(self) -> None:
        """Put the focus on the line that is picked."""
        self._roving.focus_here()

    @property
    def shown(self) -> tuple[PreviewRow, ...]:
        """The rows that are listed."""
        return self.list.rows.rows()

    def _show_bad(self, staged: Staged) -> None:
        self.bad.setVisible(bool(staged.refusals))
        if staged.refusals:
            first, more = staged.refusals[0], staged.counts.rejected - 1
            fact = f"Row {first.row} cannot be read."
            others = f" {more:,} more stay out." if more else " It stays out."
            self.bad.show_notice("circle-alert", fact, first.reason + others, "late")

    def _pick(self, key: str) -> None:
        self._picked = key
        self._show_rows()

    def _show_rows(self) -> None:
        rows = self._rows(self._staged) if self._staged is not None else ()
        self.list.rows.show_lines(rows)
        self.list.setVisible(bool(rows))
        self.nothing.setVisible(not rows)

    def _rows(self, staged: Staged) -> Sequence[PreviewRow]:
        if self._picked == REJECTED:
            return [
                PreviewRow(each.row, each.reason, _line(each.raw), "circle-alert", "late")
                for each in staged.refusals
            ]
        spec = self.lines[self._picked].spec
        return [
            PreviewRow(
                each.row,
                f"{each.name}  {_channel(each.channel)}".strip() if each.reason else each.name,
                each.reason or _channel(each.channel),
                spec.icon,
                spec.tone,
            )
            for each in staged.examples.get(Fate(self._picked), ())
        ]


def _channel(text: str) -> str:
    """A number as people write it, an e-mail or whatever else it is as it came."""
    reading = None if "@" in text else read_number(text)
    if reading is None or reading.e164 is None:
        return text
    return display(reading.e164, reading.extension)


def _line(raw: str) -> str:
    return " ".join(raw.split())[:_RAW_SHOWN]
