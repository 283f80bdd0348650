"""What the main window asks of a page, and what a page tells it."""

from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from desktop.services.actor import Actor
from desktop.services.changes import Touched
from desktop.ui.widgets.undo_bar import UndoBar


class Page(Protocol):
    """A page is a widget; this is what all of them have in common."""

    @property
    def said(self) -> SignalInstance:
        """A sentence for the undo bar, and the change it can undo (or None)."""

    @property
    def written(self) -> SignalInstance:
        """A :class:`Written`, after each write."""

    @property
    def troubled(self) -> SignalInstance:
        """A sentence that has no field of its own to stand at."""

    @property
    def undo_bar(self) -> UndoBar:
        """Where what was done is said, under the list it changed."""

    @property
    def status_hints(self) -> tuple[tuple[str, str], ...]:
        """Keys and what they do here."""

    def set_actor(self, actor: Actor) -> None:
        """Somebody signed in: show nothing of who was here before."""

    def on_changed(self, touched: frozenset[Touched]) -> None:
        """News from anywhere: from here, another process, another desk."""

    def activate(self) -> None:
        """The page came to the front: put the focus where work begins."""

    def panes(self) -> tuple[QWidget, ...]:
        """Where F6 goes."""
