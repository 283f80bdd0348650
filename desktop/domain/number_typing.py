"""Write a number properly while it is typed, and keep the cursor where it was."""

import re
from typing import Final

from desktop.domain.number_characters import EXTENSION, digits_in, plain

_LONGEST: Final = 40
_NUMBER_THEN_REST: Final = (
    rf"(?i)(?P<number>\+?[\d().\-\s\u2010-\u2015\u2212]*\d[().\-\u2010-\u2015\u2212]*)"
    rf"(?P<rest>\s*(?:(?:[,;]\s*)?{EXTENSION}\d[\d#]*|#\d*)?\s*)"
)


def typed(text: str, cursor: int, region: str = "US") -> tuple[str, int]:
    """``text`` written as numbers are in ``region``, and the place of the cursor in it.

    ``cursor`` counts characters (code points, not Qt's UTF-16 units) before it; it stays behind
    the same digit. Only digits, ``+``, the usual separators and an extension behind them are
    rewritten: ``3125550147 x5`` → ``(312) 555-0147 x5``. What holds anything else (letters of a
    vanity number, star codes, pasted links, two numbers) is left as it is, and so are the spaces
    at the end, or nobody could type the next word. Doing it twice changes nothing more.
    """
    shape = re.fullmatch(_NUMBER_THEN_REST, text) if len(text) <= _LONGEST else None
    if shape is None:
        return text, cursor
    number, rest = shape["number"], shape["rest"]
    written = _written(plain(number), region)
    cursor = max(0, min(cursor, len(text)))
    if cursor > len(number):
        return written + rest, len(written) + cursor - len(number)
    before = sum(_counts(c) for c in number[:cursor])
    return written + rest, _behind(written, before)


def _counts(character: str) -> bool:
    return character.isdecimal() or character == "+"


def _behind(written: str, count: int) -> int:
    """The place behind the ``count``-th digit or plus."""
    if count == 0:
        return 0
    seen = 0
    for place, character in enumerate(written, start=1):
        seen += _counts(character)
        if seen == count:
            return place
    return len(written)


def _written(number: str, region: str) -> str:
    from phonenumbers import AsYouTypeFormatter

    formatter = AsYouTypeFormatter(region)
    written = ""
    for character in ("+" if number.startswith("+") else "") + digits_in(number):
        written = formatter.input_digit(character)
    return written.rstrip()
