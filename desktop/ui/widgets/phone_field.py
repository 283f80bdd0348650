"""A telephone number that takes its shape while it is typed."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.line_edit import LineEdit

Typed = Callable[[str, int], tuple[str, int]]
"""The text and cursor as typed → the text and cursor as shown."""


class PhoneField(LineEdit):
    """Formats as typed, keeps the cursor, takes a pasted number in any form.

    ``typed`` is the pure rule that shapes a half-typed number.
    """

    number_typed = Signal(str)
    """The shown text after each change by the person."""

    def __init__(
        self,
        theme: Theme,
        typed: Typed,
        placeholder: str = "",
        *,
        large: bool = False,
        icon: bool = False,
        name: str = "Caller number",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            theme,
            placeholder,
            icon="phone" if large or icon else "",
            style="number" if large else "body",
            height=40 if large else 36,
            name=name,
            parent=parent,
        )
        self._typed = typed
        self.textEdited.connect(self._shape)

    def set_number(self, text: str) -> None:
        """Show a number that the program knows, shaped by the same rule."""
        shown, _ = self._typed(text, len(text))
        self.setText(shown)

    def _shape(self, text: str) -> None:
        shown, cursor = self._typed(text, self.cursorPosition())
        if shown != text:
            self.setText(shown)
        self.setCursorPosition(cursor)
        self.number_typed.emit(shown)
