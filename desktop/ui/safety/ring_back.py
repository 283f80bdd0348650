"""The number to ring back if the line drops, large; a field where it is not known or wrong."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.domain.number_typing import typed
from desktop.domain.numbers import read_number
from desktop.services.safety_form import SafetyForm
from desktop.ui.theme import Theme
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.painted_button import PaintedButton
from desktop.ui.widgets.painting import draw_box, draw_text, text_width
from desktop.ui.widgets.phone_field import PhoneField


class _NumberButton(PaintedButton):
    """The number itself; pressed, it can be typed anew."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        font = self.theme.font("ring-number", tabular_figures=True)
        return QSize(round(text_width(font, self._words)) + 2, self.theme.px(34))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, look = self.theme, self.look()
        painter = QPainter(self)
        if look.focus:
            draw_box(painter, self.face(), theme.px(6), None, theme.color("focus"), 2)
        elif look.hover:
            draw_box(painter, self.face(), theme.px(6), theme.color("surface-2"))
        font = theme.font("ring-number", tabular_figures=True)
        box = QRectF(0, 0, self.width() + 2, self.height())
        draw_text(painter, box, self._words, font, theme.color("text"))
        painter.end()


class _NumberField(PhoneField):
    """Esc and leaving it put the number back in its place."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class RingBack(QWidget):
    """``number_typed`` carries the text as it stands in the field."""

    number_typed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._editing = False
        self._known = False
        self._whose = Label(
            theme, "", "cap", "text-2", elide=True, align=Qt.AlignmentFlag.AlignRight
        )
        self.number = _NumberButton(theme)
        self.number.clicked.connect(self._edit)
        self.field = _NumberField(theme, typed, "Type their number", name="Number to ring back")
        self.field.set_height(32)
        self.field.number_typed.connect(self.number_typed)
        self.field.left.connect(self._left)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._whose)
        column.addWidget(self.number, 0, Qt.AlignmentFlag.AlignRight)
        column.addWidget(self.field)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_card(self, form: SafetyForm) -> None:
        """Show whom to ring back, and where."""
        whom = form.name or "the caller"
        self._whose.set_text(f"If the line drops, ring back {whom}")
        reading = read_number(form.number_text) if form.number_text.strip() else None
        self._known = reading is not None and reading.e164 is not None
        if self._known:
            shown = typed(form.number_text, len(form.number_text))[0]
            self.number.set_text(shown)
            self.number.setAccessibleName(f"Number to ring back, {shown}. Change it")
        if not self.field.hasFocus() and self.field.text() != form.number_text:
            self.field.setText(form.number_text)
        self._show()

    def focus_field(self) -> None:
        """Ready to type the number."""
        self._edit()

    @property
    def stop(self) -> QWidget:
        """Where Tab stops."""
        return self.field if self.field.isVisible() else self.number

    def _edit(self) -> None:
        self._editing = True
        self._show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def _left(self) -> None:
        had_focus = self.field.hasFocus()
        self._editing = False
        self._show()
        if had_focus and self._known:
            self.number.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        typing = self._editing or not self._known or (self.field.hasFocus() and not self._known)
        self.number.setVisible(not typing)
        self.field.setVisible(typing)

    def _restyle(self) -> None:
        self.setMinimumWidth(self._theme.px(236))
