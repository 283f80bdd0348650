"""The article with its find bar: the same on the Reference page and beside a call."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.article import Article
from desktop.domain.find_in_text import find_in_text
from desktop.ui.reference.article_text import NOW, OLD_LINE, ArticleText, Range
from desktop.ui.reference.find_bar import FindBar
from desktop.ui.theme import Theme
from desktop.ui.widgets.card import Line
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.label import Label


class _OutOfDate(QWidget):
    """Where the article is out of date, in words beside it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        words = Label(theme, NOW, "cap", "text-2", lead=f"{OLD_LINE} is 988 now.", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.addWidget(Line(theme))
        self._column.addWidget(words)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(16), 0, px(16), px(8))
        self._column.setSpacing(px(8))


class ArticleView(QWidget):
    """Shows one article. ``narrow`` is for the side of a call."""

    selection_used = Signal(object)
    """The characters that are selected, as (start, end), are to be used; perhaps none are."""
    section_reached = Signal(str)
    """By scrolling or by finding."""

    def __init__(
        self, theme: Theme, *, narrow: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._article: Article | None = None
        self._hits: tuple[Range, ...] = ()
        self._now = -1
        self.section = ""
        """The section that was reached last."""
        self.find_bar = FindBar(theme, narrow=narrow)
        self.article_text = ArticleText(theme)
        self._nothing = EmptyState(theme, "book-open-text", "The article is being read…")
        # On the page of its own the box about danger says it.
        self._note = _OutOfDate(theme)
        self._note.hide()
        self._narrow = narrow
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self.article_text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.find_bar)
        column.addWidget(self._stack, 1)
        column.addWidget(self._note)
        self.find_bar.wanted.connect(self._look_for)
        self.find_bar.step_requested.connect(self.step)
        self.find_bar.size_chosen.connect(self.article_text.set_size)
        self.find_bar.selection_requested.connect(self.use_selection)
        self.find_bar.left.connect(self._focus_text)
        self.article_text.scrolled_to.connect(self._reach)

    @property
    def article(self) -> Article | None:
        """What is shown."""
        return self._article

    def show_article(self, article: Article) -> None:
        """Typeset an article."""
        self._article = article
        self.section = article.sections[0].name if article.sections else ""
        self.article_text.show_article(article)
        self._stack.setCurrentWidget(self.article_text)
        self._note.setVisible(self._narrow and OLD_LINE in article.text)

    def show_problem(self, sentence: str) -> None:
        """There is none to show, and why."""
        fact, _, rest = sentence.partition(". ")
        self._nothing.show_state("book-open-text", f"{fact}.", rest)
        self._stack.setCurrentWidget(self._nothing)

    def underline(self, ranges: Sequence[Range]) -> None:
        """Mark what is approved to be read aloud."""
        self.article_text.underline(ranges)

    def go_to(self, section: str) -> None:
        """Show the beginning of a section."""
        if self._article is not None:
            start = next(s.start for s in self._article.sections if s.name == section)
            self.article_text.go_to(start)
            self.section = section

    def focus_find(self) -> None:
        """Ctrl+F."""
        self.find_bar.focus_here()

    def step(self, by: int) -> None:
        """F3: the next hit (1), Shift+F3: the one before (-1); round and round."""
        if self._hits:
            self._show_hit((self._now + by) % len(self._hits))

    def use_selection(self) -> None:
        """What is selected is to be used."""
        self.selection_used.emit(self.article_text.selected())

    def _look_for(self, wanted: str) -> None:
        self._hits = find_in_text(self._article.text, wanted) if self._article else ()
        if self._hits:
            self._show_hit(0)
            return
        self._now = -1
        self.article_text.mark((), -1)
        self.find_bar.show_count(0, -1, looked_for=bool(wanted.strip()))

    def _show_hit(self, number: int) -> None:
        self._now = number
        self.article_text.mark(self._hits, number)
        self.find_bar.show_count(len(self._hits), number, looked_for=True)
        if self._article is not None:
            self._reach(self._article.section_at(self._hits[number][0]))

    def _reach(self, section: str) -> None:
        self.section = section
        self.section_reached.emit(section)

    def _focus_text(self) -> None:
        self.article_text.setFocus(Qt.FocusReason.OtherFocusReason)
