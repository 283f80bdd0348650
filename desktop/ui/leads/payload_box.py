"""The original as it was received: folded, plain, kept unchanged."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.leads.plain_text import PlainText
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Card, Line
from desktop.ui.widgets.label import Label

_TITLE = "Original message as received"


class PayloadBox(Card):
    """Opens and folds; copies the whole, also what is too long to show."""

    copied = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, name=_TITLE, parent=parent)
        self._payload = ""
        self.fold = Button(theme, _TITLE, Kind.QUIET, icon="chevron-right", height=32)
        self.fold.setCheckable(True)
        self.fold.toggled.connect(self._show_open)
        self.about = Label(theme, "", "small", "text-3", elide=True)
        self.copy = Button(theme, "Copy", Kind.QUIET, icon="copy", height=28)
        self.copy.setAccessibleName("Copy the original message")
        self.copy.clicked.connect(self._copy)
        self.text = PlainText(theme, _TITLE, "cap", 18, tone="text-2", most_lines=24)
        self._row = QHBoxLayout()
        self._row.addWidget(self.fold)
        self._row.addWidget(self.about, 1)
        self._row.addWidget(self.copy)
        self._inside = QWidget()
        inside = QVBoxLayout(self._inside)
        inside.setSpacing(0)
        inside.addWidget(Line(theme))
        self._body = QVBoxLayout()
        self._body.addWidget(self.text)
        inside.addLayout(self._body)
        inside.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(self._row)
        column.addWidget(self._inside)
        self._inside.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_payload(self, payload: str, fields: int, *, folded: bool) -> None:
        """Show it; another lead's is ``folded`` again."""
        counted = "1 field" if fields == 1 else f"{fields} fields"
        self.about.set_text(f"kept unchanged · {counted}" if fields else "kept unchanged")
        if payload != self._payload:
            self._payload = payload
            if self.fold.isChecked():
                self.text.set_text(payload)
        if folded:
            self.fold.setChecked(False)

    def _show_open(self, shown: bool) -> None:
        self.fold.set_icon("chevron-down" if shown else "chevron-right")
        if shown:
            self.text.set_text(self._payload)
        self._inside.setVisible(shown)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._payload)
        self.copied.emit()

    def _restyle(self) -> None:
        px = self.theme.px
        self._row.setContentsMargins(px(2), px(2), px(8), px(2))
        self._row.setSpacing(px(4))
        self._body.setContentsMargins(px(14), px(10), px(14), px(10))
