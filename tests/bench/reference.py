"""Opening Reference against showing an empty page in the same window, each to its painted frame."""

from pathlib import Path

import shiboken6
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.app import App
from desktop.paths import resources
from desktop.ui.application import Desk
from desktop.ui.entrance import qt_application
from desktop.ui.screens import settle
from desktop.ui.theme import Theme
from tests.bench.sides import Result, in_turns

FRAME_MS = 1000 / 60


def measure(app: App, _data: Path, rounds: int) -> Result:
    """From another page each time: the key is pressed, the page is there and painted."""
    qt = qt_application()
    theme = Theme(resources())
    theme.apply(qt)
    desk = Desk(app, theme)
    window = desk.window
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.resize(1440, 900)
    window.show()
    desk.enter_demo()
    settle(desk)
    stack = window.reference.parentWidget()
    assert isinstance(stack, QStackedWidget)
    empty = QWidget()
    stack.addWidget(empty)

    def frame() -> None:
        # Layouts that wait and what has to be painted: all that Qt does before its next frame.
        QCoreApplication.sendPostedEvents()

    def ours(_number: int) -> None:
        window.show_page("reference")
        frame()

    def theirs(_number: int) -> None:
        stack.setCurrentWidget(empty)
        frame()

    result = in_turns(
        "Reference opened and painted | an empty page", ours, theirs, rounds, p95=FRAME_MS
    )
    window.close()
    if desk.door is not None:
        desk.door.stop()  # its threads would outlive the measuring
    desk.tasks.close()
    shiboken6.delete(window)  # its timers would go on asking
    return result
