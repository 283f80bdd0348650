"""The lines of vCards 2.1, 3.0 and 4.0, as the standards say and as address books write them.

Folded lines (a blank at the start of the next), the soft breaks of quoted-printable (2.1), a
character set for each property (2.1), groups ("item1.TEL"), base64 that is passed over, cards
within cards (AGENT), carriage returns too many, cards that do not end.
"""

import codecs
import quopri
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from desktop.connectors.files.content import Content

_BREAK: Final = re.compile(rb"\r*\n")
_PROPERTY: Final = re.compile(
    rb"(?:([A-Za-z0-9\-]{1,40})\.)?([A-Za-z][A-Za-z0-9\-]{0,60})((?:;(?:[^\":;]|\"[^\"]*\")*)*):"
)
_PARAMETER: Final = re.compile(r";((?:[^\";]|\"[^\"]*\")*)")
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_WIDE: Final = ("utf-16", "utf-32")
_BASE64: Final = frozenset(("b", "base64"))
_QUOTED: Final = "quoted-printable"
_LONGEST: Final = 64 * 1024
UNENDED: Final = "This card does not end (END:VCARD is missing). Export the contacts again."


@dataclass(frozen=True, slots=True)
class Property:
    """One property. ``value`` still has the standard's backslashes; ``parameters`` have lower-case
    names, those without a name (2.1: ``TEL;CELL``) count as types."""

    name: str
    group: str
    parameters: Mapping[str, tuple[str, ...]]
    value: str

    @property
    def types(self) -> tuple[str, ...]:
        """What it is for: "home", "cell"."""
        return self.parameters.get("type", ())

    def text(self) -> str:
        """The value without backslashes."""
        return unescaped(self.value)

    def parts(self, separator: str = ";") -> list[str]:
        """The parts of a value in several ("N", "ADR")."""
        return [unescaped(part) for part in _split(self.value, separator)]


@dataclass(slots=True)
class Card:
    """The properties of one card, and its text without pictures."""

    properties: list[Property] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    trouble: str = ""

    def all(self, name: str) -> list[Property]:
        """Every property of that name that says something."""
        return [each for each in self.properties if each.name == name and each.value.strip()]

    def first(self, name: str) -> str:
        """The text of the first."""
        return next((each.text() for each in self.all(name)), "")


def cards(content: Content) -> Iterator[Card]:
    """Every card, in order; one that does not end comes with its ``trouble``."""
    card: Card | None = None
    inside = 0
    charset = _charset(content)
    for group, name, parameters, value in _properties(content):
        word = value.strip().upper()
        if name == "BEGIN" and word == b"VCARD":
            if card is not None and not _is_nested(card):
                card.trouble = UNENDED
                yield card
                card, inside = None, 0
            if card is None:
                card = Card()
            else:
                inside += 1
        elif name == "END" and word == b"VCARD" and card is not None:
            if inside:
                inside -= 1
            else:
                yield card
                card = None
        elif card is not None and not inside:
            _add(card, group, name, parameters, value, charset)
    if card is not None:
        card.trouble = UNENDED
        yield card


def _is_nested(card: Card) -> bool:
    """Whether a card that begins here belongs to the AGENT just named."""
    last = card.properties[-1] if card.properties else None
    return last is not None and last.name == "AGENT" and not last.value.strip()


def unescaped(text: str) -> str:
    r"""``\n`` as a new line, ``\,``, ``\;`` and ``\\`` as what they hide."""
    if "\\" not in text:
        return text.strip()
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text).strip()


def _split(text: str, separator: str) -> list[str]:
    if "\\" not in text:
        return text.split(separator)
    parts, at = [""], 0
    while at < len(text):
        if text[at] == "\\" and at + 1 < len(text):
            parts[-1] += text[at : at + 2]
            at += 2
        elif text[at] == separator:
            parts.append("")
            at += 1
        else:
            parts[-1] += text[at]
            at += 1
    return parts


def _charset(content: Content) -> str:
    return "utf-8" if content.encoding.startswith((*_WIDE, "utf-8")) else content.encoding


def _properties(
    content: Content,
) -> Iterator[tuple[str, str, dict[str, tuple[str, ...]], bytes]]:
    """Group, NAME, parameters and the bytes of the value, lines put together."""
    lines = _lines(content)
    at, count = 0, len(lines)
    while at < count:
        line = lines[at]
        at += 1
        found = _PROPERTY.match(line)
        if found is None:
            # A folded property is found only when its lines are put together.
            line, at = _unfolded(line, lines, at)
            found = _PROPERTY.match(line)
            if found is None:
                continue
        parameters = _parameters(found[3].decode("utf-8", "replace"))
        value = line[found.end() :]
        encoding = parameters.get("encoding", ("",))[0]
        if encoding in _BASE64:
            at = _after_base64(lines, at)
            value = b""
        elif encoding == _QUOTED:
            value, at = _soft_breaks(value, lines, at)
        else:
            whole, at = _unfolded(line, lines, at)
            found = _PROPERTY.match(whole) or found
            parameters = _parameters(found[3].decode("utf-8", "replace"))
            value = whole[found.end() :]
        group = (found[1] or b"").decode().lower()
        yield group, found[2].decode().upper(), parameters, value


def _lines(content: Content) -> list[bytes]:
    raw = content.raw()
    if content.encoding.startswith(_WIDE):
        raw = raw.decode(content.encoding, "replace").encode()
    raw = raw.removeprefix(codecs.BOM_UTF8).replace(b"\0", b"")
    return _BREAK.split(raw) if b"\n" in raw else raw.split(b"\r")


def _unfolded(line: bytes, lines: list[bytes], at: int) -> tuple[bytes, int]:
    parts = [line]
    while at < len(lines) and lines[at][:1] in (b" ", b"\t"):
        parts.append(lines[at][1:])
        at += 1
    return b"".join(parts), at


def _soft_breaks(value: bytes, lines: list[bytes], at: int) -> tuple[bytes, int]:
    """Quoted-printable goes on after a "=" at the end, with or without a blank before the rest."""
    parts = [value]
    while at < len(lines):
        if parts[-1].rstrip(b" \t").endswith(b"="):
            parts[-1] = parts[-1].rstrip(b" \t")[:-1]
            parts.append(lines[at])
        elif lines[at][:1] in (b" ", b"\t"):
            parts.append(lines[at][1:])
        else:
            break
        at += 1
    return b"".join(parts), at


def _after_base64(lines: list[bytes], at: int) -> int:
    """The line behind a picture: its lines are folded, or (2.1) simply go on to a blank line."""
    while at < len(lines):
        line = lines[at]
        if not line.strip() or (line[:1] not in (b" ", b"\t") and _PROPERTY.match(line)):
            break
        at += 1
    return at


def _parameters(text: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for parameter in _PARAMETER.findall(text):
        name, equals, value = parameter.partition("=")
        name = name.strip().lower()
        if not equals:
            # 2.1 writes the value alone.
            bare = "encoding" if name in _BASE64 - {"b"} or name == _QUOTED else "type"
            found.setdefault(bare, []).append(name)
            continue
        # Some write "TYPE=HOME,TYPE=VOICE".
        words = [word.rpartition("=")[2] for word in value.replace('"', "").lower().split(",")]
        found.setdefault(name, []).extend(word.strip() for word in words if word.strip())
    return {name: tuple(values) for name, values in found.items() if values}


def _add(
    card: Card,
    group: str,
    name: str,
    parameters: dict[str, tuple[str, ...]],
    value: bytes,
    charset: str,
) -> None:
    if parameters.get("encoding", ("",))[0] == _QUOTED:
        value = quopri.decodestring(value)
    said = parameters.get("charset", ("",))[0]
    text = _decoded(value[:_LONGEST], said, charset).replace("\r\n", "\n").replace("\r", "\n")
    card.properties.append(Property(name, group, parameters, text))
    if text and name not in ("PHOTO", "LOGO", "SOUND", "KEY", "AGENT"):
        types = ",".join(parameters.get("type", ()))
        before = f"{group}." if group else ""
        card.lines.append(f"{before}{name}{';' + types if types else ''}: {unescaped(text)}")


def _decoded(value: bytes, said: str, charset: str) -> str:
    """By the property's own character set, else UTF-8, else the file's."""
    for name in (said, "utf-8", charset, "cp1252"):
        if not name or name.startswith(_WIDE):
            continue
        try:
            return value.decode(name)
        except (LookupError, ValueError):
            continue
    return value.decode("latin-1")
