"""The words of a mail: its text, and what its HTML says. Nothing is ever loaded or shown as HTML.

Hostile mail takes no longer than any other: headers, parts, their nesting and the text that is
looked at are bounded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email._policybase import Compat32
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from html import unescape
from itertools import islice
from typing import Any, Final

from desktop.domain.clean_text import whole_text

_MOST_PARTS: Final = 60
_MOST_LETTERS: Final = 4
_TREE_AT_MOST: Final = 500
_NESTED_AT_MOST: Final = 20
_TRIED: Final = 4
_SOUNDS_AT_MOST: Final = 4
_NAME_AT_MOST: Final = 200
_HEADER_AT_MOST: Final = 4000
_LINES_AT_MOST: Final = 20_000
_BYTES_A_LINE: Final = 40
"""Beside those, a mail has a line for so many bytes: each costs a look for the ends of all parts
around it."""
_TEXT_AT_MOST: Final = 256 * 1024
_NESTING: Final = re.compile(r"\s*(?:multipart|message)/", re.IGNORECASE)
_NO_CHARSETS: Final = frozenset(("punycode", "idna", "unicode-escape", "raw-unicode-escape"))
"""Codecs of Python that are no character sets; the first two take the square of a text's time."""
_BLOCKS: Final = frozenset(
    [
        "p",
        "div",
        "br",
        "tr",
        "li",
        "table",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "hr",
        "section",
        "article",
        "header",
        "footer",
        "dt",
        "dd",
        "title",
    ]
)
_NEXT_CELL: Final = "\x1f"
_LABEL_AT_MOST: Final = 60
_CELLS: Final = frozenset(("td", "th"))
_LINE_END: Final = re.compile(rb"\r\n|\r|\n")
_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})")
_SILENT: Final = frozenset(("script", "style", "head", "template", "noscript"))


class TooManyParts(ValueError):
    """The mail is built of more parts than any notification is."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: the mail itself, or one that was attached to it as a whole (forwarded so).

    ``texts`` are what it says: the plain text, then the text of its HTML. ``sounds`` are the names
    of the recordings attached to it, which are never opened.
    """

    heads: Message
    texts: tuple[str, ...]
    sounds: tuple[str, ...] = ()

    def head(self, name: str) -> str:
        """A header's words; in a character set that is not known, as they stand."""
        said = str(self.heads.get(name, ""))[:_HEADER_AT_MOST]
        try:
            decoded = str(make_header(decode_header(said)))
        except (ValueError, LookupError, MessageError):
            decoded = said
        return " ".join(whole_text(decoded).split())


def shortened(raw: bytes) -> bytes:
    """The mail without what follows more lines than any notification has."""
    most = _LINES_AT_MOST + len(raw) // _BYTES_A_LINE
    if raw.count(b"\n") + raw.count(b"\r") <= most:
        return raw
    last = next(islice(_LINE_END.finditer(raw), most, None), None)
    return raw if last is None else raw[: last.end()]


def letters(raw: bytes) -> list[Letter]:
    """The mail, then the letters attached to it. Raises ValueError, LookupError, TypeError,
    AttributeError, MessageError or RecursionError for mail that cannot be taken apart:
    the standard library's parser is not made for hostile mail."""
    found: list[Letter] = []
    waiting = [_parsed(raw)]
    while waiting and len(found) < _MOST_LETTERS:
        mail = waiting.pop(0)
        parts, attached, sounds = _parts_of(mail)
        waiting += attached
        found.append(Letter(mail, tuple(_texts(parts)), tuple(filter(None, map(_name_of, sounds)))))
    return found


def _parsed(raw: bytes) -> Message:
    """The mail's tree. The older policy: the newer one raises on hostile headers."""
    parts = 0

    def part(**options: Any) -> Message:
        nonlocal parts
        parts += 1
        if parts > _TREE_AT_MOST:
            raise TooManyParts
        return Message(**options)

    return BytesParser(part, policy=_Bounded()).parsebytes(raw)


class _Bounded(Compat32):
    """Short headers alone (parameters take time by the square of their length), and few parts
    with parts of their own: each costs a look at every line. One object reads one mail."""

    def __init__(self) -> None:
        super().__init__()
        # A policy lets nothing be set, and counts in a list.
        object.__setattr__(self, "_nested", [])

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """The name and the value, cut where no header goes on."""
        name, value = super().header_source_parse(sourcelines)
        value = value[:_HEADER_AT_MOST]
        if name.lower() == "content-type" and _NESTING.match(value):
            nested: list[None] = getattr(self, "_nested")  # noqa: B009
            nested.append(None)
            if len(nested) > _NESTED_AT_MOST:
                return name, "text/plain"
        return name, value


def _parts_of(mail: Message) -> tuple[list[Message], list[Message], list[Message]]:
    """The text parts of a letter, the letters attached to it, and a few recordings."""
    texts: list[Message] = []
    sounds: list[Message] = []
    attached: list[Message] = []
    stack = [mail]
    while stack and len(texts) < _MOST_PARTS:
        part = stack.pop()
        inside = part.get_payload()
        kind = part.get_content_type()
        if isinstance(inside, list):
            letters_inside = [each for each in inside if isinstance(each, Message)]
            if kind == "message/rfc822":
                attached += letters_inside
            else:
                stack += reversed(letters_inside)
        elif kind in ("text/plain", "text/html") and not _is_file(part):
            texts.append(part)
        elif kind.startswith("audio/") and len(sounds) < _SOUNDS_AT_MOST:
            sounds.append(part)
    return texts, attached, sounds


def _name_of(part: Message) -> str:
    """The name of an attached file, without a folder."""
    said = part.get_filename("")[:_NAME_AT_MOST]
    try:
        name = str(make_header(decode_header(said)))
    except (ValueError, LookupError, MessageError):
        name = said
    return " ".join(whole_text(re.split(r"[/\\]", name)[-1]).split())


def _is_file(part: Message) -> bool:
    return str(part.get("Content-Disposition", "")).lower().lstrip().startswith("attachment")


def _texts(parts: list[Message]) -> Iterator[str]:
    """The first plain text that says anything, then the first such HTML as text."""
    plain = [each for each in parts if each.get_content_type() == "text/plain"]
    for kind, some in (("plain", plain), ("html", [e for e in parts if e not in plain])):
        for part in some[:_TRIED]:
            text = _decoded(part)
            text = whole_text(text_of_html(text) if kind == "html" else text)
            if text:
                yield text
                break


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    raw = payload[:_TEXT_AT_MOST] if isinstance(payload, bytes) else b""
    said = part.get_param("charset", "utf-8")
    charset = said if isinstance(said, str) else "utf-8"
    if charset.lower().replace("_", "-") in _NO_CHARSETS:
        charset = "utf-8"
    for name in (charset, "utf-8", "cp1252"):
        try:
            return raw.decode(name)
        except (LookupError, ValueError):
            continue
    return raw.decode("latin-1")


def text_of_html(html: str) -> str:
    """What an HTML mail says, a line for each block; cells of a table's row on one line.

    Read from mark to mark, each character once: hostile HTML takes no longer than any other.
    """
    parts: list[str] = []
    at = 0
    while (start := html.find("<", at)) >= 0:
        parts.append(_flat(html[at:start]))
        if html.startswith("<!--", start):
            end = html.find("-->", start + 4)
            at = end + 3 if end >= 0 else len(html)
            continue
        end = html.find(">", start)
        if end < 0:
            at = start
            break
        found = _TAG.match(html, start)
        closing, tag = (found[1], found[2].lower()) if found else ("", "")
        at = end + 1
        if tag in _SILENT and not closing:
            silent = re.compile(rf"</{tag}\b", re.IGNORECASE).search(html, at)
            at = silent.start() if silent else len(html)
        elif tag in _BLOCKS:
            parts.append("\n")
        elif tag in _CELLS and closing:
            parts.append(_NEXT_CELL)
        elif not found:
            parts.append(_flat(html[start:at]) if html[start + 1 : start + 2] not in "!?/" else "")
    parts.append(_flat(html[at:]))
    lines = map(_line, "".join(parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _line(text: str) -> str:
    """A line; two cells beside each other are a label and its value."""
    cells = [" ".join(unescape(cell).split()) for cell in text.split(_NEXT_CELL)]
    cells = [cell for cell in cells if cell]
    if len(cells) == 2 and len(cells[0]) <= _LABEL_AT_MOST and not cells[0].endswith((":", "?")):
        return f"{cells[0]}: {cells[1]}"
    return " ".join(cells)


def _flat(text: str) -> str:
    """Line ends of the source are no line ends of the text."""
    return text.replace("\r", " ").replace("\n", " ").replace(_NEXT_CELL, " ")
