"""Where the focus goes with F6, and whether Ctrl+Z is about typing."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget


def focus_next_pane(panes: Sequence[QWidget], step: int) -> None:
    """Put the focus into the pane after (``step`` 1) or before (-1) the one that has it."""
    seen = [pane for pane in panes if pane.isVisible()]
    if not seen:
        return
    focus = QApplication.focusWidget()
    inside = (n for n, p in enumerate(seen) if focus and (p is focus or p.isAncestorOf(focus)))
    pane = seen[(next(inside, -1) + step) % len(seen)]
    target = pane if pane.focusPolicy() != Qt.FocusPolicy.NoFocus else _first_focus(pane)
    if target is not None:
        target.setFocus(Qt.FocusReason.TabFocusReason)


def focus_is_in(*panes: QWidget) -> bool:
    """Whether one of these, or something in them, has the focus."""
    focus = QApplication.focusWidget()
    return focus is not None and any(p is focus or p.isAncestorOf(focus) for p in panes)


def _first_focus(pane: QWidget) -> QWidget | None:
    """The first control of a pane that takes the focus."""
    for child in pane.findChildren(QWidget):
        tab_stop = child.focusPolicy() & Qt.FocusPolicy.TabFocus
        if tab_stop and child.isVisible() and child.isEnabled():
            return child
    return None


def has_typing(widget: QObject) -> bool:
    """Whether a text field has typing of its own to take back."""
    if isinstance(widget, QLineEdit):
        return widget.isUndoAvailable()
    if isinstance(widget, QTextEdit | QPlainTextEdit):
        return widget.document().isUndoAvailable()
    return False
