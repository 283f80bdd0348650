"""A number as people write it."""

from typing import Final

ABROAD: Final = (
    "204 226 236 242 246 249 250 257 263 264 268 273 284 289 306 343 345 354 365 367 368 382 "
    "403 416 418 428 431 437 438 441 450 468 473 474 506 514 519 548 579 581 584 587 600 604 "
    "613 622 633 639 647 649 658 664 672 683 705 709 721 742 753 758 767 778 780 782 784 807 "
    "809 819 825 829 849 867 868 869 873 876 879 902 905 942"
)
"""Area codes of +1 outside the United States and its islands: Canada and the Caribbean, where a
call costs more and from where one-ring frauds come. A test holds them to the library's tables.
Three digits are in this text only as a whole code."""


def display(e164: str, extension: str | None = None, region: str = "US") -> str:
    """``+13125550147`` as "(312) 555-0147", with its extension "(312) 555-0147 ext. 5"; a number
    of another country than ``region`` in international form, "+44 20 7946 0018".

    Pages show hundreds of numbers before anything else is loaded, so American ones are written
    without the numbering library. What is no E.164 comes back as it is.
    """
    national = e164[2:]
    if region == "US" and e164.startswith("+1") and len(national) == 10 and national.isdecimal():
        area, rest = national[:3], f"{national[3:6]}-{national[6:]}"
        shown = f"+1 {area}-{rest}" if area in ABROAD else f"({area}) {rest}"
    else:
        shown = _by_library(e164, region)
    return f"{shown} ext. {extension}" if extension else shown


def _by_library(e164: str, region: str) -> str:
    import phonenumbers
    from phonenumbers import PhoneNumberFormat

    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    # A number that fits no plan has no region of its own; its country code still tells.
    home = phonenumbers.region_code_for_number(number) or phonenumbers.region_code_for_country_code(
        number.country_code or 0
    )
    at_home = home == region and phonenumbers.is_possible_number(number)
    form = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)
