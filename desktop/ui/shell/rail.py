"""The rail at the left: one button for each page that works."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from desktop.ui.shell.pages import UNDER, PageSpec
from desktop.ui.theme import Theme
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.rail_button import RailButton


class Rail(QWidget):
    """Emits which page was asked for; the main window decides and calls :meth:`show_page`."""

    page_requested = Signal(str)

    def __init__(
        self,
        theme: Theme,
        pages: Sequence[PageSpec],
        below: Sequence[PageSpec] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName("Pages")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._logo = Icon(theme, "ketwell", "rail-on", 30)
        self._logo.setAccessibleName("KetWell Desk")
        self._column.addWidget(self._logo, 0, Qt.AlignmentFlag.AlignHCenter)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, RailButton] = {}
        for page in pages:
            self._add(page)
        self._column.addStretch(1)
        for page in below:
            self._add(page)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_page(self, key: str) -> None:
        """Mark the page that is shown; none for one that nothing in the rail stands for."""
        button = self._buttons.get(UNDER.get(key, key))
        # Tab comes to the page that is shown, and goes on from there; arrows reach the others.
        for each in self._buttons.values():
            reached = button is None or each is button
            each.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if reached else Qt.FocusPolicy.ClickFocus
            )
        if button is not None:
            button.setChecked(True)
            return
        self._group.setExclusive(False)
        for each in self._buttons.values():
            each.setChecked(False)
        self._group.setExclusive(True)

    def offer(self, keys: Collection[str]) -> None:
        """Show the buttons of these pages only."""
        for key, button in self._buttons.items():
            button.setVisible(key in keys)

    def set_badge(self, key: str, count: int, what: str) -> None:
        """Show a count at a page; ``what`` is read after it ("7 due")."""
        self._buttons[key].set_badge(count, what)

    def button(self, key: str) -> RailButton:
        """The button of a page."""
        return self._buttons[key]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRectF(self.rect()), self._theme.color("rail"))
        painter.end()

    def _add(self, page: PageSpec) -> None:
        button = RailButton(self._theme, page.icon, page.title)
        button.clicked.connect(lambda _on, key=page.key: self.page_requested.emit(key))
        self._group.addButton(button)
        self._buttons[page.key] = button
        self._column.addWidget(button)

    def _restyle(self) -> None:
        px = self._theme.px
        self.setFixedWidth(px(88))
        self._logo.setFixedSize(px(88), px(60))
        self._column.setSpacing(px(4))
        self._column.setContentsMargins(0, 0, 0, px(8))
        self.update()
