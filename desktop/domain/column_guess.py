"""Which column of a table means what, guessed from its titles and from the look of its values.

The fields that are looked for are data (:class:`Field`): calls, leads and contacts each have their
own list. A guess is shown to a person before it is used, with how sure it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from desktop.domain.duration_reading import seconds
from desktop.domain.folding import fold
from desktop.domain.time_reading import TimeReader, UnreadableTime

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_NUMBER = re.compile(r"\+?[\d\s().\-/x]{7,24}")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_ZONE_AT_END = re.compile(r"(?<=[\w ])[ _]?(?:UTC|GMT|(?<=[ _])utc|(?<=[ _])gmt) *$")
_COLUMNS_AT_MOST = 400
_MOST = 0.6
"""So many of a column's values have to look right."""


def plain_title(title: str) -> str:
    """A title without case, accents, marks and spaces: "Call Time (UTC)" → "calltimeutc"."""
    return "".join(c for c in fold(title) if c.isalnum())


class Look(StrEnum):
    """What the values of a column look like."""

    TEXT = "text"
    NUMBER = "number"
    EMAIL = "email"
    TIME = "time"
    DURATION = "duration"
    WORD = "word"


class Sure(IntEnum):
    """How sure a guess is."""

    PERHAPS = 1
    LIKELY = 2
    CERTAIN = 3


@dataclass(frozen=True, slots=True)
class Field:
    """Something a record has. ``titles`` are what columns of it are called in English and Spanish,
    the most telling first; ``by_look``: its look alone is enough for a doubtful guess;
    ``words``: the values a column of ``Look.WORD`` may have (folded)."""

    name: str
    titles: tuple[str, ...]
    look: Look = Look.TEXT
    by_look: bool = False
    words: frozenset[str] = frozenset()
    plain: tuple[str, ...] = ()
    """The titles, plain."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "plain", tuple(plain_title(title) for title in self.titles))


@dataclass(frozen=True, slots=True)
class Guess:
    """``field`` is in the column at ``place`` (from 0)."""

    field: str
    place: int
    sure: Sure


def guess_columns(
    fields: Sequence[Field], titles: Sequence[str], rows: Sequence[Sequence[str]]
) -> tuple[Guess, ...]:
    """The best column for each field, each column once. Without titles (an empty sequence) only
    the look counts."""
    looks = [
        _looks(fields, [row[n] for row in rows if n < len(row)]) for n in _places(titles, rows)
    ]
    found: list[tuple[int, int, Field, int, Sure]] = []
    forms = [plain_forms(titles[n]) if n < len(titles) else {} for n in range(len(looks))]
    for number, field in enumerate(fields):
        for place, seen in enumerate(looks):
            weight = _weight(field, forms[place], seen)
            if weight is not None:
                found.append((-weight[0], number, field, place, weight[1]))
    found.sort(key=lambda each: (each[0], each[1], each[3]))
    taken_fields: set[str] = set()
    taken_places: set[int] = set()
    guesses = []
    for _, _, field, place, sure in found:
        if field.name in taken_fields or place in taken_places:
            continue
        taken_fields.add(field.name)
        taken_places.add(place)
        guesses.append(Guess(field.name, place, sure))
    return tuple(sorted(guesses, key=lambda each: each.place))


def looks_like_titles(cells: Sequence[str], fields: Sequence[Field]) -> int:
    """How many cells are titles of ``fields``; a row of values has none."""
    known = {title for field in fields for title in field.plain}
    return sum(1 for cell in cells if cell and not known.isdisjoint(plain_forms(cell)))


def _places(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> range:
    width = max(len(titles), max((len(row) for row in rows), default=0))
    return range(min(width, _COLUMNS_AT_MOST))


def plain_forms(title: str) -> dict[str, None]:
    """A title whole, without what stands in brackets ("Duration (seconds)"), and without the zone
    at its end ("start_time_utc"), in this order."""
    short = _BRACKETS.sub(" ", title)
    forms = dict.fromkeys(map(plain_title, (title, short, _ZONE_AT_END.sub("", short))))
    forms.pop("", None)
    return forms


def _weight(
    field: Field, forms: dict[str, None], seen: dict[Look, float]
) -> tuple[int, Sure] | None:
    fits = seen.get(field.look, 0.0)
    empty = not seen
    known = field.plain
    best = min((known.index(form) for form in forms if form in known), default=None)
    if best is not None:
        if field.look is Look.TEXT or fits >= _MOST:
            return 3000 - best, Sure.CERTAIN
        return (2000 - best, Sure.LIKELY) if empty else (1500 - best, Sure.PERHAPS)
    close = min(
        (n for n, each in enumerate(known) if len(each) > 3 and any(each in f for f in forms)),
        default=None,
    )
    if close is not None and (field.look is Look.TEXT or fits >= _MOST):
        return 1000 - close, Sure.LIKELY
    if field.by_look and fits >= _MOST and not forms:
        return 500, Sure.PERHAPS
    return None


def _looks(fields: Sequence[Field], values: Sequence[str]) -> dict[Look, float]:
    """The share of the values (blank ones left out) that have each look; empty without values."""
    kept = [value.strip() for value in values if value.strip()][:50]
    if not kept:
        return {}
    words = frozenset(word for field in fields for word in field.words)
    reader = TimeReader("UTC")
    return {
        Look.TEXT: 1.0,
        Look.EMAIL: _share([bool(_EMAIL.fullmatch(value)) for value in kept]),
        Look.NUMBER: _share([_is_number(value) for value in kept]),
        Look.TIME: _share([_is_time(value, reader) for value in kept]),
        Look.DURATION: _share([seconds(value) is not None for value in kept]),
        Look.WORD: _share([fold(value) in words for value in kept]),
    }


def _share(hits: list[bool]) -> float:
    return sum(hits) / len(hits)


def _is_number(value: str) -> bool:
    """A phone number, as it stands or in brackets after a name; not a date."""
    if "<" in value or value.casefold().startswith(("tel:", "sip:", "p:")):
        return any(c.isdecimal() for c in value)
    digits = sum(c.isdecimal() for c in value)
    return bool(_NUMBER.fullmatch(value)) and 7 <= digits <= 15


def _is_time(value: str, reader: TimeReader) -> bool:
    if value.isdecimal() and len(value) < 12:
        return False  # seconds of the epoch are told from phone numbers by a title alone
    try:
        return reader.read(value) is not None
    except UnreadableTime as refused:
        # Day or month first does not matter here.
        return "month/day" in str(refused)
