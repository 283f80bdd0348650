"""Everything one person was told, word for word."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.errors import Problem
from desktop.domain.wording import moment
from desktop.services.disclosures import DisclosureRow
from desktop.ui.dialogs import Dialog
from desktop.ui.printing.told_sheet import whom_line
from desktop.ui.theme import Theme
from desktop.ui.transition.voice_text import VoiceText
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.scroll import scroll_down
from desktop.ui.widgets.tag import Tag

_WIDTH = 720
_AROUND = 220


class ToldEntry(Card):
    """One entry: when, which version, the words, who told whom; a mistake is struck."""

    strike_requested = Signal(object, str)
    """The :class:`DisclosureRow`, and why."""

    def __init__(self, theme: Theme, row: DisclosureRow, zone: str, now: datetime) -> None:
        at = moment(row.told_at, zone, now)
        name = f"Statement {row.statement_name}, {at}"
        super().__init__(theme, fill="surface-2", name=name)
        self.row = row
        struck = row.struck_reason is not None
        self.voice = VoiceText(theme, whole=True)
        self.voice.show_text(row.text, approved=not struck)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(14), theme.px(10), theme.px(14), theme.px(10))
        column.setSpacing(theme.px(6))
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(Label(theme, at, "small", "text-2", lead=row.statement_name))
        if struck:
            head.addWidget(Tag(theme, "Struck", "late", icon="ban"))
        if row.wrong_because:
            head.addWidget(Tag(theme, "Corrected since", "late", icon="circle-alert"))
        head.addStretch(1)
        self.strike = Button(theme, "Strike…", Kind.QUIET, height=28)
        self.strike.setAccessibleName(f"Strike this entry: {name}")
        self.strike.setVisible(not struck)
        head.addWidget(self.strike)
        column.addLayout(head)
        column.addWidget(self.voice)
        column.addWidget(Label(theme, whom_line(row), "small", "text-2", wrap=True))
        if struck:
            said = f"Struck by {row.struck_by}: {row.struck_reason}"
            column.addWidget(Label(theme, said, "small-strong", "late", wrap=True))
        if row.wrong_because:
            column.addWidget(Label(theme, f"It was wrong: {row.wrong_because}", "small", wrap=True))
        self._asking = QWidget()
        asking = QHBoxLayout(self._asking)
        asking.setContentsMargins(0, 0, 0, 0)
        asking.setSpacing(theme.px(8))
        self.why = LineEdit(theme, "Why it was a mistake; both stay readable", name="Why")
        self.act = Button(theme, "Strike it", Kind.LATE)
        asking.addWidget(self.why, 1)
        asking.addWidget(self.act)
        column.addWidget(self._asking)
        self._asking.hide()
        self.strike.clicked.connect(lambda _on=False: self._ask())
        self.act.clicked.connect(lambda _on=False: self._strike())
        self.why.returnPressed.connect(self._strike)

    def _ask(self) -> None:
        self._asking.show()
        self.why.setFocus(Qt.FocusReason.OtherFocusReason)

    def _strike(self) -> None:
        self.strike_requested.emit(self.row, self.why.text())


class ToldDialog(Dialog):
    """Newest first. Stays open while an entry is struck."""

    print_requested = Signal()
    strike_requested = Signal(object, str)

    def __init__(
        self, theme: Theme, window: QWidget, now: Callable[[], datetime], zone: str
    ) -> None:
        super().__init__(theme, window, "", icon="milestone", tone="plan", width=_WIDTH)
        self._now, self._zone = now, zone
        self.entries: list[ToldEntry] = []
        self.name = ""
        self.rows: tuple[DisclosureRow, ...] = ()
        self._nothing = Label(
            theme, "Nothing is written down. “Told caller” on a call writes it here.", "body",
            "text-2", wrap=True,
        )  # fmt: skip
        self.trouble = Label(theme, "", "small-strong", "late", wrap=True)
        self.trouble.hide()
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, theme.px(6), 0)
        self._column.setSpacing(theme.px(8))
        self._scroll = QScrollArea()
        scroll_down(self._scroll, inner)
        self.printing = Button(theme, "Save as PDF to print…", icon="printer")
        self.close_button = Button(theme, "Close", Kind.PRIMARY, kbd="Esc")
        self.body.addWidget(self._nothing)
        self.body.addWidget(self._scroll)
        self.body.addWidget(self.trouble)
        self.buttons.addWidget(self.printing)
        self.buttons.addWidget(self.close_button)
        self.printing.clicked.connect(lambda _on=False: self.print_requested.emit())
        self.close_button.clicked.connect(lambda _on=False: self.reject())

    def show_told(self, name: str, rows: Sequence[DisclosureRow]) -> None:
        """Show somebody's entries."""
        self.name, self.rows = name, tuple(rows)
        title = f"What {name} was told"
        self.title.set_text(title)
        self.setAccessibleName(title)
        self.trouble.hide()
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        now = self._now()
        self.entries = [ToldEntry(self.theme, row, self._zone, now) for row in rows]
        for entry in self.entries:
            entry.strike_requested.connect(self.strike_requested)
            self._column.addWidget(entry)
        self._column.addStretch(1)
        self._nothing.setVisible(not rows)
        self._scroll.setVisible(bool(rows))
        room = self._window.height() - self.theme.px(_AROUND)
        inside = self.theme.px(_WIDTH - 44 - 18)
        needed = sum(entry.heightForWidth(inside) + self.theme.px(8) for entry in self.entries)
        self._scroll.setFixedHeight(max(self.theme.px(60), min(room, needed)))
        self.fit_height()

    def ask(self) -> None:
        """Open; returns at once."""
        self.open()
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problem(self, problem: Problem) -> None:
        """It was not struck: say what to do."""
        self.trouble.set_text(str(problem))
        self.trouble.show()
        announce(self, str(problem))
        self.fit_height()
