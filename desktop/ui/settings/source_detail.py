"""One source: its address, secret and settings, how the test went, and what was set aside."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.wording import short_moment
from desktop.domain.zones import city_of_zone
from desktop.services.connections import LISTENER_ID, SourceRow
from desktop.services.set_aside import SetAsideRow
from desktop.ui.settings.connection_words import size_words
from desktop.ui.settings.source_list import IconTile
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind, icon_button
from desktop.ui.widgets.card import Card, Strip
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.scroll import ColumnScroll
from desktop.ui.widgets.tag import Count

_HIDDEN = "•" * 16
"""Says that there is a secret; nothing about it."""


class SetAsideCard(Card):
    """What waits for somebody to look at."""

    look_requested = Signal(object)
    again_requested = Signal(object)
    handled_requested = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, edge="soon-edge", name="Set aside to look at")
        self.head = Strip(theme, 40, 36, fill="soon-tint", line="bottom", rounded="top", edge=14)
        self._count = Count(theme, 0, "soon")
        self.head.row.addWidget(Icon(theme, "inbox", "soon", 16))
        self.head.row.addWidget(Label(theme, "Set aside to look at", "strong", "soon"), 1)
        self.head.row.addWidget(self._count)
        self._rows_host = QWidget()
        self.foot = Strip(theme, 36, 32, fill="surface-2", line="top", rounded="bottom", edge=14)
        self.foot_words = Label(theme, "", "small", "text-2", elide=True)
        self.foot.row.addWidget(self.foot_words, 1)
        self.buttons: list[tuple[Button, Button, Button]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        for widget in (self.head, self._rows_host, self.foot):
            self._column.addWidget(widget)

    def show_rows(
        self, rows: Sequence[SetAsideRow], zone: str, now: datetime, *, may_read: bool
    ) -> None:
        """Show these; hides when there are none."""
        self.setVisible(bool(rows))
        self._count.set_count(len(rows))
        host = QWidget()
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.buttons = []
        for row in rows:
            column.addWidget(self._row(row, zone, now, may_read=may_read))
        self._column.replaceWidget(self._rows_host, host)
        self._rows_host.deleteLater()
        self._rows_host = host
        kept = "Kept as received. None of it is in Leads or People yet."
        closed = "Only front-desk staff and managers can read what came in."
        self.foot_words.set_text(kept if may_read else closed)

    def _row(self, row: SetAsideRow, zone: str, now: datetime, *, may_read: bool) -> QWidget:
        theme, px = self.theme, self.theme.px
        host = Strip(theme, 58, 50, line="top", edge=14)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(Label(theme, row.reason, "strong", elide=True))
        when = f"{short_moment(row.at, zone, now)} · {size_words(row.size)}"
        words.addWidget(Label(theme, when, "small", "text-2", tabular=True))
        words.addStretch(1)
        host.row.addLayout(words, 1)
        host.row.setSpacing(px(8))
        look = Button(theme, "Look", name=f"Look: {row.reason}")
        again = Button(theme, "Read again", name=f"Read again: {row.reason}")
        done = icon_button(theme, "check", f"Handled: {row.reason}", kind=Kind.QUIET)
        look.clicked.connect(lambda: self.look_requested.emit(row))
        again.clicked.connect(lambda: self.again_requested.emit(row))
        done.clicked.connect(lambda: self.handled_requested.emit(row))
        for button in (look, again, done):
            host.row.addWidget(button)  # first: without a place it would show as a window
            button.setVisible(may_read)
        self.buttons.append((look, again, done))
        return host


class SourceDetail(QWidget):
    """Asks for things; the section does them."""

    test_requested = Signal()
    switch_requested = Signal(bool)
    edit_requested = Signal()
    remove_requested = Signal()
    secret_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName("Connection")
        px = theme.px
        self.head = Strip(theme, 72, 60, edge=20)
        self._icon = IconTile(theme, "globe", 44, chosen=True)
        self._title = Label(theme, "", "card", elide=True)
        self._line = Label(theme, "", "small", "text-2", tabular=True, elide=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._line)
        words.addStretch(1)
        self.test = Button(theme, "Test", icon="refresh-cw")
        self.switch = Button(theme, "Pause", icon="pause")
        self.head.row.addWidget(self._icon)
        self.head.row.addLayout(words, 1)
        self.head.row.addWidget(self.test)
        self.head.row.addWidget(self.switch)
        self._scroll = ColumnScroll(theme)
        self._scroll.set_edges(20, 16, 20, 16)
        self._scroll.column.setSpacing(px(14))
        self.trouble = Notice(theme, "circle-alert", "", tone="late")
        self.card = Card(theme, name="How it is set up")
        self._grid_host = QWidget()
        self.result = Notice(theme, "circle-check", "", tone="ok")
        self.edit = Button(theme, "Change…", icon="pencil")
        self.remove = Button(theme, "Remove…", icon="trash-2")
        acts = QVBoxLayout()
        acts.setContentsMargins(px(16), 0, px(16), px(14))
        side_by_side = Flow()
        side_by_side.setSpacing(px(8))
        side_by_side.addWidget(self.edit)
        side_by_side.addWidget(self.remove)
        acts.addLayout(side_by_side)
        self._column = QVBoxLayout(self.card)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._grid_host)
        self._column.addLayout(acts)
        self.aside = SetAsideCard(theme)
        for widget in (self.trouble, self.card, self.result, self.aside):
            self._scroll.column.addWidget(widget)
        self._scroll.column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._scroll, 1)
        self.copy: Button | None = None
        self.secret: Button | None = None
        self._row: SourceRow | None = None
        self.test.clicked.connect(self.test_requested)
        self.switch.clicked.connect(self._switch)
        self.edit.clicked.connect(self.edit_requested)
        self.remove.clicked.connect(self.remove_requested)
        self.result.hide()
        self.aside.hide()

    def show_source(
        self, row: SourceRow, address: str, line: str, trouble: str, site: str,
        now: datetime, zone: str,
    ) -> None:  # fmt: skip
        """Show a source; ``line`` says what came from it, ``trouble`` what to do."""
        if self._row is None or self._row.id != row.id:
            self.result.hide()
        self._icon.set_icon(row.spec.icon)
        self._title.set_text(row.title)
        self._line.set_text(line)
        self.switch.set_text("Pause" if row.enabled else "Switch on")
        self.switch.set_icon("pause" if row.enabled else "circle-check")
        self.remove.setVisible(row.id != LISTENER_ID)
        self.trouble.show_notice("circle-alert", trouble, tone="late")
        self.trouble.setVisible(bool(trouble))
        if row != self._row:
            self._build_form(row, address, site, now, zone)
        self._row = row

    def show_result(self, words: str, *, well: bool) -> None:
        """How the test went."""
        tone, icon = ("ok", "circle-check") if well else ("late", "circle-alert")
        self.result.show_notice(icon, words, tone=tone)
        self.result.show()

    def _build_form(
        self, row: SourceRow, address: str, site: str, now: datetime, zone: str
    ) -> None:
        host = QWidget()
        grid = QGridLayout(host)
        px = self._theme.px
        grid.setContentsMargins(px(16), px(14), px(16), px(6))
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(10))
        grid.setColumnMinimumWidth(0, px(88 if self._theme.compact else 116))
        grid.setColumnStretch(1, 1)
        self.copy = self.secret = None
        if address:
            self._add(grid, "Address", self._address(address))
        if row.spec.secret:
            self._add(grid, row.spec.secret, self._secret(row, now, zone))
        for option in row.spec.options:
            value = row.options.get(option.name, option.start)
            words = dict(option.choices).get(value, value) or "left out"
            self._add(grid, option.label, Label(self._theme, words, "body", elide=True))
        if row.spec.has_zone:
            there = f"{city_of_zone(row.zone)} time"
            self._add(grid, "Time zone", Label(self._theme, there, "body", elide=True))
            self._add(grid, "Clinic", Label(self._theme, site, "body", elide=True))
        self._column.replaceWidget(self._grid_host, host)
        self._grid_host.deleteLater()
        self._grid_host = host

    def _add(self, grid: QGridLayout, words: str, value: QWidget) -> None:
        at = grid.rowCount()
        label = Label(self._theme, words, "label", "text-2")
        grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(value, at, 1)

    def _address(self, address: str) -> QWidget:
        shown = LineEdit(self._theme, name="Address")
        shown.setText(address)
        shown.setReadOnly(True)
        shown.setCursorPosition(0)
        self.copy = icon_button(self._theme, "copy", "Copy the address", height=36)
        self.copy.clicked.connect(lambda: QApplication.clipboard().setText(address))
        return _beside(self._theme, shown, self.copy)

    def _secret(self, row: SourceRow, now: datetime, zone: str) -> QWidget:
        theme, set_at = self._theme, row.secret_set_at
        there = "none yet" if set_at is None else f"set {short_moment(set_at, zone, now)}"
        shown = QWidget()
        line = QHBoxLayout(shown)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(10))
        dots = Label(theme, _HIDDEN if set_at is not None else "", "body", "text-2", elide=True)
        dots.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        dots.setAccessibleName("Hidden" if set_at is not None else "None yet")
        line.addWidget(dots)
        line.addWidget(Label(theme, there, "cap", "text-3", tabular=True), 1)
        words = "New secret…" if row.spec.makes_secret_for(row.options) else "Fill in…"
        self.secret = Button(theme, words, icon="key-round", name=f"{row.spec.secret}: {words}")
        self.secret.set_text(words)
        self.secret.clicked.connect(self.secret_requested)
        return _beside(theme, shown, self.secret)

    def _switch(self) -> None:
        if self._row is not None:
            self.switch_requested.emit(not self._row.enabled)


def _beside(theme: Theme, first: QWidget, second: QWidget) -> QWidget:
    host = QWidget()
    row = QHBoxLayout(host)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px(8))
    row.addWidget(first, 1)
    row.addWidget(second)
    return host
