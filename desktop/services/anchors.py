"""The ends of the chains, kept outside the database in a file that is only ever added to.

A chain shows an edit in its middle, but not that its end was cut off together with the head, that
an older copy of the whole file was put back, or that somebody who has its key made it anew. This
file does: every two minutes of work, every hundred links and at the close it gets a line with a
desk's end, signed with a key of that chain over the line before. What was written since the last
line may be cut off unseen; a line that is taken away from the end of the file as well takes its
proof with it, which is why backups go to another disk.
"""

import hashlib
import hmac
import json
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from desktop.services.chain import canonical
from desktop.services.desk_chains import Linked

NAME = "chain-ends.jsonl"
EVERY = timedelta(minutes=2)
EVERY_LINKS = 100
_SIGNED = b"ketwell-desk chain end 1"
_START = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """One line: the end of a desk's chain at a time. ``restored`` names the backup that was put
    back then, so that entries of before it may be gone."""

    line: int
    desk_id: UUID
    number: int
    hash: bytes
    at: datetime
    restored: str
    signature: str
    body: Mapping[str, Any]


@dataclass(slots=True)
class _Last:
    """What this process wrote last of one desk, and what has not been written yet."""

    at: datetime | None = None
    number: int = 0
    pending: Linked | None = None


@dataclass(slots=True)
class Anchors:
    """Writes the lines of the desks that write here. Usable from any thread; a disk that takes no
    line is no reason to stop the desk."""

    folder: Path
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _last: dict[UUID, _Last] = field(default_factory=dict)

    def note(self, linked: Linked) -> None:
        """Hear of a link that is committed, and write a line when it is time."""
        with self._lock:
            last = self._last.setdefault(linked.desk_id, _Last())
            last.pending = linked
            if (
                last.at is None
                or abs(linked.at - last.at) >= EVERY
                or linked.number - last.number >= EVERY_LINKS
            ):
                self._write(last)

    def restored(self, ends: Mapping[UUID, Linked], backup: str) -> None:
        """Write down that a backup was put back, on purpose, and where its chains end."""
        with self._lock:
            for linked in ends.values():
                last = self._last.setdefault(linked.desk_id, _Last())
                last.pending = linked
                self._write(last, backup)

    def close(self) -> None:
        """Write the ends that have no line yet."""
        with self._lock:
            for last in self._last.values():
                self._write(last)

    def _write(self, last: _Last, restored: str = "") -> None:
        linked, last.pending = last.pending, None
        if linked is None:
            return
        last.at, last.number = linked.at, linked.number
        with suppress(OSError):
            before = _last_signature(self.folder / NAME, linked.desk_id)
            body = {
                "v": 1,
                "desk": linked.desk_id.hex,
                "number": linked.number,
                "hash": linked.hash.hex(),
                "at": linked.at.isoformat(),
                "restored": restored,
            }
            signed = {**body, "signature": sign(linked.key, before, body)}
            line = json.dumps(signed, ensure_ascii=False) + "\n"
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
            handle = os.open(self.folder / NAME, flags, 0o600)
            try:
                # One write of one line: two programs never mix theirs.
                os.write(handle, line.encode())
            finally:
                os.close(handle)


def sign(key: bytes, before: str, body: Mapping[str, Any]) -> str:
    """The signature of a line, over that of the desk's line before."""
    own = hmac.new(key, _SIGNED, hashlib.sha256).digest()
    return hmac.new(own, before.encode() + canonical(body), hashlib.sha256).hexdigest()


def read_anchors(folder: Path) -> Iterator[Anchor | int]:
    """The lines in their order; the number of a line that makes no sense. A line that was cut off
    by a crash, the last one, is passed by."""
    try:
        text = (folder / NAME).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        if not line:
            continue
        try:
            told = json.loads(line)
            signature = str(told.pop("signature"))
            yield Anchor(
                number,
                UUID(hex=told["desk"]),
                int(told["number"]),
                bytes.fromhex(told["hash"]),
                datetime.fromisoformat(told["at"]),
                str(told["restored"]),
                signature,
                told,
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            if number < len(lines):
                yield number


def _last_signature(path: Path, desk_id: UUID) -> str:
    """That of the desk's last line: mostly among the last few kilobytes."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            back = 4096
            while True:
                start = max(0, size - back)
                file.seek(start)
                for line in reversed(file.read().splitlines()):
                    with suppress(ValueError, KeyError, TypeError):
                        told = json.loads(line)
                        if told["desk"] == desk_id.hex:
                            return str(told["signature"])
                if start == 0:
                    return _START
                back *= 8
    except FileNotFoundError:
        return _START
