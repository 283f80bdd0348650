"""RingCentral: the call log (JSON), telephony and voicemail notices."""

from collections.abc import Sequence
from datetime import datetime

from desktop.connectors.files.calls.parts import after, needed
from desktop.connectors.files.calls.posted import Fields, PostedCalls
from desktop.connectors.files.rows import NotOurs, first_text, part
from desktop.domain.call_sides import direction_in, is_extension
from desktop.domain.caller_names import real_name
from desktop.domain.disposition_words import disposition_in, of_direction
from desktop.domain.duration_reading import seconds
from desktop.domain.incoming import Disposition, IncomingCall
from desktop.domain.recordings import where_to_listen
from desktop.domain.time_reading import TimeReader
from desktop.domain.vocabulary import Direction

_SPOKEN = (Disposition.ANSWERED, Disposition.VOICEMAIL)


class RingCentralLog(PostedCalls):
    """Records of the call log; all records of one session are one call."""

    name = "ringcentral"
    title = "RingCentral call log"

    def fits(self, fields: Fields) -> bool:
        """By its session and the words it uses."""
        return (
            ("sessionId" in fields or "telephonySessionId" in fields)
            and "direction" in fields
            and ("result" in fields or "action" in fields or "startTime" in fields)
        )

    def fits_envelope(self, whole: Fields) -> bool:
        """An empty page of the call log."""
        return whole.get("records") == [] and "paging" in whole and "call-log" in str(whole)

    def key(self, fields: Fields) -> str:
        """The session."""
        return first_text(fields, "sessionId", "telephonySessionId", "id")

    def call(self, messages: Sequence[Fields], reader: TimeReader) -> IncomingCall:
        """The earliest record of the session says who; the best result says what became of it."""
        voice = [each for each in messages if first_text(each, "type").casefold() != "fax"]
        if not voice:
            raise NotOurs("fax")
        first = min(voice, key=lambda each: first_text(each, "startTime"))
        direction = direction_in(first_text(first, "direction")) or Direction.IN
        moment = needed(reader, first_text(first, "startTime"))
        caller, callee = part(first, "from"), part(first, "to")
        numbers = [first_text(side, "phoneNumber", "extensionNumber") for side in (caller, callee)]
        if _is_ours(caller) and _is_ours(callee):
            raise NotOurs("internal call")
        results = [_result(first_text(each, "result"), direction) for each in voice]
        disposition = _best(results)
        talked = max((seconds(first_text(each, "duration")) or 0 for each in voice), default=0)
        spoken = disposition in _SPOKEN
        return IncomingCall(
            direction=direction,
            caller=numbers[0],
            called=numbers[1],
            source=self.name,
            name=_name_of(caller if direction is Direction.IN else callee),
            started_at=moment.at,
            answered_at=moment.at if disposition is Disposition.ANSWERED else None,
            ended_at=after(moment.at, talked),
            talked_seconds=talked if spoken else 0,
            disposition=disposition,
            external_id=self.key(first),
            zone_assumed=moment.zone_assumed,
            recording=where_to_listen(*map(_left_at, voice))
            if disposition is Disposition.VOICEMAIL
            else "",
        )


class RingCentralNotices(PostedCalls):
    """Notices of telephony sessions and of voicemails, as RingCentral posts them."""

    name = "ringcentral-notices"
    title = "RingCentral notices"

    def fits(self, fields: Fields) -> bool:
        """By the body and its parties or its kind."""
        body = _body(fields)
        return "parties" in body or first_text(body, "type").casefold() == "voicemail"

    def key(self, fields: Fields) -> str:
        """The session, or the voicemail's own identity."""
        return first_text(_body(fields), "telephonySessionId", "sessionId", "id")

    def call(self, messages: Sequence[Fields], reader: TimeReader) -> IncomingCall:
        """The parties' states in the order of the notices."""
        bodies = [_body(fields) for fields in messages]
        if "parties" not in bodies[0]:
            return self._voicemail(bodies[-1], reader)
        bodies.sort(key=lambda body: int(seconds(first_text(body, "sequence")) or 0))
        parties = [
            (body, party)
            for body in bodies
            for party in body.get("parties") or ()
            if isinstance(party, dict)
        ]
        if not parties:
            raise NotOurs("notice without parties")
        outside = [
            pair
            for pair in parties
            if not (_is_ours(part(pair[1], "from")) and _is_ours(part(pair[1], "to")))
        ]
        if not outside:
            raise NotOurs("internal call")
        party = outside[0][1]
        direction = direction_in(first_text(party, "direction")) or Direction.IN
        moment = reader.read(first_text(bodies[0], "eventTime"))
        answered, ended, disposition = _followed(outside, direction, reader)
        return IncomingCall(
            direction=direction,
            caller=first_text(part(party, "from"), "phoneNumber"),
            called=first_text(part(party, "to"), "phoneNumber"),
            source=self.name,
            name=_name_of(part(party, "from" if direction is Direction.IN else "to")),
            started_at=moment.at if moment else None,
            answered_at=answered,
            ended_at=ended,
            talked_seconds=max(0, int((ended - answered).total_seconds()))
            if answered and ended
            else None,
            disposition=disposition,
            external_id=first_text(bodies[0], "sessionId", "telephonySessionId"),
            zone_assumed=bool(moment and moment.zone_assumed),
        )

    def _voicemail(self, body: Fields, reader: TimeReader) -> IncomingCall:
        moment = needed(reader, first_text(body, "creationTime"))
        sender, to = part(body, "from"), body.get("to")
        receiver = to[0] if isinstance(to, list) and to and isinstance(to[0], dict) else {}
        attached = body.get("attachments")
        first = attached[0] if isinstance(attached, list) and attached else {}
        talked = seconds(first_text(first, "vmDuration")) if isinstance(first, dict) else None
        return IncomingCall(
            direction=Direction.IN,
            caller=first_text(sender, "phoneNumber", "extensionNumber"),
            called=first_text(receiver, "phoneNumber", "extensionNumber"),
            source=self.name,
            name=_name_of(sender),
            started_at=moment.at,
            ended_at=after(moment.at, talked),
            talked_seconds=talked,
            disposition=Disposition.VOICEMAIL,
            external_id=first_text(body, "id"),
            zone_assumed=moment.zone_assumed,
            recording=where_to_listen(first_text(first, "uri")) if isinstance(first, dict) else "",
        )


def _left_at(record: Fields) -> str:
    """Where the message of a record of the call log lies."""
    return first_text(part(record, "message"), "uri") or first_text(
        part(record, "recording"), "contentUri", "uri"
    )


def _body(fields: Fields) -> Fields:
    return part(fields, "body") or part(fields, "pn_apns", "body") or fields


def _is_ours(side: Fields) -> bool:
    number = first_text(side, "phoneNumber")
    return is_extension(number) or (not number and bool(first_text(side, "extensionNumber")))


def _name_of(side: Fields) -> str:
    return real_name(first_text(side, "name"), first_text(side, "location"))


def _result(text: str, direction: Direction) -> Disposition:
    return disposition_in(text, direction)


def _best(results: Sequence[Disposition]) -> Disposition:
    for wanted in (Disposition.ANSWERED, Disposition.VOICEMAIL, Disposition.MISSED):
        if wanted in results:
            return wanted
    return results[0] if results else Disposition.UNKNOWN


def _followed(
    parties: Sequence[tuple[Fields, Fields]], direction: Direction, reader: TimeReader
) -> tuple[datetime | None, datetime | None, Disposition]:
    """Answered and ended at, and what became of it, from the states in their order."""
    answered = ended = None
    disposition = Disposition.RINGING
    for body, party in parties:
        code = first_text(part(party, "status"), "code")
        at = reader.at(first_text(body, "eventTime"))
        if code == "Answered" and ended is None:
            answered, disposition = answered or at, Disposition.ANSWERED
        elif code == "Voicemail":
            disposition = Disposition.VOICEMAIL
        elif code in ("Disconnected", "Gone"):
            ended = at
            if disposition is Disposition.RINGING:
                disposition = of_direction(Disposition.MISSED, direction)
        if party.get("missedCall") is True and answered is None:
            disposition = of_direction(Disposition.MISSED, direction)
    return answered, ended, disposition
