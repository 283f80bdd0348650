"""The notice under the top bar: what got in the way or happened meanwhile, and what to do."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.button import icon_button
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.notice import Notice

_FIRST: Final = "safety"
"""The tone that stands before every other."""
_REMARK: Final = ""
"""The topic of what makes way."""


@dataclass(frozen=True, slots=True)
class _Said:
    sentence: str
    icon: str
    tone: str
    topic: str
    for_all: bool = False


class NoticeBar(QWidget):
    """Shows one sentence at a time; the others wait behind it and come when it is put away.

    There is one remark (:meth:`say`), which makes way for the next one and for what is done next.
    What happened while somebody looked away (:meth:`keep`: a caller reached nobody) stays until
    it is put away. What is about safety stands in front, else the newest.
    """

    put_away = Signal(str)
    """The topic of a kept notice that somebody has put away."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._said: list[_Said] = []
        self._held_back = False
        self._notice = Notice(theme, "circle-alert", "", tone="soon")
        self._behind = Label(theme, "", "small", "text-2")
        close = icon_button(theme, "x", "Put this notice away", height=28)
        close.clicked.connect(self.dismiss)
        self._notice.row.addWidget(self._behind)
        self._notice.row.addWidget(close)
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(self._notice)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def say(self, sentence: str, icon: str = "circle-alert", tone: str = "soon") -> None:
        """Make a remark and tell screen readers; the remark before it is gone."""
        self._put(_Said(sentence, icon, tone, _REMARK))

    def keep(
        self, topic: str, sentence: str, icon: str = "circle-alert", *, for_all: bool = False
    ) -> None:
        """Show what may not be overlooked until somebody puts it away, and tell screen readers.

        Of one ``topic`` the newest sentence stands for all before it, so it has to say all that is
        not put away yet; an empty one takes it away. ``for_all``: it tells of no caller, so that
        nobody is kept from it (see :meth:`hold_back`).
        """
        if sentence:
            self._put(_Said(sentence, icon, "soon", topic, for_all))
        else:
            self._without(topic)
            self._show()

    def clear(self) -> None:
        """Whatever is done next, the remark is old; what is kept stays."""
        self._without(_REMARK)
        self._show()

    def hold_back(self, held_back: bool) -> None:
        """Show nothing that is kept for now: whoever is here may not read it. Nothing is lost."""
        self._held_back = held_back
        self._show()

    def dismiss(self) -> None:
        """Put away what is in front; what waits behind it comes."""
        shown = self._shown()
        if not shown:
            return
        self._without(shown[-1].topic)
        self._show()
        if shown[-1].topic != _REMARK:
            self.put_away.emit(shown[-1].topic)

    @property
    def sentence(self) -> str:
        """What is shown; empty when nothing is."""
        return self._notice.accessibleName() if self.isVisible() else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def _put(self, said: _Said) -> None:
        self._without(said.topic)
        self._said.append(said)
        self._show()
        if not self.isHidden():
            announce(self, said.sentence)

    def _without(self, topic: str) -> None:
        self._said = [each for each in self._said if each.topic != topic]

    def _shown(self) -> list[_Said]:
        """What may be shown, the one in front last."""
        may = [
            each
            for each in self._said
            if not self._held_back or each.for_all or each.topic == _REMARK
        ]
        return sorted(may, key=lambda each: each.tone == _FIRST)

    def _show(self) -> None:
        shown = self._shown()
        if not shown:
            self.hide()
            return
        front, behind = shown[-1], len(shown) - 1
        self._notice.show_notice(front.icon, front.sentence, "", front.tone)
        self._behind.set_text(f"and {behind} more")
        self._behind.setVisible(behind > 0)
        self.show()

    def _restyle(self) -> None:
        px = self._theme.px
        across = px(12 if self._theme.compact else 16)
        self._layout.setContentsMargins(across, px(8), across, 0)
