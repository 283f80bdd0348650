"""FreeSWITCH: the rows of mod_cdr_csv in its usual template, with titles in any order, and the
table that CDR-Stats imports."""

import re
from collections.abc import Iterator, Sequence

from desktop.connectors.files.calls.parts import after, heard, needed
from desktop.connectors.files.calls.titled import TitledCalls
from desktop.connectors.files.content import Content
from desktop.connectors.files.format import CERTAIN, NO, ReadOptions
from desktop.connectors.files.headed import TitledRow
from desktop.connectors.files.rows import BadRow, NotOurs, each_row
from desktop.connectors.files.table import Line
from desktop.domain.call_sides import direction_in, direction_of, is_code
from desktop.domain.caller_names import real_name
from desktop.domain.duration_reading import seconds
from desktop.domain.incoming import Disposition, IncomingCall, IncomingKind, RowRead
from desktop.domain.time_reading import TimeReader
from desktop.domain.vocabulary import Direction

_USUAL = (
    "calleridname calleridnumber destinationnumber context startstamp answerstamp endstamp "
    "duration billsec hangupcause uuid bleguuid accountcode readcodec writecodec"
)
_PLACES = {title: place for place, title in enumerate(_USUAL.split())}
"""The columns of the template "example", which writes no titles."""
_STAMP = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
_CAUSE = re.compile(r"[A-Z][A-Z0-9_]{3,}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_FROM_OUTSIDE = ("public", "from-", "inbound", "incoming")
_VOICEMAIL = ("voicemail", "*99", "*98")


class FreeSwitchTitled(TitledCalls):
    """Rows with titles, also those of CDR-Stats (``starting_date``)."""

    name = "freeswitch-titled"
    title = "FreeSWITCH CDR with titles"
    required = (
        ("calleridnumber", "destinationnumber", "startstamp"),
        ("calleridnumber", "destinationnumber", "startingdate"),
        ("calleridnumber", "destinationnumber", "startepoch"),
    )

    def call(self, row: TitledRow, reader: TimeReader) -> IncomingCall:
        """By the titles, whatever their order."""
        return call_of(row, reader, self.name)


class FreeSwitchCsv:
    """``Master.csv`` of mod_cdr_csv as its template "example" writes it."""

    name = "freeswitch-csv"
    title = "FreeSWITCH CDR"
    kind = IncomingKind.CALL

    def recognise(self, content: Content) -> int:
        """Three times, two durations, a cause in capitals and a uuid at their places."""
        rows = content.first_rows
        hits = sum(1 for row in rows if _is_usual(row))
        return CERTAIN if hits and hits * 2 > len(rows) else NO

    def read(self, content: Content, options: ReadOptions) -> Iterator[RowRead]:
        """A call for each row."""
        reader = TimeReader(options.zone)

        def make(line: Line) -> IncomingCall:
            if line.trouble or len(line.cells) < _PLACES["hangupcause"] + 1:
                raise BadRow(line.trouble or "This row is cut off.")
            return call_of(TitledRow(line, _PLACES), reader, self.name)

        lines = (line for line in content.lines() if not line.is_blank)
        yield from each_row(lines, make, content.row_text)


def call_of(row: TitledRow, reader: TimeReader, source: str) -> IncomingCall:
    """The call of a row of FreeSWITCH's variables."""
    moment = needed(reader, row.get("startstamp", "startepoch", "startingdate"))
    caller, called = row.get("calleridnumber"), row.get("destinationnumber")
    said = direction_in(row.get("direction", "calldirection"))
    direction = said or _by_context(row.get("context"), caller, called)
    if direction is None:
        raise NotOurs("code of the phone system" if is_code(called) else "internal call")
    answered = reader.at(row.get("answerstamp", "answerepoch"))
    took, talked = seconds(row.get("duration")), seconds(row.get("billsec")) or 0
    cause = row.get("hangupcause", "hangupcauseid").casefold()
    # Without a stamp, seconds that were billed tell; a cause alone does not.
    spoken = answered is not None or talked > 0
    if answered is None and spoken and took is not None:
        answered = after(moment.at, max(0, took - talked))
    disposition = heard(direction, spoken=spoken)
    if spoken and direction is Direction.IN and _is_voicemail(row, called):
        disposition = Disposition.VOICEMAIL
    elif not spoken and not cause and took is None:
        disposition = Disposition.UNKNOWN
    return IncomingCall(
        direction=direction,
        caller=caller,
        called=called,
        source=source,
        name=real_name(row.get("calleridname")) if direction is Direction.IN else "",
        started_at=moment.at,
        answered_at=answered if disposition is Disposition.ANSWERED else None,
        ended_at=reader.at(row.get("endstamp", "endepoch")) or after(moment.at, took),
        talked_seconds=talked,
        disposition=disposition,
        external_id=row.get("uuid", "callid"),
        zone_assumed=moment.zone_assumed,
    )


def _by_context(context: str, caller: str, called: str) -> Direction | None:
    if is_code(called):
        return None
    if context.casefold().startswith(_FROM_OUTSIDE):
        return Direction.IN
    return direction_of(caller, called)


def _is_voicemail(row: TitledRow, called: str) -> bool:
    return row.get("lastapp").casefold() == "voicemail" or called.casefold().startswith(_VOICEMAIL)


def _is_usual(row: Sequence[str]) -> bool:
    return (
        len(row) >= 11
        and _STAMP.fullmatch(row[4]) is not None
        and all(not row[n] or _STAMP.fullmatch(row[n]) for n in (5, 6))
        and row[7].isdecimal()
        and row[8].isdecimal()
        and _CAUSE.fullmatch(row[9]) is not None
        and _UUID.fullmatch(row[10]) is not None
    )
