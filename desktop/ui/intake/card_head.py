"""The head of the card: how long the call lasts, the cards set aside, and how to begin another."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.domain.vocabulary import Direction
from desktop.domain.wording import ago_minutes, clock, moment
from desktop.services.drafts import DraftRow
from desktop.ui.intake.call_kind_button import CallKindButton
from desktop.ui.intake.card_facts import CardFacts
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.menus import menu_under, open_menu, plain
from desktop.ui.widgets.tag import Tag
from desktop.ui.widgets.timer_label import TimerLabel

_LEAST = 118


class WaitingButton(Button):
    """A card that waits. Its name is shortened where the head is crowded; its minutes never."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", icon="archive")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setToolTip("Go on with a card set aside")

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), self.theme.px(_LEAST)), hint.height())


class CardHead(QObject):
    """Fills the row of a pane's head."""

    draft_requested = Signal(object)
    set_aside_requested = Signal()
    new_call_requested = Signal()
    direction_chosen = Signal(object)
    earlier_requested = Signal()
    """The call was earlier: a late entry."""
    now_requested = Signal()
    """No late entry after all."""

    def __init__(self, theme: Theme, row: QHBoxLayout, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._drafts: tuple[DraftRow, ...] = ()
        self._facts: CardFacts | None = None
        self.timer = TimerLabel(theme)
        self.late = Tag(theme, "Late entry", "soon", icon="history")
        self.kind = CallKindButton(theme)
        self.kind.clicked.connect(self._open_kind)
        self.waiting = WaitingButton(theme)
        self.waiting.clicked.connect(self._open_waiting)
        self.set_aside = Button(theme, "Set aside", icon="archive")
        self.set_aside.setToolTip("Keeps the card; does not hold the phone (Ctrl+Shift+D)")
        self.set_aside.clicked.connect(self.set_aside_requested)
        self.new = Button(theme, "New", icon="plus", kbd="F2", name="New call")
        self.new.clicked.connect(self.new_call_requested)
        self._left = QHBoxLayout()
        for widget in (self.timer, self.late, self.kind):
            self._left.addWidget(widget)
        row.addLayout(self._left)
        row.addStretch(1)
        for button in (self.waiting, self.set_aside, self.new):
            row.addWidget(button)
        self.late.hide()
        self.waiting.hide()
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_card(self, facts: CardFacts) -> None:
        """Show when the call began; the timer runs on by :meth:`tick`."""
        form = facts.form
        way = "Call in" if form.direction is Direction.IN else "Call out"
        late = form.real_started_at
        began = moment(late, facts.here, facts.now) if late else clock(form.started_at, facts.here)
        self.kind.show_call(way, began if late else f"Started {began}")
        self.late.setVisible(late is not None)
        self.timer.setVisible(late is None)
        self._facts = facts
        self.tick(facts)

    def show_waiting(self, drafts: Sequence[DraftRow], facts: CardFacts) -> None:
        """Show the other cards: one by its name, several by their number."""
        self._drafts = tuple(sorted(drafts, key=lambda d: d.set_aside_at or d.updated_at))
        self.waiting.setVisible(bool(self._drafts))
        several = len(self._drafts) > 1
        if self._drafts:
            words = f"{len(self._drafts)} cards" if several else self._drafts[0].title
            self.waiting.set_text(words)
            self.waiting.set_icon("archive")
        self.tick(facts)

    def tick(self, facts: CardFacts) -> None:
        """Show the time as it is now."""
        seconds = int((facts.now - facts.form.started_at).total_seconds())
        self.timer.set_seconds(max(0, seconds))
        if not self._drafts:
            return
        first = self._drafts[0]
        since = self._since(first)
        what = first.title if len(self._drafts) == 1 else f"{len(self._drafts)} cards"
        name = f"Set aside, {what}, {since}"
        if self.waiting.accessibleName() != name:
            self.waiting.set_note(since, "soon")
            self.waiting.setAccessibleName(name)

    def _open_waiting(self) -> None:
        if len(self._drafts) == 1:
            self.draft_requested.emit(self._drafts[0].id)
            return
        menu = menu_under(self.waiting, "Cards set aside")
        for draft in self._drafts:
            action = menu.addAction(f"{plain(draft.title)}\t{self._since(draft)}")
            action.triggered.connect(lambda _on=False, d=draft.id: self.draft_requested.emit(d))
        open_menu(menu)

    def _since(self, draft: DraftRow) -> str:
        since = draft.set_aside_at or draft.updated_at
        return ago_minutes(since, self._facts.now) if self._facts else ""

    def _open_kind(self) -> None:
        if self._facts is None:
            return
        form = self._facts.form
        menu = menu_under(self.kind, "This call")
        for way, words in ((Direction.IN, "Call in"), (Direction.OUT, "Call out")):
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(form.direction is way)
            action.triggered.connect(lambda _on=False, w=way: self.direction_chosen.emit(w))
        menu.addSeparator()
        menu.addAction("Enter an earlier call…").triggered.connect(self.earlier_requested)
        if form.real_started_at is not None:
            menu.addAction("The call is now").triggered.connect(self.now_requested)
        open_menu(menu)

    def _restyle(self) -> None:
        # The button beside the timer has an edge of its own for the focus ring.
        self._left.setSpacing(self._theme.px(8))
        # Large letters in a small window: the time needs the room more than the key.
        self.new.set_kbd("" if self._theme.compact and self._theme.scale > 1 else "F2")
