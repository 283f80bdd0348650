"""The words of a mail: its text, and what its HTML says. Nothing is ever loaded or shown as HTML.

Hostile mail takes no longer than any other: headers, parts, their nesting and the text that is
looked at are bounded.
"""

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from email._policybase import Compat32
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from itertools import islice
from typing import Any, Final

from desktop.domain.clean_text import whole_text
from desktop.domain.mail_html import text_of_html

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
_CODED_AT_MOST: Final = 512 * 1024
_NESTING: Final = re.compile(r"\s*(?:multipart|message)/", re.IGNORECASE)
_REPORTS: Final = re.compile(r"\bmailer-daemon\b", re.IGNORECASE)
_NO_CHARSETS: Final = frozenset(("punycode", "idna", "unicode-escape", "raw-unicode-escape"))
"""Codecs of Python that are no character sets; the first two take the square of a text's time."""
_LINE_END: Final = re.compile(rb"\r\n|\r|\n")


class TooManyParts(ValueError):
    """The mail is built of more parts than any notification is."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: the mail itself, or one that was attached to it as a whole (forwarded so).

    ``texts`` are what it says: its plain texts, then those of its HTML. ``sounds`` are the names
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

    @property
    def is_automatic(self) -> bool:
        """Whether a machine reports on a mail of ours or answers it: nobody's news."""
        return bool(
            self.heads.get_content_type() == "multipart/report"
            or _REPORTS.search(self.head("From"))
            or self.head("Auto-Submitted").casefold().startswith("auto-replied")
        )


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

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """The value; letters that were sent as they are, against the rules, are UTF-8."""
        try:
            return value.encode("ascii", "surrogateescape").decode()
        except UnicodeError:
            return super().header_fetch_parse(name, value)


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
                attached += map(_opened, letters_inside) if _is_coded(part) else letters_inside
            else:
                stack += reversed(letters_inside)
        elif kind in ("text/plain", "text/html") and not _is_file(part):
            texts.append(part)
        elif kind.startswith("audio/") and len(sounds) < _SOUNDS_AT_MOST:
            sounds.append(part)
    return texts, attached, sounds


def _is_coded(part: Message) -> bool:
    coding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    return coding == "base64"


def _opened(letter: Message) -> Message:
    """A letter that was attached in base64, against the rules: its words are its own heads."""
    inside = letter.get_payload()
    if letter.keys() or not isinstance(inside, str):
        return letter
    try:
        return _parsed(b64decode(inside[:_CODED_AT_MOST].encode("ascii", "ignore")))
    except ValueError:
        return letter


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
    """The plain texts that say anything (a mail server may put its own before the mail's), then
    such HTML as text."""
    plain = [each for each in parts if each.get_content_type() == "text/plain"]
    for kind, some in (("plain", plain), ("html", [e for e in parts if e not in plain])):
        for part in some[:_TRIED]:
            text = _decoded(part)
            text = whole_text(text_of_html(text) if kind == "html" else text)
            if text:
                yield text


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
