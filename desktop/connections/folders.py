"""Watched folders: how they are made from what the Connections page keeps."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.connections.running import Maker
from desktop.connectors.files.watched import WatchedFolder
from desktop.domain.connection_state import Link, SourceToRun, Standing, StandingKeeper
from desktop.domain.incoming import SetAside
from desktop.services.actor import Actor
from desktop.services.changes import Clock
from desktop.services.importing import Importing

_FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class FolderHands:
    """What a watched folder is handed: how files are imported and by whom, and the time."""

    importing: Importing
    listener: Callable[[], Actor]
    set_aside: Callable[[SourceToRun], SetAside]
    clock: Clock


class Folder:
    """One watched folder; a :class:`desktop.domain.connection_state.Connector`."""

    def __init__(self, source: SourceToRun, hands: FolderHands) -> None:
        self._clock = hands.clock
        self._kept = StandingKeeper()
        actor = hands.listener()

        def hand_over(path: Path) -> None:
            hands.importing.commit(actor, hands.importing.plan(actor, path, zone=source.zone))
            self._kept.note_event(self._clock())

        self._watched = WatchedFolder(
            Path(source.option("folder")),
            source.name,
            hand_over,
            hands.set_aside(source),
            hands.importing.was_read,
        )

    @property
    def standing(self) -> Standing:
        """Watching, or what is in the way."""
        trouble = self._watched.trouble
        if self._kept.standing.link is not Link.OFF:
            self._kept.tell(Link.RETRYING if trouble else Link.WORKING, self._clock(), trouble)
        return self._kept.standing

    def start(self) -> None:
        """Begin to watch."""
        self._kept.tell(Link.WORKING, self._clock())
        self._watched.start()

    def stop(self) -> None:
        """Stop; returns when its thread has ended."""
        self._watched.stop()
        self._kept.tell(Link.OFF, self._clock())


def folder_maker(hands: FolderHands) -> Maker:
    """Makes a connector for each watched folder."""

    def make(sources: Sequence[SourceToRun]) -> Folder:
        (source,) = sources
        return Folder(source, hands)

    return Maker(frozenset({_FOLDER}), make)
