"""Asterisk's log of channel events (CEL): every event with one linked id belongs to one call.

The caller's number may be rewritten between the first event of the channel and the first that runs
a step of the dialplan (612345678 becomes 0612345678): what is said later counts.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from desktop.connectors.files.calls.asterisk_legs import Texts, direction_of_leg
from desktop.connectors.files.calls.together import Together
from desktop.connectors.files.content import Content
from desktop.connectors.files.format import CERTAIN, NO, ReadOptions
from desktop.connectors.files.headed import find_titles, is_types, titles_of
from desktop.connectors.files.rows import BadRow, NotOurs
from desktop.connectors.files.table import Line
from desktop.domain.call_sides import is_outside
from desktop.domain.caller_names import real_name
from desktop.domain.channel_sides import VOICEMAIL
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

_EVENTS_TEXT = (
    "CHAN_START CHAN_END ANSWER HANGUP APP_START APP_END BRIDGE_START BRIDGE_END BRIDGE_ENTER "
    "BRIDGE_EXIT CONF_START CONF_END PARK_START PARK_END BLINDTRANSFER ATTENDEDTRANSFER PICKUP "
    "FORWARD LINKEDID_END LOCAL_OPTIMIZE LOCAL_OPTIMIZE_BEGIN 3WAY_START 3WAY_END USER_DEFINED "
    "STREAM_BEGIN STREAM_END DTMF"
)
_EVENTS = frozenset(_EVENTS_TEXT.split())
_COLUMNS_TEXT = (
    "eventtype eventtime cidname cidnum cidani cidrdnis ciddnid exten context channame appname "
    "appdata amaflags accountcode uniqueid linkedid peer userfield userdeftype extra"
)
_COLUMNS = {name: place for place, name in enumerate(_COLUMNS_TEXT.split())}
"""As Asterisk writes them without titles."""
_TITLES = ("eventtype", "eventtime", "uniqueid", "linkedid")
_OTHER_NAMES = {"channame": "channel", "appname": "application", "cidnum": "calleridnum"}
_TALKING = ("BRIDGE_ENTER", "BRIDGE_START", "CONF_START")
_ENDS = ("LINKEDID_END", "CHAN_END", "HANGUP")


class _Event(NamedTuple):
    """One row."""

    row: int
    at: datetime
    zone_assumed: bool
    kind: str
    name: str
    number: str
    dialled: str
    context: str
    channel: str
    app: str
    uniqueid: str


class AsteriskCel:
    """The channel event log, without titles or with those of its database table."""

    name = "asterisk-cel"
    title = "Asterisk channel events (CEL)"
    kind = IncomingKind.CALL

    def recognise(self, content: Content) -> int:
        """By the names of events in one column of nearly every row."""
        rows = content.first_rows
        hits = sum(1 for row in rows if len(row) > 8 and any(cell in _EVENTS for cell in row[:4]))
        return CERTAIN if hits and hits * 2 > len(rows) else NO

    def read(self, content: Content, options: ReadOptions) -> Iterator[RowRead]:
        """One call for each linked id, in the order in which they began."""
        titles = find_titles(content, _TITLES)
        places = titles_of(titles) if titles else _COLUMNS
        reader = TimeReader(options.zone)
        waiting: Together[tuple[str, _Event]] = Together()
        for line in content.lines():
            cells = line.cells
            if not line.trouble and (line.is_blank or cells == titles or is_types(cells)):
                continue
            if titles and not line.trouble and titles_of(cells).keys() >= set(_TITLES):
                continue
            try:
                event = _event(line, places, reader)
            except (BadRow, UnreadableTime) as why:
                yield Rejected(line.number, str(why), content.row_text(line))
                continue
            key = _cell(cells, places, "linkedid") or event.uniqueid
            for group in waiting.add(key, (key, event), sum(map(len, cells))):
                yield _read(group)
            # Nothing comes behind the last event of a call.
            if event.kind == "LINKEDID_END" and (whole := waiting.take(key)):
                yield _read(whole)
        for group in waiting.rest():
            yield _read(group)


def _event(line: Line, places: Mapping[str, int], reader: TimeReader) -> _Event:
    row, cells, trouble = line
    if trouble:
        raise BadRow(trouble)
    kind = _cell(cells, places, "eventtype")
    if not kind:
        raise BadRow("This row names no event.")
    moment = reader.read(_cell(cells, places, "eventtime"))
    if moment is None:
        raise BadRow("This event has no time.")
    uniqueid = _cell(cells, places, "uniqueid")
    if not uniqueid:
        raise BadRow("This event names no channel. The row is cut off.")
    return _Event(
        row,
        moment.at,
        moment.zone_assumed,
        kind,
        _cell(cells, places, "cidname"),
        _cell(cells, places, "cidnum"),
        _cell(cells, places, "exten"),
        _cell(cells, places, "context"),
        _cell(cells, places, "channame"),
        _cell(cells, places, "appname"),
        uniqueid,
    )


def _cell(cells: Sequence[str], places: Mapping[str, int], name: str) -> str:
    place = places.get(name, places.get(_OTHER_NAMES.get(name, ""), -1))
    return cells[place].strip() if 0 <= place < len(cells) else ""


def _read(group: Sequence[tuple[str, _Event]]) -> RowRead:
    linked, events = group[0][0], [event for _, event in group]
    first = min(event.row for event in events)
    try:
        return Taken(first, _call(sorted(events, key=lambda event: event.at), linked))
    except NotOurs as why:
        return Ignored(first, str(why))


def _call(events: Sequence[_Event], linked: str) -> IncomingCall:
    # The channel that the call began on; its identity is the linked one.
    own = [event for event in events if event.uniqueid == linked] or [
        event for event in events if event.uniqueid == events[0].uniqueid
    ]
    start = own[0]
    number = next((event.number for event in reversed(own) if event.number), "")
    name = next((event.name for event in reversed(own) if event.name), "")
    called = next((e.dialled for e in own if is_outside(e.dialled)), "") or next(
        (event.dialled for event in own if event.dialled not in ("", "s", "h")), start.dialled
    )
    far = next((e.channel for e in events if e.uniqueid != start.uniqueid and e.channel), "")
    texts = Texts._make([""] * len(Texts._fields))._replace(
        src=number, dst=called, dcontext=start.context, channel=start.channel, dstchannel=far
    )
    direction = direction_of_leg(texts)
    if direction is None or not (is_outside(number) or is_outside(called) or _hidden(start)):
        raise NotOurs("internal call")
    coming = direction is Direction.IN
    talking = [event for event in events if event.kind in _TALKING]
    if not coming:
        # The far end answers an outgoing call; before that there is only ringing.
        talking = [e for e in talking if any(a.kind == "ANSWER" for a in events)]
    recorded = any(event.app.casefold() in VOICEMAIL for event in own)
    ends = [event.at for event in events if event.kind in _ENDS]
    over = any(event.kind in ("LINKEDID_END", "CHAN_END") for event in events)
    answered = talking[0].at if talking else None
    ended = max(ends) if over else None
    disposition = Disposition.RINGING
    if answered is not None:
        disposition = Disposition.ANSWERED
    elif over:
        disposition = Disposition.MISSED if coming else Disposition.NOT_REACHED
        if coming and recorded:
            disposition = Disposition.VOICEMAIL
    talked = int((ended - answered).total_seconds()) if answered and ended else 0
    return IncomingCall(
        direction=direction,
        caller=number,
        called=called,
        source=AsteriskCel.name,
        name=real_name(name) if coming else "",
        started_at=start.at,
        answered_at=answered,
        ended_at=ended,
        talked_seconds=max(0, talked),
        disposition=disposition,
        external_id=linked,
        zone_assumed=start.zone_assumed,
    )


def _hidden(start: _Event) -> bool:
    """Whether it came in from outside without a number."""
    return start.context.startswith(("from-trunk", "from-pstn", "from-did", "from-extern"))
