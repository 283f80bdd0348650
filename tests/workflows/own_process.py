"""A desk in a process of its own, with a call on the card, whose clerk types until killed."""

import time
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop import app as composition
from desktop.paths import resources
from desktop.ui.application import Desk
from desktop.ui.entrance import qt_application
from desktop.ui.screens import settle
from desktop.ui.theme import Theme
from tests.workflows.conftest import NOON_CALL, quick_passwords


def desk_with_a_call(data: Path) -> tuple[Desk, QWidget]:
    """The demo's desk with a new call, and what has the focus: the notes."""
    theme = Theme(resources())
    theme.apply(qt_application(["desk"]))
    desk = Desk(composition.build(data, clock=lambda: NOON_CALL, passwords=quick_passwords), theme)
    desk.window.show()
    desk.enter_demo()
    settle(desk)
    desk.window.intake.ready.number_entered.emit("6025550155")
    settle(desk)
    focus = QApplication.focusWidget()
    assert focus is not None
    return desk, focus


def type_until_killed(desk: Desk, into: QWidget, kept: str, told: str, further: str) -> None:
    """Type what has to be ``kept``, say so once it was saved, and go on with ``further``."""
    QTest.keyClicks(into, kept)
    settle(desk, quiet_ms=900)
    print(told, flush=True)
    for letter in further * 1000:
        QTest.keyClicks(into, letter)
        time.sleep(0.01)
        QApplication.sendPostedEvents()
