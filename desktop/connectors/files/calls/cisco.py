"""Cisco CUCM: call detail records, with and without titles, with a second row of types."""

import re
from collections.abc import Iterator, Sequence

from desktop.connectors.files.calls.parts import after, heard
from desktop.connectors.files.calls.together import Together
from desktop.connectors.files.content import Content
from desktop.connectors.files.format import CERTAIN, NO, ReadOptions
from desktop.connectors.files.headed import TitledRow, find_titles, is_types, titled_rows
from desktop.connectors.files.rows import BadRow, NotOurs
from desktop.domain.call_sides import direction_of, is_extension
from desktop.domain.duration_reading import seconds
from desktop.domain.incoming import (
    Disposition,
    Ignored,
    IncomingCall,
    IncomingKind,
    Rejected,
    RowRead,
    Taken,
)
from desktop.domain.time_reading import TimeReader, UnreadableTime
from desktop.domain.vocabulary import Direction

_REQUIRED = ("cdrrecordtype", "globalcallidcallid", "callingpartynumber", "datetimeorigination")
_PLACES = {
    "cdrrecordtype": 0,
    "globalcallidcallmanagerid": 1,
    "globalcallidcallid": 2,
    "datetimeorigination": 4,
    "callingpartynumber": 8,
    "originalcalledpartynumber": 29,
    "finalcalledpartynumber": 30,
    "datetimeconnect": 47,
    "datetimedisconnect": 48,
    "duration": 55,
    "origdevicename": 56,
    "destdevicename": 57,
    "globalcallidclusterid": 65,
}
"""Where the columns stand when there are no titles; their order has not changed since version 5."""
_FEWEST = 100
_PHONES = re.compile(r"(sep|ata)[0-9a-f]{12}|(an|vg)[0-9a-f]{10,}|(csf|bot|tct|tab|udp|cti).*")
"""Devices of our own, by the names that they must have; a gateway may be called anything."""
_MAILBOXES = ("ciscoum", "cuc", "unity", "vm")
_RECORDERS = "b00"
_EPOCH = (1_000_000_000, 4_000_000_000)


class CiscoCdr:
    """Rows with one global call id are one call; 0 means not set."""

    name = "cisco-cucm"
    title = "Cisco CUCM CDR"
    kind = IncomingKind.CALL

    def recognise(self, content: Content) -> int:
        """By its titles, else by the width and the epoch at its place."""
        if find_titles(content, _REQUIRED) is not None:
            return CERTAIN
        rows = [row for row in content.first_rows if not is_types(row)]
        if any(len(row) >= _FEWEST and is_types(row) for row in content.first_rows) and not rows:
            return CERTAIN
        hits = sum(1 for row in rows if _is_record(row))
        return CERTAIN if hits and hits * 2 > len(rows) else NO

    def read(self, content: Content, options: ReadOptions) -> Iterator[RowRead]:
        """One call for each global call id."""
        reader = TimeReader(options.zone)
        waiting: Together[TitledRow] = Together()
        for row in _rows(content):
            why = row.line.trouble or ("" if len(row.line.cells) > 48 else "This row is cut off.")
            if why:
                yield Rejected(row.number, why, content.row_text(row.line))
                continue
            if row.get("cdrrecordtype") not in ("0", "1"):
                yield Ignored(row.number, "quality record, not a call")
                continue
            if row.get("callingpartynumber").startswith(_RECORDERS):
                yield Ignored(row.number, "recording leg")
                continue
            key = _identity(row)
            for rows in waiting.add(key, row, sum(map(len, row.line.cells)) + 50 * 133):
                yield from self._made(rows, content, reader)
        for rows in waiting.rest():
            yield from self._made(rows, content, reader)

    def _made(
        self, rows: Sequence[TitledRow], content: Content, reader: TimeReader
    ) -> Iterator[RowRead]:
        try:
            yield Taken(rows[0].number, self._call(rows, reader))
        except NotOurs as why:
            yield Ignored(rows[0].number, str(why))
        except (BadRow, UnreadableTime) as why:
            for row in rows:
                yield Rejected(row.number, str(why), content.row_text(row.line))

    def _call(self, rows: Sequence[TitledRow], reader: TimeReader) -> IncomingCall:
        first = min(rows, key=lambda row: row.get("datetimeorigination"))
        moment = reader.read(first.get("datetimeorigination"))
        if moment is None:
            raise BadRow("This row has no start time.")
        caller = first.get("callingpartynumber")
        called = first.get("originalcalledpartynumber", "finalcalledpartynumber")
        direction = _direction(first, caller, called)
        connected = [
            (at, row) for row in rows if (at := reader.at(row.get("datetimeconnect"))) is not None
        ]
        ended = [at for row in rows if (at := reader.at(row.get("datetimedisconnect")))]
        talked = sum(seconds(row.get("duration")) or 0 for _, row in connected)
        disposition = heard(direction, spoken=bool(connected))
        if (
            connected
            and direction is Direction.IN
            and all(
                row.get("destdevicename").casefold().startswith(_MAILBOXES) for _, row in connected
            )
        ):
            disposition = Disposition.VOICEMAIL
        answered = min((at for at, _ in connected), default=None)
        return IncomingCall(
            direction=direction,
            caller=caller,
            called=called,
            source=self.name,
            started_at=moment.at,
            answered_at=answered if disposition is Disposition.ANSWERED else None,
            ended_at=max(ended, default=None) or after(answered, talked),
            talked_seconds=talked,
            disposition=disposition,
            external_id=_identity(first),
            zone_assumed=moment.zone_assumed,
        )


def _rows(content: Content) -> Iterator[TitledRow]:
    titles = find_titles(content, _REQUIRED)
    if titles is not None:
        yield from titled_rows(content, titles)
        return
    for line in content.lines():
        if not line.is_blank and not is_types(line.cells):
            yield TitledRow(line, _PLACES)


def _identity(row: TitledRow) -> str:
    parts = (
        row.get("globalcallidcallmanagerid"),
        row.get("globalcallidcallid"),
        row.get("globalcallidclusterid"),
    )
    return "/".join(part for part in parts if part)


def _direction(row: TitledRow, caller: str, called: str) -> Direction:
    ours = [
        _PHONES.fullmatch(row.get(name).casefold()) is not None
        for name in ("origdevicename", "destdevicename")
    ]
    by_numbers = direction_of(caller, called)
    if by_numbers is None or (all(ours) and (is_extension(caller) or not is_extension(called))):
        raise NotOurs("internal call")
    if ours[0] != ours[1]:
        return Direction.OUT if ours[0] else Direction.IN
    return by_numbers


def _is_record(row: Sequence[str]) -> bool:
    return (
        len(row) >= _FEWEST
        and row[0] in ("0", "1")
        and row[4].isdecimal()
        and len(row[4]) < 12
        and _EPOCH[0] < int(row[4]) < _EPOCH[1]
    )
