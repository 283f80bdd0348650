"""Choose one from a list that opens."""

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyle, QStyleOptionComboBox, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.painting import draw_box, draw_text


class Select(QComboBox):
    """A closed list. Items are ``addItem(text, data)``; ``tinted`` marks a choice to notice.

    The wheel does nothing while the list is closed: scrolling a form must not change an answer.
    ``small`` is for the head of a table, where there is little room; ``bare`` shows the arrow
    alone.
    """

    picked = Signal(object)
    """The person picked the item with this data."""

    def __init__(
        self,
        theme: Theme,
        *,
        icon: str = "",
        placeholder: str = "",
        name: str = "",
        height: int = 36,
        small: bool = False,
        bare: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._icon = icon
        self._height = height
        self._small, self._bare = small, bare
        self._problem = False
        self._tint = ""
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy = QComboBox.SizeAdjustPolicy
        # In a table's head its column says how wide it is, whatever there is to choose.
        fixed = policy.AdjustToMinimumContentsLengthWithIcon
        self.setSizeAdjustPolicy(fixed if small else policy.AdjustToContents)
        self.setMaxVisibleItems(12)
        self.activated.connect(self._activated)
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_choices(self, choices: list[tuple[str, object]]) -> None:
        """Replace the list with (words, data); keeps the chosen data when it is still there."""
        kept = self.currentData()
        self.clear()
        for words, data in choices:
            self.addItem(words, data)
        if not self.set_value(kept):
            self.setCurrentIndex(-1 if self.placeholderText() else 0)

    def value(self) -> object:
        """The data of the chosen item, or None."""
        return self.currentData()

    def set_value(self, data: object) -> bool:
        """Choose the item with this data; False when there is none."""
        for index in range(self.count()):
            if self.itemData(index) == data:
                self.setCurrentIndex(index)
                return True
        return False

    def set_tint(self, tone: str) -> None:
        """Tint the field with the tone's tint and edge (``primary``, ``plan``); empty: none."""
        self._tint = tone
        self.update()

    def set_bare(self, bare: bool) -> None:
        """Show the arrow alone, or the words too."""
        self._bare = bare
        self.update()

    def set_height(self, height: int) -> None:
        """Change the height (pixels at 100 %)."""
        self._height = height
        self._restyle()

    def set_problem_shown(self, shown: bool) -> None:
        """Show or hide the rust edge (a Field calls this)."""
        self._problem = shown
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(24 if self._small else 72), self.height())

    def showPopup(self) -> None:
        # The list is as wide as its words need, also under a narrow field.
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + self.theme.px(24))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.theme
        painter = QPainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        edge, width = theme.color("control"), 1
        if self._tint:
            edge = theme.color(self._tint)
        if not self.isEnabled():
            edge = theme.color("line-2")
        if self._problem:
            edge, width = theme.color("late"), 2
        if focused:
            edge, width = theme.color("focus"), 2
        fill = theme.color(f"{self._tint}-tint" if self._tint else "surface")
        if not self.isEnabled():
            fill = theme.color("sunken")
        draw_box(painter, QRectF(self.rect()), theme.px(6), fill, edge, width)
        x = float(theme.px(7 if self._small else 11))
        if self._icon:
            box = QRectF(x, 0, theme.px(16), self.height())
            theme.draw_icon(painter, box, self._icon, "text-2")
            x += theme.px(24)
        arrow = self._arrow_box()
        lock = "chevron-down" if self.isEnabled() else "lock-keyhole"
        size = 14 if self._small else 16
        theme.draw_icon(painter, arrow, lock, "text-2" if self.isEnabled() else "text-3", size)
        if not self._bare:
            self._draw_words(painter, QRectF(QPointF(x, 0), QPointF(arrow.left(), self.height())))
        painter.end()

    def _arrow_box(self) -> QRectF:
        side = self.theme.px(14 if self._small else 16)
        if self._bare:
            return QRectF((self.width() - side) / 2, 0, side, self.height())
        right = self.theme.px(20 if self._small else 27)
        return QRectF(self.width() - right, 0, side, self.height())

    def _draw_words(self, painter: QPainter, box: QRectF) -> None:
        theme = self.theme
        text, tone = self.currentText(), "text"
        if self.currentIndex() < 0:
            text, tone = self.placeholderText(), "text-3"
        if not self.isEnabled() or (self._small and not self._tint):
            tone = "text-3"
        box.setRight(box.right() - theme.px(2 if self._small else 4))
        plain, strong = ("cap", "cap-strong") if self._small else ("body", "strong")
        font = theme.font(strong if self._tint == "primary" else plain)
        draw_text(painter, box, text, font, theme.color(tone))

    def _activated(self, index: int) -> None:
        self.picked.emit(self.itemData(index))

    def _restyle(self) -> None:
        self.setFont(self.theme.font("body"))
        compact = self.theme.compact and self._height == 36
        self.setFixedHeight(self.theme.px(32 if compact else self._height))
        self.update()
