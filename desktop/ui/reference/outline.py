"""The outline: the sections of the article, and what else is here."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.vocabulary import LineKind
from desktop.ui.line_words import KIND_WORDS
from desktop.ui.theme import Theme
from desktop.ui.widgets.card import Line
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.painted_button import PaintedButton
from desktop.ui.widgets.painting import draw_box, draw_text
from desktop.ui.widgets.roving import Roving
from desktop.ui.widgets.scroll import ColumnScroll
from desktop.ui.widgets.tag import COUNT_HEIGHT, count_width, draw_count

_HEIGHT = 32
_ADVICE = (
    "Information to read aloud, not medical advice. Medical question? Transfer to a clinician."
)


class OutlineItem(PaintedButton):
    """One entry; ``waiting`` is how many lines are to be approved there."""

    reached = Signal()
    """It has the focus."""

    def __init__(self, theme: Theme, text: str, icon: str = "", tone: str = "text-3") -> None:
        self._icon, self._tone = icon, tone
        self._waiting = 0
        self._broken: tuple[float, QTextLayout] | None = None
        super().__init__(theme, text)
        self.setCheckable(True)

    def set_waiting(self, waiting: int) -> None:
        """Show how many lines are to be approved; 0 shows nothing."""
        self._waiting = waiting
        more = f", {waiting} to be approved" if waiting else ""
        self.setAccessibleName(f"{self.words()}{more}")
        self._restyle()

    def sizeHint(self) -> QSize:
        before = self.theme.px(34 if self._icon else 10)
        after = self.theme.px(8)
        if self._waiting:
            after += round(count_width(self.theme, str(self._waiting))) + self.theme.px(6)
        lines = self._layout(self.width() - before - after).lineCount()
        height = self.theme.px(_HEIGHT) + (lines - 1) * self.theme.line_height("strong")
        return QSize(self.theme.px(120), height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.sizeHint().height() != self.height():
            self.updateGeometry()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.reached.emit()

    def _layout(self, width: float) -> QTextLayout:
        """The words broken into lines, in the wider weight: choosing an entry moves nothing."""
        if self._broken is None or self._broken[0] != width:
            self._broken = width, self._break(width)
        return self._broken[1]

    def _break(self, width: float) -> QTextLayout:
        layout = QTextLayout(self.words(), self.theme.font("strong"))
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, self.theme.px(60)))
        layout.endLayout()
        return layout

    def _restyle(self) -> None:
        self._broken = None
        super()._restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px, look, on = self.theme, self.theme.px, self.look(), self.isChecked()
        painter = QPainter(self)
        face = self.face()
        if on or look.hover:
            draw_box(painter, face, px(6), theme.color("primary-tint" if on else "sunken"))
        if on:
            bar = QRectF(0, px(8), px(3), face.height() - 2 * px(8))
            draw_box(painter, bar, 1.5, theme.color("primary"))
        if look.focus:
            draw_box(painter, face, px(6), None, theme.color("focus"), 2)
        x = float(px(10))
        if self._icon:
            box = QRectF(x, 0, px(16), face.height())
            theme.draw_icon(painter, box, self._icon, self._tone)
            x += px(24)
        right = face.width() - px(8)
        if self._waiting:
            count = str(self._waiting)
            right -= count_width(theme, count)
            corner = QPointF(right, (face.height() - px(COUNT_HEIGHT)) / 2)
            draw_count(painter, theme, corner, count, "soon")
            right -= px(6)
        font = theme.font("strong" if on else "medium")
        ink = theme.color("text" if on else "text-2")
        layout, height = self._layout(right - x), theme.line_height("strong")
        top = (face.height() - layout.lineCount() * height) / 2
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            words = self.words()[line.textStart() : line.textStart() + line.textLength()]
            box = QRectF(x, top + number * height, right - x, height)
            draw_text(painter, box, words.strip(), font, ink)
        painter.end()


class Outline(QWidget):
    """Asks for a section of the article, or for a list of lines."""

    section_chosen = Signal(str)
    list_chosen = Signal(object)
    """A :class:`LineKind`."""
    statements_chosen = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName("Outline")
        # Where names take two lines and the window is low there is more than fits.
        self._scroll = ColumnScroll(theme)
        self._column = self._scroll.column
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 1, 0)
        whole.addWidget(self._scroll)
        self._heads = [
            Label(theme, "In this article", "cap-strong", "text-3"),
            Label(theme, "Also here", "cap-strong", "text-3"),
        ]
        self._sections = QVBoxLayout()
        self._line = Line(theme)
        self._advice = Label(theme, _ADVICE, "cap", "text-3", wrap=True)
        self._items: dict[str, OutlineItem] = {}
        self.lists: dict[LineKind, OutlineItem] = {}
        self._indents: list[QHBoxLayout] = []
        self._indent(self._heads[0])
        self._column.addLayout(self._sections)
        self._indent(self._line)
        self._indent(self._heads[1])
        for kind, (words, icon, tone) in KIND_WORDS.items():
            item = OutlineItem(theme, words, icon, tone)
            item.clicked.connect(lambda _on, k=kind: self.list_chosen.emit(k))
            item.reached.connect(lambda i=item: self._bring(i))
            self.lists[kind] = item
            self._column.addWidget(item)
        self.statements = OutlineItem(theme, "Statements", "badge-check", "plan")
        self.statements.clicked.connect(lambda _on: self.statements_chosen.emit())
        self.statements.reached.connect(lambda: self._bring(self.statements))
        self._column.addWidget(self.statements)
        self._column.addStretch(1)
        self._indent(self._advice)
        self._roving = Roving(self, [*self.lists.values(), self.statements])
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_sections(self, names: Sequence[str]) -> None:
        """The sections of the article that is shown."""
        for name in names:
            item = OutlineItem(self._theme, name)
            item.clicked.connect(lambda _on, n=name: self.section_chosen.emit(n))
            item.reached.connect(lambda i=item: self._bring(i))
            self._items[name] = item
            self._sections.addWidget(item)
        self._roving.set_buttons([*self._items.values(), *self.lists.values(), self.statements])

    def show_waiting(self, waiting: Mapping[LineKind, int]) -> None:
        """How many lines of each kind are to be approved."""
        for kind, item in self.lists.items():
            item.set_waiting(waiting.get(kind, 0))

    def show_section(self, name: str) -> None:
        """The article is read in this section."""
        self._check(self._items.get(name))

    def show_list(self, kind: LineKind) -> None:
        """A list of lines is shown."""
        self._check(self.lists[kind])

    def show_statements(self) -> None:
        """The statements are shown."""
        self._check(self.statements)

    def focus_here(self) -> None:
        """Put the focus on the entry that is shown."""
        self._roving.focus_here()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface-2"))
        edge = QRectF(self.width() - 1, 0, 1, self.height())
        painter.fillRect(edge, self._theme.color("line"))
        painter.end()

    def _indent(self, widget: QWidget) -> None:
        row = QHBoxLayout()
        row.addWidget(widget, 1)
        self._indents.append(row)
        self._column.addLayout(row)

    def _check(self, chosen: OutlineItem | None) -> None:
        for item in (*self._items.values(), *self.lists.values(), self.statements):
            item.setChecked(item is chosen)
        if chosen is not None:
            self._bring(chosen)

    def _bring(self, item: OutlineItem) -> None:
        """Into sight, where there is more than fits."""
        self._scroll.ensureWidgetVisible(item, 0, self._theme.px(8))

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        self.setFixedWidth(px(196 if compact else 236))
        self._scroll.set_edges(12, 8 if compact else 16, 12, 16)
        self._column.setSpacing(px(2))
        self._sections.setSpacing(px(2))
        for head in self._heads:
            head.setFixedHeight(px(22))
        for row in self._indents:
            row.setContentsMargins(px(10), 0, px(10), 0)
        self._indents[1].setContentsMargins(px(10), px(10), px(10), px(10))
        self._advice.setVisible(not compact)
