"""Where a caller in danger is, as far as the desk can tell: it decides which dispatch is rung."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.cities import zone_of_city
from desktop.domain.folding import fold

_STREETS = (
    "street|st|avenue|ave|road|rd|drive|dr|lane|ln|boulevard|blvd|way|court|ct|place|pl|circle|"
    "terrace|parkway|pkwy|highway|hwy|square"
)
_LITTLE = re.compile(r"^(?:in|at|near|from|outside)\s+", re.IGNORECASE)


class Evidence(StrEnum):
    """How the place is known, best first. Never stored."""

    SAID = "said"
    ADDRESS = "address"
    CLINIC = "clinic"
    NUMBER = "number"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class CallerPlace:
    """A ``city`` ("" when nothing tells) and how it is known."""

    city: str
    evidence: Evidence


def caller_place(
    said: str, address: str, clinic: str, number_place: str, known: Iterable[str]
) -> CallerPlace:
    """Where the caller is.

    What they say now counts before the ``address`` on file, that before the ``clinic`` picked for
    the call, and last comes where their number is from ("Chicago, IL"): people take their number
    along when they move. ``known`` are the cities that the desk has numbers for; one of them that
    is said is found in the middle of a sentence too. A city that is said and that the desk does not
    know is the place all the same: a wrong dispatch is worse than none.
    """
    spoken = _known_city(said, known) or _other_city(said)
    if spoken:
        return CallerPlace(spoken, Evidence.SAID)
    for city, evidence in (
        (address, Evidence.ADDRESS),
        (clinic, Evidence.CLINIC),
        (number_place.partition(",")[0] if "," in number_place else "", Evidence.NUMBER),
    ):
        if city.strip():
            return CallerPlace(city.strip(), evidence)
    return CallerPlace("", Evidence.NOTHING)


def _known_city(said: str, known: Iterable[str]) -> str:
    """The city said last; a street that is named for one is none ("Denver Street, Chicago")."""
    text = f" {_plain(said)} "
    found = [
        (match.start(), len(city), city)
        for city in known
        if _plain(city)
        for match in re.finditer(rf" {re.escape(_plain(city))}(?= )(?! (?:{_STREETS}) )", text)
    ]
    return max(found)[2] if found else ""


def _other_city(said: str) -> str:
    """ "12 Elm Road, Boston": the last part that is a city."""
    parts = [_LITTLE.sub("", part.strip()) for part in re.split(r"[,;\n]", said)]
    return next((part for part in reversed(parts) if part and zone_of_city(part)), "")


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", fold(text)).split())
