"""What can wait is done while nobody types."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.ui.pauses import Pauses

NEVER_MS = 3_600_000


def steps(taken: list[int], count: int = 3) -> Iterator[None]:
    for number in range(count):
        taken.append(number)
        yield


def test_all_are_taken_where_nobody_types(qtbot: QtBot) -> None:
    window, taken = QWindow(), list[int]()
    pauses = Pauses(window, steps(taken), quiet_ms=0)
    qtbot.waitUntil(lambda: not pauses.timer.isActive())
    assert taken == [0, 1, 2]


def test_none_is_taken_while_somebody_types(qtbot: QtBot) -> None:
    window, taken = QWindow(), list[int]()
    window.resize(200, 100)
    pauses = Pauses(window, steps(taken), quiet_ms=NEVER_MS)
    look = pauses.timer.timeout.emit
    for _ in range(2):
        QTest.keyClick(window, Qt.Key.Key_A)
        look()
    assert taken == []
    look()
    look()
    assert taken == [0, 1]
    QTest.mouseClick(window, Qt.MouseButton.LeftButton)
    look()
    assert taken == [0, 1]


def test_stopped_it_takes_no_more(qtbot: QtBot) -> None:
    window, taken = QWindow(), list[int]()
    pauses = Pauses(window, steps(taken), quiet_ms=NEVER_MS)
    pauses.timer.timeout.emit()
    pauses.stop()
    assert not pauses.timer.isActive()
    assert taken == [0]
