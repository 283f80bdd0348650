"""Reference: the article, what may be read aloud of it, and the words that managers approve."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.app import Services
from desktop.domain.article import Article
from desktop.domain.errors import Problem
from desktop.domain.local_time import local_day
from desktop.domain.roles import may
from desktop.domain.script_guard import Finding
from desktop.domain.vocabulary import LineKind, Permission
from desktop.domain.wording import spoken_day
from desktop.services.actor import Actor
from desktop.services.changes import Touched
from desktop.services.script_checks import GuardedLine
from desktop.services.script_lines import Line
from desktop.services.statement_rows import StatementRow
from desktop.services.words import LineWords
from desktop.ui.call_in_hand import CallInHand
from desktop.ui.changes import concerns
from desktop.ui.intake.asker import Asker
from desktop.ui.key_binding import bind_keys
from desktop.ui.reference.article_view import ArticleView
from desktop.ui.reference.decisions import Decisions
from desktop.ui.reference.line_editor import LineEditor
from desktop.ui.reference.lines_list import LinesList
from desktop.ui.reference.outline import Outline
from desktop.ui.reference.selection import approved_lines, approved_places, why_not
from desktop.ui.reference.statements_view import StatementsView
from desktop.ui.reference.use_column import NO_CALL, UseColumn
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.widgets.undo_bar import UndoBar, UndoDock


class ReferencePage(QWidget):
    """One page for the main window; see the signals for what it tells."""

    said = Signal(str, object)
    """A sentence for the undo bar, and the change it can undo (or None)."""
    written = Signal(object)
    """A :class:`Written`, after each write."""
    troubled = Signal(str)
    """A sentence that has no field of its own to stand at."""
    read_requested = Signal(object)
    """This :class:`Line` was read out on the call in hand."""
    take_back_requested = Signal(object)
    """This :class:`Line` was not read after all."""
    safety_requested = Signal()
    """Somebody may be in danger."""

    status_hints = (("Ctrl+F", "Find in text"), ("F3", "Next match"), ("Ctrl+U", "Use in call"))

    def __init__(
        self,
        *,
        theme: Theme,
        tasks: Runner,
        services: Services,
        clock: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._words, self._clock = theme, services.words, clock
        self._checks, self._statements = services.script_checks, services.statements
        self._findings: dict[UUID, tuple[Finding, ...]] = {}
        self._on_statements = False
        self._asker = Asker(tasks, self)
        self._article: Article | None = None
        self._lines: tuple[Line, ...] = ()
        self._call: CallInHand | None = None
        self._kind: LineKind | None = None
        self._picked: UUID | None = None
        # By a line's identity, or by kind for one that is new.
        self._half: dict[UUID | LineKind, LineWords] = {}
        self._bring: UUID | None = None
        self._asked_for: UUID | None = None
        self.decisions = Decisions(self._asker, self._words, self)
        self.outline = Outline(theme)
        self.view = ArticleView(theme)
        self.list = LinesList(theme, clock)
        self.statements = StatementsView(theme, clock)
        self.column = UseColumn(theme, clock)
        self.editor = LineEditor(theme, clock)
        self.undo_bar = UndoBar(theme)
        self._middle, self._right = QStackedWidget(), QStackedWidget()
        self._build()
        self._wire()
        self._bind_keys()
        theme.changed.connect(self._restyle)
        self._restyle()
        self._show_mode()

    # -- what the main window asks -----------------------------------------------------------

    def set_actor(self, actor: Actor) -> None:
        """Somebody is at the desk; what they half changed before is there again."""
        before = self._asker.actor
        self.show_article()
        if before is None or before.user_id != actor.user_id:
            self._half.clear()
            self._picked = None
        self._asker.set_actor(actor)
        self._show_mode()
        if self._article is None:
            self._asker.ask(
                lambda _who: self._words.article(), self._know_article, self._no_article
            )
        self._load()

    def activate(self) -> None:
        """The page came to the front."""
        if self._kind is not None:
            self.list.focus_here(self._picked)
        else:
            self.view.focus_find()

    def panes(self) -> tuple[QWidget, ...]:
        """For F6."""
        return (self.outline, self._middle, self._right)

    def on_changed(self, touched: frozenset[Touched]) -> None:
        """News: a manager decided something."""
        if concerns(touched, "script_line", "statement", "milestone", "correction"):
            self._load()

    def show_call(self, call: CallInHand | None) -> None:
        """The call whose card is open, or none."""
        self._call = call
        self.column.show_call(call)

    def show_article(self) -> None:
        """Show the article."""
        self._keep_half()
        self._kind, self._on_statements = None, False
        self._show_mode()

    def show_statements(self) -> None:
        """Show the approved words of the sale."""
        self._keep_half()
        self._kind, self._on_statements = None, True
        self._load()
        self._show_mode()
        self.statements.focus_here()

    def show_list(self, kind: LineKind) -> None:
        """Show the lines of a kind."""
        self._keep_half()
        self._kind, self._on_statements = kind, False
        lines = self._of_kind()
        if self._picked not in [line.id for line in lines]:
            self._picked = lines[0].id if lines else None
        self._show_mode()
        self.list.focus_here(self._picked)

    def show_line(self, line_id: UUID) -> None:
        """Bring one line up: a line of the article beside it, another in its list. Before the lines
        are read it waits for them."""
        self._asked_for = line_id if not self._lines else None
        line = next((each for each in self._lines if each.id == line_id), None)
        if line is None or line.kind is LineKind.SNIPPET:
            self.show_article()
            if line is not None and line.place is not None and line.place.section:
                self._go_to(line.place.section)
            self._pointed_at(line_id)
            self._show_lines()
        else:
            self._picked = line_id
            self.show_list(line.kind)

    # -- what is shown -----------------------------------------------------------------------

    @property
    def _manages(self) -> bool:
        actor = self._asker.actor
        return actor is not None and may(actor.role, Permission.APPROVE_WORDS)

    @property
    def _here(self) -> str:
        return self._asker.actor.zone if self._asker.actor else "UTC"

    def _of_kind(self) -> tuple[Line, ...]:
        return tuple(line for line in self._lines if line.kind is self._kind)

    def _load(self) -> None:
        self._asker.ask(self._words.lines, self._know_lines, replaces="reference lines")
        self._asker.ask(self._checks.lines, self._know_findings, replaces="reference checks")
        self._asker.ask(
            self._statements.versions, self._know_statements, replaces="reference statements"
        )

    def _know_article(self, article: Article) -> None:
        self._article = article
        self.view.show_article(article)
        self.outline.show_sections([section.name for section in article.sections])
        self.outline.show_section(article.sections[0].name)
        self._show_lines()

    def _no_article(self, problem: Problem) -> None:
        self.view.show_problem(str(problem))

    def _know_lines(self, lines: tuple[Line, ...]) -> None:
        self._lines = lines
        self._show_lines()
        if self._asked_for is not None and lines:
            self.show_line(self._asked_for)

    def _know_findings(self, guarded: tuple[GuardedLine, ...]) -> None:
        self._findings = {each.line.id: each.findings for each in guarded}
        self._show_lines()

    def _know_statements(self, versions: tuple[StatementRow, ...]) -> None:
        self.statements.show_versions(versions, self._here, manages=self._manages)

    def _show_mode(self) -> None:
        """Which of the middle and the right are in front."""
        listing = self._kind is not None
        beside = self.statements if self._on_statements else self.view
        self._middle.setCurrentWidget(self.list if listing else beside)
        editing = listing and self._manages
        self._right.setCurrentWidget(self.editor if editing else self.column)
        self._show_lines()
        if self._kind is not None:
            self.outline.show_list(self._kind)
        elif self._on_statements:
            self.outline.show_statements()
        elif self._article is not None:
            self.outline.show_section(self.view.section)

    def _show_lines(self) -> None:
        snippets = [line for line in self._lines if line.kind is LineKind.SNIPPET]
        self.view.underline(approved_places(snippets))
        self.view.article_text.set_remark(*self._remark(snippets))
        offered = LineKind.ANSWER if self._kind is LineKind.ANSWER else LineKind.SNIPPET
        shown = [line for line in self._lines if line.kind is offered]
        shown.sort(key=lambda line: not line.approved)
        if not self._manages:
            shown = [line for line in shown if line.approved]
        self.column.show_lines(shown, self._here)
        waiting = Counter(line.kind for line in self._lines if not line.approved)
        self.outline.show_waiting(waiting if self._manages else {})
        if self._kind is not None:
            self.list.show_lines(
                self._kind,
                self._of_kind(),
                self._here,
                self._picked,
                self._findings,
                may_add=self._manages,
            )
            self._show_editor()
        card = self.column.card_of(self._bring)
        if card is not None:
            self._bring = None
            self.column.bring(card)

    def _remark(self, snippets: list[Line]) -> tuple[str, str]:
        """Over the article: how many lines wait for a manager, and who approved last."""
        waiting = sum(not line.approved for line in snippets)
        tag = f"{waiting} {'line' if waiting == 1 else 'lines'} to be approved" if waiting else ""
        dated = [(x.approved_at, x.approved_by) for x in snippets if x.approved and x.approved_at]
        if not dated:
            return tag, "Word for word as published"
        at, name = max(dated)
        today = local_day(self._clock(), self._here)
        day = spoken_day(local_day(at, self._here), today)
        return tag, f"Approved {day} by {name} · word for word as published"

    def _show_editor(self) -> None:
        kind = self._kind
        if kind is None or not self._manages:
            return
        line = next((each for each in self._of_kind() if each.id == self._picked), None)
        if line is not None:
            self.editor.show_line(line, self._half.get(line.id, LineWords.of(line)), self._here)
        elif kind in self._half:
            self.editor.show_new(kind, self._half[kind], self._here)
        else:
            self.editor.show_nothing()

    # -- reading out -------------------------------------------------------------------------

    def _use(self, line: Line) -> None:
        if self._call is None:
            self.troubled.emit(NO_CALL)
        elif line.id not in self._call.read:
            self.read_requested.emit(line)

    def _use_by_key(self) -> None:
        """Ctrl+U: what is selected in the article, else the card with the focus or the first."""
        start, end = self.view.article_text.selected()
        if self.view.article_text.hasFocus() and start != end:
            self._use_selection((start, end))
            return
        card = self.column.current() if self._right.currentWidget() is self.column else None
        if card is None:
            self.troubled.emit("There are no more approved words here to use.")
        elif not card.line.approved:
            self.troubled.emit("These words are not approved yet.")
        else:
            self._use(card.line)

    def _use_selection(self, selected: tuple[int, int]) -> None:
        start, end = selected
        if self._article is None:
            return
        snippets = [line for line in self._lines if line.kind is LineKind.SNIPPET]
        lines = approved_lines(self._article, snippets, start, end)
        if lines:
            for line in lines if self._call else lines[:1]:
                self._use(line)
        elif self._manages and start != end:
            self.decisions.point_at(start, end)
        else:
            self.troubled.emit(why_not(snippets, start, end))

    def _copy(self, line: Line) -> None:
        QApplication.clipboard().setText(line.text)
        self.said.emit("Copied.", None)

    # -- deciding ----------------------------------------------------------------------------

    def _approve_edited(self) -> None:
        if self.editor.line is not None:
            self.decisions.approve(self.editor.line, self.editor.content)

    def _save_edited(self) -> None:
        if self.editor.line is not None:
            self.decisions.edit(self.editor.line, self.editor.content)
        elif self._kind is not None:
            self.decisions.add(self._kind, self.editor.content)

    def _withdraw(self) -> None:
        if self.editor.line is not None:
            self.decisions.withdraw(self.editor.line)

    def _saved(self, what: UUID | LineKind, line_id: UUID | None) -> None:
        """What was half changed is whole now."""
        self._half.pop(what, None)
        if isinstance(what, LineKind):
            self._picked = line_id

    def _pointed_at(self, line_id: UUID) -> None:
        """Its card gets the focus, once the line has been read."""
        self._bring = line_id

    def _pick(self, line_id: UUID) -> None:
        self._keep_half()
        self._picked = line_id
        self._show_lines()
        if self._manages:
            self.editor.focus_here()

    def _new_line(self) -> None:
        if self._kind is not None:
            self._keep_half()
            self._picked = None
            self._half.setdefault(self._kind, LineWords())
            self._show_lines()
            self.editor.focus_here()

    def _keep_half(self) -> None:
        """What is half changed waits until somebody comes back to it."""
        kind, line = self._kind, self.editor.line
        if kind is None or not self._manages:
            return
        if line is not None and self.editor.content != LineWords.of(line):
            self._half[line.id] = self.editor.content
        elif line is None and kind in self._half:
            self._half[kind] = self.editor.content

    # -- building ----------------------------------------------------------------------------

    def _wire(self) -> None:
        self._asker.troubled.connect(self.troubled)
        self.decisions.said.connect(self.said)
        self.decisions.written.connect(self.written)
        self.decisions.troubled.connect(self.troubled)
        self.decisions.saved.connect(self._saved)
        self.decisions.pointed_at.connect(self._pointed_at)
        self.outline.section_chosen.connect(self._go_to)
        self.outline.list_chosen.connect(self.show_list)
        self.outline.statements_chosen.connect(self.show_statements)
        self.view.selection_used.connect(self._use_selection)
        self.view.section_reached.connect(self.outline.show_section)
        self.list.picked.connect(self._pick)
        self.list.new_requested.connect(self._new_line)
        self.column.use_requested.connect(self._use)
        self.column.take_back_requested.connect(self.take_back_requested)
        self.column.copy_requested.connect(self._copy)
        self.column.approve_requested.connect(self.decisions.approve)
        self.column.danger.safety_requested.connect(self.safety_requested)
        self.editor.approve_requested.connect(self._approve_edited)
        self.editor.save_requested.connect(self._save_edited)
        self.editor.withdraw_requested.connect(self._withdraw)
        self.editor.edited.connect(self._keep_half)

    def _go_to(self, section: str) -> None:
        self.show_article()
        self.view.go_to(section)
        self.outline.show_section(section)

    def _find(self) -> None:
        if self._kind is not None:
            self.show_article()
        self.view.focus_find()

    def _bind_keys(self) -> None:
        bind_keys(
            self,
            ("find_text", self._find),
            ("next_match", lambda: self.view.step(1)),
            ("match_before", lambda: self.view.step(-1)),
            ("use_line", self._use_by_key),
        )

    def _build(self) -> None:
        self._middle.addWidget(self.view)
        self._middle.addWidget(self.list)
        self._middle.addWidget(self.statements)
        self._right.addWidget(self.column)
        self._right.addWidget(self.editor)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.outline)
        across.addWidget(self._middle, 1)
        across.addWidget(self._right)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(across, 1)
        column.addWidget(UndoDock(self._theme, self.undo_bar))

    def _restyle(self) -> None:
        self._right.setFixedWidth(self._theme.px(316 if self._theme.compact else 356))
