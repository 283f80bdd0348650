"""The dark ground in front of the desk: what it is at the top, the Safety card at the foot."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.sign_in.danger_foot import DangerFoot
from desktop.ui.theme import Theme
from desktop.ui.widgets.field import IconLine
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label

TITLE = "KetWell Desk"


class DoorGround(QWidget):
    """Fill ``column``, then :meth:`put_foot`. ``place`` says where the data is, with an icon
    ("Encrypted · this computer", "lock-keyhole")."""

    safety_requested = Signal()
    """Open the Safety card: nobody has to be signed in."""

    def __init__(self, theme: Theme, place: tuple[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._top = QWidget()
        self._top_row = QHBoxLayout(self._top)
        self._top_row.addWidget(Icon(theme, "ketwell", "rail-on", 30, name=TITLE))
        self._top_row.addWidget(Label(theme, TITLE, "card", "rail-on"))
        self._top_row.addStretch(1)
        words, icon = place
        self._top_row.addWidget(IconLine(theme, words, "rail-text", icon, "small"))
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        scroll = QScrollArea()  # at 150 % on a small screen the cards are taller than the window
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        for ground in (scroll.viewport(), inside):
            ground.setAutoFillBackground(False)
        whole = self._whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._top)
        whole.addWidget(scroll, 1)
        theme.changed.connect(self._fit_ground)
        self._fit_ground()

    def put_foot(self, without: str) -> None:
        """The Safety card, which needs no ``without`` ("signing in"). Last, as Tab comes there."""
        foot = DangerFoot(self._theme, without)
        foot.safety_requested.connect(self.safety_requested)
        self._whole.addWidget(foot)

    def show_above(self, notice: QWidget) -> None:
        """Give a notice its place under the top, wherever it stood before."""
        self._whole.insertWidget(1, notice)

    def _fit_ground(self) -> None:
        px = self._theme.px
        self._top.setFixedHeight(px(64))
        self._top_row.setContentsMargins(px(24), 0, px(24), 0)
        self._top_row.setSpacing(px(10))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("rail"))
        painter.end()
