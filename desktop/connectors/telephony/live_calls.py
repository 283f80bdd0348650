"""What Asterisk's events tell of its calls: channels that belong together (one linked id) are one
call, however many phones ring for it.

Pure: the time is given. Events may be missing, repeated and out of order, since a connection can be
cut at any time; :meth:`LiveCalls.only` sets right what is left of them.
"""

from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, TypeVar

from desktop.connectors.telephony.identities import moment_in
from desktop.connectors.telephony.packets import Packet
from desktop.domain.caller_names import real_name
from desktop.domain.channel_sides import (
    FROM_OUTSIDE,
    VOICEMAIL,
    WAITING,
    channel_direction,
    plays,
)
from desktop.domain.incoming import Disposition, IncomingCall
from desktop.domain.recordings import mailbox_told
from desktop.domain.vocabulary import Direction

T = TypeVar("T")
_CHANNELS_AT_MOST: Final = 5_000
_ENDED_KEPT: Final = 5_000
_LONGEST: Final = 200
_CLOCKS_AGREE: Final = timedelta(minutes=1)
_LONGEST_CALL: Final = timedelta(days=1)
_UP: Final = "6"
_NOT_DIALLED: Final = frozenset(("0", "1", "3", "5"))
"""States of a channel (down, reserved, dialling, ringing) whose far end has said nothing yet."""
_NOTHING: Final = frozenset(("<unknown>", "<none>", "unknown"))
_STARTS: Final = frozenset(("", "s"))
"""Where a channel is before it was said which number it dials."""


@dataclass(slots=True)
class _Call:
    """One call while it lasts. ``spoken_at`` is when two people were joined, ``up_at`` when it was
    answered by whatever it was; ``apps`` is whether its steps through the dial plan are heard,
    ``plays`` whether the last of them only played something to the caller."""

    id: str
    started_at: datetime
    direction: Direction | None = None
    decided: bool = False
    caller: str = ""
    name: str = ""
    line: str = ""
    up_at: datetime | None = None
    spoken_at: datetime | None = None
    waited: bool = False
    recorded: bool = False
    mailbox: str = ""
    apps: bool = False
    from_outside: bool = False
    plays: bool = False
    channels: set[str] = field(default_factory=set)
    told: IncomingCall | None = None
    seen_from_start: bool = True


class LiveCalls:
    """The calls of one phone system. ``source`` is what their records say they come from."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._calls: dict[str, _Call] = {}
        self._channels: dict[str, _Call] = {}
        self._ended: OrderedDict[str, None] = OrderedDict()
        self._whole: OrderedDict[str, Disposition] = OrderedDict()

    def is_alive(self, linked_id: str) -> bool:
        """Whether that call goes on."""
        return linked_id in self._calls

    def became(self, linked_id: str) -> Disposition | None:
        """What became of a call that was followed from its first ring to its end; else None."""
        return self._whole.get(linked_id)

    def hear(self, packet: Packet, now: datetime) -> list[IncomingCall]:
        """What an event tells that is new."""
        kind = packet.get("event", "").casefold()
        channel, linked = packet.get("uniqueid", ""), packet.get("linkedid", "")
        if not channel or len(channel) > _LONGEST or len(linked) > _LONGEST:
            return []
        if kind == "hangup":
            return self._hung_up(channel, now)
        if kind not in _FOLLOWED or not linked or channel in self._ended:
            return []
        begins = kind == "newchannel" and channel == linked
        told, call = self._joined(channel, linked, now, begins=begins)
        if call is None:
            return told
        self._learn(call, channel, packet, kind, now)
        return told + self._news(call)

    def only(self, there: Collection[str], before: Iterable[str]) -> list[IncomingCall]:
        """The channels that are ``there`` (by the phone system's own list) are all there
        are of those known ``before`` it was asked. Returns the calls that ended unheard, as far as
        they were followed; how they ended has to be found out."""
        lost: list[IncomingCall] = []
        for channel in before:
            call = self._channels.get(channel)
            if call is None or channel in there:
                continue
            self._forget(channel, call)
            if call.channels:
                continue
            self._calls.pop(call.id, None)
            if call.told is not None:
                lost.append(call.told)
        return lost

    def channels(self) -> tuple[str, ...]:
        """The ids of the channels that are known."""
        return tuple(self._channels)

    def _joined(
        self, channel: str, linked: str, now: datetime, *, begins: bool
    ) -> tuple[list[IncomingCall], _Call | None]:
        """The call a channel belongs to now; it may just have been joined to another one, which
        ends the one that it leaves behind."""
        told: list[IncomingCall] = []
        before = self._channels.get(channel)
        if before is not None and before.id == linked:
            return told, before
        if before is None and len(self._channels) >= _CHANNELS_AT_MOST:
            return told, None
        call = self._calls.get(linked)
        if call is None:
            longest = _CLOCKS_AGREE if begins else _LONGEST_CALL
            call = _Call(linked, _started(linked, now, longest), seen_from_start=begins)
            self._calls[linked] = call
        if before is not None:
            before.channels.discard(channel)
            if not before.channels:
                # Channels change to another call's id by being joined to it, and not otherwise.
                before.spoken_at = before.spoken_at or now
                told = self._over(before, now)
        call.channels.add(channel)
        self._channels[channel] = call
        return told, call

    def _learn(self, call: _Call, channel: str, packet: Packet, kind: str, now: datetime) -> None:
        if channel == call.id:
            _learn_sides(call, packet)
        if kind == "newexten" or packet.get("application"):
            call.apps = True
            app = packet.get("application", "").casefold()
            call.waited |= app in WAITING
            call.recorded |= app in VOICEMAIL
            context = packet.get("context", "")
            if channel == call.id and not _cleans_up(packet.get("exten", ""), context):
                call.plays = plays(app, context)
            if app in VOICEMAIL and not call.mailbox:
                call.mailbox = mailbox_told(packet.get("appdata", ""))
        if packet.get("channelstate") == _UP and channel == call.id and call.up_at is None:
            call.up_at = now
        joined = kind == "bridgeenter" or bool(packet.get("bridgeid"))
        machine = packet.get("channel", "").startswith("Local/")
        if joined and channel != call.id and not machine and call.spoken_at is None:
            call.spoken_at = now

    def _hung_up(self, channel: str, now: datetime) -> list[IncomingCall]:
        call = self._channels.get(channel)
        if call is None:
            return []
        self._forget(channel, call)
        return [] if call.channels else self._over(call, now)

    def _forget(self, channel: str, call: _Call) -> None:
        self._channels.pop(channel, None)
        call.channels.discard(channel)
        _keep(self._ended, channel, None)

    def _over(self, call: _Call, now: datetime) -> list[IncomingCall]:
        self._calls.pop(call.id, None)
        if call.direction is None or not call.decided:
            return []
        disposition = _became(call)
        if call.seen_from_start and disposition is not Disposition.UNKNOWN:
            _keep(self._whole, call.id, disposition)
        answered_at = call.spoken_at or call.up_at
        if disposition not in (Disposition.ANSWERED, Disposition.VOICEMAIL):
            answered_at = None
        talked = 0 if answered_at is None else max(0, int((now - answered_at).total_seconds()))
        if disposition is Disposition.UNKNOWN:
            return [self._record(call, disposition, None, now, None)]
        return [self._record(call, disposition, answered_at, now, talked)]

    def _news(self, call: _Call) -> list[IncomingCall]:
        """A call in is told when it rings, when its caller's name is found, and when somebody
        takes it; a call out when it is over."""
        if call.direction is not Direction.IN:
            return []
        disposition = Disposition.ANSWERED if call.spoken_at else Disposition.RINGING
        news = self._record(call, disposition, call.spoken_at, None, None)
        if news == call.told:
            return []
        call.told = news
        return [news]

    def _record(
        self,
        call: _Call,
        disposition: Disposition,
        answered_at: datetime | None,
        ended_at: datetime | None,
        talked: int | None,
    ) -> IncomingCall:
        return IncomingCall(
            direction=call.direction or Direction.IN,
            caller=call.caller,
            called=call.line,
            source=self._source,
            name=call.name,
            line=call.line if call.direction is Direction.IN else "",
            started_at=call.started_at,
            answered_at=answered_at,
            ended_at=ended_at,
            talked_seconds=talked,
            disposition=disposition,
            external_id=call.id,
            recording=call.mailbox if disposition is Disposition.VOICEMAIL else "",
        )


_FOLLOWED: Final = frozenset(
    (
        "newchannel",
        "newstate",
        "newcallerid",
        "newexten",
        "bridgeenter",
        "dialbegin",
        "dialstate",
        "coreshowchannel",
    )
)


def _learn_sides(call: _Call, packet: Packet) -> None:
    """Who rings whom, from the channel that began the call."""
    name = real_name(_said(packet.get("calleridname", "")))
    if name and not call.spoken_at:
        call.name = name
    if call.decided:
        return
    caller, line = _said(packet.get("calleridnum", "")), _said(packet.get("exten", ""))
    call.caller, call.line = caller or "anonymous", line
    context, channel = packet.get("context", ""), packet.get("channel", "")
    if line.casefold() in _STARTS and packet.get("channelstate") in _NOT_DIALLED:
        # A call that a program begins rings its own phone first and dials afterwards.
        return
    call.direction = channel_direction(caller, line, context, channel)
    call.from_outside = context.startswith(FROM_OUTSIDE)
    call.decided = True
    if call.direction is Direction.OUT:
        call.name = ""


def _cleans_up(exten: str, context: str) -> bool:
    """Whether a step is one that the dial plan runs when the caller has hung up."""
    return exten == "h" or context.startswith("macro-hangupcall")


def _said(text: str) -> str:
    text = text[:_LONGEST]
    return "" if text.casefold() in _NOTHING else text


def _became(call: _Call) -> Disposition:
    if call.spoken_at is not None:
        return Disposition.ANSWERED
    if call.direction is Direction.OUT:
        return Disposition.NOT_REACHED
    if call.up_at is None:
        return Disposition.MISSED
    if call.recorded:
        return Disposition.VOICEMAIL
    if call.waited or (call.plays and call.from_outside):
        return Disposition.MISSED
    # Answered by the dial plan. Without its steps it may have been a menu: the call records know.
    return Disposition.ANSWERED if call.apps else Disposition.UNKNOWN


def _started(linked_id: str, now: datetime, longest: timedelta) -> datetime:
    """The moment in its id, to the second as the call records have it; ``now`` where the phone
    system's clock is another one than ours."""
    moment = moment_in(linked_id)
    if moment is None or not -_CLOCKS_AGREE <= now - moment <= longest:
        return now
    return moment


def _keep(kept: OrderedDict[str, T], key: str, value: T) -> None:
    kept[key] = value
    while len(kept) > _ENDED_KEPT:
        kept.popitem(last=False)
