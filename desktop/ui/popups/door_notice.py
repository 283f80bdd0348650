"""On the locked screen: that somebody rings, and not who."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.popups.pop_words import door_words
from desktop.ui.theme import Theme
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.notice import Notice


class DoorNotice(QWidget):
    """One sentence while anybody rings."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._notice = Notice(theme, "phone-incoming", "", tone="primary")
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._notice)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def show_waiting(self, waiting: int) -> None:
        """Say how many ring."""
        sentence = door_words(waiting)
        if sentence and sentence != self.sentence:
            detail = (
                "Open the desk to see who it is."
                if waiting == 1
                else "Open the desk to see who they are."
            )
            self._notice.show_notice("phone-incoming", f"{sentence}.", detail, "primary")
            announce(self, sentence)
        self.setVisible(bool(sentence))

    @property
    def sentence(self) -> str:
        """What is said; empty when nobody rings."""
        said = self._notice.accessibleName() if not self.isHidden() else ""
        return said.partition(".")[0]

    def _restyle(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(16), px(8), px(16), 0)
