"""OpenPhone (Quo): events of its webhooks and call objects of its API."""

from collections.abc import Sequence

from desktop.connectors.files.calls.parts import after, heard, needed
from desktop.connectors.files.calls.posted import Fields, PostedCalls
from desktop.connectors.files.rows import BadRow, first_text, part
from desktop.domain.call_sides import direction_in
from desktop.domain.duration_reading import seconds
from desktop.domain.incoming import Disposition, IncomingCall
from desktop.domain.recordings import where_to_listen
from desktop.domain.time_reading import TimeReader
from desktop.domain.vocabulary import Direction


class OpenPhoneCalls(PostedCalls):
    """A missed call is completed like every other: it has no ``answeredAt``."""

    name = "openphone"
    title = "OpenPhone (Quo) calls"

    def fits(self, fields: Fields) -> bool:
        """By the kind of object, or the fields of a call of the API."""
        call = _object(fields)
        if first_text(fields, "type").startswith("call."):
            return bool(call)
        return (
            "phoneNumberId" in call
            and "direction" in call
            and ("answeredAt" in call or "completedAt" in call or "participants" in call)
        )

    def key(self, fields: Fields) -> str:
        """The call's identity; that of the event differs with each delivery."""
        call = _object(fields)
        return first_text(call, "callId", "id")

    def call(self, messages: Sequence[Fields], reader: TimeReader) -> IncomingCall:
        """The latest event knows most; a voicemail's words come by themselves. Recordings and
        transcripts have times and durations of their own."""
        merged: dict[str, object] = {}
        over = False
        said = ""
        for fields in messages:
            call = _object(fields)
            said = first_text(part(call, "voicemail"), "transcription") or said
            if first_text(call, "callId") or first_text(call, "object") not in ("", "call"):
                continue
            merged |= {name: value for name, value in call.items() if value is not None}
            kind = first_text(fields, "type")
            over = over or kind == "call.completed" or bool(first_text(call, "completedAt"))
        direction = direction_in(first_text(merged, "direction")) or Direction.IN
        caller, called = _sides(merged, direction)
        if not caller and not called:
            raise BadRow("This call has neither a caller nor a called number.")
        moment = needed(reader, first_text(merged, "createdAt", "startedAt", "initiatedAt"))
        answered = reader.at(first_text(merged, "answeredAt"))
        ended = reader.at(first_text(merged, "completedAt"))
        voicemail = part(merged, "voicemail")
        disposition = heard(direction, spoken=True) if answered else Disposition.RINGING
        if voicemail and answered is None:
            disposition = Disposition.VOICEMAIL
        elif over and answered is None:
            disposition = heard(direction, spoken=False)
        talked = int((ended - answered).total_seconds()) if answered and ended else None
        if disposition is Disposition.VOICEMAIL:
            talked = seconds(first_text(voicemail, "duration"))
        elif talked is None and over:
            talked = 0
        return IncomingCall(
            direction=direction,
            caller=caller,
            called=called,
            source=self.name,
            started_at=moment.at,
            answered_at=answered,
            ended_at=ended or after(answered, talked),
            talked_seconds=max(0, talked) if talked is not None else None,
            disposition=disposition,
            message=said,
            external_id=first_text(merged, "id"),
            zone_assumed=moment.zone_assumed,
            recording=where_to_listen(first_text(voicemail, "url"))
            if disposition is Disposition.VOICEMAIL
            else "",
        )


def _object(fields: Fields) -> Fields:
    return part(fields, "data", "object") or part(fields, "object", "data", "object") or fields


def _sides(call: Fields, direction: Direction) -> tuple[str, str]:
    caller, called = first_text(call, "from"), first_text(call, "to")
    people = call.get("participants")
    if not caller and not called and isinstance(people, list) and people:
        other = first_text({"other": people[0]}, "other")
        return (other, "") if direction is Direction.IN else ("", other)
    return caller, called
