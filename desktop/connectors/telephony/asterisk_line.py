"""The phone system: who rings is told while it rings, and no call is lost over a gap.

One plain thread. What happens now is heard from the manager interface; what happened while the
connection was cut, Asterisk was restarted or the program was closed is read from its call records.
Both tell of a call under the same identity, its linked id.
"""

import logging
import random
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from desktop.connectors.telephony.call_records import CallRecords
from desktop.connectors.telephony.handing import Announce, Handing, no_one
from desktop.connectors.telephony.line_settings import LineSettings, Patience
from desktop.connectors.telephony.live_calls import LiveCalls
from desktop.connectors.telephony.manager_link import Bell, Cut, ManagerLink, NotLetIn, Stopped
from desktop.connectors.telephony.packets import Packet
from desktop.domain.connection_state import Link, Standing, StandingKeeper
from desktop.domain.incoming import (
    Disposition,
    IncomingCall,
    Rejected,
    RowRead,
    SetAside,
    Take,
    Unreadable,
)

LOG = logging.getLogger(__name__)
_REMEMBERED: Final = 5_000
_DENIED: Final = "permission denied"
_NO_LIST: Final = (
    "Connected, but the phone system does not say which calls are going on: how a call ended while "
    "the connection was cut is known from the call records alone. Give the manager the right to it "
    "(write = reporting in manager.conf)."
)
_NO_RECORDS: Final = (
    "Connected, but the call records cannot be read: calls that come while the connection is cut "
    "are not caught up. See that the file is where it was and may be read."
)


@dataclass(slots=True)
class _Asked:
    """The phone system's list of channels, while it is being answered; ``first``: asked as soon as
    the connection was there."""

    number: str
    before: tuple[str, ...]
    first: bool
    there: set[str] = field(default_factory=set)


class AsteriskLine:
    """One phone system, from :meth:`start` until :meth:`stop`.

    ``open_records`` opens its call records (None: they are out of reach). ``announce`` is told of
    each call from the connector's thread.
    """

    def __init__(
        self,
        settings: LineSettings,
        *,
        take: Take,
        set_aside: SetAside,
        clock: Callable[[], datetime],
        announce: Announce = no_one,
        open_records: Callable[[], CallRecords] | None = None,
        patience: Patience | None = None,
        chance: Callable[[], float] | None = None,
    ) -> None:
        self._settings, self._clock = settings, clock
        self._chance = chance or random.SystemRandom().random
        self._patience = patience or Patience()
        self._handing = Handing(take, set_aside, announce)
        self._open_records = open_records
        self._records: CallRecords | None = None
        self._records_trouble = ""
        self._calls = LiveCalls(settings.source)
        # What is said of a call whose record does not come in time.
        self._without_record: dict[str, tuple[IncomingCall, float]] = {}
        self._by_records: OrderedDict[str, None] = OrderedDict()
        self._standing = StandingKeeper()
        self._connected = False
        self._list: _Asked | None = None
        self._list_trouble = ""
        self._looked_at = -1e9
        self._more = False
        self._bell: Bell | None = None
        self._thread: threading.Thread | None = None

    @property
    def standing(self) -> Standing:
        """How it stands now."""
        return self._standing.standing

    def start(self) -> None:
        """Begin; returns at once."""
        self._standing.tell(Link.CONNECTING, self._clock())
        self._bell = Bell()
        self._thread = threading.Thread(target=self._run, name="phone system", args=(self._bell,))
        self._thread.start()

    def stop(self) -> None:
        """End; what was taken is safe, and what happens now is caught up next time."""
        if self._bell is None or self._thread is None:
            return
        self._bell.ring()
        self._thread.join()
        self._bell.close()
        self._bell = self._thread = None
        self._standing.tell(Link.OFF, self._clock())

    def _run(self, bell: Bell) -> None:
        failed = 0
        while True:
            link = ManagerLink(self._settings, self._patience, bell)
            try:
                try:
                    early = link.open()
                    failed = 0
                    self._follow(link, early)
                except NotLetIn as refusal:
                    self._standing.tell(Link.REFUSED, self._clock(), str(refusal))
                    LOG.warning("the phone system did not let us in")
                    self._wait(bell, self._patience.refused)
                except Cut as cut:
                    failed += 1
                    self._standing.tell(Link.RETRYING, self._clock(), str(cut))
                    LOG.info("the connection to the phone system is cut, try %d", failed)
                    self._wait(bell, self._patience.before_try(failed, self._chance()))
            except Stopped:
                self._handing.go()
                return
            finally:
                self._connected, self._list = False, None
                link.close()

    def _wait(self, bell: Bell, seconds: float) -> None:
        """Until the next try; the records are read meanwhile."""
        self._connected = False
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._look_after()
            bell.wait(min(left, self._pause()))

    def _follow(self, link: ManagerLink, early: list[Packet]) -> None:
        """Hear what the phone system tells until it is cut."""
        self._connected = True
        self._standing.tell(Link.WORKING, self._clock())
        LOG.info("connected to the phone system")
        self._ask_for_channels(link, first=True)
        asked_at = time.monotonic()
        for packet in early:
            self._hear(packet)
        self._looked_at = -1e9
        while True:
            for packet in link.packets(self._pause()):
                self._hear(packet)
            self._look_after()
            now = time.monotonic()
            if now - link.heard_at > self._patience.dead:
                raise Cut("The phone system has fallen silent. It is tried again.")
            unanswered = self._list is not None and now - asked_at > self._patience.answer
            if (
                unanswered
                or now - max(asked_at, link.heard_at) > self._patience.quiet
                or now - asked_at > 2 * self._patience.quiet
            ):
                # Its list says that it is still there, and whether an event was missed. While it
                # begins to run, it may not be answered.
                asked_at = now
                self._ask_for_channels(link, first=False)

    def _pause(self) -> float:
        """How long nothing may happen before the next look around."""
        if self._more and not self._handing.waits:
            return 0.0
        return min(self._patience.records, self._patience.quiet, 1.0)

    def _ask_for_channels(self, link: ManagerLink, *, first: bool) -> None:
        before = self._calls.channels()
        self._list = _Asked(link.ask("CoreShowChannels"), before, first)

    def _hear(self, packet: Packet) -> None:
        event = packet.get("event", "").casefold()
        asked = self._list
        if asked is not None and packet.get("actionid") == asked.number:
            if event == "coreshowchannel":
                asked.there.add(packet.get("uniqueid", ""))
            elif event == "coreshowchannelscomplete":
                self._list, self._list_trouble = None, ""
                self._ended_unheard(self._calls.only(asked.there, asked.before))
                return
            elif packet.get("message", "").casefold() == _DENIED:
                self._list, self._list_trouble = None, _NO_LIST
                if asked.first:
                    # Whatever went on before the connection was cut is left to the records.
                    self._ended_unheard(self._calls.only((), asked.before))
                return
            else:
                return
        self._give(self._calls.hear(packet, self._clock()))

    def _ended_unheard(self, calls: list[IncomingCall]) -> None:
        for call in calls:
            if call.external_id not in self._by_records:
                self._await_record(_ended(call, self._clock()))
        self._looked_at = -1e9

    def _await_record(self, call: IncomingCall) -> None:
        until = time.monotonic() + self._patience.settle
        self._without_record[call.external_id] = call, until

    def _give(self, calls: list[IncomingCall]) -> None:
        """Hand in what was heard, at once: somebody's phone is ringing."""
        for call in calls:
            self._handing.give(self._measured_later(call))
        if calls:
            self._look_after()

    def _measured_later(self, call: IncomingCall) -> IncomingCall:
        """Its record says to the second how long they talked: what we heard came a moment late, so
        that is said only if no record comes."""
        talked = call.ended_at is not None and call.answered_at is not None
        if not talked or self._open_records is None:
            return call
        if call.external_id not in self._by_records:
            self._await_record(call)
        return replace(call, talked_seconds=None)

    def _look_after(self) -> None:
        """What is due: what waits, the records, and calls whose end nobody told."""
        now = time.monotonic()
        due = self._more or now - self._looked_at >= self._patience.records
        if due and not self._handing.waits:
            self._looked_at = now
            self._read_records()
        for key, (call, until) in tuple(self._without_record.items()):
            if now >= until or self._open_records is None:
                del self._without_record[key]
                self._handing.give(call)
        trouble = self._handing.go() or self._records_trouble or self._list_trouble
        if self._connected:
            self._standing.tell(Link.WORKING, self._clock(), trouble)

    def _read_records(self) -> None:
        if self._open_records is None:
            return
        try:
            if self._records is None:
                self._records = self._open_records()
            calls, others, self._more = self._records.step(self._is_alive)
            for row in others:
                self._set_row_aside(row)
            for call in calls:
                self._take_record(call)
            if not self._handing.go():
                self._records.done()
            self._records_trouble = ""
        except OSError:
            self._more, self._records_trouble = False, _NO_RECORDS

    def _is_alive(self, linked_id: str) -> bool:
        return self._connected and self._calls.is_alive(linked_id)

    def _take_record(self, call: IncomingCall) -> None:
        self._without_record.pop(call.external_id, None)
        self._by_records[call.external_id] = None
        while len(self._by_records) > _REMEMBERED:
            self._by_records.popitem(last=False)
        missed = call.disposition is Disposition.MISSED
        if not missed or self._calls.became(call.external_id) is not Disposition.MISSED:
            self._handing.give(call)

    def _set_row_aside(self, row: RowRead) -> None:
        if isinstance(row, Rejected):
            raw = row.raw.encode("utf-8", "replace")
            self._handing.give(Unreadable(self._settings.source, row.reason, raw))


def _ended(call: IncomingCall, now: datetime) -> IncomingCall:
    """A call that is over and whose end nobody tells: whoever only rang was not answered as far as
    anybody knows, so somebody rings back."""
    if call.disposition is Disposition.RINGING:
        return replace(call, disposition=Disposition.MISSED, ended_at=now, talked_seconds=0)
    return replace(call, ended_at=now)
