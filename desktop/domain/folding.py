"""Search keys: what two spellings have in common. Folded here, compared byte by byte below."""

import re
import unicodedata

_PLAIN_WORD = re.compile("[a-z0-9]+")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})


def fold(text: str) -> str:
    """``text`` without case, accents, widths, double spaces: "Ångström  Élan" → "angstrom elan"."""
    if text.isascii():  # most of what is typed, and all the rest would leave it as it is
        return " ".join(text.replace("\0", " ").lower().split())
    # Half of a surrogate pair (a damaged paste) is no character, and no engine takes it.
    whole = text.encode("utf-8", "replace").decode()
    plain = unicodedata.normalize("NFKD", whole.replace("\0", " ")).casefold()
    kept = "".join(c for c in plain if not unicodedata.combining(c)).translate(_LETTERS)
    return " ".join(kept.split())


def words_of(text: str) -> tuple[str, ...]:
    """The distinct folded words of a name, in order; "Moss-Reed, Juniper" → moss, reed, juniper.

    A hyphenated or apostrophised word is also found whole ("mossreed", "oneill").
    """
    found: dict[str, None] = {}
    for chunk in fold(text).split():
        parts = (
            _PLAIN_WORD.findall(chunk)
            if chunk.isascii()
            else "".join(c if c.isalnum() else " " for c in chunk).split()
        )
        for part in parts:
            found[part] = None
        if len(parts) > 1:
            found["".join(parts)] = None
    return tuple(found)
