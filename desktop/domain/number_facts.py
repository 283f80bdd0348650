"""What an E.164 number tells of itself: its kind, its candidate time zones, its place.

The tables behind zones and places are large, so each is loaded when first asked for (the places
take half a second).
"""

from enum import StrEnum
from functools import lru_cache
from typing import Final

MANY_ZONES: Final = 6
"""More zones than this in +1 mean the library knows no better than "North America"."""


class NumberKind(StrEnum):
    """What a number is for. Most American numbers do not tell mobile from fixed: unknown."""

    MOBILE = "mobile"
    FIXED = "fixed"
    TOLL_FREE = "toll_free"
    UNKNOWN = "unknown"


def kind_of(e164: str) -> NumberKind:
    """The kind of a number written in E.164; UNKNOWN for what is none."""
    import phonenumbers
    from phonenumbers import PhoneNumberType

    try:
        kind = phonenumbers.number_type(phonenumbers.parse(e164))
    except phonenumbers.NumberParseException:
        return NumberKind.UNKNOWN
    if kind == PhoneNumberType.MOBILE:
        return NumberKind.MOBILE
    if kind == PhoneNumberType.FIXED_LINE:
        return NumberKind.FIXED
    return NumberKind.TOLL_FREE if kind == PhoneNumberType.TOLL_FREE else NumberKind.UNKNOWN


@lru_cache(maxsize=4096)
def zones_of(e164: str) -> tuple[str, ...]:
    """The IANA zones that a number may be in, by its area code, or ``()`` when it does not tell.

    A toll-free number rings anywhere, so it tells nothing. A number that the library calls unusual
    is still placed by its first digits. A city that the person stated is better than any of this.
    """
    import phonenumbers
    from phonenumbers import timezone

    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return ()
    if kind_of(e164) is NumberKind.TOLL_FREE:
        return ()
    zones = timezone.time_zones_for_geographical_number(number)
    if zones == (timezone.UNKNOWN_TIMEZONE,):
        return ()
    return () if number.country_code == 1 and len(zones) > MANY_ZONES else tuple(zones)


def place_of(e164: str) -> str | None:
    """The city, state or country of a number's area code in English, ``None`` when not told.

    The first call loads for half a second: never on the way to the first window.
    """
    import phonenumbers
    from phonenumbers import geocoder

    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return None
    return geocoder.description_for_number(number, "en") or None


def load_places() -> None:
    """Load what :func:`place_of` needs, so that the first caller who asks for it need not wait."""
    from phonenumbers import geocoder  # noqa: F401
