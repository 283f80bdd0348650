"""The lines of Asterisk's manager interface (AMI), put together into packets.

A packet is lines of ``Name: value`` and a blank line. What comes is hostile until it is read: a
line may be cut anywhere, never end, or hold anything; whatever it is, memory is bounded and the
next packet is read.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

LINE_AT_MOST: Final = 8 * 1024
"""Bytes; what is longer is thrown away up to its end. A caller's name has a few dozen."""
LINES_AT_MOST: Final = 300
"""Of one packet; the rest of a longer one is thrown away."""

Packet = Mapping[str, str]
"""Names in small letters; of a name that stands there twice the first (the second would be a value
with a line break in it). Never empty."""


class Packets:
    """Give it what came, and take the packets that are whole."""

    def __init__(self) -> None:
        self._rest = bytearray()
        self._skipping = False
        self._lines: dict[str, str] = {}
        self._count = 0
        self.garbled = 0
        """Lines that were thrown away: too long, or no ``Name: value``."""

    def feed(self, data: bytes) -> Iterator[Packet]:
        """The packets that ``data`` completes. Take them all before the next call."""
        self._rest += data
        start = 0
        while (end := self._rest.find(b"\n", start)) >= 0:
            line = bytes(self._rest[start:end])
            start = end + 1
            if self._skipping:
                self._skipping = False
                continue
            packet = self._line(line)
            if packet is not None:
                yield packet
        del self._rest[:start]
        if len(self._rest) > LINE_AT_MOST:
            if not self._skipping:
                self.garbled += 1
            self._skipping = True
            self._rest.clear()

    def _line(self, line: bytes) -> Packet | None:
        if len(line) > LINE_AT_MOST:
            self.garbled += 1
            return None
        if not line.strip():
            whole, self._lines, self._count = self._lines, {}, 0
            return MappingProxyType(whole) if whole else None
        self._count += 1
        name, colon, value = line.decode("utf-8", "replace").partition(":")
        name = name.strip().casefold()
        # The greeting ("Asterisk Call Manager/5.0.4") has no colon.
        if not colon or not name or self._count > LINES_AT_MOST:
            self.garbled += 1
            return None
        self._lines.setdefault(name, plain(value))
        return None


def plain(value: str) -> str:
    """A value as text of one line: nothing in it that a screen or a database would stumble over."""
    if value.isascii() and value.isprintable():
        return value.strip()
    return "".join(c if c.isprintable() else " " for c in value).strip()


def action(name: str, **fields: str) -> bytes:
    """What is sent. A line break in a value would begin an action of its own: it is taken out."""
    lines = [f"Action: {name}"]
    lines += [f"{key}: {''.join(value.splitlines())}" for key, value in fields.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "replace")
