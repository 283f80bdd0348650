"""Points out numbers that must not stand in a text: they are masked unless somebody keeps them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.sensitive import Found, find_sensitive, still_kept
from desktop.domain.vocabulary import SensitiveKind
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit

_KINDS = {
    SensitiveKind.CARD: "a payment card",
    SensitiveKind.SOCIAL_SECURITY: "a social security number",
}


class SensitiveLine(QWidget):
    """What was found and how it will be saved, with the way to change that; hidden while there is
    nothing."""

    keep_requested = Signal(bool)
    """Save it as typed (True), or masked."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept = False
        self.warning = Label(theme, "", "cap-medium", "soon", wrap=True, tabular=True)
        self.keep = Button(theme, "Keep it as typed", Kind.LINK, height=26)
        self.keep.clicked.connect(lambda _on=False: self.keep_requested.emit(not self._kept))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(5))
        row.addWidget(Icon(theme, "circle-alert", "soon", 14), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.warning)
        row.addWidget(self.keep)
        row.addStretch(1)
        self.hide()

    def show_text(self, text: str, *, kept: bool) -> bool:
        """Say what is in ``text``, which is ``kept`` as typed or not. True when it is pointed out
        just now."""
        found = find_sensitive(text) if any(c.isdecimal() for c in text) else ()
        fresh = bool(found) and self.isHidden()
        self._kept = kept
        if found:
            self.warning.set_text(_sentence(text, found, kept=kept))
            self.keep.set_text("Mask it" if kept else "Keep it as typed")
        self.setVisible(bool(found))
        return fresh


class NoteField(QWidget):
    """One line of text with what is found in it below."""

    def __init__(
        self,
        theme: Theme,
        label: str,
        placeholder: str,
        *,
        optional: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.line = LineEdit(theme, placeholder)
        self.found = SensitiveLine(theme)
        self.kept = False
        """Whether what was found is to be saved as typed."""
        self._before = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(Field(theme, label, self.line, optional=optional))
        column.addWidget(self.found)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._typed)
        self.found.keep_requested.connect(self._keep)

    def text(self) -> str:
        """What is typed."""
        return self.line.text()

    def _typed(self, text: str) -> None:
        self.kept = still_kept(self._before, text, kept=self.kept)
        self._before = text
        self.found.show_text(text, kept=self.kept)

    def _keep(self, kept: bool) -> None:
        self.kept = kept
        self.found.show_text(self.line.text(), kept=kept)


def _sentence(text: str, found: tuple[Found, ...], *, kept: bool) -> str:
    kinds = " and ".join(dict.fromkeys(_KINDS[each.kind] for each in found))
    if kept:
        return f"This looks like {kinds}. It will be saved as typed."
    ends = ["".join(c for c in text[each.start : each.end] if c.isdecimal())[-4:] for each in found]
    return f"This looks like {kinds}. It will be saved as {', '.join(f'•••• {e}' for e in ends)}."
