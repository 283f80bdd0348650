"""The short way to read a plain American number, which most rows of most files hold.

It answers only where the long way (:mod:`desktop.domain.number_reading`) is known to answer the
same: ten digits, written plainly, that the library's own patterns for the United States take for a
good number. It is the first of the countries behind +1 that the library looks at, so a number that
fits there is valid, whatever the others say. A test holds both ways side by side.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from desktop.domain.numbers import NumberReading, NumberStatus
from desktop.domain.withheld import is_withheld

_PLAIN: Final = re.compile(
    r"(?:\+?1[ .-]?)?(?:\(([2-9]\d\d)\) ?|([2-9]\d\d)[ .-]?)([2-9]\d\d)[ .-]?(\d{4})", re.ASCII
)
_FILLED: Final = re.compile(r"555\d{7}|(\d)\1{9}|1234567890|0123456789", re.ASCII)
"""What people put into a field that wants a number, and more: for the long way to judge."""
_KINDS: Final = (
    *("premium_rate", "toll_free", "shared_cost", "voip", "personal_number"),
    *("pager", "uan", "voicemail", "fixed_line", "mobile"),
)


def quick_reading(text: str, region: str) -> NumberReading | None:
    """What the long way would answer, or None: it has to be asked."""
    if region != "US" or len(text) < 10:
        return None
    found = _PLAIN.fullmatch(text)
    if found is None:
        return None
    national = (found[1] or found[2]) + found[3] + found[4]
    if _good().fullmatch(national) is None or _FILLED.fullmatch(national):
        return None
    e164 = "+1" + national
    if is_withheld(e164):
        return None
    return NumberReading(text, e164, None, NumberStatus.VALID)


@cache
def _good() -> re.Pattern[str]:
    """Ten digits that the library takes for a number of the United States, of any kind."""
    from phonenumbers import PhoneMetadata

    metadata: Any = PhoneMetadata.metadata_for_region("US")
    patterns = []
    for kind in _KINDS:
        found = getattr(metadata, kind)
        if found is not None and found.national_number_pattern and 10 in found.possible_length:
            patterns.append(found.national_number_pattern)
    general = metadata.general_desc.national_number_pattern
    # Without patterns nothing is known, and nothing fits.
    kinds = "|".join(dict.fromkeys(patterns)) or r"(?!)"
    return re.compile(rf"(?=(?:{general})\Z)(?=\d{{10}}\Z)(?:{kinds})", re.ASCII)
