"""The frame of the desk: the rail, the bars above and under the pages, and the page in front."""

from typing import cast

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.shell.focus import focus_next_pane
from desktop.ui.shell.notices import NoticeBar
from desktop.ui.shell.page import Page
from desktop.ui.shell.rail import Rail
from desktop.ui.shell.status_bar import StatusBar
from desktop.ui.shell.top_bar import TopBar


class DeskFrame(QWidget):
    """Arranges what it is given. Pages are put in by key, in any number; one is in front."""

    def __init__(
        self, rail: Rail, top_bar: TopBar, notices: NoticeBar, status_bar: StatusBar
    ) -> None:
        super().__init__()
        self._rail, self._status_bar = rail, status_bar
        self._stack = QStackedWidget()
        self.pages: dict[str, Page] = {}
        column = self._column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top_bar)
        column.addWidget(notices)
        column.addWidget(self._stack, 1)
        self._under_pages = QVBoxLayout()
        column.addLayout(self._under_pages)
        column.addWidget(status_bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(rail)
        row.addLayout(column, 1)

    def put_in(self, key: str, page: Page) -> None:
        """One more page."""
        self.pages[key] = page
        self._stack.addWidget(cast("QWidget", page))

    def put_above(self, bar: QWidget) -> None:
        """A bar right under the top bar."""
        self._column.insertWidget(1, bar)

    def put_under(self, bar: QWidget) -> None:
        """A bar between the pages and the status bar."""
        self._under_pages.addWidget(bar)

    @property
    def key(self) -> str:
        """Key of the page in front."""
        return list(self.pages)[self._stack.currentIndex()]

    @property
    def front(self) -> Page:
        """The page in front."""
        return self.pages[self.key]

    def bring(self, key: str) -> None:
        """Bring a page to the front and put the focus where work begins."""
        page = self.pages[key]
        self._rail.show_page(key)
        self._stack.setCurrentIndex(list(self.pages).index(key))
        self.show_hints()
        page.activate()

    def next_pane(self, step: int) -> None:
        """F6 (1) and Shift+F6 (-1)."""
        focus_next_pane(self.front.panes(), step)

    def show_hints(self) -> None:
        """The status bar tells the keys of the page in front."""
        self._status_bar.show_hints(self.front.status_hints)
