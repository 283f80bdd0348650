"""What somebody would try first: passwords that everybody chooses, and what is known at this desk.

Made for long passwords: fifteen characters are common only as common ones strung together
("Password2026Password"). So those are taken out, and what is left is looked at. The words head
every published list of leaked passwords; words that good passphrases are made of are not among
them (NIST SP 800-63B, 3.1.1.2: values known to be commonly used or expected).
"""

import re
from functools import lru_cache
from typing import Final

from desktop.domain.cities import place_names
from desktop.domain.folding import fold

LEFT_AT_LEAST: Final = 8
"""Characters that have to be somebody's own."""

_COMMON: Final = """
    password passwort passwd passw pass passphrase pwd secret letmein welcome login logmein signin
    changeme change default admin administrator root user guest test testing tester temp qwerty
    qwertz azerty iloveyou loveyou monkey dragon master superman batman princess sunshine football
    baseball basketball hockey soccer shadow michael jordan jennifer hunter killer trustno starwars
    pokemon abc asdf zxcv qaz wsx edc qazwsx hello freedom whatever charlie donald mustang access
    flower lovely ashley nicole daniel babygirl jesus money summer winter spring autumn january
    february march april june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday company office computer internet google facebook
    windows microsoft apple samsung
    ketwell delic petra petramd ketamine clinic clinics frontdesk desk reception patient patients
    doctor nurse hospital health medical phoenix
    correcthorsebatterystaple correcthorse batterystaple thequickbrownfox quickbrownfox
    tobeornottobe maytheforcebewithyou happybirthday
"""
_SMALL: Final = """
    a i am an the this that these is are was be it its my mine me you your our we us he she his her
    to of for in on at by and or not no so very much really too just only new old good great best
    better bad cool nice big one two first real love like hate have has had got get want need will
    can do does go come know see
"""
"""What joins words to a sentence. Only of such words nothing is anybody's own, as in "this is my
…"; among others they stay."""
_LONGEST_SMALL: Final = max(map(len, _SMALL.split()))
_SHORTEST_PLACE: Final = 5
"""A name of fewer letters stands in too many words ("mesa", "bend")."""

_ROWS: Final = (
    "01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop",
    "azertyuiop", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0", "qawsedrftgyhujikolp",
)  # fmt: skip
"""Characters in a row, on a keyboard or in the alphabet."""
_RUN: Final = 4
_LIKE_LETTERS: Final = str.maketrans("0134578$@!|", "oleastbsail")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_SAME: Final = re.compile(r"(.)\1{2,}")
_AGAIN: Final = re.compile(r"^(.{1,12}?)\1+.{0,3}$", re.DOTALL)


def own_part(password: str, name: str) -> str:
    """What is left of ``password`` without what somebody would try first: the words that everybody
    takes, also with digits for letters, places, ``name``, years, characters in a row, repetition,
    and what only joins these."""
    folded = fold(password)
    ways = (folded, folded.translate(_LIKE_LETTERS))
    return min((_left(_plain(way), name) for way in ways), key=len)


def _left(text: str, name: str) -> str:
    again = _AGAIN.match(text)
    if again is not None:
        text = again.group(1)
    own = {part for part in map(_plain, fold(name).split()) if len(part) > 1}
    longest_first = sorted(_common() | own, key=len, reverse=True)
    text = re.sub("|".join(map(re.escape, longest_first)), " ", text)
    text = _YEAR.sub(" ", text)
    text = _SAME.sub(" ", text)
    return "".join(part for part in _without_runs(text).split() if not _only_joins(part))


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    places = (_plain(place) for place in place_names())
    return frozenset((*_COMMON.split(), *(each for each in places if len(each) >= _SHORTEST_PLACE)))


@lru_cache(maxsize=1)
def _small() -> frozenset[str]:
    return frozenset(_SMALL.split())


def _only_joins(part: str) -> bool:
    """Whether it is made of small words and nothing else."""
    small, reached = _small(), {0}
    for end in range(1, len(part) + 1):
        starts = range(max(0, end - _LONGEST_SMALL), end)
        if any(start in reached and part[start:end] in small for start in starts):
            reached.add(end)
    return len(part) in reached


def _plain(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def _without_runs(text: str) -> str:
    kept: list[str] = []
    at = 0
    while at < len(text):
        length = max(_run_at(text, at, row) for row in _DIRECTIONS)
        if length >= _RUN:
            kept.append(" ")
            at += length
        else:
            kept.append(text[at])
            at += 1
    return "".join(kept)


def _run_at(text: str, at: int, row: str) -> int:
    """How many characters from ``at`` follow each other in ``row``."""
    start = row.find(text[at])
    if start < 0:
        return 0
    length = 0
    while text[at + length : at + length + 1] == row[start + length : start + length + 1] != "":
        length += 1
    return length


_DIRECTIONS: Final = (*_ROWS, *(row[::-1] for row in _ROWS))
