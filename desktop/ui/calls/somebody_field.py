"""A person in a form: typed, then picked from who was found, or the name alone."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.people import PersonHit
from desktop.ui.person_hits import HitList
from desktop.ui.theme import Theme
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.line_edit import LineEdit

_FEWEST = 2


class SomebodyField(QWidget):
    """Says what is typed, to be looked up; a name nobody was picked for is kept as typed."""

    asked = Signal(str)
    """Look this up and give it to :meth:`show_hits`."""
    picked = Signal()
    """Somebody was picked, or who was picked counts no more."""

    def __init__(
        self,
        theme: Theme,
        label: str,
        parent: QWidget | None = None,
        *,
        empty: str = "Nobody yet",
        kept: str = "Kept as a name alone",
    ) -> None:
        super().__init__(parent)
        self._person_id: UUID | None = None
        self._kept = kept
        self.text = LineEdit(theme, empty, icon="search")
        self.text.textEdited.connect(self._edited)
        self.text.installEventFilter(self)
        self.field = Field(theme, label, self.text)
        self.hits = HitList(theme)
        self.hits.picked.connect(self._pick)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(self.field)
        column.addWidget(self.hits)
        self.hits.hide()

    @property
    def person_id(self) -> UUID | None:
        """Who was picked."""
        return self._person_id

    @property
    def name(self) -> str:
        """The name that is shown."""
        return self.text.text().strip()

    def show_person(self, person_id: UUID | None, name: str) -> None:
        """Begin with this one."""
        self._person_id = person_id
        self.text.setText(name)
        self.hits.show_hits(())
        self._tell()

    def show_hits(self, text: str, hits: Sequence[PersonHit]) -> None:
        """Who was found for ``text``."""
        if text == self.text.text() and self._person_id is None:
            self.hits.show_hits(hits[:3])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes into the list, Enter takes the only one found."""
        if (
            watched is self.text
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if entered and len(self.hits.buttons) == 1:
                self.hits.buttons[0].click()
            elif (entered or event.key() == Qt.Key.Key_Down) and self.hits.buttons:
                self.hits.focus_here()
            return entered or event.key() == Qt.Key.Key_Down
        return super().eventFilter(watched, event)

    def _edited(self, text: str) -> None:
        had, self._person_id = self._person_id, None
        self._tell()
        if had is not None:
            self.picked.emit()
        if len(text.strip()) >= _FEWEST:
            self.asked.emit(text)
        else:
            self.hits.show_hits(())

    def _pick(self, hit: PersonHit) -> None:
        self.show_person(hit.person_id, hit.name)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.picked.emit()

    def _tell(self) -> None:
        only_typed = self._person_id is None and bool(self.name)
        self.field.set_help(self._kept if only_typed else "")
