"""Twilio: the console's call log as CSV, and the fields of the REST list as columns."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from desktop.connectors.files.calls.legs import with_legs
from desktop.connectors.files.calls.parts import after
from desktop.connectors.files.calls.titled import TitledCalls
from desktop.connectors.files.calls.together import Together
from desktop.connectors.files.calls.twilio import became
from desktop.connectors.files.content import Content
from desktop.connectors.files.format import ReadOptions
from desktop.connectors.files.headed import TitledRow, titled_rows, titles_of
from desktop.connectors.files.rows import BadRow
from desktop.domain.call_sides import direction_in
from desktop.domain.caller_names import real_name
from desktop.domain.duration_reading import seconds
from desktop.domain.incoming import Disposition, IncomingCall, RowRead, Taken
from desktop.domain.time_reading import TimeReader
from desktop.domain.vocabulary import Direction

_PARENT = "parentcallsid"


class _Kept(NamedTuple):
    """A row that waits for the others of its call; ``parent`` is "" of the call itself."""

    row: int
    parent: str
    call: IncomingCall


class TwilioCsv(TitledCalls):
    """Rows whose parent is in the file too are its legs, not calls of their own."""

    name = "twilio-csv"
    title = "Twilio call log (CSV)"
    required = (
        ("callsid", "from", "to", "status"),
        ("sid", "from", "to", "direction", "status", "starttime"),
        ("sid", "from", "to", "direction", "status", "datecreated"),
        ("sid", "from", "to", "direction", "status", "date"),
    )

    def read(self, content: Content, options: ReadOptions) -> Iterator[RowRead]:
        """One call for each parent with its legs, or for each row where no parents are told."""
        titles = self._titles(content) or []
        if _PARENT not in titles_of(titles):
            yield from super().read(content, options)
            return
        reader = self._times(content, titles, options)
        waiting: Together[_Kept] = Together()
        for row in titled_rows(content, titles):
            for made in self._made(content, (row,), reader):
                if not (isinstance(made, Taken) and isinstance(made.record, IncomingCall)):
                    yield made
                    continue
                parent = row.get(_PARENT)
                key = parent or made.record.external_id
                if not key:
                    yield made
                    continue
                kept = _Kept(made.row, parent, made.record)
                for group in waiting.add(key, kept, sum(map(len, row.line.cells))):
                    yield from _together(group)
        for group in waiting.rest():
            yield from _together(group)

    def call(self, row: TitledRow, reader: TimeReader) -> IncomingCall:
        """The same fields as those of the REST API."""
        direction = direction_in(row.get("direction", "type")) or Direction.IN
        caller = row.get("from", "caller")
        disposition = became(row.get("status", "callstatus"), direction, caller)
        start = row.get("starttime", "startdate", "date", "datecreated", "dateutc", "created")
        moment = reader.read(start)
        if moment is None:
            raise BadRow("This row has no start time.")
        talked = seconds(row.get("duration", "durationseconds", "durationsec", "callduration"))
        spoken = disposition is Disposition.ANSWERED
        return IncomingCall(
            direction=direction,
            caller=caller,
            called=row.get("to", "called"),
            source=self.name,
            name=real_name(row.get("callername")) if direction is Direction.IN else "",
            started_at=moment.at,
            answered_at=moment.at if spoken else None,
            ended_at=reader.at(row.get("endtime", "enddate")) or after(moment.at, talked),
            talked_seconds=talked if spoken else 0,
            disposition=disposition,
            external_id=row.get("callsid", "sid"),
            zone_assumed=moment.zone_assumed,
        )


def _together(group: Sequence[_Kept]) -> Iterator[Taken]:
    """The parent with its legs is one call; legs whose parent is not there are their own."""
    parents = [kept for kept in group if not kept.parent]
    legs = [kept.call for kept in group if kept.parent]
    if not parents or not legs:
        yield from (Taken(kept.row, kept.call) for kept in group)
        return
    for kept in parents:
        yield Taken(kept.row, with_legs(kept.call, legs))
