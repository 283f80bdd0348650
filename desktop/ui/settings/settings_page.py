"""Settings: which section is shown, and the sections."""

from collections.abc import Callable, Mapping
from typing import Protocol, cast
from uuid import UUID

from PySide6.QtCore import QRectF, QSize, Signal, SignalInstance
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.roles import may
from desktop.services.actor import Actor
from desktop.services.changes import Touched
from desktop.ui.settings.sections import SECTIONS, SectionSpec
from desktop.ui.theme import Theme
from desktop.ui.widgets.card import Strip
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.painted_button import PaintedButton
from desktop.ui.widgets.painting import draw_box, draw_text, text_width
from desktop.ui.widgets.roving import Roving
from desktop.ui.widgets.undo_bar import UndoBar, UndoDock


class Section(Protocol):
    """What the page asks of a section, which is a widget."""

    @property
    def said(self) -> SignalInstance:
        """A sentence on what was done, and the change it can undo (or None)."""

    @property
    def written(self) -> SignalInstance:
        """A :class:`Written`, after each write."""

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
        words = text_width(self.theme.font("strong"), self.words())
        width = max(self.theme.px(148), self.theme.px(36 + 6) + int(words) + 1)
        return QSize(width, self.theme.px(33 if self.theme.compact else 36))

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
        rest = QRectF(px(36), 0, box.width() - px(38), box.height())
        font = theme.font("strong" if on else "medium")
        draw_text(painter, rest, self.words(), font, theme.color(tone))
        painter.end()


TELLING = ("computer", "lock")
"""Sections that tell how this computer is set, whether or not anybody looks at them: they are built
at once, each other one when it is first shown."""


class SettingsPage(QWidget):
    """A page of the window; shows the sections that whoever is here may open. ``sections`` are what
    builds each, by the key of its :class:`SectionSpec`."""

    said = Signal(str, object)
    written = Signal(object)
    troubled = Signal(str)
    sources_changed = Signal()
    """Where calls and leads come in from may be another than it was, here or elsewhere."""
    put_back_requested = Signal()
    """Somebody wants a backup in the place of what is here."""
    trail_wanted = Signal(object, str)
    audit_export_requested = Signal(object)
    """The :class:`AuditFilter` of what is shown."""
    switched = Signal(str, bool)
    """How a switch of this computer stands (see :mod:`desktop.ui.settings.computer_section`)."""

    lock_minutes = Signal(int)
    """After how many minutes away this computer's desk locks by itself."""

    status_hints = (("↑↓", "Move"), ("Enter", "Open"), ("Ctrl+,", "Settings"))

    def __init__(
        self, theme: Theme, sections: Mapping[str, "Callable[[SettingsPage], QWidget]"]
    ) -> None:
        super().__init__()
        self._theme, self._makers = theme, sections
        self._actor: Actor | None = None
        self._specs = [spec for spec in SECTIONS if spec.key in sections]
        self._sections: dict[str, Section] = {}
        self._stack = QStackedWidget()
        self._key = ""
        self.buttons: dict[str, SectionButton] = {}
        self._groups: dict[str, QWidget] = {}
        self._nav = QWidget()
        self._nav.setAccessibleName("Settings")
        self._where = Label(theme, "", "body", "text-2")
        self._saving = Label(theme, "", "small", "text-3")
        self.undo_bar = UndoBar(theme)
        self._build()
        for key in TELLING:
            self._section(key)
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_actor(self, actor: Actor) -> None:
        """Somebody signed in: offer what they may open; what holds for this computer, anybody."""
        self._actor = actor
        allowed = [spec for spec in self._specs if may(actor.role, spec.needs)]
        for key, button in self.buttons.items():
            button.setVisible(key in [spec.key for spec in allowed])
        for group, label in self._groups.items():
            label.setVisible(group in [spec.group for spec in allowed])
        for section in self._sections.values():
            section.set_actor(actor)
        self._key = allowed[0].key
        if self.isVisible():
            self.show_section(self._key)

    def activate(self) -> None:
        """The page came to the front."""
        if self._key:
            self.show_section(self._key)
            self._section(self._key).focus_here()

    def show_section(self, key: str) -> None:
        """Bring a section to the front."""
        self._key = key
        self.buttons[key].setChecked(True)
        spec = self.buttons[key].spec
        self._where.set_text(spec.title)
        self._saving.set_text(spec.saving)
        section = self._section(key)
        if isinstance(section, QWidget):
            self._stack.setCurrentWidget(section)
        section.load()

    def read_again(self, key: str) -> None:
        """What this section shows is another now."""
        if key in self._sections:
            self._sections[key].load()

    def show_trail(self, person_id: UUID, name: str) -> None:
        """Show what the trail has of a person."""
        self.show_section("audit")
        self.trail_wanted.emit(person_id, name)

    def panes(self) -> tuple[QWidget, ...]:
        """For F6."""
        section = self._shown()
        return (self._nav, *(section.panes() if section is not None else ()))

    def on_changed(self, touched: frozenset[Touched]) -> None:
        """News: the section in front reads again."""
        if any(each.record == "source" for each in touched):
            self.sources_changed.emit()
        section = self._shown()
        if section is not None and self.isVisible():
            section.load()

    def _shown(self) -> Section | None:
        return self._sections.get(self._key)

    def _build(self) -> None:
        theme = self._theme
        head = Strip(theme, 56, 48, line="bottom")
        here = QHBoxLayout()
        here.setSpacing(theme.px(8))
        here.addWidget(Label(theme, "Settings", "title"))
        here.addWidget(Icon(theme, "chevron-right", "text-3", 16))
        here.addWidget(self._where, 1)
        head.row.addLayout(here, 1)
        head.row.addWidget(self._saving)
        self._nav_column = QVBoxLayout(self._nav)
        group = ""
        for spec in self._specs:
            if spec.group != group:
                group = spec.group
                self._groups[group] = self._group_label(group)
                self._nav_column.addWidget(self._groups[group])
            button = SectionButton(theme, spec)
            button.clicked.connect(lambda _on=False, key=spec.key: self.show_section(key))
            self.buttons[spec.key] = button
            self._nav_column.addWidget(button)
        self._nav_column.addStretch(1)
        self._roving = Roving(self, tuple(self.buttons.values()))
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

    def _group_label(self, group: str) -> QWidget:
        host, px = QWidget(), self._theme.px
        row = QHBoxLayout(host)
        row.setContentsMargins(px(10), px(8), 0, px(4))
        row.addWidget(Label(self._theme, group, "cap-strong", "text-3"))
        return host

    def _section(self, key: str) -> Section:
        """A section, built now if need be."""
        if key not in self._sections:
            widget = self._makers[key](self)
            section = cast("Section", widget)
            self._sections[key] = section
            self._stack.addWidget(widget)
            section.said.connect(self.said)
            section.written.connect(self.written)
            section.troubled.connect(self.troubled)
            if self._actor is not None:
                section.set_actor(self._actor)
        return self._sections[key]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        nav = self._nav.geometry()
        painter.fillRect(nav, self._theme.color("surface"))
        line = QRectF(nav.right(), nav.top(), 1, nav.height())
        painter.fillRect(line, self._theme.color("line"))
        painter.end()

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        edge = px(6 if compact else 8)
        widest = max((b.sizeHint().width() for b in self.buttons.values()), default=0)
        self._nav.setFixedWidth(max(px(164 if compact else 196), widest + 2 * edge))
        self._nav_column.setContentsMargins(edge, px(8), edge, px(8))
        self._nav_column.setSpacing(px(2))
