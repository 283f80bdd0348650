"""Text that a spreadsheet would run as a formula, made harmless and still readable.

A spreadsheet takes a cell for a formula by its first character, in quotes or not. Such a text gets
one apostrophe before it. A text that begins so already gets one more, so that taking one away
(:func:`unguarded`) always gives back what was there.
"""

import re

_STARTS_LIKE_A_FORMULA = re.compile(
    # Some programs trim blanks and what cannot be seen; wide forms count as the plain ones.
    "'*[\\s\x00-\x20\u200b-\u200f\u2060\ufeff]*[\t\r\n=+\\-@＝＋－＠]"
)
_SIGNED_NUMBER = re.compile(r"[+-][0-9]+(?:[.,][0-9]+)*")
"""A telephone number in E.164 or a negative number: counted at most, never run."""


def guarded(text: str) -> str:
    """``text`` as a cell that no spreadsheet runs. ``+13125550147`` and ``-5`` stay as they are."""
    if not text or text[0].isalnum() or not _STARTS_LIKE_A_FORMULA.match(text):
        return text
    return text if _SIGNED_NUMBER.fullmatch(text) else f"'{text}"


def unguarded(cell: str) -> str:
    """What :func:`guarded` was given."""
    return cell[1:] if cell[:1] == "'" and _STARTS_LIKE_A_FORMULA.match(cell) else cell
