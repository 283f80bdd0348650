"""Asterisk's own call records (``Master.csv``), read on from where reading stopped.

The place is kept as text by whoever hands it in (working state, nothing about people): which file,
by a fingerprint of its beginning, and how many bytes of it are done. A record that was read twice
does no harm, since it has its identity; one that was read never does.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final, Protocol

from desktop.connectors.telephony.identities import moment_in
from desktop.domain.incoming import Disposition, IncomingCall, RowRead, Taken
from desktop.domain.talk_time import talked_in_all

BLOCK: Final = 64 * 1024
"""Bytes that are read in one go, so that a ringing caller never waits for records."""
_PRINT: Final = 200
"""Bytes of a file's beginning that tell it from the next one."""

ReadRows = Callable[[bytes], Iterable[RowRead]]
"""Reads whole rows of ``Master.csv``; the times' zone is known to it."""


class Place(Protocol):
    """Where reading stopped, kept over the end of the program."""

    def load(self) -> str:
        """As it was saved; "" at the very first."""

    def save(self, text: str) -> None:
        """Keep it."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A call of which more records may come; ``at`` is the block of its first one."""

    call: IncomingCall
    at: int


class CallRecords:
    """The records of one file. Not for two threads at once; files that cannot be read for now (the
    network, the other machine) raise :class:`OSError` and are tried again."""

    def __init__(self, path: Path, read: ReadRows, place: Place, source: str) -> None:
        self._path, self._read, self._place, self._source = path, read, place, source
        self._print, self._done = _place_in(place.load())
        self._saved = (self._print, self._done)
        self._open: dict[str, Noted] = {}

    def step(self, alive: Callable[[str], bool]) -> tuple[list[IncomingCall], list[RowRead], bool]:
        """Read one block on: the calls that are whole, the rows that are none, and whether there
        is more to be read at once. A call that is ``alive``, or of which a row was just read, is
        kept back: each phone that rang for it leaves a row. Call :meth:`done` when they are safe.
        """
        start, block, more = self._next_block()
        fresh: set[str] = set()
        whole: list[IncomingCall] = []
        others: list[RowRead] = []
        for row in self._read(block) if block else ():
            if isinstance(row, Taken) and isinstance(row.record, IncomingCall):
                call = self._ours(row.record)
                if not call.external_id:
                    whole.append(call)
                    continue
                known = self._open.get(call.external_id)
                fresh.add(call.external_id)
                self._open[call.external_id] = Noted(
                    together(known.call, call) if known else call, known.at if known else start
                )
            else:
                others.append(row)
        ripe = [key for key in self._open if key not in fresh and not alive(key)]
        whole += [self._open.pop(key).call for key in ripe]
        return whole, others, more

    def done(self) -> None:
        """What was read is safe: from here on it is not read again."""
        done = min((noted.at for noted in self._open.values()), default=self._done)
        if self._saved != (self._print, done):
            self._place.save(json.dumps({"file": self._print, "done": done}))
            self._saved = (self._print, done)

    @property
    def kept_back(self) -> bool:
        """Whether there are calls of which more may come."""
        return bool(self._open)

    def _next_block(self) -> tuple[int, bytes, bool]:
        """Where it starts, whole lines, and whether there are more."""
        if self._print is None and self._path.parent.is_dir() and not self._path.exists():
            # Nobody has rung yet: whatever will be in it is new.
            self._print, self._done = "", 0
            self.done()
        if self._print is None:
            # The very first time: what was before is for an import, which knows it by the same ids.
            self._print, self._done = _print_of(self._path), self._path.stat().st_size
            return self._done, b"", False
        if not self._print:
            self._print, self._done = _print_of(self._path), 0
        if not _matches(self._path, self._print, self._done):
            return self._of_next_file()
        return self._block(self._path)

    def _of_next_file(self) -> tuple[int, bytes, bool]:
        """The file was put away and begun anew: first the rest of the old one, where it lies as
        log rotation leaves it."""
        old = self._path.with_name(self._path.name + ".1")
        with suppress(OSError):
            if _matches(old, self._print or "", self._done):
                start, block, _ = self._block(old)
                if block:
                    return start, block, True
        self._print, self._done = _print_of(self._path), 0
        self._open = {key: replace(noted, at=0) for key, noted in self._open.items()}
        return self._block(self._path)

    def _block(self, path: Path) -> tuple[int, bytes, bool]:
        with path.open("rb") as file:
            file.seek(0, 2)
            size = file.tell()
            start = self._done
            file.seek(start)
            block = file.read(BLOCK)
        end = block.rfind(b"\n") + 1
        if not end and len(block) == BLOCK:
            end = BLOCK  # no line is so long: it is handed on as it is, and found to be none
        self._done = start + end
        return start, block[:end], self._done < size and end > 0

    def _ours(self, call: IncomingCall) -> IncomingCall:
        """The record as the live events would tell it: by the linked id, which without a column of
        its own is the id of the channel that began the call."""
        identity = call.external_id.partition("/")[0]
        caller = call.caller or "anonymous"
        ours = replace(call, source=self._source, external_id=identity, caller=caller)
        return _in_its_zone(ours)


def _in_its_zone(call: IncomingCall) -> IncomingCall:
    """Its times where they belong. The records say no zone, and the one that somebody chose may be
    another one than theirs (``usegmtime``); the id says when the call began whatever the zone."""
    began = moment_in(call.external_id)
    if began is None or call.started_at is None or not call.zone_assumed:
        return call
    apart = call.started_at - began
    zones = round(apart / _ZONES_APART) * _ZONES_APART
    if not _LEAST_APART <= abs(zones) <= _MOST_APART or abs(apart - zones) > _NEAR:
        # The same zone, or a later leg of the call, which begins when it begins.
        return replace(call, zone_assumed=abs(apart) > _NEAR)
    answered, ended = call.answered_at, call.ended_at
    return replace(
        call,
        started_at=call.started_at - zones,
        answered_at=answered and answered - zones,
        ended_at=ended and ended - zones,
        zone_assumed=False,
    )


_ZONES_APART: Final = timedelta(minutes=15)
_LEAST_APART, _MOST_APART = timedelta(hours=1), timedelta(hours=26)
_NEAR: Final = timedelta(minutes=1)

_RANK: Final = {Disposition.ANSWERED: 2, Disposition.VOICEMAIL: 1}


def together(one: IncomingCall, other: IncomingCall) -> IncomingCall:
    """One call of two records of it: somebody answered when anybody did."""
    better, worse = one, other
    if _RANK.get(other.disposition, 0) > _RANK.get(one.disposition, 0):
        better, worse = other, one
    same = _RANK.get(one.disposition, 0) == _RANK.get(other.disposition, 0)
    answered = [each for each in (better.answered_at, worse.answered_at if same else None) if each]
    started = [each.started_at for each in (one, other) if each.started_at]
    ended = [each.ended_at for each in (one, other) if each.ended_at]
    return replace(
        better,
        name=better.name or worse.name,
        recording=better.recording or (worse.recording if same else ""),
        started_at=min(started, default=None),
        answered_at=min(answered, default=None),
        talked_seconds=_talked(better, worse) if same else better.talked_seconds,
        ended_at=max(ended, default=None),
    )


def _talked(one: IncomingCall, other: IncomingCall) -> int | None:
    pieces = [
        (each.answered_at, each.talked_seconds)
        for each in (one, other)
        if each.answered_at is not None and each.talked_seconds is not None
    ]
    return talked_in_all(pieces) if pieces else one.talked_seconds


def _place_in(text: str) -> tuple[str | None, int]:
    """The file's fingerprint (None: never read) and the bytes that are done. Where the place is
    damaged, everything is read once more."""
    if not text:
        return None, 0
    try:
        kept = json.loads(text)
        return str(kept["file"]), max(0, int(kept["done"]))
    except (ValueError, TypeError, KeyError, RecursionError):
        return "", 0


def _print_of(path: Path) -> str:
    """Tells this file from the one that follows it; "" while it is empty."""
    with path.open("rb") as file:
        head = file.read(_PRINT)
    return f"{len(head)}:{hashlib.sha256(head).hexdigest()}" if head else ""


def _matches(path: Path, known: str, done: int) -> bool:
    """Whether this is the file of that fingerprint, and as long as it was at least."""
    width = known.partition(":")[0]
    if not (width.isascii() and width.isdecimal() and int(width[:9]) <= _PRINT):
        return not known and path.exists()
    with path.open("rb") as file:
        head = file.read(int(width))
        size = file.seek(0, 2)
    return f"{len(head)}:{hashlib.sha256(head).hexdigest()}" == known and size >= done
