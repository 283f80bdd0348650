"""Several lines of plain text."""

from PySide6.QtCore import QEvent, QMimeData, QUrl, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from desktop.ui.theme import Theme


class TextArea(QTextEdit):
    """Notes: plain text only, Tab moves on, lines 20 high. Ctrl+Z as in :class:`LineEdit`."""

    edited = Signal()
    """The person changed the text (not sent by :meth:`set_text`)."""

    def __init__(
        self, theme: Theme, placeholder: str = "", *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._setting = False
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.document().setDocumentMargin(4)
        self.textChanged.connect(self._tell)
        theme.changed.connect(self._restyle)
        self._restyle()

    def text(self) -> str:
        """The text, lines parted by newlines."""
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Show ``text``; what was typed before cannot be taken back with Ctrl+Z."""
        self._setting = True
        self.setPlainText(text)
        self._restyle()
        self._setting = False

    def set_problem_shown(self, shown: bool) -> None:
        """Show or hide the rust edge (a Field calls this)."""
        if bool(self.property("problem")) != shown:
            self.setProperty("problem", shown)
            self.style().unpolish(self)
            self.style().polish(self)
            self.update()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing is ever loaded, from no file and no address."""
        return None

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.textCursor().insertText(source.text())
        self.ensureCursorVisible()

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Undo)
            and not self.document().isUndoAvailable()
        ):
            event.ignore()
            return False
        return super().event(event)

    def _tell(self) -> None:
        if not self._setting:
            self.edited.emit()

    def _restyle(self) -> None:
        was_setting, self._setting = self._setting, True
        self.setFont(self.theme.font("body"))
        self.document().setUndoRedoEnabled(False)
        whole = QTextCursor(self.document())
        whole.select(QTextCursor.SelectionType.Document)
        line = QTextBlockFormat()
        height = QTextBlockFormat.LineHeightTypes.FixedHeight
        line.setLineHeight(self.theme.line_height("body"), height.value)
        whole.mergeBlockFormat(line)
        self.document().setUndoRedoEnabled(True)
        self._setting = was_setting
