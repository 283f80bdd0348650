"""Who is to be rung, what they were promised, what binds the desk, and their hours."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.callbacks.promise_words import PromisedWords
from desktop.ui.theme import Theme
from desktop.ui.widgets.avatar import Avatar
from desktop.ui.widgets.button import Button, icon_button
from desktop.ui.widgets.field import IconLine
from desktop.ui.widgets.hours_bar import HoursBar
from desktop.ui.widgets.label import Label


class PromiseHead(QWidget):
    """The top of the detail."""

    more_requested = Signal()
    """The button for further acts was pressed; the menu opens at :attr:`more`."""
    person_requested = Signal()
    """Nobody is named: somebody knows who it is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._avatar = Avatar(theme, "", 44)
        self.name = Label(theme, "", "card", elide=True)
        self.facts = Label(theme, "", "small", "text-2", elide=True)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.name)
        names.addWidget(self.facts)
        self.more = icon_button(theme, "ellipsis", "More with this promise")
        self.more.clicked.connect(lambda _on=False: self.more_requested.emit())
        who = QHBoxLayout()
        who.setSpacing(theme.px(12))
        who.addWidget(self._avatar)
        who.addLayout(names, 1)
        who.addWidget(self.more)
        self.whose = Button(theme, "Who is it for?", icon="user-plus")
        self.whose.clicked.connect(lambda _on=False: self.person_requested.emit())
        self.whose.hide()
        self.promised = _Promised(theme)
        self._bindings = QVBoxLayout()
        self.binding_lines: list[IconLine] = []
        self.hours = HoursBar(theme, name="Their time")
        self._column = QVBoxLayout(self)
        self._column.addLayout(who)
        self._column.addWidget(self.whose)
        self._column.addWidget(self.promised)
        self._column.addLayout(self._bindings)
        self._column.addWidget(self.hours)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_person(self, name: str, facts: str, *, asks_who: bool = False) -> None:
        """Who it is; ``asks_who`` while nobody is named."""
        self._avatar.set_text(name)
        self.name.set_text(name)
        self.facts.set_text(facts)
        if not asks_who and self.whose.hasFocus():
            self.more.setFocus()  # the keys of the detail go on working
        self.whose.setVisible(asks_who)

    def show_bindings(self, lines: Sequence[tuple[str, str, str]]) -> None:
        """What binds whoever rings: words, tone, icon."""
        for line in self.binding_lines:
            self._bindings.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.binding_lines = [
            IconLine(self._theme, words, tone, icon, "small-strong") for words, tone, icon in lines
        ]
        for line in self.binding_lines:
            self._bindings.addWidget(line)

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        top, bottom = (10, 8) if compact else (14, 12)
        self._column.setContentsMargins(px(16), px(top), px(16), px(bottom))
        self._column.setSpacing(px(6 if compact else 10))
        self._bindings.setSpacing(px(2))
        self._avatar.set_side(36 if compact else 44)


class _Promised(QWidget):
    """What was promised, with a 3 px bar at its left."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._who = Label(theme, "", "cap", "text-3")
        self._stands = IconLine(theme, "", "late", "clock-alert", "cap-strong")
        self._words: PromisedWords | None = None
        self._when = Label(theme, "", "card", tabular=True, elide=True)
        self._when.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._here = Label(theme, "", "small", "text-3", tabular=True)
        self._what = Label(theme, "", "small", "text-2", elide=True)
        first = QHBoxLayout()
        first.addWidget(self._who)
        first.addStretch(1)
        first.addWidget(self._stands)
        self._second = QHBoxLayout()
        self._second.addWidget(self._when)
        self._second.addWidget(self._here)
        self._second.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addLayout(first)
        self._column.addLayout(self._second)
        self._column.addWidget(self._what)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_words(self, words: PromisedWords) -> None:
        """Say it."""
        self._who.set_text(words.who)
        self._stands.show_line(words.stands, words.tone, words.icon, "cap-strong")
        self._when.set_text(words.when)
        self._words = words
        self._fit()
        parts = (words.who, words.when, words.here, words.what, words.stands)
        self.setAccessibleName(", ".join(part for part in parts if part))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Our time stands beside theirs, or before what was promised where there is no room."""
        words = self._words
        if words is None:
            return
        px = self._theme.px
        beside = f"· {words.here}" if words.here else ""
        self._here.set_text(beside)
        room = self.width() - px(15) - px(4)
        fits = self._when.full_width() + self._here.full_width() <= room
        self._here.setVisible(bool(beside) and fits)
        before = f"{words.here} · " if words.here and not fits else ""
        self._what.set_text(f"{before}{words.what}")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        bar = QRectF(0, 0, self._theme.px(3), self.height())
        painter.fillRect(bar, self._theme.color("primary"))
        painter.end()

    def _restyle(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(15), 0, 0, 0)
        self._second.setSpacing(px(4))
        self._what.set_style("cap" if self._theme.compact else "small")
