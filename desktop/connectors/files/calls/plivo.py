"""Plivo: call records of its API; the same record may come twice in one list."""

from collections.abc import Sequence

from desktop.connectors.files.calls.legs import with_legs
from desktop.connectors.files.calls.parts import after, heard, needed
from desktop.connectors.files.calls.posted import Fields, PostedCalls
from desktop.connectors.files.rows import first_text
from desktop.domain.call_sides import direction_in
from desktop.domain.duration_reading import seconds
from desktop.domain.incoming import Disposition, IncomingCall
from desktop.domain.time_reading import TimeReader
from desktop.domain.vocabulary import Direction


class PlivoCalls(PostedCalls):
    """Times carry their offset; numbers may come without their plus."""

    name = "plivo"
    title = "Plivo calls"

    def fits(self, fields: Fields) -> bool:
        """By its names."""
        return "call_uuid" in fields and "from_number" in fields and "to_number" in fields

    def fits_envelope(self, whole: Fields) -> bool:
        """An empty page."""
        return whole.get("objects") == [] and "api_id" in whole

    def key(self, fields: Fields) -> str:
        """A leg belongs to its parent."""
        return first_text(fields, "parent_call_uuid", "call_uuid")

    def calls(self, messages: Sequence[Fields], reader: TimeReader) -> list[IncomingCall]:
        """The parent with its legs is one call."""
        call = self.call(messages, reader)
        by_id = {first_text(each, "call_uuid"): each for each in messages}
        parent = by_id.pop(self.key(messages[0]), None)
        if parent is None or not by_id:
            return [call]
        return [with_legs(call, [self.call([leg], reader) for leg in by_id.values()])]

    def call(self, messages: Sequence[Fields], reader: TimeReader) -> IncomingCall:
        """The parent where it is there; of the same record twice the first."""
        own = [each for each in messages if first_text(each, "call_uuid") == self.key(each)]
        fields = (own or messages)[0]
        direction = direction_in(first_text(fields, "call_direction")) or Direction.IN
        moment = needed(reader, first_text(fields, "initiation_time", "answer_time", "end_time"))
        answered = reader.at(first_text(fields, "answer_time"))
        talked = seconds(first_text(fields, "call_duration", "bill_duration"))
        disposition = heard(direction, spoken=answered is not None)
        if answered is None and talked:
            disposition = Disposition.ANSWERED
        return IncomingCall(
            direction=direction,
            caller=_plus(first_text(fields, "from_number")),
            called=_plus(first_text(fields, "to_number")),
            source=self.name,
            started_at=moment.at,
            answered_at=answered,
            ended_at=reader.at(first_text(fields, "end_time")) or after(answered, talked),
            talked_seconds=talked,
            disposition=disposition,
            external_id=self.key(fields),
            zone_assumed=moment.zone_assumed,
        )


def _plus(number: str) -> str:
    return f"+{number}" if number.isdecimal() and len(number) > 9 else number
