"""Take out of a text what could tell whom it was about, before it goes to a log or a report."""

import re

_UUID = r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b"
_TIME = r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?"
_KEPT = rf"(?P<kept>{_UUID}|{_TIME})"
_ADDRESS = r"(?P<address>[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+)"
_LINK = r"(?P<link>\b(?:tel|sips?|mailto|callto|ketwell):[^\s<>\"')]+)"
# PostgreSQL adds the row or the key that broke a rule, over several lines should a note have them.
_ROW = r"\b(?:DETAIL|CONTEXT):[\s\S]*?(?=\n\[SQL:|\Z)"
_VALUES = rf"(?P<values>\[parameters: .*?\](?=\s*(?:\(|$))|\[SQL parameters hidden[^\]]*\]|{_ROW})"
_HOME = r"(?P<home>(?:/home/|/Users/|\\Users\\)[^/\\\n\"']+)"
_NUMBER = r"(?P<number>\+?\(?\d(?:[\s().\-/\u00a0\u2010-\u2015\u2212]{0,3}\d){5,})"

# Compiled when first used (re keeps them): a start that logs nothing does not pay for it.
_PERSONAL = "|".join((_KEPT, _VALUES, _LINK, _ADDRESS, _HOME, _NUMBER))


def redact(text: str) -> str:
    """Replace e-mail addresses, telephone links, runs of six or more digits (however grouped),
    SQL values and the name in a home folder.

    Kept, since they tell nothing and a log is useless without them: UUIDs and ISO times.
    """
    return re.sub(_PERSONAL, _replacement, text, flags=re.IGNORECASE | re.MULTILINE)


def _replacement(match: re.Match[str]) -> str:
    kind = match.lastgroup
    return match[0] if kind == "kept" else "~" if kind == "home" else f"‹{kind}›"
