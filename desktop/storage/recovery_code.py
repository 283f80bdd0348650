"""The recovery code: how it is written down, typed back in, and where a slip of the pen is.

Seven groups of five, ``8QK4M-…``: in each group four symbols carry 20 bits and the fifth checks
them, so the code holds 140 bits and a mistyped group is named. The symbols are Crockford's
base 32 (no I, L, O, U); the check is a sum over the field of 32 elements, which finds every
single wrong symbol, every swap of two neighbours, and groups in the wrong order.
"""

import secrets
from collections.abc import Sequence

from desktop.domain.errors import WrongKey

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS = 7
_DATA = 4
_LOOKALIKE = str.maketrans("OIL", "011")


def new_code() -> str:
    """A fresh code of 140 random bits, in its printed form."""
    return written([secrets.randbelow(32) for _ in range(GROUPS * _DATA)])


def written(values: Sequence[int]) -> str:
    """The printed form of 28 values below 32, with the check of each group."""
    groups = []
    for index in range(GROUPS):
        group = list(values[index * _DATA : (index + 1) * _DATA])
        group.append(_check(index, group))
        groups.append("".join(SYMBOLS[value] for value in group))
    return "-".join(groups)


def code_secret(text: str) -> bytes:
    """The secret in a code as typed: case, spaces, hyphens, O for 0 and I or L for 1 are forgiven.

    Raises WrongKey, naming the group that cannot be right.
    """
    typed = "".join(symbol for symbol in text.upper() if symbol.isalnum()).translate(_LOOKALIKE)
    size = _DATA + 1
    if len(typed) != GROUPS * size:
        raise WrongKey(
            f"A recovery code has {GROUPS * size} letters and digits, this has {len(typed)}. "
            "Type it again from the print-out."
        )
    data = ""
    for index in range(GROUPS):
        group = typed[index * size : (index + 1) * size]
        values = [SYMBOLS.find(symbol) for symbol in group]
        if -1 in values or _check(index, values[:_DATA]) != values[_DATA]:
            raise WrongKey(
                f"Group {index + 1} of the recovery code, {group}, does not look right. "
                "Compare it with the print-out."
            )
        data += group[:_DATA]
    return data.encode("ascii")


def _check(index: int, values: list[int]) -> int:
    """Horner's sum in GF(32) (modulus x⁵+x²+1); the group's place is its first term."""
    total = index + 1
    for value in values:
        total = _double(total) ^ value
    return _double(total)


def _double(value: int) -> int:
    doubled = value << 1
    return doubled ^ 0b100101 if doubled & 0b100000 else doubled
