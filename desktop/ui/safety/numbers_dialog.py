"""Where a manager fills in whom to ring: the dispatch of each place, manager on duty, clinician."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.number_typing import typed
from desktop.domain.vocabulary import SafetyContactKind
from desktop.services.safety_numbers import SafetyContactRow, SafetyNumberForm, SafetyNumbers
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.safety.labels import KIND_WORDS
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind, icon_button
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.phone_field import PhoneField
from desktop.ui.widgets.segmented import Segment, SegmentedControl
from desktop.ui.widgets.select import Select
from desktop.ui.widgets.undo_bar import UndoBar

_EVERY = "Every clinic"


class _ContactLine(QWidget):
    """One number with its two buttons."""

    def __init__(self, theme: Theme, contact: SafetyContactRow, where: str) -> None:
        super().__init__()
        words, icon = KIND_WORDS[contact.kind]
        named = f"{contact.name}, {contact.number}"
        self.setAccessibleName(f"{words}: {named}")
        self.change = Button(theme, "Change", height=28, name=f"Change {named}")
        self.remove = icon_button(theme, "trash-2", f"Remove {named}", height=28, kind=Kind.QUIET)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(Icon(theme, icon, "text-2"))
        row.addWidget(Label(theme, contact.name, "strong", elide=True), 3)
        row.addWidget(Label(theme, contact.number, "strong", tabular=True))
        row.addWidget(Label(theme, where, "small", "text-3", elide=True), 2)
        row.addWidget(self.change)
        row.addWidget(self.remove)


class NumbersDialog(AskDialog):
    """Asks for one number at a time and stays open; "Done" closes it."""

    remove_requested = Signal(object)
    """The :class:`SafetyContactRow` to take away."""
    undo_requested = Signal(object)

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(
            theme,
            window,
            "Safety numbers",
            act="Add the number",
            safe="Done",
            icon="life-buoy",
            tone="safety",
            width=640,
        )
        self._changing: SafetyContactRow | None = None
        self._intro = Label(theme, "", "small", "text-2", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.px(4))
        self.kind = SegmentedControl(
            theme,
            [
                Segment(kind.value, KIND_WORDS[kind][0], KIND_WORDS[kind][1], str(digit))
                for digit, kind in enumerate(SafetyContactKind, start=1)
            ],
            "What kind of number",
        )
        self.kind.set_value(SafetyContactKind.DISPATCH)
        self.kind.chosen.connect(self._turn)
        self.name = LineEdit(theme, "")
        self.number = PhoneField(theme, typed, "Area code and number", name="Number")
        self.site = Select(theme, icon="map-pin", name="For which clinic")
        self.name_field = Field(theme, "City", self.name)
        self.number_field = Field(theme, "Number", self.number)
        self.site_field = Field(theme, "For which clinic", self.site)
        self.undo_bar = UndoBar(theme)
        self.undo_bar.undo_requested.connect(self.undo_requested)
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        undo.activated.connect(self._undo)
        self.body.addWidget(self._intro)
        self.body.addLayout(self._lines)
        self.body.addWidget(self.undo_bar)
        self.body.addWidget(self.kind)
        fields = QHBoxLayout()
        fields.setSpacing(theme.px(8))
        for field in (self.name_field, self.number_field, self.site_field):
            fields.addWidget(field, 1)
        self.body.addLayout(fields)
        self.finish_body(self.name)
        self._turn(SafetyContactKind.DISPATCH)

    def show_numbers(self, numbers: SafetyNumbers) -> None:
        """Show what is filled in."""
        city = numbers.desk_city
        rings = f"911 from this desk rings {city}. " if city else ""
        self._intro.set_text(
            f"{rings}Fill in the ten-digit dispatch number of each place your callers may be in."
        )
        every: list[tuple[str, object]] = [(_EVERY, None)]
        self.site.set_choices([*every, *((c, i) for i, c in numbers.cities.items())])
        self.site.set_value(None)
        had_focus = self._lines_have_focus()
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for contact in numbers.contacts:
            where = (
                "" if contact.kind is SafetyContactKind.DISPATCH else KIND_WORDS[contact.kind][0]
            )
            if where and contact.site_id is not None and contact.site_id in numbers.cities:
                where = f"{where}, {numbers.cities[contact.site_id]}"
            line = _ContactLine(self.theme, contact, where)
            line.change.clicked.connect(lambda _on=False, c=contact: self.change(c))
            line.remove.clicked.connect(lambda _on=False, c=contact: self.remove_requested.emit(c))
            self._lines.addWidget(line)
        if not numbers.contacts:
            empty = EmptyState(
                self.theme,
                "map-pin",
                "No safety numbers yet",
                "Begin with the dispatch of your own city.",
                framed=False,
            )
            self._lines.addWidget(empty)
        if had_focus:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def change(self, contact: SafetyContactRow) -> None:
        """Take a number into the fields."""
        self._changing = contact
        self.kind.set_value(contact.kind)
        self._turn(contact.kind)
        dispatch = contact.kind is SafetyContactKind.DISPATCH
        self.name.setText(contact.place if dispatch else contact.name)
        self.number.set_number(contact.number)
        self.site.set_value(contact.site_id)
        self.act_button.set_text("Save the number")
        self.number.setFocus(Qt.FocusReason.OtherFocusReason)
        self.number.selectAll()

    def begin_with(self, city: str) -> None:
        """Ready for the dispatch of this city."""
        self._begin_again()
        self.name.setText(city)

    def was_written(self, said: str, change_id: UUID | None) -> None:
        """A number is kept or gone; ready for the next."""
        self.wait_again()
        self._begin_again()
        self.undo_bar.show_message(said, change_id)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def changing(self) -> SafetyContactRow | None:
        """The number that is changed; None when one is added."""
        return self._changing

    @property
    def form(self) -> SafetyNumberForm:
        """What is typed."""
        kind = SafetyContactKind(self.kind.value() or SafetyContactKind.DISPATCH)
        site_id = self.site.value()
        dispatch = kind is SafetyContactKind.DISPATCH
        return SafetyNumberForm(
            kind=kind,
            name="" if dispatch else self.name.text(),
            number_text=self.number.text(),
            place=self.name.text() if dispatch else "",
            site_id=site_id if isinstance(site_id, UUID) and not dispatch else None,
        )

    def _begin_again(self) -> None:
        self._changing = None
        # Not cleared, which Ctrl+Z would take back instead of the number.
        self.name.setText("")
        self.number.setText("")
        self.act_button.set_text("Add the number")

    def _turn(self, kind: str) -> None:
        dispatch = kind == SafetyContactKind.DISPATCH
        self.name_field.label.set_text("City" if dispatch else "Who answers")
        self.name.setAccessibleName("City" if dispatch else "Who answers")
        self.site_field.setVisible(not dispatch)

    def _undo(self) -> None:
        if self.undo_bar.isVisible():
            self.undo_bar.button.click()

    def _lines_have_focus(self) -> bool:
        items = (self._lines.itemAt(place) for place in range(self._lines.count()))
        lines = (item.widget() for item in items if item is not None)
        focused = self.focusWidget()
        return any(line is not None and line.isAncestorOf(focused) for line in lines)
