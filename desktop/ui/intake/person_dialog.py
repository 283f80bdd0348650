"""Somebody new: name and number, and whoever looks like them already."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desktop.domain.number_typing import typed
from desktop.domain.vocabulary import NumberKind
from desktop.services.alike import Somebody
from desktop.services.people import NewPerson, PersonHit
from desktop.ui.dialogs import Dialog
from desktop.ui.intake.born_field import BornField, read_born
from desktop.ui.person_hits import HitList
from desktop.ui.theme import Theme
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.field import Field, IconLine
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.phone_field import PhoneField
from desktop.ui.widgets.select import Select

_ALIKE = "Looks like someone you know"
_KINDS = ("Patient", "Spouse", "Parent", "Child", "Friend", "Caregiver", "Referrer", "Caller")
_USES = {
    NumberKind.MOBILE: "Mobile",
    NumberKind.HOME: "Home",
    NumberKind.WORK: "Work",
    NumberKind.OTHER: "Other",
}


class PersonDialog(Dialog):
    """Asks for a new person. Only the name is needed."""

    search_requested = Signal(str)
    warning_requested = Signal(str, str)
    """Name and number as they are typed: is that somebody known? Give it to :meth:`warn`."""
    add_requested = Signal(object)
    """A :class:`NewPerson`."""
    hit_picked = Signal(object)
    """A :class:`PersonHit` who was there already."""

    def __init__(self, theme: Theme, window: QWidget, today: date) -> None:
        super().__init__(theme, window, "Who is the new person?", icon="user-plus", width=520)
        self._today = today
        self._new = NewPerson("")
        self.name = LineEdit(theme)
        self.kind = Select(theme)
        self.kind.set_choices([(kind, kind) for kind in _KINDS])
        self.number = PhoneField(theme, typed, "(___) ___-____", name="Number")
        self.use = Select(theme)
        self.use.set_choices([(words, kind) for kind, words in _USES.items()])
        self.born = BornField(theme)
        self.city = LineEdit(theme, "Chicago")
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(10))
        grid.setVerticalSpacing(theme.px(8))
        self._name_field = Field(theme, "Name", self.name)
        self._born_field = Field(theme, "Date of birth", self.born, optional="if they say it")
        self._number_field = Field(theme, "Number", self.number)
        for place, field in enumerate(
            (
                self._name_field,
                Field(theme, "They are", self.kind),
                self._number_field,
                Field(theme, "It is", self.use),
                self._born_field,
                Field(theme, "City", self.city, optional="for their time"),
            )
        ):
            grid.addWidget(field, place // 2, place % 2, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        self.body.addLayout(grid)
        self.alike = IconLine(theme, _ALIKE, "soon", "copy", "small-strong")
        self.use_them = Button(theme, "Use them", Kind.LINK, height=28)
        self.use_them.clicked.connect(lambda _on=False: self._picked(self._known))
        self._known: PersonHit | None = None
        self.hits = HitList(theme)
        self.hits.picked.connect(self._picked)
        warning = QHBoxLayout()
        warning.setSpacing(theme.px(8))
        warning.addWidget(self.alike)
        warning.addWidget(self.use_them)
        warning.addStretch(1)
        self.body.addLayout(warning)
        self.body.addWidget(self.hits)
        self.keep = Button(theme, "Not now", kbd="Esc")
        self.keep.clicked.connect(self.reject)
        self.add = Button(theme, "Add person", Kind.PRIMARY, kbd="Ctrl+Enter")
        self.add.clicked.connect(self._add)
        self.buttons.addWidget(self.keep)
        self.buttons.addWidget(self.add)
        self.name.textEdited.connect(self._edited)
        self.number.number_typed.connect(lambda _text: self._ask_warning())
        self.offer("", ())
        self.use_them.hide()

    def ask(self, new: NewPerson) -> None:
        """Open with what is known; returns at once."""
        self._new = new
        self.name.setText(new.name)
        self.number.set_number(new.number_text)
        self.kind.set_value(new.kind)
        self.city.setText(new.city)
        self.open()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self._edited(new.name)

    def ask_again(self) -> None:
        """Open as it was left; returns at once."""
        self.open()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def offer(self, text: str, hits: Sequence[PersonHit]) -> None:
        """Show who is of that name already."""
        if text == self.name.text():
            self.hits.show_hits(hits[:3])
            self.alike.setVisible(bool(hits) or self._known is not None)
            self.adjustSize()

    def warn(self, name: str, number: str, known: Somebody | None) -> None:
        """Say that what is typed looks like somebody who is there already, while it is typed."""
        if (name, number) != (self.name.text(), self.number.text()):
            return
        self._known = None
        if known is not None:
            self._known = PersonHit(known.person_id, known.name, known.kind, known.city, None, "")
        place = f", {known.city}" if known is not None and known.city else ""
        self.alike.set_text(f"{_ALIKE}: {known.name}{place}" if known is not None else _ALIKE)
        self.use_them.setVisible(known is not None)
        self.alike.setVisible(known is not None or bool(self.hits.buttons))
        if known is not None:
            announce(self, self.alike.text())
        self.adjustSize()

    def say_problem(self, sentence: str) -> None:
        """Say why nobody was added; what was typed stays."""
        self._number_field.set_problem(sentence)
        self.add.set_on()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._add()
        elif enter:
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def _edited(self, text: str) -> None:
        if len(text.strip()) >= 2:
            self.search_requested.emit(text)
        else:
            self.offer(text, ())
        self._ask_warning()

    def _ask_warning(self) -> None:
        self.warning_requested.emit(self.name.text(), self.number.text())

    def _picked(self, hit: object) -> None:
        if hit is None:
            return
        self.accept()
        self.hit_picked.emit(hit)

    def _add(self) -> None:
        if not self.name.text().strip():
            self._name_field.set_problem("What do they call themselves?")
            self.name.setFocus()
            return
        born = read_born(self.born.text(), self._today)
        if self.born.text().strip() and born is None:
            self._born_field.set_problem("Month, day and year, like 3/9/1984")
            self.born.setFocus()
            return
        use = self.use.value()
        self.add_requested.emit(
            NewPerson(
                name=self.name.text(),
                kind=str(self.kind.value() or "Caller"),
                number_text=self.number.text(),
                number_kind=use if isinstance(use, NumberKind) else NumberKind.MOBILE,
                date_of_birth=born,
                city=self.city.text(),
                language=self._new.language,
                interpreter=self._new.interpreter,
                site_id=self._new.site_id,
            )
        )
