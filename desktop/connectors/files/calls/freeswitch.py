"""FreeSWITCH: the rows of mod_cdr_csv in its usual template, in the one named after Asterisk and
with titles in any order, and the table that CDR-Stats imports."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from desktop.connectors.files.calls.freeswitch_legs import FROM_OUTSIDE, LegsOfCalls
from desktop.connectors.files.calls.parts import after, heard, needed
from desktop.connectors.files.calls.titled import TitledCalls
from desktop.connectors.files.content import Content
from desktop.connectors.files.format import CERTAIN, NO, ReadOptions
from desktop.connectors.files.headed import TitledRow, titled_rows
from desktop.connectors.files.rows import BadRow, NotOurs, each_row
from desktop.domain.call_sides import (
    direction_in,
    direction_of,
    is_code,
    is_extension,
    is_outside,
)
from desktop.domain.caller_names import name_and_number, real_name
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
_AS_ASTERISK = (
    "accountcode calleridnumber destinationnumber context callerid channelname bridgechannel "
    "lastapp lastarg startstamp answerstamp endstamp duration billsec hangupcause amaflags uuid "
    "userfield"
)
_PLACES_AS_ASTERISK = {title: place for place, title in enumerate(_AS_ASTERISK.split())}
"""The columns of the template "asterisk": Asterisk's own, with FreeSWITCH's causes and ids."""
_STAMP = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
_CAUSE = re.compile(r"[A-Z][A-Z0-9_]{3,}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
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

    def read(self, content: Content, options: ReadOptions) -> Iterator[RowRead]:
        """A call for each row below the titles that is no leg of another."""
        titles = self._titles(content) or []
        reader = self._times(content, titles, options)

        def make(row: TitledRow) -> IncomingCall:
            if row.line.trouble:
                raise BadRow(row.line.trouble)
            return self.call(row, reader)

        yield from _calls(titled_rows(content, titles), make, content)

    def call(self, row: TitledRow, reader: TimeReader) -> IncomingCall:
        """By the titles, whatever their order."""
        return call_of(row, reader, self.name)


class FreeSwitchCsv:
    """``Master.csv`` of mod_cdr_csv as its templates "example" and "asterisk" write it."""

    name = "freeswitch-csv"
    title = "FreeSWITCH CDR"
    kind = IncomingKind.CALL

    def recognise(self, content: Content) -> int:
        """Three times, two durations, a cause in capitals and a uuid at their places."""
        rows = content.first_rows
        hits = sum(1 for row in rows if _is_usual(row) or _is_as_asterisk(row))
        return CERTAIN if hits and hits * 2 > len(rows) else NO

    def read(self, content: Content, options: ReadOptions) -> Iterator[RowRead]:
        """A call for each row that is no leg of another."""
        reader = TimeReader(options.zone)
        as_asterisk = any(map(_is_as_asterisk, content.first_rows))
        places = _PLACES_AS_ASTERISK if as_asterisk else _PLACES

        def make(row: TitledRow) -> IncomingCall:
            if row.line.trouble or len(row.line.cells) < places["hangupcause"] + 1:
                raise BadRow(row.line.trouble or "This row is cut off.")
            return call_of(row, reader, self.name)

        rows = (TitledRow(line, places) for line in content.lines() if not line.is_blank)
        yield from _calls(rows, make, content)


def _calls(
    rows: Iterable[TitledRow], make: Callable[[TitledRow], IncomingCall], content: Content
) -> Iterator[RowRead]:
    legs = LegsOfCalls()
    for row in rows:
        for read in each_row((row,), make, lambda row: content.row_text(row.line)):
            yield from legs.add(read, row)
    yield from legs.rest()


def call_of(row: TitledRow, reader: TimeReader, source: str) -> IncomingCall:
    """The call of a row of FreeSWITCH's variables."""
    moment = needed(reader, row.get("startstamp", "startepoch", "startingdate"))
    caller, called = row.get("calleridnumber"), row.get("destinationnumber")
    said = direction_in(row.get("direction", "calldirection"))
    direction = said or _by_context(row, caller, called)
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
        name=_name_in(row) if direction is Direction.IN else "",
        started_at=moment.at,
        answered_at=answered if disposition is Disposition.ANSWERED else None,
        ended_at=reader.at(row.get("endstamp", "endepoch")) or after(moment.at, took),
        talked_seconds=talked,
        disposition=disposition,
        external_id=row.get("uuid", "callid"),
        zone_assumed=moment.zone_assumed,
    )


def _by_context(row: TitledRow, caller: str, called: str) -> Direction | None:
    if is_code(called):
        return None
    if row.get("context").casefold().startswith(FROM_OUTSIDE):
        return Direction.IN
    # A phone of ours shows the clinic's number to whom it rings; its account says which one it is.
    # The usual template has a space before the quotation marks of the account.
    if is_outside(called) and is_extension(row.get("accountcode").strip(' "')):
        return Direction.OUT
    return direction_of(caller, called)


def _name_in(row: TitledRow) -> str:
    return real_name(row.get("calleridname") or name_and_number(row.get("callerid"))[0])


def _is_voicemail(row: TitledRow, called: str) -> bool:
    return row.get("lastapp").casefold() == "voicemail" or called.casefold().startswith(_VOICEMAIL)


def _is_as_asterisk(row: Sequence[str]) -> bool:
    return (
        len(row) > _PLACES_AS_ASTERISK["uuid"]
        and _STAMP.fullmatch(row[9]) is not None
        and all(not row[n] or _STAMP.fullmatch(row[n]) for n in (10, 11))
        and row[12].isdecimal()
        and row[13].isdecimal()
        and _CAUSE.fullmatch(row[14]) is not None
        and _UUID.fullmatch(row[16]) is not None
    )


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
