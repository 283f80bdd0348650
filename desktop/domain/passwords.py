"""What a password and a PIN must be like. Rules only; keeping them safe is the service's work."""

import unicodedata
from itertools import pairwise

from desktop.domain.common_passwords import LEFT_AT_LEAST, own_part
from desktop.domain.errors import Refused
from desktop.domain.folding import fold

SHORTEST = 15
"""NIST SP 800-63B-4, 3.1.1.2: of a password that is the only factor."""
LONGEST = 200
LONGEST_OF_FILE = 99
"""Longer ones 7-Zip does not take."""
PIN_DIGITS = 6

ADVICE = "Three or four words in a row are long and easy to remember."
"""What every refusal of a password that is too easy ends with."""


def as_typed_anywhere(secret: str) -> str:
    """``secret`` as each keyboard and system types it (NFKC): é is é, a full-width 1 is 1.

    From RFC 8265; without it a password set on macOS would not open the desk on Windows.
    """
    whole = secret.encode("utf-8", "replace").decode()  # half a surrogate pair is no character
    return unicodedata.normalize("NFKC", whole)


def check_password(password: str, name: str) -> None:
    """Raise :class:`Refused`, saying what to do, for a password that ``name`` may not choose.

    At least fifteen characters, and not what somebody would try first: the name, what everybody
    chooses, characters in a row. There are no rules about kinds of characters: they make passwords
    worse (NIST SP 800-63B, 3.1.1.2).
    """
    typed = as_typed_anywhere(password)
    if len(typed) < SHORTEST:
        raise Refused(f"A password needs at least {SHORTEST} characters. {ADVICE}")
    if len(typed) > LONGEST:
        raise Refused(f"A password has at most {LONGEST} characters. Choose a shorter one.")
    if not typed.strip():
        raise Refused(f"A password of spaces cannot be read back. {ADVICE}")
    if _letters(typed) == _letters(name):
        raise Refused(f"Your name is the first password somebody would try. {ADVICE}")
    if len(own_part(typed, name)) < LEFT_AT_LEAST:
        raise Refused(f"That is one of the first passwords somebody would try. {ADVICE}")


def check_file_password(password: str, name: str) -> None:
    """Raise :class:`Refused` for a password that ``name`` may not lock a file with.

    As that of an account, and of characters that every program turns into the same bytes: a file
    is opened with the programs of others, and they differ in what they make of an accent.
    """
    if not (password.isascii() and password.isprintable()):
        raise Refused(
            "Use plain letters, digits and signs, without accents: other programs read those "
            f"differently. {ADVICE}"
        )
    if len(password) > LONGEST_OF_FILE:
        raise Refused(
            f"The password of a file has at most {LONGEST_OF_FILE} characters. "
            "Choose a shorter one."
        )
    check_password(password, name)


def check_pin(pin: str) -> None:
    """Raise :class:`Refused`, saying what to do, unless ``pin`` is six digits that are none of what
    is tried first: one or two digits alone, a part that comes again, three digits in equal steps
    and three more (also down a keypad), or every digit twice."""
    typed = as_typed_anywhere(pin)
    if len(typed) != PIN_DIGITS or not (typed.isascii() and typed.isdigit()):
        raise Refused("A PIN has six digits. Type six.")
    half, third = PIN_DIGITS // 2, PIN_DIGITS // 3
    if (
        len(set(typed)) <= 2
        or typed == typed[:third] * 3
        or typed == typed[:half] * 2
        or typed[::2] == typed[1::2]
        or (_in_equal_steps(typed[:half]) and _in_equal_steps(typed[half:]))
    ):
        raise Refused("That is one of the first PINs somebody would try. Choose another.")


def _in_equal_steps(digits: str) -> bool:
    return len({int(after) - int(before) for before, after in pairwise(digits)}) == 1


def _letters(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalpha())
