"""What the rows of Asterisk's call records say, whatever their columns are: one row is a leg, legs
with one linked id are one call."""

import zlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from desktop.connectors.files.rows import BadRow, NotOurs
from desktop.domain.call_sides import direction_in, is_code, says_internal
from desktop.domain.caller_names import name_and_number, real_name
from desktop.domain.channel_sides import (
    FROM_OUTSIDE,
    MENUS,
    VOICEMAIL,
    WAITING,
    channel_direction,
    plays,
)
from desktop.domain.duration_reading import seconds
from desktop.domain.incoming import Disposition, IncomingCall
from desktop.domain.recordings import mailbox_told, where_to_listen
from desktop.domain.talk_time import talked_in_all
from desktop.domain.time_reading import TimeReader
from desktop.domain.vocabulary import Direction

_COLUMNS_TEXT = (
    "src dst dcontext clid channel dstchannel lastapp start answer end duration billsec "
    "disposition uniqueid linkedid sequence did cnam userfield lastdata recordingfile"
)
COLUMNS = tuple(_COLUMNS_TEXT.split())
"""What is taken from a row, in the order of :class:`Texts`."""
ANSWERED, BUSY, CONGESTION, FAILED, NO_ANSWER = (
    "ANSWERED",
    "BUSY",
    "CONGESTION",
    "FAILED",
    "NO ANSWER",
)
DISPOSITIONS = frozenset((ANSWERED, BUSY, CONGESTION, FAILED, NO_ANSWER))
_FAX = frozenset(("receivefax", "rxfax"))
_SPOKEN = (Disposition.ANSWERED, Disposition.VOICEMAIL)
_NAMES_AT_MOST = 50_000


class Texts(NamedTuple):
    """The cells of a row, as :data:`COLUMNS` names them; "" where there is no such column."""

    src: str
    dst: str
    dcontext: str
    clid: str
    channel: str
    dstchannel: str
    lastapp: str
    start: str
    answer: str
    end: str
    duration: str
    billsec: str
    disposition: str
    uniqueid: str
    linkedid: str
    sequence: str
    did: str
    cnam: str
    userfield: str
    lastdata: str
    recordingfile: str


class Leg(NamedTuple):
    """A row with its times read; ``direction`` None between two extensions."""

    texts: Texts
    direction: Direction | None
    started_at: datetime
    zone_assumed: bool
    answered_at: datetime | None
    ended_at: datetime | None
    talked: int
    disposition: str


def leg_of(texts: Texts, reader: TimeReader) -> Leg:
    """Raises :class:`BadRow` or ``UnreadableTime`` where a row cannot be read."""
    at, assumed = reader.plain(texts.start), True
    if at is None:
        moment = reader.read(texts.start)
        if moment is None:
            raise BadRow("This row has no start time.")
        at, assumed = moment
    disposition = texts.disposition
    if disposition not in DISPOSITIONS:
        disposition = disposition.strip().upper().replace("_", " ")
        disposition = {"NOANSWER": NO_ANSWER, "CANCEL": NO_ANSWER}.get(disposition, disposition)
    talked = seconds(texts.billsec) or 0
    if disposition not in DISPOSITIONS and talked and texts.answer:
        disposition = ANSWERED
    took = None
    if not texts.end or (disposition == ANSWERED and not texts.answer):
        took = seconds(texts.duration)
    answered = reader.at(texts.answer) if texts.answer else None
    ended = reader.at(texts.end) if texts.end else None
    if ended is None and took is not None:
        ended = at + timedelta(seconds=took)
    if answered is None and disposition == ANSWERED and took is not None:
        answered = at + timedelta(seconds=max(0, took - talked))
    return Leg(
        texts,
        direction_of_leg(texts),
        at,
        assumed,
        answered if disposition == ANSWERED else None,
        ended,
        talked,
        disposition,
    )


class CallerNames(dict[str, tuple[str, str]]):
    """The caller ids of a file, each read once: ``"Fern Moss" <6025550147>`` → name and number."""

    def __missing__(self, clid: str) -> tuple[str, str]:
        """Read one that is new."""
        if len(self) > _NAMES_AT_MOST:
            self.clear()
        name, number = name_and_number(clid)
        self[clid] = found = real_name(name), number
        return found


def call_of(
    legs: Sequence[Leg], source: str, names: CallerNames, *, far_told: bool = True
) -> IncomingCall:
    """The one call that these legs are; ``far_told`` is whether rows have a column for the far end.
    Raises :class:`NotOurs` for a call between extensions and for a fax."""
    first = legs[0] if len(legs) == 1 else min(legs, key=lambda leg: leg.started_at)
    if first.direction is None:
        first = next((leg for leg in legs if leg.direction is not None), first)
    direction = first.direction
    texts = first.texts
    if direction is None:
        raise NotOurs("code of the phone system" if is_code(texts.dst) else "internal call")
    coming = direction is Direction.IN
    if len(legs) == 1:
        disposition = _became_alone(first, coming=coming, far_told=far_told)
        spoken = disposition in _SPOKEN
        answered_at = first.answered_at if spoken else None
        ended_at, talked = first.ended_at, first.talked if spoken else 0
    else:
        disposition, answered_at, ended_at, talked = _together(legs, coming=coming)
    if coming and _is_fax(legs):
        raise NotOurs("fax")
    called = texts.did or texts.dst
    name, number = names[texts.clid] if coming else ("", "")
    # By place, since a million of these are made: keywords cost a third more.
    return IncomingCall(
        direction,
        texts.src or number,
        called,
        source,
        (real_name(texts.cnam) if coming and texts.cnam else "") or name,
        texts.did,
        first.started_at,
        answered_at,
        ended_at,
        talked,
        disposition,
        "",
        _identity(texts),
        first.zone_assumed,
        _left_at(legs) if disposition is Disposition.VOICEMAIL else "",
    )


def _left_at(legs: Sequence[Leg]) -> str:
    """Where the message lies: the file that is told with its leg, else its mailbox."""
    texts = next(leg.texts for leg in legs if leg.texts.lastapp.casefold() in VOICEMAIL)
    return where_to_listen(texts.recordingfile, mailbox_told(texts.lastdata))


def _is_fax(legs: Sequence[Leg]) -> bool:
    """Whether a fax machine rang, and no phone of ours and no mailbox had to do with it."""
    apps = {leg.texts.lastapp.casefold() for leg in legs if leg.disposition == ANSWERED}
    if apps.isdisjoint(_FAX) or not apps.isdisjoint(VOICEMAIL):
        return False
    return not any(leg.texts.dstchannel for leg in legs)


def _became_alone(leg: Leg, *, coming: bool, far_told: bool) -> Disposition:
    """What became of a call of one leg."""
    if leg.disposition != ANSWERED:
        return Disposition.MISSED if coming else Disposition.NOT_REACHED
    if not coming:
        return Disposition.ANSWERED
    app = leg.texts.lastapp.casefold()
    if app in VOICEMAIL:
        return Disposition.VOICEMAIL
    if leg.texts.dstchannel:
        return Disposition.ANSWERED
    if app in WAITING:
        return Disposition.MISSED
    # Of a call that nobody says came from outside, the last step may be the one of whoever rang.
    outside = _says_outside(leg.texts) or leg.texts.dcontext.startswith(MENUS)
    heard_a_machine = plays(app, leg.texts.dcontext) and outside and far_told
    return Disposition.MISSED if heard_a_machine else Disposition.ANSWERED


def _together(
    legs: Sequence[Leg], *, coming: bool
) -> tuple[Disposition, datetime | None, datetime | None, int]:
    """What became of a call of several legs: the state, answered and ended at, seconds talked."""
    answered = [leg for leg in legs if leg.disposition == ANSWERED]
    recorded = [leg for leg in answered if leg.texts.lastapp.casefold() in VOICEMAIL]
    # A leg without a far end (the queue, the menu) that stands beside others is a machine.
    spoken = [leg for leg in answered if leg.texts.dstchannel and leg not in recorded]
    if not coming:
        spoken = [leg for leg in answered if leg.direction is Direction.OUT]
    disposition = Disposition.ANSWERED
    if not spoken:
        disposition = Disposition.MISSED if coming else Disposition.NOT_REACHED
        if coming and recorded:
            disposition, spoken = Disposition.VOICEMAIL, recorded
    return (
        disposition,
        min((leg.answered_at for leg in spoken if leg.answered_at), default=None),
        max((leg.ended_at for leg in legs if leg.ended_at), default=None),
        talked_in_all((leg.answered_at or leg.started_at, leg.talked) for leg in spoken),
    )


def direction_of_leg(texts: Texts) -> Direction | None:
    """Who rang whom; None between two extensions."""
    said = direction_in(texts.userfield) if texts.userfield else None
    if said is not None:
        return said
    if _says_outside(texts):
        return Direction.IN
    if texts.userfield and says_internal(texts.userfield):
        return None
    return channel_direction(texts.src, texts.dst, texts.dcontext, texts.channel, texts.dstchannel)


def _says_outside(texts: Texts) -> bool:
    """Whether a row says in so many words that the call came from outside."""
    if texts.did or texts.dcontext.startswith(FROM_OUTSIDE):
        return True
    return bool(texts.userfield) and direction_in(texts.userfield) is Direction.IN


def _identity(texts: Texts) -> str:
    """The linked id; else the channel's and the row's, since one channel may leave several rows
    that differ."""
    if texts.linkedid:
        return texts.linkedid
    if not texts.uniqueid:
        return ""
    if texts.sequence:
        return f"{texts.uniqueid}/{texts.sequence}"
    row = f"{texts.dst}\0{texts.dstchannel}\0{texts.start}\0{texts.billsec}\0{texts.disposition}"
    return f"{texts.uniqueid}/{zlib.crc32(row.encode('utf-8', 'replace')):08x}"
