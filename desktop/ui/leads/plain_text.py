"""Text that came from outside, as it came: plain, to be read and copied, never acted upon."""

from PySide6.QtCore import QRectF, Qt, QUrl
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.painting import draw_box

_MOST_SHOWN = 20_000
"""Characters that are laid out; the whole is copied and searched for words of danger all the
same."""


class PlainText(QTextEdit):
    """As high as its text, up to ``most_lines``; then it scrolls. ``bar`` paints the line of a
    quotation at its left."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        style: str,
        line: int,
        *,
        tone: str = "text",
        most_lines: int = 12,
        bar: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._style, self._line, self._tone = theme, style, line, tone
        self._most_lines, self._bar = most_lines, bar
        self.setAccessibleName(name)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setObjectName("plain-text")
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_text(self, text: str) -> None:
        """Show ``text``, whatever stands in it."""
        shown = text
        if len(text) > _MOST_SHOWN:
            shown = f"{text[:_MOST_SHOWN]}\n… {len(text) - _MOST_SHOWN:,} more characters"
        self.setPlainText(shown)
        self._restyle()

    def text(self) -> str:
        """What is shown."""
        return self.toPlainText()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing is ever fetched for it."""
        return None

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        if self.hasFocus():
            draw_box(
                painter, QRectF(self.viewport().rect()), 0, None, self._theme.color("focus"), 2
            )
        elif self._bar:
            width = self._theme.px(3)
            painter.fillRect(0, 0, width, self.height(), self._theme.color("line-2"))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _restyle(self) -> None:
        theme = self._theme
        self.setFont(theme.font(self._style))
        ink = theme.color(self._tone).name()
        self.setStyleSheet(f"#plain-text {{ background: transparent; border: 0; color: {ink}; }}")
        whole = QTextCursor(self.document())
        whole.select(QTextCursor.SelectionType.Document)
        block = QTextBlockFormat()
        height = QTextBlockFormat.LineHeightTypes.FixedHeight
        block.setLineHeight(theme.px(self._line), height.value)
        if self._bar:
            block.setLeftMargin(theme.px(16))
        whole.mergeBlockFormat(block)
        self._fit()

    def _fit(self) -> None:
        most = self._theme.px(self._line) * self._most_lines
        needed = round(self.document().size().height())
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if needed > most else policy.ScrollBarAlwaysOff
        )
        self.setFixedHeight(max(self._theme.px(self._line), min(needed, most)))
