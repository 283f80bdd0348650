"""Every version of the words, and one of them to read, decide about or write."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.local_time import local_day
from desktop.domain.vocabulary import StatementStanding
from desktop.services.statement_rows import NewWords, StatementRow
from desktop.ui.key_binding import bind_keys
from desktop.ui.row_model import Column
from desktop.ui.shell.focus import focus_is_in
from desktop.ui.theme import Theme
from desktop.ui.transition.plain_table import PlainTable
from desktop.ui.transition.transition_words import STANDING_WORDS, for_whom, span_line
from desktop.ui.transition.version_pane import OpenVersion, VersionPane
from desktop.ui.transition.words_editor import WordsEditor
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Pane
from desktop.ui.widgets.delegates import Cell
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.label import Label

_LIST, _COMPACT_LIST = 456, 424
_OPEN = (StatementStanding.DRAFT, StatementStanding.REVIEWED)


class WordsView(QWidget):
    """What is half written waits, for each version, until somebody comes back to it."""

    left = Signal()
    """Back to the overview."""
    version_chosen = Signal(object, object)
    """Read the version with this identity, against the one with that (None: as it should be)."""
    save_requested = Signal(object, object)
    """A :class:`StatementRow` (None: a new version) and its :class:`NewWords`."""

    def __init__(
        self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        self._zone, self._approves = "UTC", False
        self._versions: tuple[StatementRow, ...] = ()
        self._half: dict[UUID | int | None, NewWords] = {}
        self.back = Button(theme, "Back to the overview", Kind.QUIET, icon="arrow-left")
        columns: tuple[Column[StatementRow], ...] = (
            Column("version", "Version", self._version_cell),
            Column("standing", "What it is", self._standing_cell, 152, 140),
            Column("span", "When", self._span_cell, 150, 138),
        )
        self.list: PlainTable[StatementRow] = PlainTable(
            theme, "Versions of the statement", columns, lambda row: row.id, heights=(52, 46)
        )
        self.pane = VersionPane(theme, now)
        self.editor = WordsEditor(theme, now)
        self.empty = EmptyState(
            theme, "badge-check", "No words were written yet",
            "Until a manager approves some, desks take messages.", framed=False,
        )  # fmt: skip
        self._right = QStackedWidget()
        self._build()
        self._wire()
        theme.changed.connect(self._restyle)
        self._restyle()

    # -- who looks -----------------------------------------------------------------------------

    def set_reader(
        self, name: str, zone: str, *, approves: bool, runs: bool, same: bool = False
    ) -> None:
        """Somebody is here; of somebody else nothing half written is shown."""
        self._zone, self._approves = zone, approves
        if not same:
            self._half.clear()
        self.pane.set_reader(name, zone, approves=approves, runs=runs)
        self._right.setCurrentWidget(self.empty)

    def offer_sites(self, sites: Sequence[tuple[str, UUID]]) -> None:
        """The clinics there are."""
        self.editor.offer_sites(sites)

    # -- what is shown -------------------------------------------------------------------------

    @property
    def next_number(self) -> int:
        """What a new version is called."""
        return max((row.number for row in self._versions), default=0) + 1

    @property
    def editing(self) -> bool:
        """Whether words are being written."""
        return self._right.currentWidget() is self.editor

    def show_versions(self, versions: Sequence[StatementRow]) -> None:
        """Every version; clerks see what was approved."""
        self._versions = tuple(versions)
        shown = [row for row in versions if self._approves or row.approved_at is not None]
        self.list.show_rows(shown)
        if not shown and not self.editing:
            self._right.setCurrentWidget(self.empty)

    def show_opened(self, opened: OpenVersion) -> None:
        """One version to read; what is being written is left alone."""
        if self.editing:
            return
        others = [row for row in self._versions if self._compares(row, opened.row)]
        had_focus = focus_is_in(self.pane)
        self.pane.show_version(opened, others)
        self._right.setCurrentWidget(self.pane)
        if had_focus and not focus_is_in(self.pane):
            self.pane.focus_here()

    def _compares(self, other: StatementRow, row: StatementRow) -> bool:
        if other.id == row.id or other.language is not row.language:
            return False
        return other.approved_at is not None or self._approves

    def take(self, statement_id: UUID) -> None:
        """Put one version in hand and read it."""
        self._show_pane()
        if self.list.in_hand() is not None and self._in_hand_id == statement_id:
            self.version_chosen.emit(statement_id, None)
        else:
            self.list.take(statement_id)

    def focus_here(self) -> None:
        """Work begins in what is in front."""
        if self.editing:
            self.editor.focus_here()
        elif self.list.rows.rows():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- writing -------------------------------------------------------------------------------

    def write_new(self, like: StatementRow | None = None, number: int | None = None) -> None:
        """Begin a version with the words of another; ``number`` is that of the edition whose words
        these are for somebody else."""
        begun = NewWords(like.text if like else "", number=number)
        if like is not None and number is None:
            begun = NewWords(like.text, like.language, like.site_id)
        words = self._half.get(number, begun)
        title = f"Draft v{number or self.next_number}"
        about = (
            "It holds once a manager approves it. The words of the version before are filled in."
        )
        if number is not None:
            about = f"The same words as v{number}, for another clinic or in the other language."
        elif like is None:
            about = "It holds once a manager approves it."
        self._write(None, words, title, about)

    def write_again(self, row: StatementRow) -> None:
        """Change a draft."""
        begun = NewWords(
            row.text, row.language, row.site_id, row.effective_from, row.effective_until,
            row.until_milestone, row.number,
        )  # fmt: skip
        about = ""
        if row.standing is StatementStanding.REVIEWED:
            about = "It was read through. Once it is changed, somebody has to read it again."
        self._write(row, self._half.get(row.id, begun), f"Change the draft of {row.name}", about)

    def saved(self, statement_id: object) -> None:
        """What was being written is whole."""
        row = self.editor.row
        self._half.pop(row.id if row is not None else self.editor.words.number, None)
        self._show_pane()
        if isinstance(statement_id, UUID):
            self.list.want(statement_id)
            self.version_chosen.emit(statement_id, None)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _write(self, row: StatementRow | None, words: NewWords, title: str, about: str) -> None:
        self.editor.show_words(row, words, self._zone, title, about)
        self._right.setCurrentWidget(self.editor)
        self.editor.focus_here()

    def _keep_half(self) -> None:
        row, words = self.editor.row, self.editor.words
        self._half[row.id if row is not None else words.number] = words

    def _show_pane(self) -> None:
        self._right.setCurrentWidget(self.pane if self.pane.opened is not None else self.empty)

    def _leave_editor(self) -> None:
        self._show_pane()
        self.focus_here()

    def _leave(self) -> None:
        """Esc: out of the editor first, then back to the overview."""
        if self.editing:
            self._leave_editor()
        else:
            self.left.emit()

    # -- cells ---------------------------------------------------------------------------------

    def _version_cell(self, row: StatementRow) -> Cell:
        return Cell(row.name, for_whom(row), strong=True)

    def _standing_cell(self, row: StatementRow) -> Cell:
        if row.wrong_because:
            return Cell(tag="Was wrong", tag_tone="late", tag_icon="circle-alert")
        words, tone, icon = STANDING_WORDS[row.standing]
        return Cell(tag=words, tag_tone=tone, tag_icon=icon)

    def _span_cell(self, row: StatementRow) -> Cell:
        return Cell(span_line(row, self._zone, local_day(self._now(), self._zone)), tone="text-2")

    # -- making --------------------------------------------------------------------------------

    @property
    def _in_hand_id(self) -> UUID | None:
        row = self.list.in_hand()
        return row.id if row is not None else None

    def _chosen(self, row: StatementRow | None) -> None:
        if row is not None and not self.editing:
            opened = self.pane.opened
            same = opened is not None and opened.row.id == row.id
            beside = opened.beside.id if same and opened is not None and opened.beside else None
            self.version_chosen.emit(row.id, beside)

    def _build(self) -> None:
        self.card = Pane(self._theme, "Versions of the statement", foot=False)
        head = self.card.head.row
        head.addWidget(self.back)
        head.addWidget(Label(self._theme, "Versions of the statement", "card"), 1)
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self.list)
        for widget in (self.empty, self.pane, self.editor):
            self._right.addWidget(widget)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._left)
        body.addWidget(self._right, 1)
        self.card.body.addLayout(body)
        self._whole = QVBoxLayout(self)
        self._whole.addWidget(self.card)

    def _wire(self) -> None:
        self.back.clicked.connect(lambda _on=False: self.left.emit())
        self.list.chosen.connect(self._chosen)
        self.list.main_act_requested.connect(lambda _index: self.pane.focus_here())
        self.pane.beside_chosen.connect(self._compare)
        self.pane.change_requested.connect(lambda opened: self.write_again(opened.row))
        self.pane.also_requested.connect(
            lambda opened: self.write_new(opened.row, opened.row.number)
        )
        self.editor.save_requested.connect(self._save)
        self.editor.left.connect(self._leave_editor)
        self.editor.edited.connect(self._keep_half)
        bind_keys(self, ("leave_words", self._leave))

    def _compare(self, beside: object) -> None:
        if self.pane.opened is not None:
            self.version_chosen.emit(self.pane.opened.row.id, beside or NOTHING)

    def _save(self) -> None:
        if self.editor.complete():
            self.save_requested.emit(self.editor.row, self.editor.words)

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        self._left.setFixedWidth(px(_COMPACT_LIST if compact else _LIST))
        self._whole.setContentsMargins(px(16), 0, px(16), px(8 if compact else 12))


NOTHING = "nothing"
"""To compare with: mark nothing."""
