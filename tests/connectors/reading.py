"""Reading in a test: what came out of a file, by kind."""

from pathlib import Path

from desktop.connectors.files.content import Content
from desktop.connectors.files.format import ReadOptions
from desktop.connectors.files.registry import recognise
from desktop.domain.incoming import Ignored, IncomingCall, Rejected, RowRead, Taken

PHOENIX = ReadOptions("America/Phoenix")


def rows_of(content: bytes | str | Path, options: ReadOptions = PHOENIX) -> list[RowRead]:
    """Every row, read by the format that the file is recognised as."""
    found = Content(content.encode() if isinstance(content, str) else content)
    return list(recognise(found)[0].format.read(found, options))


def calls_of(content: bytes | str | Path, options: ReadOptions = PHOENIX) -> list[IncomingCall]:
    """The calls alone."""
    return [
        row.record
        for row in rows_of(content, options)
        if isinstance(row, Taken) and isinstance(row.record, IncomingCall)
    ]


def ignored_of(content: bytes | str | Path) -> list[str]:
    """Why rows were passed over."""
    return [row.reason for row in rows_of(content) if isinstance(row, Ignored)]


def rejected_of(content: bytes | str | Path) -> list[Rejected]:
    """What could not be read."""
    return [row for row in rows_of(content) if isinstance(row, Rejected)]
