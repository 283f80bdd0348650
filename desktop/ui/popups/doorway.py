"""The one way in for a ringing caller: from connectors' threads, the ``pop`` verb and links."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QFileOpenEvent

from desktop.domain.incoming import Incoming, IncomingCall, Receipt
from desktop.domain.ringing_callers import news_of
from desktop.services.changes import Written


class Doorway(QObject):
    """Anybody may knock, from any thread; what is heard arrives in the window's thread."""

    heard = Signal(object)
    """A :class:`~desktop.domain.ringing_callers.RingNews`."""
    popped = Signal(str)
    """A link was opened, or another process handed a caller over: the text as it came."""

    written = Signal(object)
    """A :class:`Written`: something came in, the screens want to know."""

    def received(self, record: Incoming, receipt: Receipt, written: Written) -> None:
        """A record was taken in by this process, whatever it is (for ``Receiving.hear``)."""
        if not shiboken6.isValid(self):
            return  # the window is gone, its connectors end in a moment
        if isinstance(record, IncomingCall):
            self.ringing(record, receipt)
        self.written.emit(written)

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
