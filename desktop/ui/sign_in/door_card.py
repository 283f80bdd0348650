"""The white card of the sign-in page: a title, a line below it, then what one fills in."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.label import Label

WIDTH = 420
_HEIGHTS = (372, 348)


class DoorCard(Card):
    """420 wide where there is room; ``name`` is what a screen reader calls the section."""

    def __init__(
        self, theme: Theme, title: str, detail: str, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, edge="line-2", name=name, parent=parent)
        self._title = Label(theme, title, "card")
        self._detail = Label(theme, detail, "small", "text-2")
        head = QVBoxLayout()
        head.setSpacing(0)
        head.addWidget(self._title)
        head.addWidget(self._detail)
        self.column = QVBoxLayout(self)
        self.column.addLayout(head)
        theme.changed.connect(self._fit)
        self._fit()

    def set_title(self, title: str, detail: str) -> None:
        """Say something else at the top."""
        self._title.set_text(title)
        self._detail.set_text(detail)

    def _fit(self) -> None:
        px, compact = self.theme.px, self.theme.compact
        across, down = px(24) + 1, px(16 if compact else 20) + 1
        self.column.setContentsMargins(across, down, across, down)
        self.column.setSpacing(px(12 if compact else 14))
        self.setMaximumWidth(px(WIDTH))
        self.setMinimumWidth(px(WIDTH) * 3 // 4)
        self.setMinimumHeight(px(_HEIGHTS[compact]))
