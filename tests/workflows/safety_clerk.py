"""A clerk with the Safety card open in a process of their own, to be killed. Run by test_safety."""

import sys
import time
from pathlib import Path

import pytest


def main(data: Path) -> None:
    """Open the desk and the card, record, say so, and type on until killed."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from desktop import app as composition
    from desktop.paths import resources
    from desktop.ui.application import Desk
    from desktop.ui.entrance import qt_application
    from desktop.ui.screens import settle
    from desktop.ui.theme import Theme
    from tests.workflows.conftest import NOON_CALL, quick_passwords

    qt = qt_application(["desk"])
    theme = Theme(resources())
    theme.apply(qt)
    app = composition.build(data, clock=lambda: NOON_CALL, passwords=quick_passwords)
    desk = Desk(app, theme)
    desk.window.show()
    desk.enter_demo()
    settle(desk)
    desk.window.intake.ready.number_entered.emit("6025550155")
    settle(desk)
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_F8)
    settle(desk)
    card = desk.window.safety.card
    assert card is not None
    for key in (Qt.Key.Key_T, Qt.Key.Key_Y, Qt.Key.Key_Y):
        QTest.keyClick(QApplication.focusWidget() or card, key)
        settle(desk)
    card.record.note.setFocus()
    QTest.keyClicks(card.record.note, "She took tablets an hour ago and")
    settle(desk, quiet_ms=900)
    print("recorded", flush=True)
    for word in " is getting sleepy" * 1000:
        QTest.keyClicks(card.record.note, word)
        time.sleep(0.01)
        qt.sendPostedEvents()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
    pytest.fail("nobody killed the clerk")
