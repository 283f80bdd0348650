"""CallRail: call objects (single, lists, webhooks) and the call log's CSV."""

from collections.abc import Sequence

from desktop.connectors.files.calls.parts import after, heard, needed
from desktop.connectors.files.calls.posted import Fields, PostedCalls
from desktop.connectors.files.calls.titled import TitledCalls
from desktop.connectors.files.headed import TitledRow
from desktop.connectors.files.rows import first_text
from desktop.domain.call_sides import direction_in
from desktop.domain.caller_names import real_name
from desktop.domain.disposition_words import disposition_in
from desktop.domain.duration_reading import seconds
from desktop.domain.incoming import Disposition, IncomingCall
from desktop.domain.recordings import where_to_listen
from desktop.domain.time_reading import DayOrder, TimeReader
from desktop.domain.vocabulary import Direction

_CUSTOMER = ("customer_phone_number", "customer_number", "callernum", "caller_number")


class CallRailCalls(PostedCalls):
    """JSON of the API, JSON and form bodies of the webhooks. A modified call is sent again."""

    name = "callrail"
    title = "CallRail calls"

    def fits(self, fields: Fields) -> bool:
        """By the tracking number beside the customer's."""
        tracked = any(name in fields for name in ("tracking_phone_number", "trackingnum"))
        return tracked and any(name in fields for name in _CUSTOMER)

    def fits_envelope(self, whole: Fields) -> bool:
        """An empty page of calls."""
        return whole.get("calls") == [] and "total_records" in whole

    def key(self, fields: Fields) -> str:
        """The call's own identity, the same when it is sent again."""
        return first_text(fields, "resource_id", "id", "call_id")

    def call(self, messages: Sequence[Fields], reader: TimeReader) -> IncomingCall:
        """What was said last counts."""
        fields: dict[str, object] = {}
        for message in messages:
            fields |= {name: value for name, value in message.items() if value not in (None, "")}
        direction = direction_in(first_text(fields, "direction")) or Direction.IN
        out = direction is Direction.OUT
        moment = needed(reader, first_text(fields, "start_time", "datetime", "created_at"))
        customer = first_text(fields, *_CUSTOMER)
        tracking = first_text(fields, "tracking_phone_number", "trackingnum")
        business = first_text(fields, "business_phone_number", "destinationnum")
        answered = first_text(fields, "answered").casefold()
        disposition = Disposition.RINGING
        if answered:
            disposition = heard(direction, spoken=answered in ("true", "1", "yes"))
        if first_text(fields, "voicemail").casefold() in ("true", "1", "yes"):
            disposition = Disposition.VOICEMAIL
        took = seconds(first_text(fields, "duration"))
        spoken = disposition in (Disposition.ANSWERED, Disposition.VOICEMAIL)
        return IncomingCall(
            direction=direction,
            caller=(business or tracking) if out else customer,
            called=customer if out else tracking,
            source=self.name,
            name=real_name(
                first_text(fields, "customer_name", "callername"),
                first_text(fields, "customer_city", "callercity"),
            ),
            line="" if out else tracking,
            started_at=moment.at,
            answered_at=moment.at if disposition is Disposition.ANSWERED else None,
            ended_at=after(moment.at, took),
            talked_seconds=took if spoken else 0 if answered else None,
            disposition=disposition,
            message=first_text(fields, "voicemail_transcription", "transcription")
            if disposition is Disposition.VOICEMAIL
            else "",
            external_id=self.key(fields),
            zone_assumed=moment.zone_assumed,
            # The player is for people, the other for programs with the account's key.
            recording=where_to_listen(
                first_text(fields, "recording_player"), first_text(fields, "recording")
            )
            if disposition is Disposition.VOICEMAIL
            else "",
        )


class CallRailCsv(TitledCalls):
    """The call log's export; its columns are the account's choice, its dates month first."""

    name = "callrail-csv"
    title = "CallRail call log (CSV)"
    order = DayOrder.MONTH_FIRST
    required = (
        ("trackingnumber", "starttime", "phonenumber"),
        ("trackingphonenumber", "starttime", "customerphonenumber"),
        ("trackingnumber", "starttime", "customerphonenumber"),
        ("callstatus", "numbername", "phonenumber"),
        ("callstatus", "starttime", "phonenumber"),
    )

    def call(self, row: TitledRow, reader: TimeReader) -> IncomingCall:
        """``Call Status`` is Answered Call, Missed Call, Abandoned Call or Voicemail."""
        said = row.get("direction")
        status = row.get("callstatus", "status")
        direction = direction_in(said) or (
            Direction.OUT if "outbound" in status.casefold() else Direction.IN
        )
        out = direction is Direction.OUT
        moment = needed(reader, row.get("starttime", "date", "datetime"))
        customer = row.get("phonenumber", "customerphonenumber", "callernumber")
        tracking = row.get("trackingnumber", "trackingphonenumber")
        took = seconds(row.get("durationseconds", "duration", "durationsecs"))
        disposition = disposition_in(status.casefold().removesuffix(" call").strip(), direction)
        if row.get("voicemail").casefold() in ("true", "yes", "1"):
            disposition = Disposition.VOICEMAIL
        elif disposition is Disposition.UNKNOWN and row.has("answered"):
            disposition = heard(
                direction, spoken=row.get("answered").casefold() in ("true", "yes", "1", "answered")
            )
        spoken = disposition in (Disposition.ANSWERED, Disposition.VOICEMAIL)
        return IncomingCall(
            direction=direction,
            caller=tracking if out else customer,
            called=customer if out else tracking,
            source=self.name,
            name=real_name(row.get("name", "customername", "callername"), row.get("city")),
            line="" if out else tracking,
            started_at=moment.at,
            answered_at=moment.at if disposition is Disposition.ANSWERED else None,
            ended_at=after(moment.at, took),
            talked_seconds=took if spoken else 0,
            disposition=disposition,
            message=row.get("voicemailtranscription", "transcription")
            if disposition is Disposition.VOICEMAIL
            else "",
            external_id=row.get("callid", "id", "resourceid"),
            zone_assumed=moment.zone_assumed,
            recording=where_to_listen(
                row.get("recordingplayer"), row.get("recordingurl", "recording")
            )
            if disposition is Disposition.VOICEMAIL
            else "",
        )
