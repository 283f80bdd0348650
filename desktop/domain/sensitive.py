"""Payment card and social security numbers in a note, found so that they can be masked.

Cards: ISO/IEC 7812 lengths and check digit, and the ranges of the networks. Social security
numbers: the Social Security Administration never gave out area 000, 666 or 900 and above, group
00, or serial 0000.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from desktop.domain.vocabulary import SensitiveKind

_MASK = "•"
_KEPT = 4

# Between groups: blanks (not line ends), hyphens of any kind, dots; never brackets or slashes,
# which belong to telephone numbers and dates.
_BETWEEN = r"[^\S\n\r\v\f\x1c-\x1e\x85\u2028\u2029]"
_GAP = rf"(?:{_BETWEEN}|[-.·_\u2010-\u2015\u2212\uff0d]){{1,3}}"
_RUN = re.compile(rf"(?<!\d)\d+(?:{_GAP}\d+)*")
_GROUP = re.compile(r"\d+")

_SOCIAL_SHAPE = re.compile(rf"(?<!\d)(\d{{3}}){_GAP}(\d\d){_GAP}(\d{{4}})(?!\d)")
_SOCIAL_NAMED = re.compile(
    rf"(?:\bssn|\bs\.s\.n|social)[^\d\n]{{0,40}}(\d(?:(?:{_GAP})?\d){{8}})(?!(?:{_GAP})?\d)",
    re.IGNORECASE,
)
_IN_A_LONGER_NUMBER = re.compile(r"(?:\+[\d\s().-]*|\d[-.\u2010-\u2015\u2212])$")
_LOOK_BACK = 20
_GOES_ON = re.compile(r"[-.\u2010-\u2015\u2212]\d")

# First digits from … to, and the lengths given out under them.
_NETWORKS = (
    ("4", "4", (13, 16, 19)),
    ("51", "55", (16,)),
    ("2221", "2720", (16,)),
    ("34", "34", (15,)),
    ("37", "37", (15,)),
    ("6011", "6011", (16, 17, 18, 19)),
    ("644", "659", (16, 17, 18, 19)),
    ("300", "305", (14, 16, 17, 18, 19)),
    ("3095", "3095", (14, 16, 17, 18, 19)),
    ("36", "36", (14, 15, 16, 17, 18, 19)),
    ("38", "39", (14, 16, 17, 18, 19)),
    ("3528", "3589", (16, 17, 18, 19)),
    ("62", "62", (16, 17, 18, 19)),
    ("5018", "5018", (13, 14, 15, 16, 17, 18, 19)),
    ("5020", "5020", (13, 14, 15, 16, 17, 18, 19)),
    ("5038", "5038", (13, 14, 15, 16, 17, 18, 19)),
    ("5893", "5893", (13, 14, 15, 16, 17, 18, 19)),
    ("6304", "6304", (13, 14, 15, 16, 17, 18, 19)),
    ("6759", "6763", (13, 14, 15, 16, 17, 18, 19)),
)
_DIGIT = re.compile(r"\d")
_SHORTEST, _LONGEST = 13, 19
_LONGEST_GROUP = 8


@dataclass(frozen=True, slots=True)
class Found:
    """Characters ``start`` to ``end`` (not included) of a text look like this."""

    kind: SensitiveKind
    start: int
    end: int


def find_sensitive(text: str) -> tuple[Found, ...]:
    """Every card and social security number, in order, none overlapping. Digits of any script.

    Cards may be typed in one piece, in groups (``4111 1111 1111 1111``) or digit by digit. Nine
    bare digits count as a social security number only after "SSN" or "social".
    """
    if _DIGIT.search(text) is None:
        return ()
    found = list(_cards(text))
    for start, end in _social_security(text):
        if all(end <= each.start or each.end <= start for each in found):
            found.append(Found(SensitiveKind.SOCIAL_SECURITY, start, end))
    return tuple(sorted(found, key=lambda each: each.start))


def mask(text: str, found: Iterable[Found]) -> str:
    """``text`` with the digits found replaced, but for the last four of each; same length."""
    characters = list(text)
    for each in found:
        digits = [at for at in range(each.start, each.end) if characters[at].isdecimal()]
        for at in digits[:-_KEPT]:
            characters[at] = _MASK
    return "".join(characters)


def fit_to_keep(text: str, *, kept: bool) -> str:
    """``text`` as it is saved: without the numbers, unless somebody chose to keep them
    (``kept``)."""
    text = text.strip()
    return text if kept else mask(text, find_sensitive(text))


def still_kept(before: str, text: str, *, kept: bool) -> bool:
    """Whether what is found in ``text`` is still kept as typed: what was not there ``before`` is
    asked about anew."""
    return kept and len(find_sensitive(text)) <= len(find_sensitive(before))


def _cards(text: str) -> Iterator[Found]:
    for run in _RUN.finditer(text):
        groups = [(m.start(), m.end()) for m in _GROUP.finditer(text, run.start(), run.end())]
        # +49 176 … is a telephone number.
        first = 1 if text.startswith("+", run.start() - 1) else 0
        while first < len(groups):
            last = _card_from(text, groups, first)
            if last is None:
                first += 1
            else:
                yield Found(SensitiveKind.CARD, groups[first][0], groups[last][1])
                first = last + 1


def _card_from(text: str, groups: list[tuple[int, int]], first: int) -> int | None:
    """The last group of the longest card that begins with group ``first``."""
    longest = None
    digits = ""
    lengths: list[int] = []
    for last in range(first, len(groups)):
        start, end = groups[last]
        lengths.append(end - start)
        digits += "".join(str(int(character)) for character in text[start:end])
        if len(digits) > _LONGEST:
            break
        if len(digits) >= _SHORTEST and _grouped_as_card(lengths) and _is_card(digits):
            longest = last
    return longest


def _grouped_as_card(lengths: list[int]) -> bool:
    """In one piece, in groups of four to six, or in short groups all alike; the last may be
    shorter. Not in 3-3-4 or as ten and an extension, as telephone numbers are.
    """
    *front, last = lengths
    if not front:
        return True
    alike = len(set(front)) == 1 and front[0] <= _LONGEST_GROUP
    return last <= max(front) and (alike or all(4 <= length <= 6 for length in front))


def _is_card(digits: str) -> bool:
    known = any(
        low <= digits[: len(low)] <= high and len(digits) in lengths
        for low, high, lengths in _NETWORKS
    )
    return known and _check_digit_fits(digits)


def _check_digit_fits(digits: str) -> bool:
    """The Luhn sum."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


def _social_security(text: str) -> Iterator[tuple[int, int]]:
    for match in _SOCIAL_SHAPE.finditer(text):
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
        if _IN_A_LONGER_NUMBER.search(before) or _GOES_ON.match(text, match.end()):
            continue
        if _is_social_security("".join(match.groups())):
            yield match.span()
    for match in _SOCIAL_NAMED.finditer(text):
        digits = "".join(character for character in match[1] if character.isdecimal())
        if _is_social_security(digits):
            yield match.span(1)


def _is_social_security(digits: str) -> bool:
    plain = "".join(str(int(digit)) for digit in digits)
    area, group, serial = plain[:3], plain[3:5], plain[5:]
    return area not in {"000", "666"} and area < "900" and group != "00" and serial != "0000"
