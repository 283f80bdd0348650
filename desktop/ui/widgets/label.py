"""Plain text in a style of the type scale, with its own line height."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.painting import plain_tip


class Label(QLabel):
    """Text as it is (never markup). ``style`` is a name of ``tokens.TYPE``, ``tone`` a colour.

    ``wrap`` breaks lines; ``elide`` shortens with … and shows the whole text as a tip;
    ``tabular`` sets figures of one width.
    """

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        style: str = "body",
        tone: str = "text",
        *,
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
        self._elide = elide
        self._tabular = tabular
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(align | Qt.AlignmentFlag.AlignVCenter)
        self.setWordWrap(wrap)
        across = QSizePolicy.Policy.Ignored if elide else QSizePolicy.Policy.Preferred
        policy = QSizePolicy(
            across if not wrap else QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed
        )
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        theme.changed.connect(self._restyle)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show ``text``."""
        self.setText(text)
        self.setAccessibleName(text)

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
        return int(QFontMetricsF(self._font()).horizontalAdvance(self.text())) + 2

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
            return QSize(self._theme.px(60), line)
        return self.sizeHint()

    def heightForWidth(self, width: int) -> int:
        line = self._theme.line_height(self._style)
        if not self.wordWrap():
            return line
        return line * max(1, len(self._lines(width)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._font())
        tone = self._tone if self.isEnabled() else "text-3"
        painter.setPen(self._theme.color(tone))
        metrics = QFontMetricsF(self._font())
        line = self._theme.line_height(self._style)
        if self.wordWrap():
            lines = self._lines(self.width())
        elif metrics.horizontalAdvance(self.text()) > self.width():
            lines = [metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())]
        else:
            lines = [self.text()]
        self._tip(lines)
        top = (self.height() - line * len(lines)) / 2
        flags = int(Qt.TextFlag.TextSingleLine | Qt.AlignmentFlag.AlignVCenter | self.alignment())
        for number, text in enumerate(lines):
            painter.drawText(QRectF(0, top + number * line, self.width(), line), flags, text)
        painter.end()

    def _tip(self, lines: list[str]) -> None:
        shortened = self._elide and lines != [self.text()]
        tip = plain_tip(self.text()) if shortened else ""
        if self._elide and self.toolTip() != tip:
            self.setToolTip(tip)

    def _font(self) -> QFont:
        return self._theme.font(self._style, tabular_figures=self._tabular)

    def _lines(self, width: int) -> list[str]:
        found: list[str] = []
        for paragraph in self.text().split("\n"):
            layout = QTextLayout(paragraph, self._font())
            option = QTextOption()
            option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            layout.setTextOption(option)
            layout.beginLayout()
            found_here = 0
            while (line := layout.createLine()).isValid():
                line.setLineWidth(width)
                line.setPosition(QPointF(0, 0))
                start = line.textStart()
                found.append(paragraph[start : start + line.textLength()].rstrip())
                found_here += 1
            layout.endLayout()
            if not found_here:
                found.append("")
        return found

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
