"""Script: what to say on this call, answers first that the picked reasons ask for."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.filled_words import fill
from desktop.domain.vocabulary import LineKind
from desktop.services.call_form import CallForm
from desktop.services.script_lines import Line
from desktop.ui.intake.advice_panel import AdvicePanel
from desktop.ui.intake.asked_card import AskedCard
from desktop.ui.intake.script_rows import AnswerRow, ArticleRow
from desktop.ui.intake.statement_panel import StatementPanel
from desktop.ui.line_words import approval_words, source_words
from desktop.ui.reference.use_column import NO_WORDS
from desktop.ui.theme import Theme
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.scroll import ColumnScroll


class ScriptPane(ColumnScroll):
    """Offers approved words only. Tells what was read; the card keeps it."""

    use_pressed = Signal(object)
    """A :class:`Line`: it was read, or was not after all."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._lines: Sequence[Line] = ()
        self._article, self._here, self._now = "", "UTC", datetime.min.replace(tzinfo=UTC)
        self._fields: Mapping[str, str] = {}
        self._form: CallForm | None = None
        self._folds: dict[UUID, bool] = {}
        self.answers: list[AnswerRow] = []
        self.snippets: list[ArticleRow] = []
        self.setAccessibleName("Script")
        self._box = Card(theme, name="Answers")
        self._asks = QVBoxLayout(self._box)
        self._asks.setContentsMargins(1, 1, 1, 1)
        self._asks.setSpacing(0)
        self._from = QWidget()
        self._articles = QVBoxLayout(self._from)
        self._articles.setContentsMargins(0, 0, 0, 0)
        self._articles.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(Label(theme, "From the article", "small-strong", "text-2"))
        head.addWidget(Label(theme, "approved lines you may read aloud", "small", "text-3"))
        head.addStretch(1)
        self._articles.addLayout(head)
        self._empty = EmptyState(theme, "message-square-quote", *NO_WORDS)
        self.outsider = AdvicePanel(theme, "ban", "late")
        self.statement = StatementPanel(theme)
        self.medical = AdvicePanel(theme, "users", "plan")
        for panel in (self.outsider, self.medical):
            panel.use_pressed.connect(self.use_pressed)
        self.asked = AskedCard(theme)
        parts = (self.outsider, self.statement, self.medical, self.asked)
        for widget in (*parts, self._empty, self._box, self._from):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        theme.changed.connect(self._restyle)
        self._restyle()
        self._show()

    def show_lines(self, lines: Sequence[Line], article: str, here: str, now: datetime) -> None:
        """The approved lines, and the short title of the article; ``here`` is the desk's zone."""
        self._lines, self._article, self._here, self._now = lines, article, here, now
        self._show()

    def show_card(self, form: CallForm, fields: Mapping[str, str]) -> None:
        """Show what is on the card: its reasons, what was read, and what fills in fields."""
        if self._form is not None and self._form.started_at != form.started_at:
            self._folds.clear()
        before, self._form = self._form, form
        known, self._fields = self._fields, fields
        if before is None or known != fields or _shown_of(before) != _shown_of(form):
            self._show()

    def use_next(self) -> None:
        """Ctrl+U: the line with the focus, else the first that is open and was not read yet."""
        focus = QApplication.focusWidget()
        first = (self.outsider, self.medical)
        rows: list[AdvicePanel | AnswerRow | ArticleRow] = [*first, *self.answers, *self.snippets]
        shown = [row for row in rows if row.use.isVisible() and row.line is not None]
        inside = (row for row in shown if focus is not None and row.isAncestorOf(focus))
        unread = (row for row in shown if row.line and row.line.id not in self._read)
        row = next(inside, None) or next(unread, None)
        if row is not None:
            self.ensureWidgetVisible(row, 0, 8)
            self.use_pressed.emit(row.line)

    @property
    def _read(self) -> frozenset[UUID]:
        return (
            frozenset(line.line_id for line in self._form.read_lines) if self._form else frozenset()
        )

    def _show(self) -> None:
        reasons = set(self._form.reasons) if self._form else set()
        outside = self._form is not None and self._form.outside
        answers = [line for line in self._lines if line.kind is LineKind.ANSWER and not outside]
        answers.sort(key=lambda line: not reasons.intersection(line.reasons))
        snippets = [line for line in self._lines if line.kind is LineKind.SNIPPET]
        while len(self.answers) < len(answers):
            self._add_answer()
        while len(self.snippets) < len(snippets):
            self._add_snippet()
        for number, row in enumerate(self.answers):
            row.setVisible(number < len(answers))
            if number < len(answers):
                line = answers[number]
                matches = bool(reasons.intersection(line.reasons))
                row.show_line(
                    line,
                    "".join(part.text for part in fill(line.text, self._fields)),
                    source_words(line, self._here, self._now),
                    first=number == 0,
                    matches=matches,
                    opened=self._folds.get(line.id, matches),
                    used=line.id in self._read,
                )
        for number, article_row in enumerate(self.snippets):
            article_row.setVisible(number < len(snippets))
            if number < len(snippets):
                line = snippets[number]
                approval = approval_words(line, self._here, self._now)
                used = line.id in self._read
                article_row.show_line(line, self._article, approval, used=used)
        self._box.setVisible(bool(answers))
        self._from.setVisible(bool(snippets))
        self._empty.setVisible(not self._lines)

    def _add_answer(self) -> None:
        row = AnswerRow(self._theme)
        row.use_pressed.connect(self.use_pressed)
        row.folded.connect(self._fold)
        self.answers.append(row)
        self._asks.addWidget(row)

    def _add_snippet(self) -> None:
        row = ArticleRow(self._theme)
        row.use_pressed.connect(self.use_pressed)
        self.snippets.append(row)
        self._articles.addWidget(row)

    def _fold(self, line_id: UUID, opened: bool) -> None:
        self._folds[line_id] = opened
        self._show()

    def _restyle(self) -> None:
        down = 10 if self._theme.compact else 14
        self.set_edges(16, down, 16, down)
        self.column.setSpacing(self._theme.px(down))


def _shown_of(form: CallForm) -> tuple[object, ...]:
    """What of a card the rows depend on."""
    return form.reasons, form.read_lines, form.outside
