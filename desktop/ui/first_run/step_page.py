"""What every step of the first run has in common."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.label import Label


class StepPage(QWidget):
    """A question, a line below it, then ``column`` to fill."""

    def __init__(self, theme: Theme, question: str, detail: str) -> None:
        super().__init__()
        self.theme = theme
        self.question = Label(theme, question, "display", wrap=True)
        head = QVBoxLayout()
        head.setSpacing(theme.px(4))
        head.addWidget(self.question)
        head.addWidget(Label(theme, detail, "lead", "text-2", wrap=True))
        self.column = QVBoxLayout()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(head)
        whole.addLayout(self.column)
        whole.addStretch(1)
        self._whole = whole
        self.setAccessibleName(question)
        theme.changed.connect(self._fit)
        self._fit()

    def focus_first(self) -> None:
        """Put the focus where this step begins."""
        raise NotImplementedError

    def check(self) -> bool:
        """Whether one may go on; says what is missing where it is missing."""
        return True

    def _fit(self) -> None:
        space = self.theme.px(12 if self.theme.compact else 16)
        self.column.setSpacing(space)
        self._whole.setSpacing(space)
