"""What whoever is here has promised: the list on the page between two calls."""

from desktop.services.callbacks import Callbacks
from desktop.services.queue_row import QueuePage, ViewFilter
from desktop.ui.intake.asker import Asker
from desktop.ui.intake.ready_page import SHOWN, ReadyPage


class OwnPromises:
    """Read again at :meth:`load`."""

    def __init__(self, asker: Asker, callbacks: Callbacks, ready: ReadyPage) -> None:
        self._asker, self._callbacks, self._ready = asker, callbacks, ready

    def load(self) -> None:
        """Read the ones that come first, and show them."""
        self._asker.ask(
            lambda who: self._callbacks.queue(who, ViewFilter("mine"), SHOWN),
            self._show,
            replaces="promises",
        )

    def _show(self, page: QueuePage) -> None:
        if self._asker.actor is not None:
            self._ready.show_promises(page.rows, self._asker.actor.zone)
