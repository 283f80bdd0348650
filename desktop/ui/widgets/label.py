"""Plain text in a style of the type scale, with its own line height."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.painting import plain_tip

_WIDEST = 10_000.0


def show_within(widget: QWidget, shown: bool) -> None:
    """Show or hide a widget inside another; one without a parent would open as a window."""
    if shown and widget.parent() is None:
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
        return
    widget.setVisible(shown)


class Label(QLabel):
    """Text as it is (never markup). ``style`` is a name of ``tokens.TYPE``, ``tone`` a colour.

    ``lead`` is put before the text in weight 600 and, if given, in ``lead_tone``. ``wrap`` breaks
    lines; ``elide`` shortens with … and shows the whole text as a tip; ``tabular`` sets figures
    of one width.
    """

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        style: str = "body",
        tone: str = "text",
        *,
        lead: str = "",
        lead_tone: str = "",
        wrap: bool = False,
        elide: bool = False,
        tabular: bool = False,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._style = style
        self._tone = tone
        self._lead = ""
        self._lead_tone = lead_tone
        self._elide = elide
        self._tabular = tabular
        self._measured: dict[float, tuple[int, float]] = {}
        self._painted: tuple[float, str, QTextLayout] | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(align | Qt.AlignmentFlag.AlignVCenter)
        self.setWordWrap(wrap)
        across = QSizePolicy.Policy.Ignored if elide else QSizePolicy.Policy.Preferred
        down = QSizePolicy.Policy.Preferred if wrap else QSizePolicy.Policy.Fixed
        policy = QSizePolicy(across, down)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        theme.changed.connect(self._restyle)
        self.set_text(text, lead)

    def set_text(self, text: str, lead: str = "") -> None:
        """Show ``text``, after ``lead`` in weight 600."""
        whole = f"{lead} {text}" if lead and text else lead or text
        self._lead = lead
        if whole == self.text() and self.accessibleName():
            return
        self._forget()
        self.setText(whole)
        self.setAccessibleName(whole)
        self.updateGeometry()

    def set_tone(self, tone: str) -> None:
        """Change the colour."""
        self._tone = tone
        self.update()

    def set_style(self, style: str) -> None:
        """Change the style of the type scale."""
        self._style = style
        self._restyle()

    def full_width(self) -> int:
        """The width the whole text needs on one line."""
        return int(self._measure(_WIDEST)[1] + 0.999) + 1

    def sizeHint(self) -> QSize:
        width = self.full_width()
        if self.wordWrap():
            width = min(width, self._theme.px(480))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        line = self._theme.line_height(self._style)
        if self._elide:
            return QSize(min(self.full_width(), self._theme.px(24)), line)
        if self.wordWrap():
            return QSize(min(self.full_width(), self._theme.px(60)), line)
        return self.sizeHint()

    def heightForWidth(self, width: int) -> int:
        line = self._theme.line_height(self._style)
        if not self.wordWrap():
            return line
        return line * max(1, self._measure(width)[0])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_text(painter, QRectF(self.rect()))
        painter.end()

    def _paint_text(self, painter: QPainter, box: QRectF) -> None:
        """The text in ``box``, centred in height."""
        text = self.text()
        if not self.wordWrap():
            metrics = QFontMetricsF(self._font())
            room = box.width() + 1
            if self.full_width() > room + 1:
                if self._lead:  # which is wider than these metrics say
                    room -= self.full_width() - metrics.horizontalAdvance(text)
                text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            self._tip(shortened=text != self.text())
        layout = self._painted_layout(box.width() if self.wordWrap() else _WIDEST, text)
        line = self._theme.line_height(self._style)
        top = box.top() + (box.height() - line * max(1, layout.lineCount())) / 2
        painter.setPen(self._theme.color(self._tone if self.isEnabled() else "text-3"))
        for number in range(layout.lineCount()):
            laid = layout.lineAt(number)
            spare = box.width() - laid.naturalTextWidth()
            left = box.left()
            if self.alignment() & Qt.AlignmentFlag.AlignHCenter:
                left += spare / 2
            elif self.alignment() & Qt.AlignmentFlag.AlignRight:
                left += spare
            laid.setPosition(QPointF(left, top + number * line + (line - laid.height()) / 2))
        layout.draw(painter, QPointF(0, 0))

    def _tip(self, *, shortened: bool) -> None:
        tip = self.text() if shortened else ""
        if self._elide and self.toolTip() != plain_tip(tip):
            self.setToolTip(plain_tip(tip))

    def _font(self) -> QFont:
        return self._theme.font(self._style, tabular_figures=self._tabular)

    def _measure(self, width: float) -> tuple[int, float]:
        """How many lines the text has in a width, and how wide it would be. A layout asks for the
        same ones many times while a page is shown."""
        known = self._measured.get(width)
        if known is None:
            laid = self._lay_out(width, self.text())
            known = self._measured[width] = laid.lineCount(), laid.maximumWidth()
        return known

    def _painted_layout(self, width: float, text: str) -> QTextLayout:
        """The layout that was painted last, as long as it is still the one."""
        if self._painted is None or self._painted[:2] != (width, text):
            self._painted = width, text, self._lay_out(width, text)
        return self._painted[2]

    def _forget(self) -> None:
        self._measured.clear()
        self._painted = None

    def _lay_out(self, width: float, text: str) -> QTextLayout:
        layout = QTextLayout(text.replace("\n", "\u2028"), self._font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        if self._lead:
            # Held while it is passed on: the format's font and colour stand beside the layout's.
            strong = QTextCharFormat()
            strong.setFontWeight(600)
            if self._lead_tone:
                strong.setForeground(self._theme.color(self._lead_tone))
            lead = QTextLayout.FormatRange()
            lead.start, lead.length, lead.format = 0, len(self._lead), strong
            layout.setFormats([lead])
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
        layout.endLayout()
        return layout

    def _restyle(self) -> None:
        self._forget()
        self.updateGeometry()
        self.update()
