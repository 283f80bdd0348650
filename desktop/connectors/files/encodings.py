"""How the bytes of a text file are to be read: by its mark, else by what they can be."""

import codecs
import re
from collections.abc import Iterator

_BOMS = (
    # UTF-32 little endian begins with the mark of UTF-16: the longer ones first.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MOSTLY = 0.3
_JAPANESE = re.compile(r"(?<![A-Za-z])[\u3041-\u30ff\u4e00-\u9fff]+(?![A-Za-z])")
"""Words of Japanese. "Fernández" in Windows-1252 has one such letter too, between Latin ones."""
_HALF_KANA = re.compile(r"[\uff61-\uff9f]")
_RARE_LEAD = 0xE0
"""From here on the first bytes of rare characters are à, é and ñ in Windows-1252."""


def encoding_by_head(head: bytes) -> str | None:
    """The encoding as far as the first bytes tell: a mark, or the zeros of UTF-16 and UTF-32."""
    for mark, name in _BOMS:
        if head.startswith(mark):
            # Two letters of UTF-16 without text behind them are no UTF-32.
            if name == "utf-32" and len(head) % 4 and len(head) < 8:
                continue
            return name
    return _wide(head)


def encoding_by_all(chunks: Iterator[bytes]) -> str:
    """UTF-8 where all of it is, else one of the older encodings."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    for chunk in chunks:
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as problem:
            return _older(chunk, problem.start)
    # A last character that is cut off is no reason to read all of it otherwise.
    return "utf-8"


def _older(chunk: bytes, at: int) -> str:
    """For text that is not UTF-8 at ``at``: Shift-JIS or Windows-1252, or damaged UTF-8."""
    sample = chunk[max(0, at - 4096) : at + 60_000]
    valid = len(re.findall(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}", sample))
    high = len(re.findall(rb"[\x80-\xff]", sample))
    if valid * 2 > high * 0.8:
        return "utf-8"
    for cut in range(2):
        try:
            text = sample[: len(sample) - cut].decode("cp932")
        except UnicodeDecodeError:
            continue
        words = "".join(_JAPANESE.findall(text))
        whole = sum(letter.encode("cp932")[0] < _RARE_LEAD for letter in words)
        if whole * 2 > high * 0.6 and whole > len(_HALF_KANA.findall(text)):
            return "cp932"
    return "cp1252"


def _wide(head: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: every second (or fourth) byte of Latin text is zero."""
    if len(head) < 8:
        return None
    sample = head[: len(head) - len(head) % 4]
    zeros = [sample[n::4].count(0) / (len(sample) // 4) for n in range(4)]
    if min(zeros[1:]) > _MOSTLY and zeros[0] < _MOSTLY:
        return "utf-32-le"
    if min(zeros[:3]) > _MOSTLY and zeros[3] < _MOSTLY:
        return "utf-32-be"
    if min(zeros[1], zeros[3]) > _MOSTLY and max(zeros[0], zeros[2]) < _MOSTLY:
        return "utf-16-le"
    if min(zeros[0], zeros[2]) > _MOSTLY and max(zeros[1], zeros[3]) < _MOSTLY:
        return "utf-16-be"
    return None
