"""Finding words in a text as people type them."""

import re
import unicodedata

_ALIKE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


def find_in_text(text: str, wanted: str) -> tuple[tuple[int, int], ...]:
    """Where ``wanted`` stands in ``text``, in order: ranges of characters that do not overlap.

    Capitals, the shape of quotation marks and dashes, and how many blanks lie between two words
    make no difference.
    """
    words = unicodedata.normalize("NFC", wanted).translate(_ALIKE).split()
    if not words:
        return ()
    pattern = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
    return tuple(hit.span() for hit in pattern.finditer(text.translate(_ALIKE)))
