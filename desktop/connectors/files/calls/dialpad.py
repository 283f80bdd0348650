"""Dialpad: call events. Times are milliseconds of the epoch, durations milliseconds with parts."""

from collections.abc import Sequence
from datetime import datetime

from desktop.connectors.files.calls.parts import heard
from desktop.connectors.files.calls.posted import Fields, PostedCalls
from desktop.connectors.files.rows import first_text, part
from desktop.domain.call_sides import direction_in
from desktop.domain.caller_names import real_name
from desktop.domain.duration_reading import DurationUnit, seconds
from desktop.domain.incoming import Disposition, IncomingCall
from desktop.domain.recordings import where_to_listen
from desktop.domain.time_reading import TimeReader
from desktop.domain.vocabulary import Direction

_OVER = frozenset(("hangup", "missed", "voicemail", "voicemail_uploaded", "recap_summary"))


class DialpadCalls(PostedCalls):
    """All events of one call (or of the call it was transferred from) are one."""

    name = "dialpad"
    title = "Dialpad calls"

    def fits(self, fields: Fields) -> bool:
        """By its names of the two sides."""
        return "call_id" in fields and "external_number" in fields and "state" in fields

    def key(self, fields: Fields) -> str:
        """The first call of a chain."""
        return first_text(fields, "entry_point_call_id", "master_call_id", "call_id")

    def call(self, messages: Sequence[Fields], reader: TimeReader) -> IncomingCall:
        """The states together; the first event that names a side counts."""
        merged: dict[str, object] = {}
        for fields in messages:
            merged |= {name: value for name, value in fields.items() if value not in (None, "")}
        direction = direction_in(first_text(merged, "direction")) or Direction.IN
        states = {first_text(fields, "state").casefold() for fields in messages}
        started = _at(reader, merged, "date_started") or _at(reader, merged, "event_timestamp")
        answered = _at(reader, merged, "date_connected")
        ended = _at(reader, merged, "date_ended")
        connected = bool(first_text(merged, "date_connected")) or "connected" in states
        recorded = bool(first_text(merged, "voicemail_link", "voicemail_recording_id"))
        recorded = recorded or "voicemail" in states
        disposition = Disposition.RINGING
        # A caller is connected to the voicemail too.
        if recorded and not (connected and direction is Direction.OUT):
            disposition = Disposition.VOICEMAIL
        elif connected:
            disposition = heard(direction, spoken=True)
        elif states & _OVER or first_text(merged, "date_ended"):
            disposition = heard(direction, spoken=False)
        talked = seconds(first_text(merged, "duration"), DurationUnit.MILLISECONDS)
        external, internal = (
            first_text(merged, "external_number"),
            first_text(merged, "internal_number"),
        )
        out = direction is Direction.OUT
        return IncomingCall(
            direction=direction,
            caller=internal if out else external,
            called=external if out else internal,
            source=self.name,
            name=real_name(first_text(part(merged, "contact"), "name")),
            started_at=started,
            answered_at=answered if disposition is Disposition.ANSWERED else None,
            ended_at=ended,
            talked_seconds=talked if disposition is not Disposition.RINGING else None,
            disposition=disposition,
            message=first_text(merged, "transcription_text"),
            external_id=self.key(messages[0]),
            recording=where_to_listen(first_text(merged, "voicemail_link"))
            if disposition is Disposition.VOICEMAIL
            else "",
        )


def _at(reader: TimeReader, fields: Fields, name: str) -> datetime | None:
    """A stamp that is not in milliseconds (Dialpad's own examples have them) is not known."""
    text = first_text(fields, name)
    return reader.at(text) if len(text) == 13 and text.isdecimal() else None
