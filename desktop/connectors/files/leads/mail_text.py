"""The words of a mail: its text, or what its HTML says where there is no other."""

import re
from email import policy
from email.message import Message
from email.parser import BytesParser
from html.parser import HTMLParser
from typing import Final

_MOST_PARTS: Final = 60
_TEXT_AT_MOST: Final = 256 * 1024
_BLOCKS: Final = frozenset(
    "p div br tr li table ul ol h1 h2 h3 h4 h5 h6 blockquote hr section article header footer "
    "dt dd title".split()
)
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
    """What an HTML mail says, a line for each block; cells of a table's row on one line."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = "".join(reader.parts).splitlines()
    text = "\n".join(" ".join(line.split()) for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in ("td", "th"):
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(" ".join(data.split("\n")))
