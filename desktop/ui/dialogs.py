"""Questions: only where Undo cannot help. The title asks; the safe choice stands on the left."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit


class Scrim(QWidget):
    """A flat veil over a window while a dialog is open; follows its size."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        window.installEventFilter(self)
        self.setGeometry(window.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        window = self.parentWidget()
        if watched is window and event.type() == QEvent.Type.Resize:
            self.setGeometry(window.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("scrim"))
        painter.end()


class Dialog(QDialog):
    """A frameless dialog over the flat scrim. Fill ``body``; put buttons into ``buttons``.

    Esc closes it. It is hidden, not emptied: opened again it shows what was typed.
    """

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        title: str,
        *,
        icon: str = "",
        tone: str = "text",
        width: int = 420,
    ) -> None:
        super().__init__(window, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.theme = theme
        self.setModal(True)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self._window = window.window()
        self._scrim = Scrim(theme, self._window)
        self._scrim.hide()
        self.card = Card(theme, edge="control", name=title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.card)
        px = theme.px
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(px(22), px(20), px(22), px(20))
        layout.setSpacing(px(8))
        head = QHBoxLayout()
        head.setSpacing(px(8))
        if icon:
            head.addWidget(Icon(theme, icon, tone, 18))
        self.title = Label(theme, title, "card", wrap=True)
        head.addWidget(self.title, 1)
        layout.addLayout(head)
        self.body = QVBoxLayout()
        self.body.setSpacing(px(8))
        layout.addLayout(self.body)
        layout.addSpacing(px(8))
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(px(8))
        self.buttons.addStretch(1)
        layout.addLayout(self.buttons)
        self._wide = width
        self._widen()
        # It stays for the next time, when everything may be larger.
        theme.changed.connect(self._widen)
        self.finished.connect(self._give_back)

    def _widen(self) -> None:
        self.setFixedWidth(self.theme.px(self._wide))

    def fit_height(self) -> None:
        """As high as what it shows needs at this width, also where words wrap. What just came or
        went is laid out first, so it happens in a moment."""
        QTimer.singleShot(0, self, self._fit_height)

    def _fit_height(self) -> None:
        layout = self.layout()
        if layout is not None:
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))

    def showEvent(self, event: QShowEvent) -> None:
        self._scrim.show()
        self._scrim.raise_()
        super().showEvent(event)
        middle = self._window.geometry().center()
        self.move(middle - self.rect().center())

    def hideEvent(self, event: QHideEvent) -> None:
        """Closed, or put away while the desk is locked."""
        self._scrim.hide()
        super().hideEvent(event)

    def _give_back(self) -> None:
        """The window below goes on where it was: not every system gives it the focus by itself."""
        self._window.activateWindow()


class QuestionDialog(Dialog):
    """Asks one question. The safe button has Esc and the first focus; the other names the act.

    Call :meth:`ask`; it returns at once. ``reason_label`` adds a line to type in; with
    ``reason_needed`` the act waits until something is typed there.
    """

    agreed = Signal(str)
    """The person chose the act; carries the reason typed ("" when none was asked)."""
    kept = Signal()
    """The person chose the safe way, or closed the dialog."""

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        title: str,
        body: str,
        *,
        safe: str,
        act: str,
        icon: str = "",
        tone: str = "late",
        act_kind: Kind = Kind.LATE,
        act_icon: str = "",
        reason_label: str = "",
        reason_placeholder: str = "",
        reason_needed: bool = False,
    ) -> None:
        super().__init__(theme, window, title, icon=icon, tone=tone)
        self.text = Label(theme, body, "body", "text-2", wrap=True)
        self.setAccessibleDescription(body)
        self.body.addWidget(self.text)
        self.text.setVisible(bool(body))
        self.reason: LineEdit | None = None
        self.safe_button = Button(theme, safe, kbd="Esc")
        self.act_button = Button(theme, act, act_kind, icon=act_icon)
        if reason_label:
            self.reason = LineEdit(theme, reason_placeholder)
            self.reason.returnPressed.connect(self._reason_entered)
            self.body.addWidget(Field(theme, reason_label, self.reason))
            if reason_needed:
                self.reason.textChanged.connect(self._weigh_reason)
                self.body.addWidget(self.act_button.reason_line())
                self._weigh_reason("")
        self.buttons.addWidget(self.safe_button)
        self.buttons.addWidget(self.act_button)
        self.safe_button.clicked.connect(self.reject)
        self.act_button.clicked.connect(self.accept)
        self.accepted.connect(self._agree)
        self.rejected.connect(self.kept)

    def ask(self) -> None:
        """Open, with the focus on the safe choice."""
        self.open()
        self.safe_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def reason_text(self) -> str:
        """What was typed as the reason."""
        return self.reason.text().strip() if self.reason is not None else ""

    def _agree(self) -> None:
        self.agreed.emit(self.reason_text())

    def _reason_entered(self) -> None:
        # Enter in the line goes on to the act; it does not act by itself.
        if self.act_button.isEnabled():
            self.act_button.setFocus()

    def _weigh_reason(self, text: str) -> None:
        if text.strip():
            self.act_button.set_on()
        else:
            self.act_button.set_off("Say why first.")
