"""Views of the queue, kept as tabs of one's own."""

from uuid import UUID, uuid4

from PySide6.QtCore import QObject

from desktop.services.actor import Actor
from desktop.services.callbacks import Callbacks
from desktop.services.queue_row import ViewFilter
from desktop.services.recorded import Recorded
from desktop.services.saved_views import SavedViewRow
from desktop.ui.callbacks.asking import Asking
from desktop.ui.callbacks.save_view_dialog import SaveViewDialog
from desktop.ui.callbacks.writes import Work


class ViewActs(QObject):
    """Keeps a view, or takes one away."""

    def __init__(self, asking: Asking, callbacks: Callbacks) -> None:
        super().__init__(asking)
        self._asking, self._callbacks = asking, callbacks

    def save_view(self, view: ViewFilter, like: SavedViewRow | None) -> None:
        """Keep a view as a tab of one's own."""
        ask = self._asking
        callbacks = self._callbacks
        dialog = ask.dialog(
            "view", ask.actor.user_id, lambda: SaveViewDialog(ask.theme, ask.window)
        )
        dialog.show_view(view, like.name if like else "")

        def work(actor: Actor, key: UUID) -> Work:
            name = dialog.name.text().strip()
            return lambda _why: Recorded(
                callbacks.save_view(actor, name, view, key), f"View “{name}” saved."
            )

        ask.ask(dialog, (), work)

    def remove_view(self, view: SavedViewRow) -> None:
        """Take a tab of one's own away."""
        ask = self._asking
        actor, key, callbacks = ask.actor, uuid4(), self._callbacks
        ask.run(
            (),
            lambda _why: Recorded(
                callbacks.remove_view(actor, view.id, key), f"View “{view.name}” removed."
            ),
        )
