"""What a bug of ours looks like: an apology, a report without names and numbers, and on we go."""

from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from desktop.ui.dialogs import Dialog
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.label import Label


class BugDialog(Dialog):
    """``report`` is redacted; it is shown whole before anybody copies it."""

    def __init__(self, theme: Theme, window: QWidget, report: str) -> None:
        super().__init__(
            theme, window, "KetWell Desk stumbled", icon="circle-alert", tone="late", width=640
        )
        words = (
            "This was our mistake, not yours. What you typed is kept. Go on working; if it "
            "happens again, copy the report and send it to whoever looks after this program."
        )
        self.body.addWidget(Label(theme, words, "body", "text-2", wrap=True))
        self.report = QPlainTextEdit(report)
        self.report.setReadOnly(True)
        self.report.setAccessibleName("The report. Numbers and addresses are left out")
        self.report.setFixedHeight(theme.px(200))
        self.body.addWidget(self.report)
        go_on = Button(theme, "Go on", Kind.PRIMARY, kbd="Esc", height=40)
        go_on.clicked.connect(self.reject)
        copy = Button(theme, "Copy the report", icon="copy", height=40)
        copy.clicked.connect(self._copy)
        self.buttons.addWidget(copy)
        self.buttons.addWidget(go_on)
        go_on.setFocus()

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.report.toPlainText())
