"""Hands calls in, in their order, and keeps what cannot be taken for now."""

import logging
from collections import deque
from collections.abc import Callable
from typing import Final

from desktop.domain.errors import NotAllowed, Problem, Refused
from desktop.domain.incoming import (
    Disposition,
    Fate,
    IncomingCall,
    Receipt,
    SetAside,
    Take,
    Unreadable,
)
from desktop.domain.quoting import not_taken

LOG = logging.getLogger(__name__)
AT_MOST: Final = 20_000
"""Records that wait while the desk is out of reach."""

Announce = Callable[[IncomingCall, Receipt], None]
"""Is told of each call after it was taken, and of a ringing one that cannot be taken for now (the
receipt then names no record), from the connector's thread. Returns at once."""


def no_one(call: IncomingCall, receipt: Receipt) -> None:
    """Nobody is told."""


class Handing:
    """For one thread."""

    def __init__(self, take: Take, set_aside: SetAside, announce: Announce) -> None:
        self._take, self._set_aside, self._announce = take, set_aside, announce
        self._waiting: deque[IncomingCall | Unreadable] = deque()

    @property
    def waits(self) -> bool:
        """Whether something could not be taken yet."""
        return bool(self._waiting)

    def give(self, record: IncomingCall | Unreadable) -> None:
        """Hand this in behind what waits; :meth:`go` does it."""
        if len(self._waiting) >= AT_MOST:
            LOG.warning("too much waits for the desk: the oldest was let go")
            self._waiting.popleft()
        self._waiting.append(record)

    def go(self) -> str:
        """Hand in what waits. Returns "", or the sentence why the rest goes on waiting."""
        while self._waiting:
            record = self._waiting[0]
            try:
                if isinstance(record, Unreadable):
                    self._set_aside(record)
                else:
                    self._tell(record, self._take(record))
            except NotAllowed as problem:
                self._announce_ringing(str(problem))
                return str(problem)
            except Refused as refusal:
                # What the desk says no to does not wait for a better time: it is set aside.
                self._waiting.popleft()
                if isinstance(record, Unreadable):
                    LOG.exception("what could not be read was not set aside")
                else:
                    self._waiting.appendleft(_kept(record, not_taken(refusal)))
                continue
            except Problem as problem:
                self._announce_ringing(str(problem))
                return str(problem)
            except Exception:
                # One record that the desk stumbles over must not stop those behind it.
                LOG.exception("a record of the phone system was not taken")
                self._waiting.popleft()
                if not isinstance(record, Unreadable):
                    self._waiting.appendleft(_stumbled(record))
                continue
            self._waiting.popleft()
        return ""

    def _announce_ringing(self, reason: str) -> None:
        """A caller who rings is shown even while nothing can be written."""
        last = self._waiting[-1]
        if isinstance(last, IncomingCall) and last.disposition is Disposition.RINGING:
            self._tell(last, Receipt(Fate.UNCHANGED, reason=reason))

    def _tell(self, call: IncomingCall, receipt: Receipt) -> None:
        try:
            self._announce(call, receipt)
        except Exception:
            LOG.exception("a call could not be announced")


def _stumbled(call: IncomingCall) -> Unreadable:
    return _kept(
        call,
        "KetWell Desk stumbled over this call and kept it as it came. Show it to whoever looks "
        "after the program.",
    )


def _kept(call: IncomingCall, reason: str) -> Unreadable:
    return Unreadable(
        source=call.source,
        reason=reason,
        raw=repr(call).encode("utf-8", "replace"),
        external_id=call.external_id,
    )
