"""Who rang whom, where a phone system does not say it in so many words."""

from desktop.domain.folding import fold
from desktop.domain.vocabulary import Direction

_IN = frozenset(
    (
        "in",
        "inbound",
        "incoming",
        "inbound call",
        "incoming call",
        "received",
        "terminating",
        "external in",
        "entrante",
        "entrada",
        "recibida",
        "eingehend",
        "i",
    )
)
_OUT = frozenset(
    (
        "out",
        "outbound",
        "outgoing",
        "outbound call",
        "outgoing call",
        "trunking originating",
        "placed",
        "dialed",
        "dialled",
        "originating",
        "saliente",
        "salida",
        "realizada",
        "ausgehend",
        "o",
    )
)
_BEGINS_IN = frozenset(("inbound", "incoming", "entrante"))
_BEGINS_OUT = frozenset(("outbound", "outgoing", "saliente"))
_INTERNAL = frozenset(("internal", "internal call", "local", "intern", "interna", "extension"))
_LONGEST_EXTENSION = 6


def direction_in(text: str) -> Direction | None:
    """What a direction column says; None for an empty or unknown word."""
    word = fold(text).replace("-", " ").replace("_", " ")
    if word in _IN:
        return Direction.IN
    if word in _OUT:
        return Direction.OUT
    # Twilio's console says "Outgoing API" and "Outgoing Dial".
    first = word.partition(" ")[0]
    if first in _BEGINS_OUT:
        return Direction.OUT
    return Direction.IN if first in _BEGINS_IN else None


def says_internal(text: str) -> bool:
    """Whether a direction column says that both sides are ours."""
    return fold(text) in _INTERNAL


def is_extension(text: str) -> bool:
    """Whether this is a short internal number: two to six digits, "Ext.101"."""
    if text.isdecimal():
        return 2 <= len(text) <= _LONGEST_EXTENSION
    plain = text.strip().casefold()
    for mark in ("ext.", "ext", "x"):
        if plain.startswith(mark):
            return plain[len(mark) :].strip(" .").isdecimal()
    return plain.isdecimal() and 2 <= len(plain) <= _LONGEST_EXTENSION


def is_code(text: str) -> bool:
    """Whether this is a code of the phone system itself (``*97``), dialled and never rung."""
    return text.startswith(("*", "#")) and len(text) <= _LONGEST_EXTENSION


def is_outside(text: str) -> bool:
    """Whether this looks like a number of the world outside: at least seven digits."""
    if text.isdecimal():
        return len(text) > _LONGEST_EXTENSION
    return text.startswith("+") or sum(c.isdecimal() for c in text) > _LONGEST_EXTENSION


def direction_of(caller: str, called: str) -> Direction | None:
    """By the numbers alone: outside to inside is in, inside to outside is out; None where both
    sides are extensions, which is nobody's call. Two numbers from outside are taken as a call in:
    our lines are numbers of the outside world too."""
    if is_extension(caller):
        return Direction.OUT if is_outside(called) else None
    return Direction.IN
