"""Settings: which section is shown, and the sections."""

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import QRectF, QSize, Signal, SignalInstance
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.roles import may
from desktop.services.actor import Actor
from desktop.services.changes import Touched
from desktop.ui.settings.sections import SECTIONS, SectionSpec
from desktop.ui.theme import Theme
from desktop.ui.widgets.card import Strip
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.painted_button import PaintedButton
from desktop.ui.widgets.painting import draw_box, draw_text
from desktop.ui.widgets.roving import Roving
from desktop.ui.widgets.undo_bar import UndoBar, UndoDock


class Section(Protocol):
    """What the page asks of a section, which is a widget."""

    @property
    def said(self) -> SignalInstance:
        """A sentence on what was done."""

    @property
    def troubled(self) -> SignalInstance:
        """What got in the way."""

    def set_actor(self, actor: Actor) -> None:
        """Somebody is here."""

    def load(self) -> None:
        """Read what is shown."""

    def focus_here(self) -> None:
        """Put the focus where work begins."""

    def panes(self) -> tuple[QWidget, ...]:
        """For F6."""


class SectionButton(PaintedButton):
    """One line at the left."""

    def __init__(self, theme: Theme, spec: SectionSpec) -> None:
        self.spec = spec
        super().__init__(theme, spec.title)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(148), self.theme.px(33 if self.theme.compact else 36))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self.theme, self.theme.px
        painter = QPainter(self)
        box, look = QRectF(self.rect()), self.look()
        on = self.isChecked()
        if on or look.hover:
            fill = theme.color("primary-tint" if on else "surface-2")
            draw_box(painter, box, px(6), fill)
        if look.focus:
            draw_box(painter, box, px(6), None, theme.color("focus"), 2)
        tone = "primary" if on else "text-2"
        theme.draw_icon(painter, QRectF(px(10), 0, px(16), box.height()), self.spec.icon, tone)
        rest = QRectF(px(36), 0, box.width() - px(40), box.height())
        font = theme.font("strong" if on else "medium")
        draw_text(painter, rest, self.words(), font, theme.color(tone))
        painter.end()


class SettingsPage(QWidget):
    """A page of the window; shows the sections that whoever is here may open."""

    said = Signal(str, object)
    written = Signal(object)
    troubled = Signal(str)

    status_hints = (("↑↓", "Move"), ("Enter", "Open"), ("Ctrl+,", "Settings"))

    def __init__(self, theme: Theme, sections: Mapping[str, QWidget]) -> None:
        super().__init__()
        self._theme = theme
        self._sections: dict[str, Section] = {}
        self._stack = QStackedWidget()
        self._key = ""
        self.buttons: dict[str, SectionButton] = {}
        self._nav = QWidget()
        self._nav.setAccessibleName("Settings")
        self._where = Label(theme, "", "body", "text-2")
        self.undo_bar = UndoBar(theme)
        self._nothing = EmptyState(
            theme,
            "settings",
            "Nothing to set up here",
            "Managers and administrators set up where calls and leads come in.",
            framed=False,
        )
        self._build(sections)
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_actor(self, actor: Actor) -> None:
        """Somebody signed in: offer what they may open."""
        allowed = [spec for spec in SECTIONS if may(actor.role, spec.needs)]
        for key, button in self.buttons.items():
            button.setVisible(key in [spec.key for spec in allowed])
            self._sections[key].set_actor(actor)
        if allowed:
            self.show_section(allowed[0].key)
        else:
            self._key = ""
            self._stack.setCurrentWidget(self._nothing)
            self._where.set_text("")

    def activate(self) -> None:
        """The page came to the front."""
        section = self._shown()
        if section is not None:
            section.load()
            section.focus_here()

    def show_section(self, key: str) -> None:
        """Bring a section to the front."""
        self._key = key
        self.buttons[key].setChecked(True)
        self._where.set_text(self.buttons[key].spec.title)
        section = self._sections[key]
        if isinstance(section, QWidget):
            self._stack.setCurrentWidget(section)
        section.load()

    def panes(self) -> tuple[QWidget, ...]:
        """For F6."""
        section = self._shown()
        return (self._nav, *(section.panes() if section is not None else ()))

    def on_changed(self, touched: frozenset[Touched]) -> None:
        """News: the section in front reads again."""
        section = self._shown()
        if section is not None and self.isVisible():
            section.load()

    def _shown(self) -> Section | None:
        return self._sections.get(self._key)

    def _build(self, sections: Mapping[str, QWidget]) -> None:
        theme = self._theme
        head = Strip(theme, 56, 48, line="bottom")
        head.row.addWidget(Label(theme, "Settings", "title"))
        head.row.addWidget(Icon(theme, "chevron-right", "text-3", 16))
        head.row.addWidget(self._where, 1)
        head.row.addWidget(Label(theme, "Changes are saved as you make them", "small", "text-3"))
        self._nav_column = QVBoxLayout(self._nav)
        group = ""
        for spec in SECTIONS:
            if spec.group != group:
                group = spec.group
                self._nav_column.addWidget(Label(theme, group, "cap-strong", "text-3"))
            button = SectionButton(theme, spec)
            button.clicked.connect(lambda _on=False, key=spec.key: self.show_section(key))
            self.buttons[spec.key] = button
            self._nav_column.addWidget(button)
        self._nav_column.addStretch(1)
        self._roving = Roving(self, tuple(self.buttons.values()))
        for spec in SECTIONS:
            self._add(spec.key, sections[spec.key])
        self._stack.addWidget(self._nothing)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._nav)
        body.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addLayout(body, 1)
        column.addWidget(UndoDock(theme, self.undo_bar))

    def _add(self, key: str, widget: QWidget) -> None:
        section: Section = widget  # type: ignore[assignment]
        self._sections[key] = section
        self._stack.addWidget(widget)
        section.said.connect(lambda words: self.said.emit(words, None))
        section.troubled.connect(self.troubled)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        nav = self._nav.geometry()
        painter.fillRect(nav, self._theme.color("surface"))
        line = QRectF(nav.right(), nav.top(), 1, nav.height())
        painter.fillRect(line, self._theme.color("line"))
        painter.end()

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        self._nav.setFixedWidth(px(164 if compact else 196))
        edge = px(6 if compact else 8)
        self._nav_column.setContentsMargins(edge, px(8), edge, px(8))
        self._nav_column.setSpacing(px(2))
