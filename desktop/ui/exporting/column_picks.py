"""The columns of a file: a box for each, and which of them are personal."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.exportable import Column
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.checks import CheckBox
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.tag import Tag

_ACROSS = 3


class ColumnPicks(QWidget):
    """Ticked at first as the columns say."""

    changed = Signal()

    def __init__(
        self, theme: Theme, columns: tuple[Column, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName("Columns")
        self._columns = columns
        self.boxes: dict[str, CheckBox] = {}
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(Label(theme, "Columns", "label", "text-2"))
        head.addStretch(1)
        for words, on in (("All", True), ("None", False)):
            button = Button(theme, words, Kind.LINK, height=32, name=f"{words} columns")
            button.clicked.connect(lambda _c=False, on=on: self._tick(on))
            head.addWidget(button)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(24))
        grid.setVerticalSpacing(theme.px(2))
        down = -(-len(columns) // _ACROSS)
        for place, column in enumerate(columns):
            spoken = f"{column.title}, personal" if column.personal else column.title
            box = CheckBox(theme, column.title, name=spoken)
            box.toggled.connect(lambda _on: self.changed.emit())
            self.boxes[column.key] = box
            line = QHBoxLayout()
            line.setSpacing(theme.px(8))
            line.addWidget(box)
            line.addStretch(1)
            if column.personal:
                line.addWidget(Tag(theme, "Personal", "soon", icon="user-lock"))
            grid.addLayout(line, place % down, place // down)
        for across in range(_ACROSS):
            grid.setColumnStretch(across, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.px(4))
        whole.addLayout(head)
        whole.addLayout(grid)

    def keys(self) -> tuple[str, ...]:
        """The columns ticked, in their order."""
        return tuple(column.key for column in self._columns if self.boxes[column.key].isChecked())

    def tick_only(self, keys: tuple[str, ...]) -> None:
        """Tick these and no others."""
        for key, box in self.boxes.items():
            box.blockSignals(True)
            box.setChecked(key in keys)
            box.blockSignals(False)
        self.changed.emit()

    @property
    def personal(self) -> bool:
        """Whether one that is ticked tells of a caller."""
        return any(c.personal and self.boxes[c.key].isChecked() for c in self._columns)

    def _tick(self, on: bool) -> None:
        for box in self.boxes.values():
            box.setChecked(on)
