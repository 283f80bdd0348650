"""The words of a web form: pages that are not written in UTF-8 send theirs in their own encoding,
and a word that is read in the wrong one is a word that nobody finds."""

import codecs
import re
from encodings.aliases import aliases
from typing import Final
from urllib.parse import parse_qsl

_STATED: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
CHARSET_FIELD: Final = "_charset_"
"""The field in which a page says its encoding (HTML)."""
_ONE_BYTE: Final = "cp1252"
_READ_AS_IT: Final = frozenset(("ascii", "iso8859-1"))
"""What says so is Windows-1252 on the web (WHATWG Encoding)."""
_KNOWN: Final = ("iso8859", "cp125", "koi8", "shift_jis", "cp932", "euc_", "gb", "big5")
_NAME_AT_MOST: Final = 40
_NAMES: Final = frozenset((*aliases, *aliases.values(), "koi8_u"))
"""Others are not asked for: Python keeps every name that it did not know."""
_NOT_UTF8: Final = re.compile(r"[\udc80-\udcff]+")


def charset_in(content_type: str) -> str:
    """The encoding that a content type states; "" where it states none."""
    stated = _STATED.search(content_type)
    return stated[1] if stated else ""


def decoded(raw: bytes, charset: str = "") -> str:
    """As UTF-8 where all of it is, else as ``charset`` says, else as Windows-1252."""
    return _put_right(raw.decode("utf-8", "surrogateescape"), _known(charset))


def form_pairs(body: str | bytes, *, most: int, charset: str = "") -> list[tuple[str, str]]:
    """The fields of a form or a query, with empty ones; none where there are more than ``most``.
    What the form itself says of its encoding goes before ``charset``."""
    text = body if isinstance(body, str) else body.decode("utf-8", "surrogateescape")
    try:
        pairs = parse_qsl(
            text, keep_blank_values=True, max_num_fields=most, errors="surrogateescape"
        )
    except ValueError:
        return []
    own = next((value for name, value in pairs if name == CHARSET_FIELD), "")
    known = _known(own) or _known(charset)
    return [(_put_right(name, known), _put_right(value, known)) for name, value in pairs]


def _known(charset: str) -> str:
    """The encoding of that name; "" where it is none that a page is written in."""
    said = re.sub(r"[\W_]+", "_", charset[:_NAME_AT_MOST].strip().lower(), flags=re.ASCII)
    if said not in _NAMES:
        return ""
    try:
        name = codecs.lookup(said).name
    except LookupError:  # one of another system
        return ""
    if name in _READ_AS_IT:
        return _ONE_BYTE
    return name if name.startswith(_KNOWN) else ""


def _put_right(text: str, charset: str) -> str:
    """``text`` with the bytes that were no UTF-8 read as what they are."""
    if text.isascii() or not _NOT_UTF8.search(text):
        return text
    if charset and _NOT_UTF8.sub("", text).isascii():
        try:
            return text.encode("utf-8", "surrogateescape").decode(charset)
        except UnicodeDecodeError:
            pass
    return _NOT_UTF8.sub(_as_one_byte, text)


def _as_one_byte(found: re.Match[str]) -> str:
    return found[0].encode("utf-8", "surrogateescape").decode(_ONE_BYTE, "replace")
