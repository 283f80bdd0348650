"""Settings → Press and officials: who deals with callers who are told nothing of patients."""

from collections.abc import Sequence
from uuid import uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.errors import Problem
from desktop.domain.vocabulary import OutsiderKind
from desktop.domain.wording import whole_day
from desktop.services.actor import Actor
from desktop.services.outsiders import TITLES, Outsiders, OutsiderWordsRow
from desktop.services.recorded import Recorded
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.transition.titled_card import TitledCard
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.scroll import ColumnScroll
from desktop.ui.widgets.text_area import TextArea


class OutsiderCard(TitledCard):
    """What is said to one kind of caller, and who deals with them."""

    approve_requested = Signal(object)
    """Approve what this card holds."""

    def __init__(self, theme: Theme, kind: OutsiderKind, parent: QWidget | None = None) -> None:
        super().__init__(theme, TITLES[kind], parent)
        self.kind = kind
        self.row: OutsiderWordsRow | None = None
        self._standing = Label(theme, "", "small", "text-2", elide=True)
        self.head.addWidget(self._standing, 1)
        self.words = TextArea(theme, "What is read to them")
        self.words.setFixedHeight(theme.px(72))
        self.contact = LineEdit(theme, "Lark Moor")
        self.number = LineEdit(theme, "(602) 555-0100")
        self.approve = Button(theme, "Approve", icon="badge-check", name=f"Approve: {TITLES[kind]}")
        self.problem = Label(theme, "", "small-strong", "late", wrap=True)
        self.problem.hide()
        below = QHBoxLayout()
        below.setSpacing(theme.px(12))
        below.addWidget(Field(theme, "Who deals with them", self.contact), 1)
        below.addWidget(Field(theme, "Their number", self.number), 1)
        below.addWidget(self.approve, 0, Qt.AlignmentFlag.AlignBottom)
        self.column.addWidget(Field(theme, "Words to read", self.words))
        self.column.addLayout(below)
        self.column.addWidget(self.problem)
        for control, what in (
            (self.words, "words to read"),
            (self.contact, "who deals with them"),
            (self.number, "their number"),
        ):
            control.setAccessibleName(f"{TITLES[kind]}: {what}")
        self.approve.clicked.connect(lambda _on=False: self.approve_requested.emit(self))

    def show_row(self, row: OutsiderWordsRow) -> None:
        """What is kept; what is being written is left alone."""
        before, self.row = self.row, row
        if row.approved_at is None:
            self._standing.set_text("Nothing is approved: desks take a message.")
        else:
            day = whole_day(row.approved_at.date())
            self._standing.set_text(f"Approved by {row.approved_by}, {day}")
        if before is None or self.typed == _kept(before):
            self.words.set_text(row.text)
            self.contact.setText(row.contact_name)
            self.number.setText(row.contact_number)

    @property
    def typed(self) -> tuple[str, str, str]:
        """Words, name and number as they stand here."""
        return self.words.text().strip(), self.contact.text().strip(), self.number.text().strip()

    def show_problem(self, said: str) -> None:
        """Why it was not approved; "" for no reason."""
        self.problem.set_text(said)
        self.problem.setVisible(bool(said))


def _kept(row: OutsiderWordsRow) -> tuple[str, str, str]:
    return row.text, row.contact_name, row.contact_number


class OutsidersSection(QWidget):
    """One section of the settings."""

    said = Signal(str, object)
    written = Signal(object)
    troubled = Signal(str)

    def __init__(self, theme: Theme, tasks: Runner, book: Outsiders) -> None:
        super().__init__()
        self._tasks, self._book = tasks, book
        self._actor: Actor | None = None
        self.cards = {kind: OutsiderCard(theme, kind) for kind in OutsiderKind}
        scroll = ColumnScroll(theme)
        scroll.set_edges(20, 16, 20, 16)
        scroll.column.setSpacing(theme.px(12))
        scroll.column.addWidget(
            Notice(
                theme,
                "shield-check",
                "Nobody here confirms who is or was a patient.",
                "The statement is hidden from these callers; what stands here is read instead.",
                tone="plan",
            )
        )
        for card in self.cards.values():
            card.approve_requested.connect(self._approve)
            scroll.column.addWidget(card)
        scroll.column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def set_actor(self, actor: Actor) -> None:
        """Somebody is here: what was half written was not theirs."""
        self._actor = actor
        for card in self.cards.values():
            card.row = None

    def load(self) -> None:
        """Read what is kept."""
        actor, book = self._actor, self._book
        if actor is not None:
            self._tasks.run(
                lambda: book.words(actor), self._show, self._fail, replaces="outsider words"
            )

    def focus_here(self) -> None:
        """Put the focus where work begins."""
        first = next(iter(self.cards.values()))
        first.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> tuple[QWidget, ...]:
        """For F6."""
        return tuple(self.cards.values())

    def _show(self, rows: Sequence[OutsiderWordsRow]) -> None:
        for row in rows:
            self.cards[row.kind].show_row(row)

    def _approve(self, card: OutsiderCard) -> None:
        actor, book, key, typed = self._actor, self._book, uuid4(), card.typed
        if actor is None or card.row is None:
            return
        version = card.row.version

        def done(recorded: Recorded) -> None:
            card.show_problem("")
            self.written.emit(recorded.written)
            self.said.emit(recorded.said, recorded.written.change_id)
            self.load()

        def failed(problem: Problem) -> None:
            card.show_problem(str(problem))
            self.troubled.emit(str(problem))
            self.load()

        self._tasks.run(lambda: book.approve(actor, card.kind, version, *typed, key), done, failed)

    def _fail(self, problem: Problem) -> None:
        self.troubled.emit(str(problem))
