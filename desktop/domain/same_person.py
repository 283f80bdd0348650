"""Whether two records look like one person. A pure rule over what the desk knows of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from desktop.domain.folding import words_of

_SPELT_APART = 4
"""From so many letters on a word may differ in one and still be the same ("Jon" is not "Jan")."""


class Likeness(IntEnum):
    """How much two records look the same. Only a person decides that they are."""

    NONE = 0
    LIKELY = 1
    CERTAIN = 2


@dataclass(frozen=True, slots=True)
class Known:
    """What speaks for or against. ``relations`` are those who speak for each other and this one,
    whoever they are; ``emails`` are folded, ``numbers`` any names of them."""

    name: str
    born: date | None = None
    numbers: frozenset[object] = frozenset()
    emails: frozenset[str] = frozenset()
    relations: frozenset[object] = frozenset()


@dataclass(frozen=True, slots=True)
class Alike:
    """What two records have in common."""

    likeness: Likeness
    same_name: bool
    same_born: bool
    number: bool
    email: bool
    relation: bool

    @property
    def looks_same(self) -> bool:
        """Whether the desk is asked about them."""
        return self.likeness is not Likeness.NONE


def compare(one: Known, other: Known) -> Alike:
    """Symmetric. Two dates of birth speak against: father and son share name and number.

    A number alone says nothing, since a household shares it; without the same name, or nearly the
    same, nobody is asked.
    """
    same, near = _names(one.name, other.name)
    born = one.born is not None and one.born == other.born
    apart = one.born is not None and other.born is not None and not born
    number = bool(one.numbers & other.numbers)
    email = bool(one.emails & other.emails)
    relation = bool(one.relations & other.relations)
    beside = number or email or relation
    likeness = Likeness.NONE
    if apart or not near:
        likeness = Likeness.NONE
    elif same and born and beside:
        likeness = Likeness.CERTAIN
    elif (same and (born or beside)) or (born and beside):
        likeness = Likeness.LIKELY
    return Alike(likeness, same, born, number, email, relation)


def same_name(one: str, other: str) -> bool:
    """Whether two names are spelt alike: in any order, without accents and case, or with one
    letter apart in a longer word."""
    return _names(one, other)[1]


def common(alike: Alike, relation_words: str = "both name the same person") -> str:
    """What they have in common, in a sentence: "Same name and date of birth"."""
    first = "Same name" if alike.same_name else "Nearly the same name"
    facts = [
        words
        for words, shared in (
            ("date of birth", alike.same_born),
            ("number", alike.number),
            ("e-mail", alike.email),
        )
        if shared
    ]
    said = _listed([first, *facts])
    return f"{said}, and {relation_words}" if alike.relation else said


def _listed(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _names(one: str, other: str) -> tuple[bool, bool]:
    """The same words; the same, or nearly so."""
    mine, theirs = frozenset(words_of(one)), frozenset(words_of(other))
    if not mine or not theirs:
        return False, False
    if mine == theirs:
        return True, True
    return False, _nearly(mine - theirs, theirs - mine, bool(mine & theirs))


def _nearly(mine: frozenset[str], theirs: frozenset[str], some_in_common: bool) -> bool:
    if not some_in_common or len(mine) != 1 or len(theirs) != 1:
        return False
    (word,), (other,) = mine, theirs
    return min(len(word), len(other)) >= _SPELT_APART and _one_apart(word, other)


def _one_apart(word: str, other: str) -> bool:
    """One letter more, less, other, or two letters the wrong way round."""
    if abs(len(word) - len(other)) > 1:
        return False
    start = _shared(zip(word, other, strict=False))
    end = _shared(zip(reversed(word[start:]), reversed(other[start:]), strict=False))
    left, right = word[start : len(word) - end], other[start : len(other) - end]
    return max(len(left), len(right)) <= 1 or (len(left) == 2 and left == right[::-1])


def _shared(pairs: Iterable[tuple[str, str]]) -> int:
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count
