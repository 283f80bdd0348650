"""Zoom Phone: events of its webhooks, and call logs as events or lists bring them."""

from collections.abc import Sequence
from dataclasses import replace

from desktop.connectors.files.calls.parts import after, heard
from desktop.connectors.files.calls.posted import Fields, PostedCalls
from desktop.connectors.files.rows import BadRow, NotOurs, first_text, part
from desktop.domain.call_sides import direction_in, is_extension
from desktop.domain.caller_names import real_name
from desktop.domain.disposition_words import disposition_in, of_direction
from desktop.domain.duration_reading import seconds
from desktop.domain.incoming import Disposition, IncomingCall
from desktop.domain.recordings import where_to_listen
from desktop.domain.time_reading import Moment, TimeReader, UnreadableTime
from desktop.domain.vocabulary import Direction

_CALLER = ("caller_did_number", "caller_number", "caller_ext_number")
_CALLEE = ("callee_did_number", "callee_number", "callee_ext_number")
_LOGS = ("call_logs", "call_elements")
_RANKS = {Disposition.ANSWERED: 0, Disposition.VOICEMAIL: 1}
_MACHINES = frozenset(("auto_receptionist", "call_queue"))


class ZoomPhone(PostedCalls):
    """Call ids have nineteen digits and stay texts."""

    name = "zoom-phone"
    title = "Zoom Phone"

    def fits(self, fields: Fields) -> bool:
        """By the name of the event, or the names in a call log."""
        event = first_text(fields, "event")
        if event.startswith("phone."):
            return bool(part(fields, "payload", "object"))
        return "call_id" in fields and "caller_number" in fields and "callee_number" in fields

    def fits_envelope(self, whole: Fields) -> bool:
        """An empty list of call logs."""
        return whole.get("call_logs") == []

    def apart(self, fields: Fields) -> Sequence[Fields]:
        """An event holds the logs of several calls."""
        inside = _object(fields)
        for name in _LOGS:
            logs = inside.get(name)
            found = [log for log in logs if isinstance(log, dict)] if isinstance(logs, list) else []
            if len(found) > 1:
                event = first_text(fields, "event")
                return [
                    {"event": event, "payload": {"object": {**inside, name: [log]}}}
                    for log in found
                ]
        return [fields]

    def key(self, fields: Fields) -> str:
        """The call; an event of a call log holds it further in."""
        inside = _log(fields) or _object(fields)
        return first_text(inside, "call_id", "call_log_id", "id")

    def call(self, messages: Sequence[Fields], reader: TimeReader) -> IncomingCall:
        """A log says all but what was said; events say it one after the other."""
        logs = [log for fields in messages if (log := _log(fields))]
        if logs:
            return replace(self._best(logs, reader), message=_spoken(messages))
        first = messages[0]
        kinds = [first_text(fields, "event").removeprefix("phone.") for fields in messages]
        known = [_object(fields) for fields in messages]
        if not any(part(each, "caller") or "caller_number" in each for each in known):
            raise NotOurs("notice without a caller")
        merged: dict[str, object] = {}
        for each in known:
            merged |= {name: value for name, value in each.items() if value not in (None, "")}
        ours = any(kind.startswith("caller_") for kind in kinds)
        direction = Direction.OUT if ours else Direction.IN
        caller = _number(part(merged, "caller")) or first_text(merged, *_CALLER)
        called = _number(part(merged, "callee")) or first_text(merged, *_CALLEE)
        if is_extension(caller) and is_extension(called):
            raise NotOurs("internal call")
        started = _moment(reader, merged, "ringing_start_time", "date_time")
        answered = _moment(reader, merged, "answer_start_time")
        ended = _moment(reader, merged, "call_end_time")
        if started is None and (stamp := first_text(first, "event_ts")):
            started = reader.read(stamp)
        disposition = Disposition.RINGING
        if answered is not None or any(kind.endswith("_answered") for kind in kinds):
            disposition = Disposition.ANSWERED
        elif any(kind.startswith("voicemail_") for kind in kinds):
            disposition = Disposition.VOICEMAIL
        elif any(kind.endswith(("_missed", "_rejected", "_ended")) for kind in kinds):
            disposition = heard(direction, spoken=False)
        side = part(merged, "callee" if ours else "caller")
        talked = (
            max(0, int((ended.at - answered.at).total_seconds())) if answered and ended else None
        )
        return IncomingCall(
            direction=direction,
            caller=caller,
            called=called,
            source=self.name,
            name=real_name(first_text(side, "name") or first_text(merged, "caller_name")),
            started_at=started.at if started else None,
            answered_at=answered.at if answered else None,
            ended_at=ended.at if ended else None,
            talked_seconds=talked,
            disposition=disposition,
            message=_spoken(messages),
            external_id=self.key(first),
            recording=where_to_listen(first_text(merged, "download_url", "file_url"))
            if disposition is Disposition.VOICEMAIL
            else "",
            zone_assumed=bool(started and started.zone_assumed),
        )

    def _best(self, logs: Sequence[Fields], reader: TimeReader) -> IncomingCall:
        """Of a call that went from one to the other: where it ended."""
        internal: NotOurs | None = None
        calls: list[IncomingCall] = []
        ranks: list[int] = []
        for log in logs:
            try:
                call = self._logged(log, reader)
            except NotOurs as why:
                internal = why
                continue
            calls.append(call)
            # What a machine answered goes on to somebody, and tells the least.
            is_machine = first_text(log, "callee_ext_type").casefold() in _MACHINES
            by_machine = is_machine and call.disposition is Disposition.ANSWERED
            ranks.append(_RANKS.get(call.disposition, 2) + 3 * by_machine)
        if internal and not calls:
            raise internal
        return calls[ranks.index(min(ranks))]

    def _logged(self, log: Fields, reader: TimeReader) -> IncomingCall:
        direction = direction_in(first_text(log, "direction")) or Direction.IN
        caller, called = first_text(log, *_CALLER), first_text(log, *_CALLEE)
        if is_extension(caller) and is_extension(called):
            raise NotOurs("internal call")
        moment = reader.read(first_text(log, "date_time", "start_time"))
        if moment is None:
            raise BadRow("This call has no start time.")
        result = first_text(log, "result", "call_result").casefold()
        disposition = disposition_in(result, direction)
        if disposition is Disposition.UNKNOWN and "voicemail" in result:
            disposition = Disposition.VOICEMAIL
        disposition = of_direction(disposition, direction)
        talked = seconds(first_text(log, "duration"))
        spoken = disposition is Disposition.ANSWERED
        answered = reader.at(first_text(log, "answer_start_time", "answer_time"))
        name = "callee_name" if direction is Direction.OUT else "caller_name"
        return IncomingCall(
            direction=direction,
            caller=caller,
            called=called,
            source=self.name,
            name=real_name(first_text(log, name)),
            started_at=moment.at,
            answered_at=answered if spoken else None,
            ended_at=reader.at(first_text(log, "call_end_time", "end_time"))
            or after(moment.at, talked),
            talked_seconds=talked if spoken else 0,
            disposition=disposition,
            external_id=first_text(log, "call_id", "call_log_id", "id"),
            zone_assumed=moment.zone_assumed,
        )


def _object(fields: Fields) -> Fields:
    return part(fields, "payload", "object") or fields


def _log(fields: Fields) -> Fields:
    """The record of a finished call, where the message is or holds one."""
    inside = _object(fields)
    for name in _LOGS:
        logs = inside.get(name)
        if isinstance(logs, list) and logs and isinstance(logs[0], dict):
            return logs[0]
    return inside if "result" in inside or "call_result" in inside else {}


def _spoken(messages: Sequence[Fields]) -> str:
    """What a voicemail says, as Zoom wrote it down; the newest writing of it."""
    written = [first_text(part(_object(fields), "transcription"), "content") for fields in messages]
    return next(filter(None, reversed(written)), "")


def _number(side: Fields) -> str:
    return first_text(side, "phone_number", "did_number", "extension_number")


def _moment(reader: TimeReader, fields: Fields, *names: str) -> Moment | None:
    """A state is worth telling even when its time cannot be read."""
    try:
        return reader.read(first_text(fields, *names))
    except UnreadableTime:
        return None
