"""A control with its label above and help or a problem below."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.label import Label, show_within


class IconLine(Label):
    """Small words with an icon before them: help, a hint, a status."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        tone: str = "text-3",
        icon: str = "",
        style: str = "cap",
        parent: QWidget | None = None,
    ) -> None:
        self._icon = icon
        super().__init__(theme, text, style, tone, tabular=True, parent=parent)

    def show_line(
        self, text: str, tone: str = "text-3", icon: str = "", style: str = "cap"
    ) -> None:
        """Change everything; hides when there is nothing to say."""
        self._tone, self._icon, self._style = tone, icon, style
        self.set_text(text)
        show_within(self, bool(text))
        self._restyle()

    def full_width(self) -> int:
        return super().full_width() + (self._theme.px(19) if self._icon else 0)

    def sizeHint(self) -> QSize:
        return QSize(self.full_width(), self._theme.line_height(self._style))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(40), self._theme.line_height(self._style))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        rest = self.rect()
        if self._icon:
            side = theme.px(14)
            theme.draw_icon(
                painter, rest.adjusted(0, 0, side - rest.width(), 0), self._icon, self._tone, 14
            )
            rest.setLeft(theme.px(19))
        self._paint_text(painter, QRectF(rest))
        painter.end()


class Field(QWidget):
    """Label above, control, help below. A problem is a rust edge, an icon and what to do.

    ``optional`` is a quieter remark after the label ("pick all that fit"). The label is the
    control's accessible name. A problem clears itself while the person is fixing it.
    """

    def __init__(
        self,
        theme: Theme,
        label: str,
        control: QWidget,
        *,
        optional: str = "",
        help_text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._control = control
        self._help = (help_text, "text-3", "", "cap")
        self._problem = ""
        self.label = Label(theme, label, "label", "text-2")
        self.label.setBuddy(control)
        self.optional = Label(theme, optional, "small", "text-3")
        self.hint = IconLine(theme)
        self.hint.hide()
        self.below = IconLine(theme)
        top = QHBoxLayout()
        top.setSpacing(theme.px(6))
        top.addWidget(self.label)
        top.addWidget(self.optional)
        top.addStretch(1)
        top.addWidget(self.hint)
        self._top = top
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addLayout(top)
        self._layout.addWidget(control, 1)
        self._layout.addWidget(self.below)
        self.optional.setVisible(bool(optional))
        if not control.accessibleName() or control.accessibleName() != label:
            control.setAccessibleName(label)
        if isinstance(control, QLineEdit):
            control.textEdited.connect(self._fixing)
        elif isinstance(control, QTextEdit):
            control.textChanged.connect(self._fixing)
        down = control.sizePolicy().verticalPolicy()
        if down == QSizePolicy.Policy.Fixed:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)
        self._restyle()
        self._show_below()

    @property
    def control(self) -> QWidget:
        """The control inside."""
        return self._control

    def add_at_right(self, widget: QWidget) -> None:
        """Put a widget at the right end of the label line."""
        self._top.addWidget(widget)

    def set_hint(self, text: str, tone: str = "text-3", icon: str = "") -> None:
        """Words at the right of the label ("Draft saved 2:18 pm")."""
        self.hint.show_line(text, tone, icon, "cap-medium" if tone != "text-3" else "cap")

    def set_help(self, text: str, tone: str = "text-3", icon: str = "") -> None:
        """Help below the control ("Formats as you type"); an ``ok`` tone confirms."""
        self._help = (text, tone, icon, "cap-medium" if tone != "text-3" else "cap")
        self._show_below()

    @property
    def problem(self) -> str:
        """What to do about the answer; empty when there is nothing."""
        return self._problem

    def set_problem(self, text: str) -> None:
        """Say what to do ("One digit is missing"); show it when the field is left."""
        self._problem = text
        self._control.setAccessibleDescription(text)
        self._mark(True)
        self._show_below()

    def clear_problem(self) -> None:
        """Take the problem away."""
        if self._problem:
            self._problem = ""
            self._control.setAccessibleDescription("")
            self._mark(False)
            self._show_below()

    def _fixing(self) -> None:
        self.clear_problem()

    def _mark(self, shown: bool) -> None:
        mark = getattr(self._control, "set_problem_shown", None)
        if mark is not None:
            mark(shown)

    def _show_below(self) -> None:
        if self._problem:
            self.below.show_line(self._problem, "late", "circle-alert", "cap-medium")
        else:
            self.below.show_line(*self._help)

    def _restyle(self) -> None:
        self._layout.setSpacing(self._theme.px(3 if self._theme.compact else 4))
