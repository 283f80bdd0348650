"""What the format of a lead is: it recognises one submission and reads it.

The file format around it (:class:`LeadFile`) reads every submission of a file; the listener reads
one body with :func:`read_submissions` and the same reader. The payload is attached here, so that no
reader can forget to take the secrets out of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, Protocol

from desktop.connectors.files.content import Content
from desktop.connectors.files.format import NO, ReadOptions
from desktop.connectors.files.leads.submissions import (
    Body,
    Broken,
    first_submission,
    submissions,
)
from desktop.domain.incoming import (
    Ignored,
    IncomingKind,
    IncomingLead,
    Rejected,
    RowRead,
    Taken,
)
from desktop.domain.originals import kept, kept_body
from desktop.domain.time_reading import TimeReader

NO_CHANNEL: Final = (
    "There is no number and no e-mail in it, so nobody can be reached. Add one of them and "
    "import it again."
)
_TOO_DEEP: Final = "This submission is nested too deeply to be read. Export it again as a table."
_NOTHING: Final = "There is no form submission in it."


class NotOurs(Exception):
    """The submission is sound and no lead; the reason is said in a few words."""


class LeadReader(Protocol):
    """One service's way of sending a form; one file each."""

    name: str
    title: str
    source: str
    """What :attr:`IncomingLead.source` is: the same for all ways in which one service sends."""

    def recognise(self, body: Body) -> int:
        """0 (no) to 100 (certain) that the submission is of this service."""

    def read(self, body: Body, times: TimeReader) -> Iterable[IncomingLead]:
        """The leads of one submission (most have one), without their payload. Raises
        :class:`NotOurs`; a value of another type than the service sends is as if not there."""


def read_submissions(
    reader: LeadReader, content: Content, options: ReadOptions, content_type: str = ""
) -> Iterator[RowRead]:
    """Every lead of a body or a file, numbered from 1."""
    times = TimeReader(options.zone)
    row = 0
    for found in submissions(content, content_type):
        for read in _rows(reader, found, times):
            row += 1
            yield read(row)
    if not row:
        yield Rejected(1, _NOTHING, kept(content.head_text))


class _Row:
    """What became of a row, before its number is known."""

    def __init__(self, lead: IncomingLead | None, reason: str = "", raw: str = "") -> None:
        self._lead, self._reason, self._raw = lead, reason, raw

    def __call__(self, row: int) -> RowRead:
        if self._lead is not None:
            return checked(row, self._lead, self._lead.payload)
        return Rejected(row, self._reason, self._raw) if self._raw else Ignored(row, self._reason)


def _rows(reader: LeadReader, found: Body | Broken, times: TimeReader) -> Iterator[_Row]:
    if isinstance(found, Broken):
        yield _Row(None, found.reason, kept(found.raw) or " ")
        return
    try:
        payload = kept_body(found)
        leads = [replace(lead, payload=payload) for lead in reader.read(found, times)]
    except NotOurs as why:
        yield _Row(None, str(why))
    except RecursionError:
        yield _Row(None, _TOO_DEEP, " ")
    else:
        yield from map(_Row, leads)
        if not leads:
            yield _Row(None, _NOTHING, payload)


def checked(row: int, lead: IncomingLead, raw: str) -> RowRead:
    """The lead, if anybody can be reached by it."""
    if lead.numbers or lead.emails or lead.is_pending or lead.is_test:
        return Taken(row, lead)
    return Rejected(row, NO_CHANNEL, raw)


class LeadFile:
    """A file with submissions of one service."""

    kind = IncomingKind.LEAD

    def __init__(self, reader: LeadReader) -> None:
        self.reader = reader
        self.name = reader.name
        self.title = reader.title

    def recognise(self, content: Content) -> int:
        """By the first submission in it."""
        body = first_submission(content)
        return NO if body is None else self.reader.recognise(body)

    def read(self, content: Content, options: ReadOptions) -> Iterator[RowRead]:
        """Every submission in it."""
        return read_submissions(self.reader, content, options)
