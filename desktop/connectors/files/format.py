"""What a file format is to the program: it recognises its files by their content and reads rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from desktop.connectors.files.content import Content
from desktop.domain.incoming import IncomingKind, RowRead

CERTAIN, LIKELY, PERHAPS, NO = 100, 70, 30, 0
"""How sure a format is that a file is one of its own."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read what a file leaves open: the IANA ``zone`` of times without one, the ``region``
    of numbers without a country, and which column means what where somebody has said so (our
    field → the file's column title, or its place from 1 where there are no titles)."""

    zone: str
    region: str = "US"
    columns: Mapping[str, str] = field(default_factory=dict)


class FileFormat(Protocol):
    """One file each; :mod:`desktop.connectors.files.registry` lists them."""

    name: str
    """What the command line calls it: ``asterisk-csv``."""
    title: str
    """What the screen calls it: "Asterisk Master.csv"."""
    kind: IncomingKind

    def recognise(self, content: Content) -> int:
        """0 (no) to 100 (certain), by the content alone: a file's name proves nothing."""

    def read(self, content: Content, options: ReadOptions) -> Iterator[RowRead]:
        """Every row, in order, one at a time. A bad row is :class:`Rejected` and the next one is
        read; nothing but :class:`desktop.domain.errors.Problem` is raised."""
