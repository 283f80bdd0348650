"""Tell a screen reader what happened, politely."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

_HUSHED = "hushed"


def hush(place: QWidget, hushed: bool) -> None:
    """Let nothing be told from ``place`` and what stands in it: nobody may hear it now."""
    place.setProperty(_HUSHED, hushed)


def announce(source: QWidget, message: str) -> None:
    """Say ``message`` when the screen reader has finished what it is saying."""
    above: QWidget | None = source
    while above is not None:
        if above.property(_HUSHED):
            return
        above = above.parentWidget()
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(source, message))
