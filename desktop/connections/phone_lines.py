"""Asterisk phone systems: how they are made from what the Connections page keeps."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from desktop.connections.in_the_way import secret_in_the_way
from desktop.connections.running import Maker
from desktop.domain.connection_state import SourceToRun
from desktop.domain.incoming import RowRead, SetAside, Take
from desktop.services.changes import Clock
from desktop.services.cursors import Cursors

if TYPE_CHECKING:
    from desktop.connectors.telephony.asterisk_line import AsteriskLine
    from desktop.connectors.telephony.call_records import CallRecords

_ASTERISK = "asterisk"
_RECORDS = "Master.csv"


@dataclass(frozen=True, slots=True)
class LineHands:
    """What a phone system is handed: how to hand in for a source, where its call records were
    read to, and the time."""

    take: Callable[[SourceToRun], Take]
    set_aside: Callable[[SourceToRun], SetAside]
    cursors: Cursors
    clock: Clock


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the call records of one source were read to."""

    cursors: Cursors
    source: UUID

    def load(self) -> str:
        """As it was saved; "" at the very first."""
        return self.cursors.place(self.source, _RECORDS)

    def save(self, text: str) -> None:
        """Returns when it is safely written."""
        self.cursors.keep_place(self.source, _RECORDS, text)


def line_maker(hands: LineHands) -> Maker:
    """Makes a connector for each phone system."""

    def make(sources: Sequence[SourceToRun]) -> "AsteriskLine":
        # Loaded for a desk that has a phone system alone.
        from desktop.connectors.telephony.asterisk_line import AsteriskLine
        from desktop.connectors.telephony.line_settings import settings_of

        (source,) = sources
        settings = settings_of(source)
        records = settings.records
        opens = None if records is None else lambda: _records(records, source, hands.cursors)
        return AsteriskLine(
            settings,
            take=hands.take(source),
            set_aside=hands.set_aside(source),
            clock=hands.clock,
            open_records=opens,
        )

    return Maker(frozenset({_ASTERISK}), make, ready=secret_in_the_way)


def _records(path: Path, source: SourceToRun, cursors: Cursors) -> "CallRecords":
    from desktop.connectors.files.calls.asterisk_csv import AsteriskMaster
    from desktop.connectors.files.content import Content
    from desktop.connectors.files.format import ReadOptions
    from desktop.connectors.telephony.call_records import CallRecords

    def read(block: bytes) -> Iterable[RowRead]:
        return AsteriskMaster().read(Content(block), ReadOptions(zone=source.zone))

    return CallRecords(path, read, _Place(cursors, source.id), source.name)
