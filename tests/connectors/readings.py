"""Read a fixture the way the import does."""

from collections.abc import Sequence

from desktop.connectors.files.content import Content
from desktop.connectors.files.format import ReadOptions
from desktop.connectors.files.registry import recognise
from desktop.domain.incoming import IncomingContact, IncomingLead, RowRead, Taken

CHICAGO = ReadOptions(zone="America/Chicago")


def found_format(data: bytes) -> str:
    """The name of the surest format; "" where none knows it."""
    found = recognise(Content(data))
    return found[0].format.name if found else ""


def rows_of(data: bytes, options: ReadOptions = CHICAGO) -> Sequence[RowRead]:
    """Every row, by the surest format."""
    content = Content(data)
    found = recognise(content)
    return list(found[0].format.read(content, options)) if found else []


def leads_of(data: bytes, options: ReadOptions = CHICAGO) -> list[IncomingLead]:
    """The leads among the rows."""
    records = [row.record for row in rows_of(data, options) if isinstance(row, Taken)]
    return [record for record in records if isinstance(record, IncomingLead)]


def contacts_of(data: bytes, options: ReadOptions = CHICAGO) -> list[IncomingContact]:
    """The contacts among the rows."""
    records = [row.record for row in rows_of(data, options) if isinstance(row, Taken)]
    return [record for record in records if isinstance(record, IncomingContact)]
