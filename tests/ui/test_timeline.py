"""What happened, newest first: it scrolls by keys and shows where the focus is."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.paths import resources
from desktop.ui.theme import Theme
from desktop.ui.timeline import Timeline, TimelineEntry


def test_keys_scroll_and_a_ring_shows_the_focus(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme(resources())
    theme.apply(qapp)
    timeline = Timeline(theme, "Nothing has happened yet.")
    qtbot.addWidget(timeline)
    timeline.resize(300, 120)
    entry = TimelineEntry("phone-off", "No answer", "· try 2", "Today 11:30 am · Wren")
    timeline.show_entries([entry] * 12)
    timeline.show()
    plain = timeline.grab().toImage()
    timeline.setFocus()
    qtbot.waitUntil(timeline.hasFocus)
    ringed = timeline.grab().toImage()
    focus = theme.color("focus")
    assert ringed.pixelColor(150, 1) == focus
    assert plain.pixelColor(150, 1) != focus
    QTest.keyClick(timeline, Qt.Key.Key_Down)
    assert timeline.verticalScrollBar().value() > 0
    timeline.show_entries([])
    assert timeline.verticalScrollBar().value() == 0
