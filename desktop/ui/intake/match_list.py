"""Under the number: who uses it, what binds the desk, and the way to a new person."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from desktop.domain.number_display import display
from desktop.domain.numbers import NumberStatus
from desktop.services.numbers import NumberSuggestion
from desktop.services.person_rows import PersonMatch
from desktop.ui.intake.card_facts import CardFacts
from desktop.ui.intake.identity_button import IdentityButton
from desktop.ui.intake.match_row import MatchButton, MatchRow
from desktop.ui.intake.match_words import person_detail
from desktop.ui.intake.rights_line import RightsLine, rights_parts
from desktop.ui.theme import Theme
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Card, Line
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.menus import menu_under, open_menu, plain
from desktop.ui.widgets.roving import Roving


class MatchList(Card):
    """A list to pick from with arrow keys and Enter. In compact only the chosen one stays."""

    person_picked = Signal(object)
    """A :class:`PersonMatch`."""
    number_picked = Signal(str)
    """A number of ours, in E.164 with its extension."""
    checked = Signal(object)
    new_person_requested = Signal()

    def __init__(self, theme: Theme, after: QWidget, parent: QWidget | None = None) -> None:
        """``after`` is what Tab comes from: lines that are shown anew stand there again."""
        super().__init__(
            theme, edge="line-2", radius=6, name="People with this number", parent=parent
        )
        self._shown: object = None
        self._after = after
        self._said = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self._roving = Roving(self)
        self._buttons: list[MatchButton] = []
        self.identity: IdentityButton | None = None
        self.hide()

    def show_card(self, facts: CardFacts) -> None:
        """Show who uses the number; does nothing when that is shown already."""
        form = facts.form
        what = (
            facts.caller,
            (form.speaker_id, form.speaker_name if form.speaker_id else "", form.subject_id),
            (form.subject_name, form.identity_check, form.identity_checked_at),
            (self.theme.scale, self.theme.compact, bool(form.number_text.strip())),
        )
        if what == self._shown:
            return
        self._shown = what
        focused = next((n for n, b in enumerate(self._buttons) if b.hasFocus()), None)
        self._clear()
        self._fill_in(facts)
        self._roving.set_buttons(self._buttons)
        self.setVisible(self._column.count() > 0)
        self._order_tabs()
        if focused is not None and self._buttons:
            self._buttons[min(focused, len(self._buttons) - 1)].setFocus()

    def focus_here(self) -> bool:
        """Put the focus on the list; False when there is nothing to pick."""
        self._roving.focus_here()
        return bool(self._buttons) and self.isVisible()

    def _order_tabs(self) -> None:
        before = self._after
        for place in range(self._column.count()):
            item = self._column.itemAt(place)
            row = item.widget() if item else None
            for button in row.findChildren(QAbstractButton) if row else ():
                QWidget.setTabOrder(before, button)
                before = button

    def _clear(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._buttons, self.identity = [], None

    def _fill_in(self, facts: CardFacts) -> None:
        if facts.form.outside:
            return
        people, chosen = facts.caller.people, facts.chosen
        for person in sorted(people, key=lambda each: each is not chosen):
            if person is chosen or chosen is None or not self.theme.compact:
                self._add_person(person, facts)
            if person is chosen:
                self._add_rights(facts)
        if chosen is None:
            self._add_unlisted(facts)
        for suggestion in facts.caller.suggestions if not people else ():
            self._add_number(suggestion)
        hidden = bool(self.theme.compact and chosen is not None)
        if hidden:
            self._add_more([p for p in people if p is not chosen])
        elif self._column.count() or facts.form.number_text.strip():
            self._add_new_person(facts)

    def _add_row(self, button: MatchButton, *, chosen: bool = False) -> MatchRow:
        row = MatchRow(self.theme, button, chosen=chosen)
        if self._column.count():
            self._column.addWidget(Line(self.theme))
            row.under_line()
        self._column.addWidget(row)
        self._buttons.append(button)
        return row

    def _add_person(self, person: PersonMatch, facts: CardFacts) -> None:
        chosen = person.person_id == facts.form.speaker_id
        another = chosen and facts.speaks_for_another
        shorter = person_detail(person, facts, short=True)
        detail = shorter if self.theme.compact else person_detail(person, facts, short=False)
        if another:
            shorter = ""
            detail = "for" if self.theme.compact else "speaks for"
        button = MatchButton(
            self.theme,
            person.name,
            tag=person.kind,
            detail=detail,
            strong=facts.about_name if another else "",
            shorter=shorter,
            chosen=chosen,
        )
        button.clicked.connect(lambda _on=False: self.person_picked.emit(person))
        row = self._add_row(button, chosen=chosen)
        if chosen:
            self._add_identity(row, facts)

    def _add_unlisted(self, facts: CardFacts) -> None:
        """Somebody who was picked by name, or typed, and has another number or none."""
        form = facts.form
        if form.speaker_id is None or facts.caller.speaker is None:
            if facts.speaks_for_another or rights_parts(facts):
                self._add_rights(facts)
            return
        speaker = facts.caller.speaker
        another = facts.speaks_for_another
        button = MatchButton(
            self.theme,
            speaker.name,
            tag=speaker.kind,
            detail="speaks for" if another else "from another number",
            strong=facts.about_name if another else "",
            chosen=True,
        )
        self._add_identity(self._add_row(button, chosen=True), facts)
        self._add_rights(facts)

    def _add_identity(self, row: MatchRow, facts: CardFacts) -> None:
        self.identity = IdentityButton(self.theme, facts)
        self.identity.checked.connect(self.checked)
        row.add(self.identity)
        self._chosen_row = row

    def _add_rights(self, facts: CardFacts) -> None:
        parts = rights_parts(facts)
        said = "; ".join(words for words, _, _ in parts)
        if said and said != self._said:
            announce(self, said)
        self._said = said
        if parts:
            self._column.addWidget(RightsLine(self.theme, parts, wide=not self.theme.compact))

    def _add_number(self, suggestion: NumberSuggestion) -> None:
        number = display(suggestion.e164, suggestion.extension or None)
        button = MatchButton(self.theme, number, detail=", ".join(suggestion.names), mark="phone")
        button.clicked.connect(lambda _on=False: self.number_picked.emit(number))
        self._add_row(button)

    def _add_new_person(self, facts: CardFacts) -> None:
        link = Button(
            self.theme,
            "New person",
            Kind.LINK,
            icon="user-plus",
            kbd="Ctrl+Shift+N",
            height=26,
        )
        link.clicked.connect(self.new_person_requested)
        last = self._buttons[-1].parentWidget() if self._buttons else None
        free = self._buttons and self._buttons[-1] is not self._chosen_button()
        if free and isinstance(last, MatchRow):
            last.add(link)
            last.row.addSpacing(self.theme.px(4))
            return
        if self._column.count():
            self._column.addWidget(Line(self.theme))
        words = _nobody_words(facts) if not self._buttons else "Somebody else?"
        if not words:
            link.deleteLater()
            return
        note = Label(self.theme, words, "small", "text-2", elide=True)
        note.setContentsMargins(0, 0, 0, 0)
        row = MatchRow(self.theme, note)
        row.row.setContentsMargins(self.theme.px(10), 0, self.theme.px(6), 0)
        row.add(link)
        row.row.addSpacing(self.theme.px(4))
        self._column.addWidget(row)

    def _chosen_button(self) -> MatchButton | None:
        return next((b for b in self._buttons if b.isChecked()), None)

    def _add_more(self, others: list[PersonMatch]) -> None:
        more = Button(
            self.theme,
            f"{len(others) + 1} more",
            Kind.LINK,
            icon_after="chevron-down",
            height=26,
            name="Other people at this number",
        )
        more.clicked.connect(lambda _on=False: self._open_more(more, others))
        self._chosen_row.add(more)

    def _open_more(self, button: Button, others: list[PersonMatch]) -> None:
        menu = menu_under(button, "Other people at this number")
        for person in others:
            action = menu.addAction(f"{plain(person.name)}\t{plain(person.kind)}")
            action.triggered.connect(lambda _on=False, p=person: self.person_picked.emit(p))
        new = menu.addAction("New person\tCtrl+Shift+N")
        new.triggered.connect(self.new_person_requested)
        open_menu(menu)


def _nobody_words(facts: CardFacts) -> str:
    """Why the list is empty; nothing while the number is being typed."""
    match = facts.caller.match
    if match is None:
        return ""
    if match.reading.status in (NumberStatus.WITHHELD, NumberStatus.SERVICE):
        return "No number to look anybody up by."
    return "Nobody is known at this number yet." if match.reading.e164 else ""
