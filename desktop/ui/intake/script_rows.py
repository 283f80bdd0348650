"""The rows of Script: an answer that opens, and a line of the article."""

from uuid import UUID

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.script_lines import Line
from desktop.ui.line_words import quoted
from desktop.ui.theme import Theme
from desktop.ui.widgets import card as cards
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.field import IconLine
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.painted_button import PaintedButton
from desktop.ui.widgets.painting import draw_box, draw_text
from desktop.ui.widgets.tag import TAG_HEIGHT, draw_tag, tag_width

MATCHES = "Matches reason"


class UseButton(Button):
    """ "Use", and "Used" once the words were read: pressed again, they were not."""

    def show_used(self, line: Line, *, used: bool) -> None:
        """Show whether the line was read on this call."""
        self.set_text("Used" if used else "Use")
        self.set_icon("check" if used else "")
        act = "Take back" if used else "Use in call"
        self.setAccessibleName(f"{act}: {line.name}")


class _Question(PaintedButton):
    """Opens and folds an answer."""

    def __init__(self, theme: Theme) -> None:
        self._matches = False
        super().__init__(theme)
        self.setCheckable(True)

    def show_question(self, title: str, *, matches: bool, opened: bool) -> None:
        """Show a question; ``matches`` says that a picked reason asks it."""
        self._matches = matches
        self.setChecked(opened)
        self.set_text(f"“{title}”")
        more = f", {MATCHES.lower()}" if matches else ""
        self.setAccessibleName(f"{title}{more}, {'open' if opened else 'folded'}")

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(160), self.theme.px(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px, look, height = self.theme, self.theme.px, self.look(), self.height()
        painter = QPainter(self)
        if look.focus:
            ring = self.face().adjusted(1, 1, -1, -1)
            draw_box(painter, ring, px(6), None, theme.color("focus"), 2)
        icon = "chevron-down" if self.isChecked() else "chevron-right"
        theme.draw_icon(painter, QRectF(px(12), 0, px(16), height), icon, "text-3")
        right = float(self.width() - px(12))
        if self._matches:
            right -= tag_width(theme, MATCHES)
            corner = QRectF(right, (height - px(TAG_HEIGHT)) / 2, 1, 1).topLeft()
            draw_tag(painter, theme, corner, MATCHES, "primary")
            right -= px(8)
        box = QRectF(px(36), 0, right - px(36), height)
        ink = theme.color("primary" if look.hover else "text")
        draw_text(painter, box, self.words(), theme.font("medium"), ink)
        painter.end()


class AnswerRow(QWidget):
    """A question, and under it what to say."""

    use_pressed = Signal(object)
    """The :class:`Line`."""
    folded = Signal(object, bool)
    """The identity of the line, and whether it is open now."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._line: Line | None = None
        self._rule = cards.Line(theme)
        self.question = _Question(theme)
        self.answer = QWidget()
        self._words = Label(theme, "", "voice-snippet", wrap=True)
        self.source = IconLine(theme, "", "text-3", "message-circle-question-mark")
        self.use = UseButton(theme, "Use")
        self._row = QHBoxLayout(self.answer)
        words = QVBoxLayout()
        words.setSpacing(theme.px(3))
        words.addWidget(self._words)
        words.addWidget(self.source)
        self._row.addLayout(words, 1)
        self._row.addWidget(self.use, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self._rule, self.question, self.answer):
            column.addWidget(widget)
        self.question.clicked.connect(self._fold)
        self.use.clicked.connect(lambda: self.use_pressed.emit(self._line))
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def line(self) -> Line | None:
        """What is shown."""
        return self._line

    def show_line(
        self,
        line: Line,
        said: str,
        source: str,
        *,
        first: bool,
        matches: bool,
        opened: bool,
        used: bool,
    ) -> None:
        """Show an answer: ``said`` are its words with their fields filled in."""
        self._line = line
        self._rule.setVisible(not first)
        self.question.show_question(line.title, matches=matches, opened=opened)
        self._words.set_text(said)
        self.source.show_line(source, icon="message-circle-question-mark")
        self.use.show_used(line, used=used)
        self.answer.setVisible(opened)

    def _fold(self, opened: bool) -> None:
        line_id: UUID | None = self._line.id if self._line else None
        self.folded.emit(line_id, opened)

    def _restyle(self) -> None:
        px = self._theme.px
        self._row.setContentsMargins(px(36), 0, px(12), px(12))
        self._row.setSpacing(px(12))


class ArticleRow(QWidget):
    """Words of the article, with the section they come from."""

    use_pressed = Signal(object)
    """The :class:`Line`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._line: Line | None = None
        self._rule = cards.Line(theme)
        self._words = Label(theme, "", "voice-snippet", wrap=True)
        self._source = IconLine(theme, "", "text-3", "book-open-text")
        self.use = UseButton(theme, "Use")
        self.use.clicked.connect(lambda: self.use_pressed.emit(self._line))
        words = QVBoxLayout()
        words.setSpacing(theme.px(3))
        words.addWidget(self._words)
        words.addWidget(self._source)
        self._row = QHBoxLayout()
        self._row.addLayout(words, 1)
        self._row.addWidget(self.use, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._rule)
        column.addLayout(self._row)
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def line(self) -> Line | None:
        """What is shown."""
        return self._line

    def show_line(self, line: Line, article: str, approval: str, *, used: bool) -> None:
        """Show a line of the article with this short title, and who approved it."""
        self._line = line
        self._words.set_text(quoted(line))
        section = line.place.section if line.place else ""
        self._source.show_line(
            " · ".join(
                part
                for part in (" › ".join(part for part in (article, section) if part), approval)
                if part
            ),
            icon="book-open-text",
        )
        self.use.show_used(line, used=used)

    def _restyle(self) -> None:
        px = self._theme.px
        self._row.setContentsMargins(0, px(10), 0, px(10))
        self._row.setSpacing(px(12))
