"""Keys for finding numbers by what a clerk types: the last digits, or the first ones.

Called on every key press, so the numbering library stays out of it.
"""

import re
from typing import Final

from desktop.domain.number_characters import EXTENSION, digits_in, plain
from desktop.domain.withheld import KEYPAD

_ABROAD_FROM_HERE: Final = ("011", "00")
_ONE_NUMBER: Final = 22
"""Characters; what is longer and all digits may hold two numbers."""
_DIGITS = re.compile(r"[\s+\d().\-/]*\d[\s+\d().\-/]*")
_WRITTEN_WITH: Final = b"0123456789 +().-/"
_VANITY_ALONE: Final = r"[A-Za-z]{3}-[A-Za-z]{4}"
_VANITY: Final = r"\+?[\s(]*1?[\s.\-(]*\d{3}[\s.\-)]*[A-Za-z\d\s.-]+"
_EXTENSION_TAIL: Final = rf"(?i)[\s,;]*(?:{EXTENSION}|#).*"


def reversed_digits(e164: str) -> str:
    """The digits of an E.164 number, last one first: the key of an index for last digits.

    ``+13125550147`` → ``74105552131``.
    """
    return digits_in(e164)[::-1]


def search_digits(text: str) -> str | None:
    """The digits to look for at the *end* of numbers, or ``None`` when ``text`` is no number.

    ``0147`` → "0147", ``(312) 555`` → "312555", ``KET-WELL`` → "5389355", ``011 44 20 7946`` →
    "44207946". A number is found when ``reversed_digits`` of it begins with the reverse of this;
    so "3125550147" and "+1 312 555 0147" both find +13125550147. Words with fewer than three
    digits ("Room 12") are no number. Extensions and remarks are left out.
    """
    text = plain(text)
    if len(text) <= _ONE_NUMBER and text.isascii():
        digits = digits_in(text)
        if digits and not text.encode().translate(None, _WRITTEN_WITH):  # nearly always
            return _without_prefix(text, digits)
    text = _cleaned(text)
    if re.fullmatch(_VANITY_ALONE, text):
        return text.translate(KEYPAD).replace("-", "")
    if _DIGITS.fullmatch(text):
        return _without_prefix(text, digits_in(text))
    if re.fullmatch(_VANITY, text):
        digits = digits_in(text.translate(KEYPAD))
        return digits[: 11 if digits.startswith("1") else 10]
    digits = digits_in(text)
    return _without_prefix(text, digits) if len(digits) >= 3 else None


def _cleaned(text: str) -> str:
    from desktop.domain.number_cleaning import split_first, unwrapped, without_labels

    head = split_first(without_labels(unwrapped(text)))[0]
    return re.sub(_EXTENSION_TAIL, "", head).strip()


def _without_prefix(text: str, digits: str) -> str:
    """Without what is dialled before a number but is no part of it. Few digits stay as they are:
    "0147" are the last four of a number."""
    if len(digits) < 9 or text.startswith("+"):
        return digits
    for prefix in _ABROAD_FROM_HERE:
        if digits.startswith(prefix):
            return digits[len(prefix) :]
    return digits.removeprefix("0")


def e164_prefix(text: str, region: str = "US") -> str | None:
    """What an E.164 number *begins* with when ``text`` is the beginning of a number, else ``None``.

    ``(312) 555`` → "+1312555", ``1 312`` → "+1312", ``+44 20`` → "+4420".
    """
    digits = search_digits(text)
    return None if digits is None else e164_start(text, digits, region)


def e164_start(text: str, digits: str, region: str = "US") -> str:
    """As :func:`e164_prefix`, when :func:`search_digits` has read ``digits`` already."""
    cleaned = plain(text)
    if cleaned.startswith("+"):
        return "+" + digits
    if cleaned.startswith(_ABROAD_FROM_HERE) and len(digits) < len(digits_in(cleaned)):
        return "+" + digits
    code = _country_code(region)
    national = digits.removeprefix("1") if code == "1" else digits.removeprefix("0")
    return f"+{code}{national}"


def national_prefix(text: str, region: str = "US") -> str | None:
    """As :func:`e164_prefix` without the country code of ``region``: ``(312) 555`` → "312555".
    ``None`` for a number that begins in another country."""
    prefix = e164_prefix(text, region)
    own = f"+{_country_code(region)}"
    return prefix[len(own) :] or None if prefix and prefix.startswith(own) else None


def _country_code(region: str) -> str:
    if region == "US":
        return "1"
    import phonenumbers

    return str(phonenumbers.country_code_for_region(region))
