"""The one way in for a ringing caller: from connectors' threads, the ``pop`` verb and links."""

from uuid import uuid4

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QFileOpenEvent

from desktop.domain.incoming import Disposition, Incoming, IncomingCall, Receipt
from desktop.domain.pop_link import PopRequest
from desktop.domain.ringing_callers import RingNews, RingState, news_of
from desktop.services.changes import Written

LINK_SOURCE = "link"
SCREENS_AFTER_MS = 300
"""Who rings is on the screen before every list begins to read again."""


class Doorway(QObject):
    """Anybody may knock, from any thread; what is heard arrives in the window's thread."""

    heard = Signal(object)
    """A :class:`~desktop.domain.ringing_callers.RingNews`."""
    popped = Signal(str)
    """A link was opened, or another process handed a caller over: the text as it came."""

    written = Signal(object)
    """A :class:`Written`: something came in, the screens want to know."""
    _later = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._later.connect(self._tell_later)

    def received(self, record: Incoming, receipt: Receipt, written: Written) -> None:
        """A record was taken in by this process, whatever it is (for ``Receiving.hear``)."""
        if not shiboken6.isValid(self):
            return  # the window is gone, its connectors end in a moment
        if isinstance(record, IncomingCall):
            self.ringing(record, receipt)
            if record.disposition is Disposition.RINGING:
                self._later.emit(written)
                return
        self.written.emit(written)

    def _tell_later(self, written: Written) -> None:
        QTimer.singleShot(SCREENS_AFTER_MS, self, lambda: self.written.emit(written))

    def ringing(self, call: IncomingCall, receipt: Receipt) -> None:
        """A call was taken in: it rings, was answered, is over. Returns at once."""
        news = news_of(call, receipt.record_id, receipt.callback_id)
        if news is not None:
            self.heard.emit(news)

    def dial(self, request: PopRequest) -> None:
        """A link names a number that somebody wants to ring. Returns at once."""
        if shiboken6.isValid(self):
            self.heard.emit(
                RingNews(
                    RingState.RINGING,
                    request.number,
                    LINK_SOURCE,
                    external_id=uuid4().hex,
                    to_dial=True,
                )
            )

    def pop(self, text: str) -> None:
        """A caller in the words of the ``pop`` verb or of a link. Returns at once."""
        self.popped.emit(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """macOS hands ``ketwell:`` and ``tel:`` links over as an event of the application."""
        # Every event of the program comes by here: its class is quicker asked for than its type.
        if isinstance(event, QFileOpenEvent):
            link = event.url()
            if not link.isLocalFile() and not link.isEmpty():
                self.pop(link.toString(link.ComponentFormattingOption.FullyEncoded))
                return True
        return False
