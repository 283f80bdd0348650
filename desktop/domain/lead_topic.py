"""Whether a message asks about the change of hands: the desk has approved words for that."""

import re
from typing import Final

from desktop.domain.folding import fold

_LONGEST: Final = 20_000
_SALE: Final = re.compile(
    r"\bacqui(?:re[sd]?|ring|sition)|\bmerger\b|\btak(?:en?|ing) over\b|\btakeover\b|\bbuy ?out\b|"
    r"\bnew owners?(?:hip)?\b|\b(?:been|being|was|were|get(?:ting)?) (?:sold|bought)\b|"
    r"\bthe (?:sale|buyer)\b|\bpetra ?md\b|\bdelic\b|"
    r"\badquisicion\b|\bnuevos? duenos?\b|\bvendid[oa]s?\b"
)


def asks_about_sale(text: str) -> bool:
    """Whether words of it stand in ``text``, in English or Spanish."""
    return _SALE.search(fold(text[:_LONGEST])) is not None
