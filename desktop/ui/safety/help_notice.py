"""A colleague with a caller in danger asks for help: one sentence, one button."""

from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.help_requests import HelpRow
from desktop.ui.theme import Theme
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.notice import Notice

KEYS = "Ctrl+Shift+H"


class HelpNotice(QWidget):
    """Stays until somebody comes or nobody has to any more. On the locked screen nobody is there
    who ``answers``; whoever sees it goes."""

    coming = Signal(object)
    """The request's identity: whoever is here comes."""

    def __init__(self, theme: Theme, *, answers: bool = True) -> None:
        super().__init__()
        self._theme = theme
        self._request: UUID | None = None
        self._notice = Notice(theme, "life-buoy", "", tone="safety")
        self.come = Button(theme, "I am coming", Kind.SAFETY, kbd=KEYS, height=32)
        self.come.clicked.connect(self.answer)
        self._notice.row.addWidget(self.come)
        self.come.setVisible(answers)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._notice)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def show_request(self, request: HelpRow | None) -> None:
        """Show who asks, or nothing."""
        before, self._request = self._request, request.id if request else None
        if request is None:
            self.hide()
            return
        if request.id != before:
            self._notice.show_notice("life-buoy", help_sentence(request), "", "safety")
            self.show()
            announce(self, help_sentence(request))

    @property
    def sentence(self) -> str:
        """What is shown; empty when nothing is."""
        return self._notice.accessibleName() if self._request is not None else ""

    def answer(self) -> None:
        """ "I am coming"."""
        if self._request is not None:
            self.coming.emit(self._request)

    def _restyle(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(16), px(8), px(16), 0)


def help_sentence(request: HelpRow) -> str:
    """Who asks. The caller is not named: others stand around."""
    return f"{request.who} asks for help with a caller in danger."
