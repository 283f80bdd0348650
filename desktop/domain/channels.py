"""What people can be reached by, and what only stands in its place: words in a column of numbers,
an address in a field for the name."""

import re
from typing import Final

_EMAIL = re.compile(
    r"[^\s@<>()\[\]\\,;:\"]{1,64}@[^\s@<>()\[\]\\,;:\"./]{1,63}"
    r"(?:\.[^\s@<>()\[\]\\,;:\"./]{1,63}){0,9}"
)
_EMAIL_INSIDE = re.compile(r"[^\s@<>()\[\]\\,;:\"']{1,64}@[^\s@<>()\[\]\\,;:\"']{1,253}")
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")
_PHONE_SHAPE = re.compile(r"\+\d[\d\s().\-/]{6,20}|\(?\d{3}\)?[\s.\-]\s?\d{3}[\s.\-]\d{4}")
_BARE_NUMBER = re.compile(r"1?[2-9]\d{2}[2-9]\d{6}")
_META_PREFIX = re.compile(r"^p:(?=[+(\d])")
_NOTHING: Final = frozenset(
    ("", "-", "--", "n/a", "na", "none", "null", "nil", "undefined", "nan", "(none)", "unknown")
)
LONGEST_NAME: Final = 200
LONGEST_NUMBER: Final = 100


def is_email(text: str) -> bool:
    """Whether ``text`` has the form of one address: something, an @, a place. Whether anybody
    reads it, only a letter can tell."""
    return len(text) <= 254 and _EMAIL.fullmatch(text) is not None


def emails_in(text: str) -> tuple[str, ...]:
    """The addresses that stand in ``text`` ("Juniper <juniper@example.com>; moss@example.com")."""
    if is_email(text):
        return (text,)
    found = (each.rstrip(".") for each in _EMAIL_INSIDE.findall(text[:2000]))
    return tuple(dict.fromkeys(each for each in found if is_email(each)))


def number_in(text: str) -> str:
    """``text`` as a telephone number as written, "" when there is no digit in it ("mobile").

    The ``p:`` that Meta writes before a number is no part of it.
    """
    text = _META_PREFIX.sub("", " ".join(text.split()), count=1)
    digit = _DIGIT.search(text)
    if digit is None or ("@" in text and not text.lower().startswith("sip")):
        return ""
    # Of a letter in the place of a number, what is kept begins at its first digit.
    start = max(0, digit.start() - 2) if len(text) > LONGEST_NUMBER else 0
    return text[start : start + LONGEST_NUMBER].strip()


def looks_like_number(text: str) -> bool:
    """Whether ``text`` is written the way only telephone numbers are, whatever its title says."""
    return _PHONE_SHAPE.fullmatch(text.strip()) is not None


def may_be_number(text: str) -> bool:
    """Whether an answer whose question is not known is a telephone number, or the ten digits of an
    American one."""
    return looks_like_number(text) or _BARE_NUMBER.fullmatch(text.strip()) is not None


def name_in(text: str) -> str:
    """``text`` as somebody's name: "" for an address, a number, a placeholder ("n/a")."""
    text = " ".join(text.split())
    if ("@" in text and is_email(text)) or text.casefold() in _NOTHING:
        return ""
    if not _LETTER.search(text):
        return ""
    return text[:LONGEST_NAME]


def full_name(*parts: str) -> str:
    """First, middle and last name as one; what is no name is left out."""
    return name_in(" ".join(part for part in map(name_in, parts) if part))
