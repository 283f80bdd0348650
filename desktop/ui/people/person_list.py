"""The left pane: what is typed, how many were found, and the people."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.services.people_list import LONGEST, MOST, PeopleFound, PersonListRow, Relations
from desktop.ui.overlay_bar import OverlayBar
from desktop.ui.people.list_words import last_contact, second_line, tags
from desktop.ui.people.person_delegate import PersonDelegate
from desktop.ui.row_model import Column, RowModel
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind, icon_button
from desktop.ui.widgets.card import Line
from desktop.ui.widgets.delegates import Cell
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import SearchField
from desktop.ui.widgets.menus import menu_under, open_menu
from desktop.ui.widgets.row_list import RowList

WIDTH, COMPACT_WIDTH = 312, 264
_RELATIONS: tuple[tuple[Relations, str], ...] = (
    ("any", "Any relation"),
    ("patients", "Patients"),
    ("family", "Family and friends"),
    ("leads", "Web leads"),
    ("referrers", "Referrers"),
)


class PersonList(QFrame):
    """Tells what is looked for and who is in hand. The person in hand stays so across searches as
    long as they are among those found."""

    wanted = Signal()
    """Something else is looked for: :attr:`typed`, :attr:`relations`."""
    chosen = Signal(object)
    """The :class:`PersonListRow` in hand, or None."""
    main_act_requested = Signal()
    new_person_requested = Signal()

    def __init__(
        self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        self.setAccessibleName("People found")
        self.relations: Relations = "any"
        self._in_hand: UUID | None = None
        self._loading = False
        self._found: PeopleFound | None = None
        self.field = SearchField(
            theme, "Name, number, e-mail or note", name="Find a person", height=36
        )
        self._clear = icon_button(theme, "x", "Clear", height=24, kind=Kind.QUIET)
        self._clear.setParent(self.field)
        self._clear.hide()
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.count = Label(theme, "", "cap", "text-3", tabular=True)
        self.filter = Button(theme, "Any relation", Kind.LINK, icon_after="chevron-down", height=28)
        self.rows: RowModel[PersonListRow] = RowModel(
            (Column("who", "Who", self._cell),), lambda row: row.person_id, self
        )
        self.view = RowList("People found")
        self.view.setModel(self.rows)
        self.delegate = PersonDelegate(theme, self.rows.row_at, now, self.view)
        self.view.setItemDelegate(self.delegate)
        OverlayBar(self.view)
        self.empty = EmptyState(theme, "search-x", "Nobody found", framed=False)
        self._lay_out()
        self._wire()
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def typed(self) -> str:
        """What is typed."""
        return self.field.text()

    def show_found(self, found: PeopleFound, here: str) -> None:
        """Show who was found for what is typed."""
        if found.text != self.typed[:LONGEST]:
            return  # more was typed meanwhile; its answer is on the way
        self._found = found
        self.delegate.here, self.delegate.words = here, found.words
        self._loading = True
        had_focus = self.view.hasFocus()
        reset = self.rows.show_lines(found.rows)
        self._count(found)
        self._show_empty(found)
        line = self.rows.line_of(self._in_hand) if self._in_hand else -1
        line = line if line >= 0 else self.rows.nearest(0)
        if line >= 0:
            # Where the same people stand in the same places the list stays where it was scrolled.
            if reset or line != self.view.currentIndex().row():
                self._take_line(line)
        elif had_focus:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._loading = False
        self.view.scheduleDelayedItemsLayout()
        self._tell()

    def in_hand(self) -> PersonListRow | None:
        """Who the keys act on."""
        return self.rows.row_at(self.view.currentIndex().row())

    def take(self, person_id: UUID) -> bool:
        """Put somebody in hand with the next list, and now if they are shown."""
        self._in_hand = person_id
        line = self.rows.line_of(person_id)
        if line >= 0:
            self._take_line(line)
        return line >= 0

    def look_for(self, name: str, person_id: UUID) -> None:
        """Look for a name, with this person in hand when they come."""
        self.relations = "any"
        self.filter.set_text(dict(_RELATIONS)["any"])
        self.field.blockSignals(True)
        self.field.setText(name)
        self.field.blockSignals(False)
        self._clear.setVisible(bool(name))
        self._in_hand = person_id
        self.wanted.emit()

    def forget(self) -> None:
        """Somebody else is at the desk."""
        self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(False)
        self._clear.hide()
        self._in_hand = None
        self._choose("any", tell=False)
        self.rows.show_lines(())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), self._theme.color("line"))
        painter.end()

    # -- inside --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.count)
        row.addStretch(1)
        row.addWidget(self.filter)
        self._top = QVBoxLayout()
        self._top.addWidget(self.field)
        self._top.addLayout(row)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        self._stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addLayout(self._top)
        column.addWidget(Line(self._theme))
        column.addWidget(self._stack, 1)

    def _wire(self) -> None:
        self.field.textChanged.connect(self._edited)
        self.field.results_entered.connect(self.focus_list)
        self.field.returnPressed.connect(self.focus_list)
        self._clear.clicked.connect(lambda _on=False: self.field.clear())
        self.filter.clicked.connect(lambda _on=False: self._open_relations())
        self.view.main_act_requested.connect(self.main_act_requested)
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._current())
        self.empty.next_step_requested.connect(self.new_person_requested)

    def focus_list(self) -> None:
        """Go into the list."""
        shown = self.view if self.rows.rows() else self.field
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edited(self) -> None:
        self._clear.setVisible(bool(self.typed))
        self._in_hand = None
        self.wanted.emit()

    def _current(self) -> None:
        row = self.in_hand()
        if not self._loading and row is not None:
            self._in_hand = row.person_id
            self._tell()

    def _tell(self) -> None:
        self.chosen.emit(self.in_hand())

    def _take_line(self, line: int) -> None:
        row = self.rows.row_at(line)
        self._in_hand = row.person_id if row else None
        index = self.rows.index(line, 0)
        flag = QItemSelectionModel.SelectionFlag
        self.view.selectionModel().setCurrentIndex(index, flag.ClearAndSelect)
        self.view.scrollTo(index)

    def _count(self, found: PeopleFound) -> None:
        number = f"{MOST}+" if found.more else str(len(found.rows))
        if not found.text.strip():
            said = "Recent contact"
        else:
            order = "" if self._theme.compact or not found.rows else " · best match first"
            said = f"{number} found{order}"
        self.count.set_text(said)

    def _show_empty(self, found: PeopleFound) -> None:
        if found.rows:
            self._stack.setCurrentWidget(self.view)
            return
        if found.text.strip():
            self.empty.show_state(
                "search-x",
                "Nobody found",
                "Try a part of the name, the last four digits, or a word of a note.",
                "New person",
            )
        else:
            self.empty.show_state("users", "Nobody here yet", "", "New person")
        self._stack.setCurrentWidget(self.empty)

    def _open_relations(self) -> None:
        menu = menu_under(self.filter, "Any relation")
        for key, words in _RELATIONS:
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(key == self.relations)
            action.triggered.connect(lambda _on=False, k=key: self._choose(k))
        open_menu(menu)

    def _choose(self, key: Relations, *, tell: bool = True) -> None:
        self.relations = key
        self.filter.set_text(dict(_RELATIONS)[key])
        if tell:
            self.wanted.emit()

    def _cell(self, row: PersonListRow) -> Cell:
        when = last_contact(row, self.delegate.here, self._now())
        words = (row.name, second_line(row), when, *(tag.text for tag in tags(row)))
        return Cell(row.name, spoken=", ".join(words))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_clear()

    def _place_clear(self) -> None:
        side, px = self._clear.sizeHint().width(), self._theme.px
        width = self.width() - 1 - 2 * px(12 if self._theme.compact else 16)
        self._clear.setGeometry(width - side - px(6), (self.field.height() - side) // 2, side, side)

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        # Large text takes half of its room from the person, half from the list.
        whole = round(px(COMPACT_WIDTH if compact else WIDTH) / max(1.0, self._theme.scale) ** 0.5)
        self.setFixedWidth(whole)
        edge = px(12 if compact else 16)
        self._top.setContentsMargins(edge, px(12), edge - px(6), 0)
        self._top.setSpacing(px(6))
        self.field.setFixedWidth(whole - 1 - 2 * edge)
        if self._found is not None:
            self._count(self._found)
        self._place_clear()
        self.view.scheduleDelayedItemsLayout()
