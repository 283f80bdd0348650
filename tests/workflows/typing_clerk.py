"""A clerk in a process of their own, to be killed in the middle of typing. Run by test_crash."""

import sys
import time
from pathlib import Path

import pytest


def main(data: Path) -> None:
    """Open the desk, type half a note, say so, and go on typing until killed."""
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
    notes = QApplication.focusWidget()
    assert notes is not None
    QTest.keyClicks(notes, "She said the pharmacy closes at five and")
    settle(desk, quiet_ms=900)
    print("typed", flush=True)
    for word in " she is nearly out of tablets" * 1000:
        QTest.keyClicks(notes, word)
        time.sleep(0.01)
        qt.sendPostedEvents()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
    pytest.fail("nobody killed the clerk")
