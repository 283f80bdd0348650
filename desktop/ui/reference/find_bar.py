"""Find in the article, change the size of its letters, use what is selected."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.button import Button, icon_button
from desktop.ui.widgets.card import Strip
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import SearchField
from desktop.ui.widgets.painting import plain_tip

SIZES = ((0.85, "Smaller"), (1.0, "As designed"), (1.15, "Larger"), (1.3, "Largest"))

_LEAST, _WITH_SELECTION, _WITH_SIZE = 340, 520, 700
"""Widths in pixels at 100 %: the narrowest, and from where on the buttons have words."""


class _FindField(SearchField):
    """Enter goes to the next hit, Shift+Enter to the one before."""

    step_requested = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.step_requested.emit(-1 if back else 1)
        else:
            super().keyPressEvent(event)


class FindBar(Strip):
    """Asks; the view around it finds."""

    wanted = Signal(str)
    """What is looked for now; empty: nothing."""
    step_requested = Signal(int)
    """The next hit (1) or the one before (-1)."""
    size_chosen = Signal(float)
    selection_requested = Signal()
    left = Signal()
    """Esc in the empty field."""

    def __init__(self, theme: Theme, *, narrow: bool, parent: QWidget | None = None) -> None:
        super().__init__(theme, 52, 44, line="bottom", edge=16 if narrow else 20, parent=parent)
        self._narrow = narrow
        self.field = _FindField(theme, "Find in the article", name="Find in the article")
        self.field.textChanged.connect(self.wanted)
        self.field.step_requested.connect(self.step_requested)
        self.field.left.connect(self.left)
        self.count = Label(theme, "", "small", "text-2", tabular=True)
        self.previous = icon_button(theme, "chevron-up", "Previous match")
        self.next = icon_button(theme, "chevron-down", "Next match")
        self.previous.clicked.connect(lambda: self.step_requested.emit(-1))
        self.next.clicked.connect(lambda: self.step_requested.emit(1))
        self.size_button = Button(theme, "Text size", icon="a-large-small", name="Text size")
        self.size_button.clicked.connect(self._show_sizes)
        self.selection = Button(theme, "Use selection", icon="message-square-quote")
        self.selection.clicked.connect(self.selection_requested)
        self._menu = QMenu(self)
        self._menu.setAccessibleName("Text size")
        self._fill_sizes()
        self.row.addWidget(self.field, 4)
        for widget in (self.count, self.previous, self.next):
            self.row.addWidget(widget)
        self.row.addStretch(1)
        self.row.addWidget(self.size_button)
        self.row.addWidget(self.selection)
        theme.changed.connect(self._fit)
        self._fit()
        self.show_count(0, -1, looked_for=False)

    def show_count(self, hits: int, now: int, *, looked_for: bool) -> None:
        """Say which of how many: "2 of 3", "Not found"."""
        words = f"{now + 1} of {hits}" if hits else "Not found" if looked_for else ""
        if words and words != self.count.text():
            announce(self.field, words)
        self.count.set_text(words)
        self.count.setVisible(bool(words))
        for button in (self.previous, self.next):
            button.setVisible(hits > 0)

    def focus_here(self) -> None:
        """Ready to type; what stands there is selected."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _fill_sizes(self) -> None:
        group = QActionGroup(self)
        for size, words in SIZES:
            action = QAction(words, self._menu, checkable=True)
            action.setChecked(size == 1.0)
            action.triggered.connect(lambda _on, chosen=size: self.size_chosen.emit(chosen))
            group.addAction(action)
            self._menu.addAction(action)

    def _show_sizes(self) -> None:
        self._menu.popup(self.size_button.mapToGlobal(QPoint(0, self.size_button.height())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shorten()

    def _fit(self) -> None:
        px = self.theme.px
        # By itself the bar would keep its pane as wide as all its words.
        self.setMinimumWidth(px(_LEAST))
        self.field.setMinimumWidth(px(120))
        self.field.setMaximumWidth(px(180 if self._narrow else 250))
        self.row.setSpacing(px(8))
        self._shorten()

    def _shorten(self) -> None:
        """The words of the buttons go first where there is no room for them."""
        for button, words, least in (
            (self.size_button, "Text size", _WITH_SIZE),
            (self.selection, "Use selection", _WITH_SELECTION),
        ):
            shown = words if self.width() >= self.theme.px(least) else ""
            if button.words() != shown:
                button.set_text(shown)
            button.setAccessibleName(words)
            button.setToolTip("" if shown else plain_tip(words))
