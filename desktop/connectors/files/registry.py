"""Every file format, one line each, and which of them a file is."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.connectors.files.contacts.formats import CONTACT_FORMATS
from desktop.connectors.files.content import Content
from desktop.connectors.files.format import NO, FileFormat
from desktop.connectors.files.leads.formats import LEAD_FORMATS

FORMATS: Sequence[FileFormat] = (*LEAD_FORMATS, *CONTACT_FORMATS)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A format a file may be, and how sure that is (1 to 100)."""

    format: FileFormat
    confidence: int


def recognise(content: Content) -> tuple[Recognised, ...]:
    """The formats that ``content`` may be, the surest first; of equals the first of the list."""
    found = [Recognised(each, each.recognise(content)) for each in FORMATS]
    return tuple(
        sorted((each for each in found if each.confidence > NO), key=lambda each: -each.confidence)
    )


def named(name: str) -> FileFormat | None:
    """The format of that name."""
    return next((each for each in FORMATS if each.name == name), None)
