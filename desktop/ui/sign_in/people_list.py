"""Who is signed in at this desk today, one under the other."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QScrollArea, QVBoxLayout, QWidget

from desktop.services.user_rows import DeskUser
from desktop.ui.sign_in.greeting import until_words
from desktop.ui.theme import Theme
from desktop.ui.widgets.choice_button import ChoiceButton
from desktop.ui.widgets.scroll import scroll_down

_ROW, _GAP = 48, 6
_SHOWN, _SHOWN_COMPACT = 4, 3
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class PersonChoice(ChoiceButton):
    """One person and until when; only the chosen one in weight 600."""

    def _first_style(self, on: bool) -> str:
        return "strong" if on else "medium"


class PeopleList(QScrollArea):
    """One is always chosen. More than four (three in compact) scroll."""

    chosen = Signal(object)
    """The person chose this :class:`DeskUser`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._users: tuple[DeskUser, ...] = ()
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._clicked)
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setAccessibleName("Signed in at this desk today")
        scroll_down(self, self._inside)
        theme.changed.connect(self._restyle)

    @property
    def current(self) -> DeskUser | None:
        """Who is chosen; None when the list is empty."""
        index = self._group.checkedId()
        return self._users[index] if 0 <= index < len(self._users) else None

    def show_users(self, users: Sequence[DeskUser], zone: str) -> None:
        """Show these, the first one chosen, or who was before if still there."""
        before = self.current
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._column.removeWidget(button)
            button.setParent(None)
            button.deleteLater()
        self._users = tuple(users)
        for index, user in enumerate(self._users):
            button = PersonChoice(
                self._theme,
                user.name,
                avatar=user.name,
                trailing=until_words(user.until, zone),
                checkable=True,
                compact_height=_ROW,
            )
            self._group.addButton(button, index)
            self._column.addWidget(button)
            if index == 0 or (before is not None and user.id == before.id):
                button.setChecked(True)
        self._restyle()

    def replace_user(self, user: DeskUser) -> None:
        """The same person, with something changed that is not shown."""
        self._users = tuple(user if user.id == each.id else each for each in self._users)

    def step(self, by: int) -> None:
        """Choose the next one up or down; stays at the ends."""
        index = self._group.checkedId() + by
        if 0 <= index < len(self._users):
            self._group.button(index).setChecked(True)
            self.ensureWidgetVisible(self._group.button(index))
            self._clicked(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = _STEPS.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            self.step(by)

    def _clicked(self, index: int) -> None:
        self.chosen.emit(self._users[index])

    def _restyle(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(_GAP))
        rows = min(len(self._users), _SHOWN_COMPACT if self._theme.compact else _SHOWN)
        self.setFixedHeight(rows * px(_ROW) + max(0, rows - 1) * px(_GAP))
