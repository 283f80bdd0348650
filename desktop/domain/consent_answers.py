"""Whether what was answered gives leave. Nothing is taken for a yes that is not one."""

import re
from functools import lru_cache
from typing import Final

from desktop.domain.folding import fold

_YES: Final = frozenset(
    [
        "1",
        "true",
        "yes",
        "y",
        "on",
        "checked",
        "x",
        "si",
        "s",
        "agree",
        "agreed",
        "accept",
        "accepted",
        "granted",
        "given",
        "ok",
        "subscribed",
        "selected",
        "opted_in",
        "opt-in",
        "✓",
        "✔",
        "☑",
        "verdadero",
        "aceptado",
        "acepto",
        "sim",
    ]
)
_LEAVE = re.compile(
    r"\b(?:agree|accept|consent|authori[sz]e|allow|permit|subscribe|opt(?:ed)? ?-?in|acepto|"
    r"autorizo|consiento|de acuerdo|permito|yes|si)\b"
)
_NO = re.compile(
    r"\b(?:not|no|don'?t|don’t|never|none|decline\w*|refuse\w*|withhold|withdraw\w*|disagree|"
    r"unsubscribe\w*|opt(?:ed)? ?-?out|sin|nunca|rechazo|false|unchecked)\b"
)


@lru_cache(maxsize=1024)
def is_leave(answer: str) -> bool:
    """``answer`` as a yes: "1", "on", "Sí", "I agree to be called". "" and what does not tell are
    a no."""
    text = fold(answer[:2000])
    if text in _YES:
        return True
    return bool(_LEAVE.search(text)) and not _NO.search(text)
