"""A clerk with the Safety card open in a process of their own, to be killed. Run by test_safety."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.ui.screens import settle
from tests.workflows.own_process import desk_with_a_call, type_until_killed


def main(data: Path) -> None:
    """Open the desk and the card, record, say so, and type on until killed."""
    desk, focus = desk_with_a_call(data)
    QTest.keyClick(focus, Qt.Key.Key_F8)
    settle(desk)
    card = desk.window.safety.card
    assert card is not None
    for key in (Qt.Key.Key_T, Qt.Key.Key_Y, Qt.Key.Key_Y):
        QTest.keyClick(QApplication.focusWidget() or card, key)
        settle(desk)
    note = card.record.note
    note.setFocus()
    kept = "She took tablets an hour ago and"
    type_until_killed(desk, note, kept, "recorded", " is getting sleepy")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
    pytest.fail("nobody killed the clerk")
