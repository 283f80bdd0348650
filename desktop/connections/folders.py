"""Watched folders: how they are made from what the Connections page keeps."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.connections.in_the_way import folder_in_the_way
from desktop.connections.running import Maker
from desktop.connectors.files.watched import WatchedFolder
from desktop.domain.connection_state import Link, SourceToRun, Standing, StandingKeeper
from desktop.domain.incoming import SetAside, Unreadable
from desktop.domain.quoting import quoted
from desktop.services.actor import Actor
from desktop.services.changes import Clock
from desktop.services.import_plan import ImportDone
from desktop.services.importing import Importing

_FOLDER = "folder"
_ROWS_APART = 100


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

        set_aside = hands.set_aside(source)
        owed: deque[Unreadable] = deque()

        def pay() -> None:
            # First in, first out, and none is let go before it is safely written.
            while owed:
                set_aside(owed[0])
                owed.popleft()

        def hand_over(path: Path) -> None:
            plan = hands.importing.plan(actor, path, zone=source.zone)
            done = hands.importing.commit(actor, plan)
            self._kept.note_event(self._clock())
            owed.extend(_left_out(source.name, path.name, plan.sha256, done))
            pay()

        def was_read(sha256: str) -> bool:
            pay()
            return hands.importing.was_read(sha256)

        self._watched = WatchedFolder(
            Path(source.option("folder")), source.name, hand_over, set_aside, was_read
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


def _left_out(source: str, name: str, sha256: str, done: ImportDone) -> Iterator[Unreadable]:
    """The rows that stay out, each with its reason; of very many the first, and how many more."""
    for row in done.refusals[:_ROWS_APART]:
        reason = f"{quoted(name)}, row {row.row}: {row.reason}"
        yield Unreadable(source, reason, row.raw.encode("utf-8", "replace"), f"{sha256}:{row.row}")
    more = len(done.refusals) - _ROWS_APART
    if more > 0:
        reason = (
            f"{quoted(name)}: {more:,} more rows could not be read. Import it by hand to save them."
        )
        yield Unreadable(source, reason, b"", f"{sha256}:more")


def folder_maker(hands: FolderHands) -> Maker:
    """Makes a connector for each watched folder."""

    def make(sources: Sequence[SourceToRun]) -> Folder:
        (source,) = sources
        return Folder(source, hands)

    return Maker(frozenset({_FOLDER}), make, ready=folder_in_the_way)
