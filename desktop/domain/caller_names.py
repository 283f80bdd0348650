"""What a phone system sends as the caller's name is often no name: a number, a city, "Wireless"."""

import re

from desktop.domain.withheld import is_withheld

_STATES = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ "
    "NM NY NC ND OH OK OR PA PR RI SC SD TN TX UT VT VA WA WV WI WY AB BC MB NB NL NS ON PE QC SK"
)
_CITY = re.compile(rf"[A-Z][A-Z .'\-]+,?\s+(?:{_STATES.replace(' ', '|')})(?:\s+\d{{5}})?")
"""The caller names of North American exchanges: a city in capitals and its state."""
_CITY_LOCATION = re.compile(rf"[^,\d]+,\s*(?:{_STATES.replace(' ', '|')})(?:,\s*(?:US|USA|CA))?")
_NOT_NAMES = frozenset(
    (
        "wireless caller",
        "wireless call",
        "cell phone",
        "toll free call",
        "toll free caller",
        "toll free",
        "mobile caller",
        "voip caller",
        "unassigned",
        "unbekannt",
        "desconocido",
        "asterisk",
        "<unknown>",
        "null",
        "none",
        "n/a",
        "nan",
        "device",
        "spam?",
        "spam",
        "spam likely",
        "scam likely",
        "potential spam",
        "callername",
        "calleridname",
    )
)
_LONGEST = 200


def real_name(text: str, location: str = "") -> str:
    """``text`` as a person's (or a firm's) name, or "" where it is a number, a city and state, the
    same as the ``location`` beside it, or a word for a caller without a name."""
    name = " ".join(text.strip().strip('"').split())
    if not name or len(name) > _LONGEST:
        return ""
    letters = name.replace(" ", "")
    if not letters.isalpha():
        digits = sum(c.isdecimal() for c in letters)
        if (digits >= 3 and digits * 2 >= len(letters)) or not any(map(str.isalpha, letters)):
            return ""
    if name.casefold() in _NOT_NAMES or is_withheld(name):
        return ""
    if location and name.casefold() == " ".join(location.split()).casefold():
        return ""
    if _CITY.fullmatch(name) or ("," in name and _CITY_LOCATION.fullmatch(name)):
        return ""
    return name


def name_and_number(text: str) -> tuple[str, str]:
    """``"Fern Moss" <6025550147>`` → the name and the number; a text without brackets is either."""
    text = text.strip()
    if not any(map(str.isalnum, text)):
        return "", ""
    if text.endswith(">") and "<" in text:
        name, _, number = text[:-1].rpartition("<")
        return name.strip().strip('"').strip(), number.strip()
    if any(c.isalpha() for c in text):
        return text.strip('"'), ""
    return "", text
