"""A dialog that asks for what a write needs, and stays until the write has come back."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.domain.errors import NeedsReason, Problem
from desktop.ui.dialogs import Dialog
from desktop.ui.key_binding import IN_WINDOW, bind_keys
from desktop.ui.keys import key_of
from desktop.ui.theme import Theme
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.scroll import scroll_down

_AROUND = 190
"""Title, buttons and edges of the dialog, and some of the window around it."""


class AskDialog(Dialog):
    """Fill ``body``, then :meth:`finish_body`. The safe button stands on the left and has Esc;
    Ctrl+Enter acts. Closed without acting it keeps what was typed. It is as high as what it
    shows; in a window lower than that the body scrolls and the buttons stay."""

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        title: str,
        *,
        act: str,
        safe: str = "Not now",
        icon: str = "",
        tone: str = "text",
        act_kind: Kind = Kind.PRIMARY,
        act_icon: str = "",
        width: int = 460,
    ) -> None:
        super().__init__(theme, window, title, icon=icon, tone=tone, width=width)
        self._scrolled = _Scrolled(theme, self._window)
        self.body.addWidget(self._scrolled)
        self.body = self._scrolled.column
        self._shown_next: QWidget | None = None
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self._fit)
        self._scrolled.settled.connect(self._fitting.start)
        self.why = LineEdit(theme, "In a few words")
        self._why_field = Field(theme, "Why it could not wait", self.why)
        self._why_field.hide()
        self.trouble = Label(theme, "", "small-strong", "late", wrap=True)
        self.trouble.hide()
        self.safe_button = Button(theme, safe, kbd=key_of("safe").text())
        self.act_button = Button(theme, act, act_kind, icon=act_icon, kbd=key_of("act").text())
        self.safe_button.clicked.connect(self.reject)
        self.act_button.clicked.connect(self._press)
        bind_keys(self, ("act", self.act_button.click), context=IN_WINDOW)
        self.buttons.addWidget(self.safe_button)
        self.buttons.addWidget(self.act_button)
        self._first: QWidget = self.safe_button
        self._act: Callable[[], None] | None = None
        self._busy = False

    def finish_body(self, first: QWidget) -> None:
        """The body is filled; ``first`` has the focus when it opens."""
        self.body.addWidget(self._why_field)
        self.body.addWidget(self.trouble)
        self._first = first

    def ask(self, act: Callable[[], None]) -> None:
        """Open; returns at once. ``act`` runs when the person wants it done, and calls
        :meth:`done_well` or :meth:`show_problem` with what came of it."""
        self._act = act
        self.wait_again()
        self._clear_problem()
        # What had the focus last time does not get it back, not even for a moment.
        before = self.focusWidget()
        if before is not None:
            before.clearFocus()
        self.open()
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def reason(self) -> str:
        """Why the call could not wait, where a rule asked."""
        return self.why.text().strip()

    def show_problem(self, problem: Problem) -> None:
        """It was not done: say what to do. Dialogs with fields put it at the field it is about."""
        self.wait_again()
        self.trouble.set_text(str(problem))
        self.trouble.show()
        announce(self, str(problem))
        if isinstance(problem, NeedsReason):
            self.show_reason()

    def show_reason(self) -> None:
        """A rule asks why: ready to type it."""
        self._why_field.show()
        self.why.setFocus()

    def bring_up(self, widget: QWidget) -> None:
        """Something came into the body: scroll to it once it is laid out."""
        self._shown_next = widget
        self._fitting.start()

    def wait_again(self) -> None:
        """Nothing is under way: the act may be pressed."""
        self._busy = False

    def done_well(self) -> None:
        """It was done."""
        self.wait_again()
        self.accept()

    def _press(self) -> None:
        # One press, one write: the next one counts when this has come back.
        if self._act is None or self._busy:
            return
        self._clear_problem()
        focused = self.focusWidget()
        if focused is not None:
            # A field takes what was typed last when it is left.
            focused.clearFocus()
            focused.setFocus(Qt.FocusReason.OtherFocusReason)
        self._busy = True
        self._act()

    def _clear_problem(self) -> None:
        self.trouble.hide()

    def _fit(self) -> None:
        self.adjustSize()
        if self.isVisible():
            self.move(self._window.geometry().center() - self.rect().center())
        widget, self._shown_next = self._shown_next, None
        if widget is not None and widget.isVisible():
            self._scrolled.ensureWidgetVisible(widget)


class _Scrolled(QScrollArea):
    """The body: as high as what it shows, as long as the window has room for it."""

    settled = Signal()
    """What stands in it came or went, and has been laid out."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__()
        self._theme, self._window = theme, window
        inner = self._inner = QWidget()
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(8))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        scroll_down(self, inner)
        inner.installEventFilter(self)

    def sizeHint(self) -> QSize:
        inner = self._inner.minimumSizeHint()
        width = max(self.width(), inner.width())
        needed = self.column.heightForWidth(width) if self.column.hasHeightForWidth() else 0
        room = self._window.height() - self._theme.px(_AROUND)
        return QSize(inner.width(), min(max(needed, inner.height()), room))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self.settled.emit()
        return super().eventFilter(watched, event)
