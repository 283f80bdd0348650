"""Everyone to be told that a clinic closes, in order, with what they are owed."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.vocabulary import Heard
from desktop.services.closures import ToTell
from desktop.services.milestone_rows import MilestoneRow
from desktop.ui.key_binding import bind_keys
from desktop.ui.row_model import Column
from desktop.ui.theme import Theme
from desktop.ui.transition.closure_words import HEARD_WORDS, keeper_line, owed_words, where_words
from desktop.ui.transition.plain_table import PlainTable
from desktop.ui.transition.transition_words import counted, name_of
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Pane
from desktop.ui.widgets.delegates import Cell
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.label import Label


class ClosureView(QWidget):
    """The clinical lead moves somebody up or down; the rest keeps its order."""

    left = Signal()
    """Back to the overview."""
    move_requested = Signal(object, int)
    """Put this person (their identity) at this place, from 0."""
    person_requested = Signal(object)
    export_requested = Signal()
    print_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.closure: MilestoneRow | None = None
        self.rows: tuple[ToTell, ...] = ()
        self._places: dict[UUID, int] = {}
        self._manages = self._exports = False
        self.back = Button(theme, "Back to the overview", Kind.QUIET, icon="arrow-left")
        self._title = Label(theme, "Everyone to be told", "card", elide=True)
        self.keeper = Label(theme, "", "small", "text-2", elide=True)
        self.first = Button(theme, "To the top", icon="arrow-up")
        self.up = Button(theme, "Up", icon="chevron-up", name="One place up")
        self.down = Button(theme, "Down", icon="chevron-down", name="One place down")
        self.export = Button(theme, "Export…", icon="download")
        self.printing = Button(theme, "Print…", icon="printer")
        columns: tuple[Column[ToTell], ...] = (
            Column("place", "", self._place, 44, 40),
            Column("person", "Person", self._person),
            Column("number", "Number", self._number, 168, 150),
            Column("address", "Address", lambda row: Cell(where_words(row)), 220, 170, leaves=1),
            Column("owed", "What they are owed", self._owed, 300, 270),
            Column("told", "Told", self._told, 148, 142),
        )
        self.list: PlainTable[ToTell] = PlainTable(
            theme, "Everyone to be told", columns, lambda row: row.person_id, heights=(52, 46)
        )
        self.empty = EmptyState(
            theme, "circle-check", "Nobody has to be told",
            "Appointments, series, money, requests and open callbacks of this clinic count.",
            framed=False,
        )  # fmt: skip
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        self._build()
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_reader(self, *, manages: bool, exports: bool) -> None:
        """Somebody is here: nothing of who was here before."""
        self._manages, self._exports = manages, exports
        self.closure, self.rows, self._places = None, (), {}
        self.list.forget()
        self.list.show_rows(())

    def show_people(self, closure: MilestoneRow, rows: Sequence[ToTell]) -> None:
        """Everyone whom this closure concerns, in order."""
        self.closure, self.rows = closure, tuple(rows)
        self._places = {row.person_id: place for place, row in enumerate(rows)}
        people = counted(len(rows), "person", "people")
        self._title.set_text(f"{name_of(closure)}: {people} to be told")
        self.keeper.set_text(keeper_line(closure.custodian, closure.custodian_contact))
        self.list.show_rows(self.rows)
        self._stack.setCurrentWidget(self.list if rows else self.empty)
        for button in (self.first, self.up, self.down):
            button.setVisible(self._manages and bool(rows))
        for button in (self.export, self.printing):
            button.setVisible(self._exports and bool(rows))

    def focus_here(self) -> None:
        """Work begins in the list."""
        target = self.list if self.rows else self.back
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> tuple[QWidget, ...]:
        """Where F6 goes."""
        return (self.back, self.list)

    # -- cells ---------------------------------------------------------------------------------

    def _place(self, row: ToTell) -> Cell:
        return Cell(f"{self._places.get(row.person_id, 0) + 1}", tone="text-3")

    def _person(self, row: ToTell) -> Cell:
        icon, tone = ("life-buoy", "safety") if row.has_safety else ("", "")
        return Cell(row.name, row.why, icon=icon, icon_tone=tone, strong=True)

    def _number(self, row: ToTell) -> Cell:
        if not row.numbers:
            return Cell("No number", tone="text-3")
        more = f"and {len(row.numbers) - 1} more" if len(row.numbers) > 1 else ""
        return Cell(row.numbers[0], more)

    def _owed(self, row: ToTell) -> Cell:
        first, *rest = owed_words(row)
        return Cell(first, " · ".join(rest))

    def _told(self, row: ToTell) -> Cell:
        if row.heard is Heard.NOTHING:
            return Cell(HEARD_WORDS[row.heard], tone="text-3")
        return Cell(tag=HEARD_WORDS[row.heard], tag_tone="plan", tag_icon="milestone")

    # -- making --------------------------------------------------------------------------------

    def _move(self, to: int) -> None:
        row = self.list.in_hand()
        if row is not None and 0 <= to < len(self.rows) and to != self._places[row.person_id]:
            self.move_requested.emit(row.person_id, to)

    def _step(self, by: int) -> None:
        row = self.list.in_hand()
        if row is not None:
            self._move(self._places[row.person_id] + by)

    def _open_person(self) -> None:
        row = self.list.in_hand()
        if row is not None:
            self.person_requested.emit(row.person_id)

    def _build(self) -> None:
        self.card = Pane(self._theme, "Everyone to be told", foot=False)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self.keeper)
        head = self.card.head.row
        head.addWidget(self.back)
        head.addLayout(words, 1)
        for button in (self.first, self.up, self.down, self.export, self.printing):
            head.addWidget(button)
        body = QHBoxLayout()
        body.addWidget(self._stack)
        self.card.body.addLayout(body)
        self._whole = QVBoxLayout(self)
        self._whole.addWidget(self.card)
        self.back.clicked.connect(lambda _on=False: self.left.emit())
        self.first.clicked.connect(lambda _on=False: self._move(0))
        self.up.clicked.connect(lambda _on=False: self._step(-1))
        self.down.clicked.connect(lambda _on=False: self._step(1))
        self.export.clicked.connect(lambda _on=False: self.export_requested.emit())
        self.printing.clicked.connect(lambda _on=False: self.print_requested.emit())
        self.list.main_act_requested.connect(lambda _index: self._open_person())
        bind_keys(self, ("leave_words", self.left.emit))

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        self._whole.setContentsMargins(px(16), 0, px(16), px(8 if compact else 12))
