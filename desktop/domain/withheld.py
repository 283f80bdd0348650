"""A caller who shows no number: the words, codes and keypad spellings that telephone systems send.

Such a caller is never a number to ring. Twilio spells the word on the keypad ("+17378742833" is
RESTRICTED) and a numbering library takes one of these for a good number in Austin.
"""

import re

from desktop.domain.folding import fold

KEYPAD = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "22233344455566677778889999" * 2
)
"""Letters as they stand on the keys of a telephone (ITU-T E.161)."""

_SPELLED = frozenset(
    word.translate(KEYPAD)
    for word in ("ANONYMOUS", "RESTRICTED", "BLOCKED", "UNKNOWN", "UNAVAILABLE", "PRIVATE")
)
_TELLING = frozenset(
    (
        "anonymous",
        "blocked",
        "hidden",
        "private",
        "restricted",
        "suppressed",
        "unavailable",
        "undisclosed",
        "unidentified",
        "unknown",
        "withheld",
        # Spanish and German, folded.
        *("oculto", "oculta", "privado", "privada", "desconocido", "desconocida", "anonimo"),
        *("anonima", "restringido", "restringida", "suprimido", "anonym", "unbekannt"),
        *("unbekannter", "unterdruckt", "unterdruckte"),
    )
)
_FILLING = frozenset(
    (
        *("call", "caller", "callers", "id", "info", "name", "number", "party", "the"),
        *("numero", "llamada", "llamante", "de", "nombre", "identidad", "nummer", "rufnummer"),
        *("anrufer", "teilnehmer"),
    )
)
_PHRASES = frozenset(
    (
        "no caller id",
        "no id",
        "no number",
        "not available",
        "not provided",
        "not supplied",
        "number not available",
        "number not provided",
        "out of area",
        "no disponible",
        "numero no disponible",
        "no identificado",
        "numero no identificado",
        "sin identificar",
        "sin numero",
        "keine nummer",
        "keine rufnummer",
        # Asterisk's start extension, and the one-letter reasons of North American caller id
        # (GR-30): private, out of area.
        "s",
        "p",
        "o",
    )
)
_NUMBER_ONLY = re.compile(r"[+\d\s().\-]+")
_ALL_ZEROS = re.compile(r"1?0{7,15}")


def is_withheld(text: str) -> bool:
    """Whether ``text`` (already cleaned, see :mod:`desktop.domain.number_cleaning`) says that the
    caller shows no number: in words, as a placeholder of zeros, or spelled on the keypad with
    ``+``, ``+1`` or bare."""
    if _NUMBER_ONLY.fullmatch(text):
        digits = "".join(c for c in text if c.isdecimal())
        return digits.removeprefix("1") in _SPELLED or bool(_ALL_ZEROS.fullmatch(digits))
    words = re.findall(r"[^\W_]+", fold(text))
    if words and words[-1].strip("0") == "":  # "Unavailable <0>"
        words.pop()
    if " ".join(words) in _PHRASES:
        return True
    return any(word in _TELLING for word in words) and all(
        word in _TELLING or word in _FILLING for word in words
    )
