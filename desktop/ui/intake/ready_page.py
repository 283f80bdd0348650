"""Between two calls: one number field, the cards set aside, and one's next promises."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.number_display import display
from desktop.domain.number_typing import typed
from desktop.domain.vocabulary import DueGroup
from desktop.domain.wording import due_words, or_by, promise_line
from desktop.services.queue_row import QueueRow
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind, icon_button
from desktop.ui.widgets.card import Card, Line
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.menus import menu_under, open_menu, plain
from desktop.ui.widgets.painting import draw_box
from desktop.ui.widgets.phone_field import PhoneField
from desktop.ui.widgets.tag import Count
from desktop.ui.words import REASON_WORDS, minutes_words

if TYPE_CHECKING:
    from desktop.services.drafts import DraftRow

SHOWN = 4
_TONES = {
    DueGroup.OVERDUE: ("late", "clock-alert"),
    DueGroup.SOON: ("soon", "clock"),
    DueGroup.LATER: ("text-2", "calendar-clock"),
    DueGroup.WAITING: ("plan", "milestone"),
}


class ReadyPage(QWidget):
    """Asks for a call to begin, a card to be taken up again, or a promise to be shown."""

    new_call_requested = Signal()
    number_entered = Signal(str)
    draft_requested = Signal(object)
    callback_requested = Signal(object)

    def __init__(
        self, theme: Theme, clock: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._clock = theme, clock
        self.number = PhoneField(theme, typed, "(___) ___-____", icon=True)
        self.number.setAccessibleName("Caller number")
        self.number.setAccessibleDescription("Type or paste a number, then press Enter")
        self.number.returnPressed.connect(self._enter_number)
        self.number.installEventFilter(self)
        self.new_call = Button(theme, "New call", Kind.PRIMARY, icon="plus", kbd="F2", height=40)
        self.new_call.clicked.connect(self._new_call)
        self._drafts = _ListCard(theme, "archive", "Set aside")
        self._promises = _ListCard(theme, "phone-outgoing", "Your next promises")
        self._draft_titles: list[str] = []
        self._build()
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_drafts(self, drafts: "Sequence[DraftRow]") -> None:
        """Show the cards that wait: set aside, or left half typed."""
        now = self._clock()
        self._draft_titles = [draft.title for draft in drafts]
        in_use = self.has_focus_in_rows()
        self._drafts.clear(len(drafts))
        for draft in drafts[:SHOWN]:
            row = _Row(self._theme)
            row.add(Label(self._theme, draft.title, "strong", elide=True), 1)
            if draft.form.number_text and draft.title != draft.form.number_text:
                row.add(
                    Label(
                        self._theme,
                        _pretty(draft.form.number_text),
                        "small",
                        "text-2",
                        tabular=True,
                    )
                )
            since = draft.set_aside_at or draft.updated_at
            said = minutes_words(now - since)
            row.add(
                Label(
                    self._theme,
                    said if draft.set_aside_at else f"half typed, {said}",
                    "small",
                    "text-3",
                )
            )
            button = Button(self._theme, "Open", height=28, name=f"Open the card of {draft.title}")
            button.clicked.connect(lambda _on=False, d=draft: self.draft_requested.emit(d.id))
            row.add(button)
            self._drafts.add(row)
        if len(drafts) > SHOWN:
            self._add_more(drafts[SHOWN:])
        note = (
            "Reminds after 2 minutes. Does not hold the phone." if drafts else "No card is waiting."
        )
        self._drafts.add_note(note)
        if in_use:
            self.activate()

    @property
    def draft_titles(self) -> list[str]:
        """Whose cards can be opened from here."""
        return list(self._draft_titles)

    def _add_more(self, drafts: "Sequence[DraftRow]") -> None:
        words = "1 more card" if len(drafts) == 1 else f"{len(drafts)} more cards"
        row = _Row(self._theme)
        row.add(Label(self._theme, words, "medium", "text-2"), 1)
        button = Button(self._theme, "Show", icon_after="chevron-down", height=28)
        button.setAccessibleName(f"Show {words}")

        def show() -> None:
            menu = menu_under(button, words)
            for draft in drafts:
                action = menu.addAction(plain(draft.title))
                action.triggered.connect(lambda _on=False, d=draft: self.draft_requested.emit(d.id))
            open_menu(menu)

        button.clicked.connect(show)
        row.add(button)
        self._drafts.add(row)

    def show_promises(self, rows: Sequence[QueueRow], zone: str) -> None:
        """Show what is due next for this person and their team."""
        now = self._clock()
        self._promises.clear(len(rows))
        for promise in rows[:SHOWN]:
            tone, icon = _TONES[promise.group or DueGroup.LATER]
            row = _Row(self._theme)
            row.add(Icon(self._theme, icon, tone))
            said = "Decide" if promise.needs_decision else _when(promise, zone, now)
            row.add(Label(self._theme, said, "strong", tone, tabular=True))
            row.add(Label(self._theme, promise.name, "medium", elide=True), 1)
            row.add(Label(self._theme, REASON_WORDS[promise.reason], "small", "text-2"))
            name = f"Open the promise to {promise.name}"
            button = icon_button(self._theme, "arrow-right", name, height=28)
            button.clicked.connect(lambda _on=False, p=promise: self.callback_requested.emit(p.id))
            row.add(button)
            self._promises.add(row)
        if not rows:
            self._promises.add_note("Nothing is promised yet.")

    def has_focus_in_rows(self) -> bool:
        """Whether a row is being used: showing the rows again would take the focus from it."""
        focus = QApplication.focusWidget()
        return focus is not None and self._cards.isAncestorOf(focus)

    def activate(self) -> None:
        """Put the focus in the number field."""
        self.number.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter begins the call too, with either Enter key."""
        if (
            watched is self.number
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
        ):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._enter_number()
                return True
        return super().eventFilter(watched, event)

    def _enter_number(self) -> None:
        text = self.number.text()
        self.number.setText("")  # clear() would keep it for Ctrl+Z, which means work here
        self.number_entered.emit(text)

    def _new_call(self) -> None:
        if self.number.text().strip():
            self._enter_number()
        else:
            self.new_call_requested.emit()

    def _build(self) -> None:
        theme = self._theme
        centre = Qt.AlignmentFlag.AlignHCenter
        self._column = QVBoxLayout(self)
        self._column.addStretch(1)
        self._column.addWidget(_Disc(theme), 0, centre)
        self._column.addWidget(Label(theme, "Ready for the next call", "display", align=centre))
        hint = "Type or paste a number, or start an empty card. Notes save as you type."
        self._column.addWidget(Label(theme, hint, "lead", "text-2", align=centre))
        bar = QHBoxLayout()
        bar.setSpacing(theme.px(8))
        bar.addStretch(1)
        bar.addWidget(self.number)
        bar.addWidget(self.new_call)
        bar.addStretch(1)
        self._bar = bar
        self._column.addLayout(bar)
        self._cards = QWidget()
        grid = QGridLayout(self._cards)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self._drafts, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._promises, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self._grid = grid
        self._column.addWidget(self._cards, 0, centre)
        self._column.addStretch(1)

    def _restyle(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(6))
        self._column.setContentsMargins(px(24), 0, px(24), px(12 if self._theme.compact else 28))
        self._bar.setContentsMargins(0, px(10), 0, px(14))
        self.number.setFixedSize(px(240), px(40))
        self._grid.setHorizontalSpacing(px(12))
        self._cards.setFixedWidth(px(760))


class _Disc(QWidget):
    """The call icon in a tinted circle."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.setFixedSize(self._theme.px(56), self._theme.px(64))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, side = self._theme, self._theme.px(56)
        box = self.rect().adjusted(0, 0, 0, side - self.height())
        painter = QPainter(self)
        edge, fill = theme.color("primary-edge"), theme.color("primary-tint")
        draw_box(painter, box.toRectF(), side / 2, fill, edge)
        theme.draw_icon(painter, box, "phone-incoming", "primary", 24)
        painter.end()


class _Row(QWidget):
    """One line of a list card."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFixedHeight(theme.px(38 if theme.compact else 44))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.px(14), 0, theme.px(14), 0)
        self._row.setSpacing(theme.px(10))

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        self._row.addWidget(widget, stretch)


class _ListCard(Card):
    """A card with a head, a count and short rows."""

    def __init__(self, theme: Theme, icon: str, title: str) -> None:
        super().__init__(theme, name=title)
        self._count = Count(theme, 0)
        head = _Row(theme)
        head.add(Icon(theme, icon))
        head.add(Label(theme, title, "strong"))
        head.add(self._count)
        head.add(QWidget(), 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self._column.addWidget(head)
        self._rows: list[QWidget] = []

    def clear(self, count: int) -> None:
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows.clear()
        self._count.set_count(count)

    def add(self, row: QWidget) -> None:
        for widget in (Line(self.theme), row):
            self._column.addWidget(widget)
            self._rows.append(widget)

    def add_note(self, text: str) -> None:
        row = _Row(self.theme)
        row.add(Label(self.theme, text, "small", "text-3", elide=True), 1)
        self.add(row)


def _when(promise: QueueRow, zone: str, now: datetime) -> str:
    """ "48 min late", "Wed 10:00 am", "or by Dec 16"; ``zone`` is the desk's."""
    if promise.group is DueGroup.WAITING:
        return or_by(promise.due_at, zone, now)
    if promise.group is DueGroup.LATER:
        return promise_line(promise.due_at, zone, zone, "", now)
    return due_words(promise.due_at, zone, now)


def _pretty(number_text: str) -> str:
    return display(number_text) if number_text.startswith("+") else number_text
