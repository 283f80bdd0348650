"""Check boxes and radio buttons, 18 px."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QRadioButton, QSizePolicy, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.painting import draw_box, draw_dot, draw_text, text_width

_SIDE = 18


def _hint(theme: Theme, style: str, words: str) -> QSize:
    width = theme.px(_SIDE) + (theme.px(8) + text_width(theme.font(style), words) if words else 0)
    # 2 px around for the focus ring; never under the 24 px target.
    return QSize(round(width + 0.5) + 6, max(theme.px(_SIDE) + 6, theme.px(24)))


class CheckBox(QCheckBox):
    """On or off. ``style`` is the type style of the words."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        style: str = "body",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._words, self._style = theme, text, style
        self.setAccessibleName(name or text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self._restyle)

    def words(self) -> str:
        """The words beside the box."""
        return self._words

    def set_text(self, text: str) -> None:
        """Change the words."""
        self._words = text
        self.setAccessibleName(text)
        self._restyle()

    def sizeHint(self) -> QSize:
        return _hint(self._theme, self._style, self._words)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, on = self._theme, self.isChecked()
        painter = QPainter(self)
        side = theme.px(_SIDE)
        box = QRectF(3, (self.height() - side) / 2, side, side)
        if self.hasFocus():
            ring = box.adjusted(-3, -3, 3, 3)
            draw_box(painter, ring, theme.px(6), None, theme.color("focus"), 2)
        off = not self.isEnabled()
        if on:
            draw_box(painter, box, theme.px(4), theme.color("text-3" if off else "primary"))
            theme.draw_icon(painter, box, "check", "on-primary", 14)
        else:
            edge = theme.color("line-2" if off else "text-2" if self.underMouse() else "control")
            draw_box(painter, box, theme.px(4), theme.color("surface"), edge)
        tone = "text-3" if off else "text"
        rest = QRectF(
            box.right() + theme.px(8), 0, self.width() - box.right() - theme.px(8), self.height()
        )
        draw_text(painter, rest, self._words, theme.font(self._style), theme.color(tone))
        painter.end()

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


class Radio(QRadioButton):
    """One of a group (siblings with the same parent)."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        style: str = "body",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._words, self._style = theme, text, style
        self.setAccessibleName(name or text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self._restyle)

    def words(self) -> str:
        """The words beside the circle."""
        return self._words

    def sizeHint(self) -> QSize:
        return _hint(self._theme, self._style, self._words)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, on = self._theme, self.isChecked()
        painter = QPainter(self)
        side = theme.px(_SIDE)
        box = QRectF(3, (self.height() - side) / 2, side, side)
        if self.hasFocus():
            ring = box.adjusted(-3, -3, 3, 3)
            draw_box(painter, ring, ring.height() / 2, None, theme.color("focus"), 2)
        off = not self.isEnabled()
        edge = (
            "text-3" if off else "primary" if on else "text-2" if self.underMouse() else "control"
        )
        fill = theme.color("surface")
        draw_box(painter, box, side / 2, fill, theme.color(edge), 2 if on else 1)
        if on:
            draw_dot(painter, QPointF(box.center()), theme.px(8), theme.color(edge))
        rest = QRectF(
            box.right() + theme.px(8), 0, self.width() - box.right() - theme.px(8), self.height()
        )
        tone = theme.color("text-3" if off else "text")
        draw_text(painter, rest, self._words, theme.font(self._style), tone)
        painter.end()

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
