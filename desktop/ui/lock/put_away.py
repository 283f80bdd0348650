"""Puts the dialogs away while the desk is locked, and brings them back as they were."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QToolTip, QWidget

from desktop.ui.safety.safety_card import SafetyCard
from desktop.ui.widgets.announce import hush


class PutAway(QObject):
    """Holds what stood over the desk, and where the focus was.

    A dialog that comes while the desk is locked (an answer that somebody waited for) waits too; the
    Safety card is for everybody.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._dialogs: list[QDialog] = []
        """The one that was opened first stands first."""
        self._focus: QWidget | None = None
        self._marked = (0, 0)
        """The cursor in the line that had the focus, and how much is marked before or after it."""

    def put_away(self, window: QWidget) -> None:
        """Nothing of the desk stands over its ``window`` any more."""
        self._focus = QApplication.focusWidget()
        if isinstance(self._focus, QLineEdit):
            self._marked = _marked(self._focus)
        was_active = QApplication.activeWindow() is not None
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        QToolTip.hideText()
        # The one on top first: a dialog keeps those below it from being used.
        while isinstance(dialog := QApplication.activeModalWidget(), QDialog):
            self._take(dialog)
        for other in QApplication.topLevelWidgets():
            if isinstance(other, QDialog) and _is_waiting(other) and other.isVisible():
                self._take(other)
        if was_active:
            # Not every system gives the focus to the window below by itself. Never while another
            # program has it.
            window.activateWindow()
        self._listen(True)

    def bring_back(self) -> None:
        """Everything as it was, and the focus with it."""
        self._listen(False)
        dialogs, focus = self._dialogs, self._focus
        self._dialogs, self._focus = [], None
        for dialog in dialogs:
            if shiboken6.isValid(dialog):
                self._let_go(dialog)
                dialog.show()
        if focus is not None and shiboken6.isValid(focus) and focus.isVisible():
            focus.window().activateWindow()
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
            if isinstance(focus, QLineEdit):  # a dialog that is shown marks all of a line
                cursor, marked = self._marked
                focus.setCursorPosition(cursor - marked)
                focus.cursorForward(True, marked)

    def close_all(self) -> None:
        """Somebody else is here: what was asked is theirs no more."""
        self._listen(False)
        dialogs, self._dialogs, self._focus = self._dialogs, [], None
        for dialog in reversed(dialogs):
            if shiboken6.isValid(dialog):
                self._let_go(dialog)
                dialog.reject()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While the desk is locked alone."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            late = watched
            if _is_waiting(late) and late.isWindow():
                late.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
                # Not in the middle of being shown.
                QTimer.singleShot(0, self, lambda: self._take_late(late))
        return False

    def _take_late(self, late: QWidget) -> None:
        if shiboken6.isValid(late) and isinstance(late, QDialog) and late.isVisible():
            self._take(late, first=False)

    def _take(self, dialog: QDialog, *, first: bool = True) -> None:
        if isinstance(dialog, QFileDialog):
            dialog.reject()  # the system's own window, which only its end takes away
            return
        dialog.hide()
        hush(dialog, True)
        dialog.finished.connect(self._ended)
        self._dialogs.insert(0 if first else len(self._dialogs), dialog)

    def _ended(self) -> None:
        """What it asked has been done meanwhile."""
        dialog = self.sender()
        if isinstance(dialog, QDialog) and dialog in self._dialogs:
            self._dialogs.remove(dialog)
            self._let_go(dialog)

    def _let_go(self, dialog: QDialog) -> None:
        dialog.finished.disconnect(self._ended)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, False)
        hush(dialog, False)

    def _listen(self, on: bool) -> None:
        application = QApplication.instance()
        if application is not None and on:
            application.installEventFilter(self)
        elif application is not None:
            application.removeEventFilter(self)


def _marked(line: QLineEdit) -> tuple[int, int]:
    cursor, length = line.cursorPosition(), len(line.selectedText())
    return cursor, length if cursor > line.selectionStart() else -length


def _is_waiting(widget: QObject) -> bool:
    return isinstance(widget, QDialog) and not isinstance(widget, SafetyCard)
