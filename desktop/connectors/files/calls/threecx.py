"""3CX: the Call Reports CSV of version 20, the lines of its CDR file or socket, and the posts of a
CRM template (ReportCall)."""

import re
from collections.abc import Iterator, Sequence

from desktop.connectors.files.calls.parts import after, heard, needed
from desktop.connectors.files.calls.posted import Fields, PostedCalls
from desktop.connectors.files.calls.threecx_columns import STAMP, Places, places_of
from desktop.connectors.files.calls.titled import TitledCalls
from desktop.connectors.files.content import Content
from desktop.connectors.files.format import CERTAIN, LIKELY, NO, ReadOptions
from desktop.connectors.files.headed import TitledRow, titles_of
from desktop.connectors.files.rows import BadRow, NotOurs, each_row, first_text
from desktop.connectors.files.table import Line
from desktop.domain.call_sides import (
    direction_in,
    direction_of,
    is_extension,
    is_outside,
    says_internal,
)
from desktop.domain.caller_names import real_name
from desktop.domain.column_guess import plain_title
from desktop.domain.disposition_words import disposition_in
from desktop.domain.duration_reading import seconds
from desktop.domain.incoming import Disposition, IncomingCall, IncomingKind, RowRead
from desktop.domain.time_reading import TimeReader
from desktop.domain.vocabulary import Direction

_MACHINES = re.compile(r"\b(?:queue|ring ?group|digital receptionist|ivr)\b", re.IGNORECASE)
"""What a report calls those who take a call before anybody of ours does."""
_OWN_ORDER = (
    "The fields of this line stand in an order of their own. Read the file as a table of calls and "
    "choose what each column means."
)


class ThreeCxReport(TitledCalls):
    """The CSV of Call Reports: ``From`` is ``Name (101)``, a number, or both."""

    name = "3cx-report"
    title = "3CX call report"
    required = (
        ("calltime", "from", "to", "status", "ringing", "talking"),
        ("calltime", "callerid", "destination", "status", "ringing", "talking"),
    )

    def call(self, row: TitledRow, reader: TimeReader) -> IncomingCall:
        """Answered or Unanswered; Talking is ``HH:MM:SS``."""
        if row.get("calltime").casefold().startswith("total"):
            raise NotOurs("sums of the columns")
        moment = needed(reader, row.get("calltime"))
        from_name, caller = _side(row.get("from", "callerid"))
        to_name, called = _side(row.get("to", "destination"))
        said = row.get("direction")
        direction = direction_in(said) or direction_of(caller, called)
        if says_internal(said) or direction is None:
            raise NotOurs("internal call")
        ringing, talking = seconds(row.get("ringing")), seconds(row.get("talking"))
        disposition = disposition_in(row.get("status"), direction)
        if direction is Direction.IN and "voicemail" in to_name.casefold():
            disposition = Disposition.VOICEMAIL
        elif direction is Direction.IN and _MACHINES.search(to_name):
            disposition = Disposition.MISSED
        spoken = disposition is Disposition.ANSWERED
        return IncomingCall(
            direction=direction,
            caller=caller,
            called=called,
            source=self.name,
            name=real_name(from_name if direction is Direction.IN else to_name),
            started_at=moment.at,
            answered_at=after(moment.at, ringing) if spoken else None,
            ended_at=after(moment.at, (ringing or 0) + (talking or 0)),
            talked_seconds=talking if spoken else 0,
            disposition=disposition,
            external_id=row.get("callid", "id"),
            zone_assumed=moment.zone_assumed,
        )


class ThreeCxCdr:
    """Lines of the CDR file or socket; which fields they have is the admin's choice."""

    name = "3cx-cdr"
    title = "3CX CDR"
    kind = IncomingKind.CALL

    def recognise(self, content: Content) -> int:
        """``Call 123`` or a call id before times with slashes; or the names of the fields."""
        rows = content.first_rows
        if rows and "timestart" in (titles := titles_of(rows[0])) and "fromno" in titles:
            return CERTAIN
        hits = [row for row in rows if sum(bool(STAMP.fullmatch(cell)) for cell in row) >= 2]
        if not hits or len(hits) * 2 < len(rows):
            return NO
        telling = [
            row
            for row in hits
            if row[0].startswith("Call ")
            or any(cell.startswith(("Chain:", "Ext.", "Terminated")) for cell in row)
        ]
        return CERTAIN if len(telling) * 2 > len(hits) else LIKELY if telling else NO

    def read(self, content: Content, options: ReadOptions) -> Iterator[RowRead]:
        """A call for each line."""
        reader = TimeReader(options.zone)
        first = content.first_rows[0] if content.first_rows else []
        titles = titles_of(first)
        headed = "timestart" in titles
        places = places_of(content, options.columns, titles if headed else {})
        lines = (line for line in content.lines() if line.cells and not line.is_blank)

        def make(line: Line) -> IncomingCall:
            if line.trouble:
                raise BadRow(line.trouble)
            if places is None:
                raise BadRow(_OWN_ORDER)
            return self._call(line.cells, places, reader)

        rows = (
            line
            for line in lines
            if not (headed and titles_of(line.cells).keys() >= {"timestart", "callid"})
        )
        yield from each_row(rows, make, content.row_text)

    def _call(self, cells: Sequence[str], places: Places, reader: TimeReader) -> IncomingCall:
        def get(*names: str) -> str:
            for name in names:
                place = places.get(plain_title(name), -1)
                if 0 <= place < len(cells) and cells[place].strip():
                    return cells[place].strip()
            return ""

        moment = needed(reader, get("time-start"))
        # Of a caller from outside who shows no number there is only the trunk's own one.
        trunk = "line" in get("from-type").casefold()
        caller = get("from-no") if trunk else get("from-no", "from-dn")
        called = get("to-no", "dial-no", "to-dn")
        final = get("final-number") or called
        direction = _by_types(get("from-type"), get("final-type"), get("to-type"))
        direction = direction or direction_of(caller, get("dial-no") or final)
        if direction is None:
            raise NotOurs("internal call")
        out = direction is Direction.OUT
        if out:
            called = get("dial-no") or final
        answered, ended = reader.at(get("time-answered")), reader.at(get("time-end"))
        talked = int((ended - answered).total_seconds()) if answered and ended else 0
        disposition = heard(direction, spoken=answered is not None)
        machine = get("final-type").casefold()
        if answered is not None and not out and "voicemail" in machine:
            disposition = Disposition.VOICEMAIL
        elif not out and machine.replace(" ", "") in _NOBODY:
            disposition, answered, talked = Disposition.MISSED, None, 0
        name = real_name(get("final-dispname", "to-dispname") if out else get("from-dispname"))
        return IncomingCall(
            direction=direction,
            caller=_bare(caller),
            called=_bare(called),
            source=self.name,
            name=name,
            started_at=moment.at,
            answered_at=answered,
            ended_at=ended,
            talked_seconds=max(0, talked),
            disposition=disposition,
            external_id=get("callid", "historyid"),
            zone_assumed=moment.zone_assumed,
        )


class ThreeCxJournal(PostedCalls):
    """What a CRM template posts when a call ends: the fields of ReportCall, form or JSON."""

    name = "3cx-journal"
    title = "3CX call journal"

    def fits(self, fields: Fields) -> bool:
        """By the names of ReportCall."""
        return "CallType" in fields and "Number" in fields

    def key(self, fields: Fields) -> str:
        """There is no identity: the number and the start make one."""
        start = first_text(fields, "CallStartTimeUTC", "CallStartTimeLocal", "DateTime")
        return f"{first_text(fields, 'Number')}/{start}" if start else ""

    def call(self, messages: Sequence[Fields], reader: TimeReader) -> IncomingCall:
        """``CallType`` is Inbound, Outbound, Missed or Notanswered."""
        fields = messages[-1]
        kind = first_text(fields, "CallType").casefold()
        # Notanswered is a call out that nobody took; Missed is one in.
        out = kind in ("outbound", "notanswered")
        direction = Direction.OUT if out else Direction.IN
        number = first_text(fields, "Number")
        if is_extension(number):
            raise NotOurs("internal call")
        agent = first_text(fields, "Agent")
        started = reader.at(_utc(first_text(fields, "CallStartTimeUTC")))
        ended = reader.at(_utc(first_text(fields, "CallEndTimeUTC")))
        assumed = False
        if started is None:
            moment = reader.read(first_text(fields, "CallStartTimeLocal", "DateTime"))
            started, assumed = moment if moment is not None else (None, False)
            ended = reader.at(first_text(fields, "CallEndTimeLocal"))
        spoken = kind in ("inbound", "outbound")
        talked = seconds(first_text(fields, "Duration"))
        disposition = heard(direction, spoken=spoken)
        if kind not in ("inbound", "outbound", "missed", "notanswered"):
            disposition = Disposition.UNKNOWN
        return IncomingCall(
            direction=direction,
            caller=agent if out else number,
            called=number if out else agent,
            source=self.name,
            name=real_name(first_text(fields, "Name")),
            started_at=started,
            ended_at=ended or after(started, talked),
            talked_seconds=talked if spoken else 0,
            disposition=disposition,
            external_id=self.key(fields) if started else "",
            zone_assumed=assumed,
        )


def _utc(text: str) -> str:
    """A time that is said to be UTC, whatever its text says of zones."""
    if not text or text.upper().endswith(("Z", "UTC", "GMT")) or "+" in text[10:]:
        return text
    return f"{text}Z" if text[4:5] == "-" else f"{text} UTC"


def _side(text: str) -> tuple[str, str]:
    """``Moss, Fern (101)`` → the name and the number."""
    before, bracket, inside = text.strip().removesuffix(")").rpartition("(")
    if not (bracket and text.rstrip().endswith(")")) or ")" in inside:
        return "", text
    before, inside = before.strip(), inside.strip()
    return (before, inside) if is_extension(inside) or is_outside(inside) else (inside, before)


def _bare(number: str) -> str:
    return number[4:] if number.startswith("Ext.") else number


_NOBODY = frozenset({"queue", "ivr", "ringgroup", "parking"})
"""Where a call ended that a machine took and nobody of ours."""


def _by_types(from_type: str, final_type: str, to_type: str) -> Direction | None:
    source, target = from_type.casefold(), (final_type or to_type).casefold()
    if "line" in source:
        return Direction.IN
    if source == "extension" and "line" in target:
        return Direction.OUT
    return None
