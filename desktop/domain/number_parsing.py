"""The numbering library's reading of one cleaned number, and the spellings it does not know."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from desktop.domain.number_characters import EXTENSION, digits_in

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_TOLL_FREE: Final = ("800", "833", "844", "855", "866", "877", "888")
_FILLERS: Final = ("0123456789", "1234567890")
_EXTENSION_TAIL = re.compile(rf"[;,\s]*{EXTENSION}.*|;[\w-]+=.*", re.IGNORECASE | re.DOTALL)
_BARE_DIGITS = re.compile(r"[1-9]\d{11,14}")
_OLD_MEXICAN = re.compile(r"\+\s*52\s*1(?=(?:\D*\d){10}\D*$)")


def library_reading(text: str, region: str) -> tuple[PhoneNumber | None, bool]:
    """The number in ``text`` and whether that is what was written (``False``: cut or completed).

    Other spellings are tried only where the text as it stands makes no valid number.
    """
    import phonenumbers

    lead = _digits_before_letters(text)
    first = _parsed(text, region)
    if first is not None and phonenumbers.is_valid_number(first):
        return first, True
    others = [n for n in (_parsed(t, region) for t in _other_spellings(text)) if n is not None]
    for other in others:
        if phonenumbers.is_valid_number(other):
            return other, True
    if lead is not None:
        return _over_long_vanity(first, lead), False
    if first is None or not phonenumbers.is_possible_number(first):
        for other in others:
            if phonenumbers.is_possible_number(other):
                return other, False
    return first, True


def is_filler(number: PhoneNumber, text: str) -> bool:
    """What people put into a field that wants a number: 999-999-9999, 123-456-7890, and every
    American number in the area 555, which is assigned to nobody."""
    import phonenumbers

    national = phonenumbers.national_significant_number(number)
    if len(national) >= 7 and len(set(national)) == 1:
        return True
    if number.country_code != 1 or len(national) != 10:
        return False
    return national.startswith("555") or (national in _FILLERS and not text.startswith("+"))


def _parsed(text: str, region: str) -> PhoneNumber | None:
    import phonenumbers

    try:
        return phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        return None


def _other_spellings(text: str) -> list[str]:
    """What else may be meant: 00 for +, E.164 without its + (some telephone systems send that),
    and the 1 of Mexican mobiles that went away in 2019."""
    found = []
    if text.startswith("00"):
        found.append("+" + text[2:].lstrip())
    if _BARE_DIGITS.fullmatch(text):
        found.append("+" + text)
    if _OLD_MEXICAN.match(text):
        found.append(_OLD_MEXICAN.sub("+52", text))
    return found


def _digits_before_letters(text: str) -> str | None:
    """The digits that a vanity number begins with; ``None`` when there are fewer than three
    letters, which the library ignores."""
    start = re.search(r"[+\d]", text)
    body = _EXTENSION_TAIL.sub("", text[start.start() :]) if start else ""
    if sum(c.isalpha() for c in body) < 3:
        return None
    return digits_in(re.split(r"[^\W\d_]", body, maxsplit=1)[0])


def _over_long_vanity(number: PhoneNumber | None, lead: str) -> PhoneNumber | None:
    """855-KET-WELLNESS: who dials it has reached us after the seventh letter."""
    from phonenumbers import PhoneNumber, national_significant_number

    if number is None or number.country_code != 1 or lead.removeprefix("1")[:3] not in _TOLL_FREE:
        return None
    national = national_significant_number(number)
    if len(national) <= 10:
        return None
    return PhoneNumber(1, int(national[:10]), extension=number.extension)
