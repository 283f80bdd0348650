"""Twilio: the console's call log as CSV, and the fields of the REST list as columns."""

from desktop.connectors.files.calls.parts import after
from desktop.connectors.files.calls.titled import TitledCalls
from desktop.connectors.files.calls.twilio import became
from desktop.connectors.files.headed import TitledRow
from desktop.connectors.files.rows import BadRow
from desktop.domain.call_sides import direction_in
from desktop.domain.caller_names import real_name
from desktop.domain.duration_reading import seconds
from desktop.domain.incoming import Disposition, IncomingCall
from desktop.domain.time_reading import TimeReader
from desktop.domain.vocabulary import Direction


class TwilioCsv(TitledCalls):
    """The console's call log as CSV, and the REST fields as columns."""

    name = "twilio-csv"
    title = "Twilio call log (CSV)"
    required = (
        ("callsid", "from", "to", "status"),
        ("sid", "from", "to", "direction", "status", "starttime"),
        ("sid", "from", "to", "direction", "status", "datecreated"),
        ("sid", "from", "to", "direction", "status", "date"),
    )

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
