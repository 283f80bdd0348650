"""Tell a screen reader what happened, politely."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(source: QWidget, message: str) -> None:
    """Say ``message`` when the screen reader has finished what it is saying."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(source, message))
