"""The one way in for a ringing caller: from connectors' threads, the ``pop`` verb and links."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QFileOpenEvent

from desktop.domain.incoming import IncomingCall, Receipt
from desktop.domain.ringing_callers import news_of


class Doorway(QObject):
    """Anybody may knock, from any thread; what is heard arrives in the window's thread."""

    heard = Signal(object)
    """A :class:`~desktop.domain.ringing_callers.RingNews`."""
    popped = Signal(str)
    """A link was opened, or another process handed a caller over: the text as it came."""

    def ringing(self, call: IncomingCall, receipt: Receipt) -> None:
        """A call was taken in: it rings, was answered, is over. Returns at once."""
        news = news_of(call, receipt.record_id, receipt.callback_id)
        if news is not None:
            self.heard.emit(news)

    def pop(self, text: str) -> None:
        """A caller in the words of the ``pop`` verb or of a link. Returns at once."""
        self.popped.emit(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """macOS hands ``ketwell:`` and ``tel:`` links over as an event of the application."""
        if event.type() == QEvent.Type.FileOpen and isinstance(event, QFileOpenEvent):
            link = event.url()
            if not link.isLocalFile() and not link.isEmpty():
                self.pop(link.toString(link.ComponentFormattingOption.FullyEncoded))
                return True
        return super().eventFilter(watched, event)
