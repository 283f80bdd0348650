"""The words of a mail: its text, or what its HTML says where there is no other."""

import re
from email import policy
from email.message import Message
from email.parser import BytesParser
from html import unescape
from typing import Final

_MOST_PARTS: Final = 60
_TEXT_AT_MOST: Final = 256 * 1024
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
_CELLS: Final = frozenset(("td", "th"))
_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})")
_SILENT: Final = frozenset(("script", "style", "head", "template", "noscript"))


def parsed(raw: bytes) -> Message:
    """The mail's tree. The older policy: the newer one raises on hostile headers."""
    return BytesParser(policy=policy.compat32).parsebytes(raw)


def words_of(mail: Message) -> str:
    """The first text part; else the first HTML part as text."""
    html = ""
    for count, part in enumerate(mail.walk()):
        if count == _MOST_PARTS:
            break
        kind = part.get_content_type()
        if part.is_multipart() or kind not in ("text/plain", "text/html"):
            continue
        if str(part.get("Content-Disposition", "")).lower().lstrip().startswith("attachment"):
            continue
        text = _decoded(part)
        if kind == "text/plain" and text.strip():
            return text
        html = html or text
    return text_of_html(html)


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    raw = payload[:_TEXT_AT_MOST] if isinstance(payload, bytes) else b""
    said = part.get_param("charset", "utf-8")
    charset = said if isinstance(said, str) else "utf-8"
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
            parts.append(" ")
        elif not found:
            parts.append(_flat(html[start:at]) if html[start + 1 : start + 2] not in "!?/" else "")
    parts.append(_flat(html[at:]))
    lines = (" ".join(unescape(line).split()) for line in "".join(parts).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _flat(text: str) -> str:
    """Line ends of the source are no line ends of the text."""
    return text.replace("\r", " ").replace("\n", " ")
