"""One version in full: its words with what is new in them, who decided what, and what to do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.local_time import local_day
from desktop.domain.vocabulary import StatementStanding
from desktop.domain.word_difference import Piece
from desktop.domain.wording import in_sentence, moment
from desktop.services.statement_rows import StatementRow
from desktop.ui.theme import Theme
from desktop.ui.transition.transition_words import (
    STANDING_WORDS,
    for_whom,
    span_line,
    until_words,
)
from desktop.ui.transition.voice_text import VoiceText
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.scroll import ColumnScroll
from desktop.ui.widgets.select import Select
from desktop.ui.widgets.tag import Tag

_OPEN = (StatementStanding.DRAFT, StatementStanding.REVIEWED)


@dataclass(frozen=True, slots=True)
class OpenVersion:
    """A version as it is read: ``seen`` holds for its clinic and language now (None: nothing),
    ``pieces`` are its words, marked against ``beside``; ``readers`` have read it, ``read_by_me``
    whether who looks is one of them."""

    row: StatementRow
    seen: StatementRow | None
    beside: StatementRow | None
    pieces: tuple[Piece, ...]
    readers: tuple[str, ...]


class VersionPane(QWidget):
    """Shows; tells what was asked for. Managers decide, everybody reads."""

    approve_requested = Signal(object)
    review_requested = Signal(object)
    change_requested = Signal(object)
    drop_requested = Signal(object)
    withdraw_requested = Signal(object)
    correct_requested = Signal(object)
    acknowledge_requested = Signal(object)
    also_requested = Signal(object)
    """The same edition for another clinic or in another language."""
    beside_chosen = Signal(object)
    """Compare with this version's identity (None: mark nothing)."""

    def __init__(
        self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        self._zone, self._me = "UTC", ""
        self._approves = self._runs = False
        self.opened: OpenVersion | None = None
        self.title = Label(theme, "", "card")
        self.standing = Tag(theme, "")
        self.demo = Tag(theme, "Demo words", "soon")
        self.whom = Label(theme, "", "small", "text-2", wrap=True)
        self.wrong = Notice(theme, "circle-alert", "", tone="late")
        self.beside = Select(theme, name="Compare with", height=32)
        self.marks = Label(theme, "", "small", "text-2", wrap=True)
        self.voice = VoiceText(theme, whole=True, style="voice")
        self.facts = Label(theme, "", "small", "text-2", wrap=True)
        self.approve = Button(theme, "Approve", Kind.PRIMARY, icon="badge-check", height=40)
        self.review = Button(theme, "I have read it through", icon="file-check", height=40)
        self.change = Button(theme, "Change…", icon="file-pen-line", height=40)
        self.drop = Button(theme, "Drop this draft", Kind.QUIET, icon="trash-2", height=40)
        self.withdraw = Button(theme, "Withdraw…", Kind.LATE, icon="ban", height=40)
        self.correct = Button(theme, "It was wrong…", Kind.LATE, icon="circle-alert", height=40)
        self.read = Button(theme, "I have read these words", Kind.PLAN, icon="check", height=40)
        self.also = Button(
            theme, "For a clinic or in Spanish…", Kind.QUIET, icon="languages", height=40
        )
        self._build()
        self._wire()
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def _acts(self) -> dict[Button, SignalInstance]:
        return {
            self.approve: self.approve_requested,
            self.review: self.review_requested,
            self.read: self.acknowledge_requested,
            self.change: self.change_requested,
            self.also: self.also_requested,
            self.withdraw: self.withdraw_requested,
            self.correct: self.correct_requested,
            self.drop: self.drop_requested,
        }

    def set_reader(self, name: str, zone: str, *, approves: bool, runs: bool) -> None:
        """Who looks, and what they may decide."""
        self._me, self._zone, self._approves, self._runs = name, zone, approves, runs
        self.opened = None

    def show_version(self, opened: OpenVersion, others: Sequence[StatementRow]) -> None:
        """Show one, against another; ``others`` can be compared with it."""
        self.opened = opened
        row = opened.row
        now = self._now()
        today = local_day(now, self._zone)
        words, tone, icon = STANDING_WORDS[row.standing]
        self.setAccessibleName(f"Statement {row.name}, {words}")
        self.title.set_text(f"Statement {row.name}")
        self.standing.set_tag(words, tone, icon)
        self.demo.setVisible(row.is_demo)
        until = until_words(row, self._zone, today) if row.standing in _OPEN else ""
        span = span_line(row, self._zone, today)
        self.whom.set_text(f"{for_whom(row)} · {span}{until}")
        self.wrong.setVisible(bool(row.wrong_because))
        self.wrong.show_notice("circle-alert", "It was wrong:", row.wrong_because, "late")
        none: list[tuple[str, object]] = [("Mark nothing", None)]
        choices = [(f"What is new since {each.name}", each.id) for each in others]
        self.beside.set_choices([*none, *choices])
        self.beside.set_value(opened.beside.id if opened.beside else None)
        self.beside.setVisible(bool(others))
        self.marks.set_text(_marks_line(opened))
        # Only what may be read aloud is set as it is.
        aloud = row.standing in (StatementStanding.CURRENT, StatementStanding.PLANNED)
        self.voice.show_pieces(opened.pieces, approved=aloud, tone="plan" if aloud else "line-2")
        self.facts.set_text("\n".join(self._told(opened, now)))
        self._offer(opened)

    def focus_here(self) -> None:
        """The first thing to do with it, else the choice of what to compare."""
        shown = [button for button in self._acts if button.isVisibleTo(self) and button.isEnabled()]
        target = shown[0] if shown else self.beside
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self, opened: OpenVersion) -> None:
        row, approves = opened.row, self._approves
        draft = row.standing in _OPEN
        holds = row.standing in (StatementStanding.CURRENT, StatementStanding.PLANNED)
        shown = {
            self.approve: approves and draft,
            self.review: approves and row.standing is StatementStanding.DRAFT,
            self.change: approves and draft,
            self.drop: approves and draft,
            self.also: approves and row.standing is not StatementStanding.WITHDRAWN,
            self.withdraw: approves and holds,
            self.correct: self._runs and row.approved_at is not None and not holds
            and not row.wrong_because,
            self.read: row.standing is StatementStanding.CURRENT
            and self._me not in opened.readers,
        }  # fmt: skip
        for button, may in shown.items():
            button.setVisible(may)
        seen = opened.seen
        self.approve.set_text(f"Approve, in place of {seen.name}" if seen else "Approve")
        if row.drafted_by == self._me:
            self.review.set_off("You wrote it: somebody else reads it through.")
        else:
            self.review.set_on()
        self.withdraw.set_text(f"Withdraw {row.name}…")
        self.correct.set_text(f"{row.name} was wrong…")

    def _told(self, opened: OpenVersion, now: datetime) -> list[str]:
        row = opened.row
        found = []
        for words, who, at in (
            ("Written", row.drafted_by, row.drafted_at),
            ("Read through", row.reviewed_by, row.reviewed_at),
            ("Approved", row.approved_by, row.approved_at),
            ("Withdrawn", row.withdrawn_by, row.withdrawn_at),
        ):
            if at is not None:
                by = f" by {who}" if who else ""
                found.append(f"{words}{by}, {in_sentence(moment(at, self._zone, now))}")
        if row.withdrawn_reason:
            found[-1] += f": {row.withdrawn_reason}"
        if row.approved_at is not None:
            names = ", ".join(opened.readers)
            found.append(
                f"Read at the desk by {names}" if names else "Nobody has said they read it"
            )
        return found

    def _build(self) -> None:
        self._scroll = ColumnScroll(self._theme)
        column = self._scroll.column
        head = QHBoxLayout()
        head.setSpacing(self._theme.px(8))
        head.addWidget(self.title)
        head.addWidget(self.standing)
        head.addWidget(self.demo)
        head.addStretch(1)
        column.addLayout(head)
        compared = QHBoxLayout()
        compared.setSpacing(self._theme.px(8))
        compared.addWidget(self.beside)
        compared.addWidget(self.marks, 1)
        column.addWidget(self.whom)
        column.addWidget(self.wrong)
        column.addLayout(compared)
        column.addWidget(self.voice)
        column.addWidget(self.facts)
        self._flow = QWidget()
        flow = Flow(self._flow)
        flow.setSpacing(self._theme.px(8))
        for button in self._acts:
            flow.addWidget(button)
        column.addWidget(self._flow)
        column.addWidget(self.review.reason_line())
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)

    def _wire(self) -> None:
        for button, requested in self._acts.items():
            button.clicked.connect(lambda _on=False, s=requested: self._ask(s))
        self.beside.picked.connect(self._compare)

    def _ask(self, requested: SignalInstance) -> None:
        if self.opened is not None:
            requested.emit(self.opened)

    def _compare(self, beside: object) -> None:
        self.beside_chosen.emit(beside if isinstance(beside, UUID) else None)

    def _restyle(self) -> None:
        self._scroll.set_edges(20, 16, 20, 16)
        self.beside.setFixedWidth(self._theme.px(210))
        self._scroll.column.setSpacing(self._theme.px(10))


def _marks_line(opened: OpenVersion) -> str:
    if opened.beside is None:
        return ""
    new = [piece for piece in opened.pieces if piece.new]
    if not new:
        return f"It says the same as {opened.beside.name}."
    return f"What {opened.beside.name} did not say is marked."
