"""The steps of :func:`desktop.domain.numbers.read_number`: clean, look for what is no number, cut
the first number out, ask the library, judge."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from desktop.domain import number_cleaning as cleaning
from desktop.domain.number_characters import EXTENSION, digits_in, plain
from desktop.domain.number_parsing import is_filler, library_reading
from desktop.domain.number_quick import quick_reading
from desktop.domain.numbers import NumberReading, NumberStatus
from desktop.domain.withheld import is_withheld

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_MOST_NUMBERS: Final = 8
"""Numbers read out of one text; a text with more is a list, not somebody's number."""

# Excel's 2.12556E+09 has lost its digits; b00… is a recording leg of a Cisco system.
_NO_NUMBER = re.compile(r"\d(?:\.\d+)?E\+?\d+|b00\d+", re.IGNORECASE)
_SERVICE_CODE = re.compile(r"[*#](?:\d[*#]*){1,6}")
_INTERNAL = re.compile(rf"{EXTENSION}\d+#?|\d{{3,5}}|0", re.IGNORECASE)
_N11 = frozenset(("112", "211", "311", "411", "511", "611", "711", "811", "911", "988"))
_AMERICAN_DIGITS: Final = 10
_FEWEST_DIGITS: Final = 7
_TYPED_TWICE: Final = 1
"""A number with one digit too many is mistyped, and kept for a person to see; with more it is two
things in one, and none to ring."""
_LONGEST_E164: Final = 16  # + and fifteen digits (ITU-T E.164)


def read(text: str, region: str) -> NumberReading:
    """See :func:`desktop.domain.numbers.read_number`."""
    return quick_reading(text, region) or read_at_length(text, region)


def read_at_length(text: str, region: str) -> NumberReading:
    """The same, every step of it."""
    found: list[NumberReading] = []
    rest = plain(text)
    while rest and len(found) < _MOST_NUMBERS:
        reading, rest = _read_first(rest, region)
        found.append(reading)
    first = next((r for r in found if r.e164), found[0] if found else None)
    if first is None:
        return NumberReading(text, None, None, NumberStatus.UNREADABLE)
    more = tuple(other for other in found if other is not first and _is_another(other, first))
    return NumberReading(text, first.e164, first.extension, first.status, more)


def _is_another(reading: NumberReading, first: NumberReading) -> bool:
    """Whether what follows the first number is a number too, not a date or an order in a remark."""
    if reading.e164 is None or first.e164 is None:
        return False
    return reading.status is NumberStatus.VALID or len(reading.e164) >= len(first.e164)


def _read_first(text: str, region: str) -> tuple[NumberReading, str]:
    import phonenumbers

    bare = cleaning.without_labels(cleaning.unwrapped(text))
    status = _without_number(text, bare)
    if status:
        return NumberReading(text, None, None, status), ""
    head, rest = cleaning.split_first(bare)
    written = cleaning.without_dial_codes(head)
    number, as_written = library_reading(written, region)
    if number is None or _digits_too_many(number) > 0:
        short, after = cleaning.split_before_digits(written)
        whole, _ = library_reading(short, region)
        if whole is not None and phonenumbers.is_valid_number(whole):
            after = after if len(digits_in(after)) >= _FEWEST_DIGITS else ""
            return _judged(short.strip(), whole, as_written=True), f"{after} {rest}".strip()
    if number is None:
        for short, after in (cleaning.split_short(head), cleaning.split_after_words(head)):
            number, as_written = library_reading(short, region)
            if number is not None:
                head, rest = short, after + rest
                break
    return _judged(head.strip(), number, as_written), rest


def _digits_too_many(number: PhoneNumber) -> int:
    """By how many digits a number is longer than any of the countries behind +1."""
    import phonenumbers

    if number.country_code != 1:
        return 0
    return len(phonenumbers.national_significant_number(number)) - _AMERICAN_DIGITS


def _without_number(text: str, bare: str) -> NumberStatus | None:
    if is_withheld(text) or is_withheld(bare):
        return NumberStatus.WITHHELD
    if _NO_NUMBER.fullmatch(bare):
        return NumberStatus.UNREADABLE
    digits = digits_in(bare)
    alone = bare.strip(" .,;-")
    if _SERVICE_CODE.fullmatch(alone) or _INTERNAL.fullmatch(alone):
        return NumberStatus.SERVICE
    letters = any(c.isalpha() for c in bare)
    return NumberStatus.SERVICE if digits in _N11 and not letters else None


def _judged(raw: str, number: PhoneNumber | None, as_written: bool) -> NumberReading:
    import phonenumbers

    unreadable = NumberReading(raw, None, None, NumberStatus.UNREADABLE)
    if number is None or is_filler(number, raw):
        return unreadable
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if is_withheld(e164):
        return NumberReading(raw, None, None, NumberStatus.WITHHELD)
    national = phonenumbers.national_significant_number(number)
    too_short = len(national) < 7 and not phonenumbers.is_possible_number(number)
    if too_short or _digits_too_many(number) > _TYPED_TWICE or len(e164) > _LONGEST_E164:
        return unreadable
    good = as_written and phonenumbers.is_valid_number(number)
    status = NumberStatus.VALID if good else NumberStatus.UNUSUAL
    return NumberReading(raw, e164, number.extension or None, status)
