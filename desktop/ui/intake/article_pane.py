"""The article beside the call, as it was published: plain text, nothing is loaded from anywhere."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.label import Label

ARTICLE = Path("article") / "article.txt"


class ArticlePane(QWidget):
    """Shows the article of ``resources`` and, beside it, what has changed since it was printed."""

    def __init__(self, theme: Theme, resources: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._note = Label(
            theme,
            "The article prints 800-273-8255. Since July 2022 the line is 988, call or text; "
            "the old number still reaches it.",
            "small",
            "soon",
            wrap=True,
        )
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName("Article")
        self.text.setObjectName("article")
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.text.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.text.setPlainText((resources / ARTICLE).read_text(encoding="utf-8"))
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._note)
        self._column.addWidget(self.text, 1)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(16), px(12), px(4), px(4))
        self._column.setSpacing(px(8))
        self.text.setFont(self._theme.font("voice-snippet"))
