"""One notice under the top bar: what got in the way, and what to do."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.button import icon_button
from desktop.ui.widgets.notice import Notice


class NoticeBar(QWidget):
    """Shows one sentence until it is put away or another takes its place."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._notice = Notice(theme, "circle-alert", "", tone="soon")
        close = icon_button(theme, "x", "Put this notice away", height=28)
        close.clicked.connect(self.hide)
        self._notice.row.addWidget(close)
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(self._notice)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def say(self, sentence: str, icon: str = "circle-alert", tone: str = "soon") -> None:
        """Show ``sentence`` and tell screen readers."""
        self._notice.show_notice(icon, sentence, "", tone)
        self.show()
        announce(self, sentence)

    @property
    def sentence(self) -> str:
        """What is shown; empty when nothing is."""
        return self._notice.accessibleName() if self.isVisible() else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _restyle(self) -> None:
        px = self._theme.px
        self._layout.setContentsMargins(px(16), px(8), px(16), 0)
