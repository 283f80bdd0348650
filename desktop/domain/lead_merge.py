"""What a lead says otherwise than the person it would be merged into, and what merging does."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from desktop.domain.folding import fold, words_of
from desktop.domain.vocabulary import VoicemailRule


class Merging(StrEnum):
    """What becomes of one thing that differs. Never stored."""

    ADDS = "adds"
    """The person had none."""
    CHOICE = "choice"
    """Both say something and only one can stay: the person's does until somebody chooses."""
    BOTH = "both"
    STRICTER = "stricter"
    """The voicemail rule that lets the desk say less."""


class MergeKey(StrEnum):
    """What may differ, in the order of the table. Never stored."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    CLINIC = "clinic"
    CITY = "city"
    BEST_TIME = "best_time"
    VOICEMAIL = "voicemail"


@dataclass(frozen=True, slots=True)
class Says:
    """What one side says of somebody: numbers are E.164, ``voicemail`` None: nothing was said."""

    name: str = ""
    numbers: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    clinic: str = ""
    city: str = ""
    best_time: str = ""
    voicemail: VoicemailRule | None = None


@dataclass(frozen=True, slots=True)
class LeadDifference:
    """One thing that differs: what the lead says (of several numbers the new ones), what the
    person's record says, and what merging does."""

    key: MergeKey
    lead: tuple[str, ...]
    person: tuple[str, ...]
    merging: Merging


_STRICTER: Final = (VoicemailRule.FULL, VoicemailRule.NEUTRAL, VoicemailRule.NONE)


def differences(lead: Says, person: Says) -> tuple[LeadDifference, ...]:
    """Only what differs and what the lead says something about."""
    found = [
        _one(MergeKey.NAME, lead.name, person.name, same=_same_name(lead.name, person.name)),
        _more(MergeKey.PHONE, lead.numbers, person.numbers, frozenset(person.numbers)),
        _more(MergeKey.EMAIL, lead.emails, person.emails, frozenset(map(fold, person.emails))),
        _one(MergeKey.CLINIC, lead.clinic, person.clinic),
        _one(MergeKey.CITY, lead.city, person.city),
        _one(MergeKey.BEST_TIME, lead.best_time, person.best_time),
    ]
    if (
        lead.voicemail is not None
        and stricter(lead.voicemail, person.voicemail) != person.voicemail
    ):
        before = () if person.voicemail is None else (person.voicemail.value,)
        found.append(
            LeadDifference(MergeKey.VOICEMAIL, (lead.voicemail.value,), before, Merging.STRICTER)
        )
    return tuple(each for each in found if each is not None)


def choices(found: Collection[LeadDifference]) -> frozenset[MergeKey]:
    """What somebody may choose."""
    return frozenset(each.key for each in found if each.merging is Merging.CHOICE)


def taken(
    found: Collection[LeadDifference], chosen: Collection[MergeKey]
) -> tuple[LeadDifference, ...]:
    """What the person's record gets of the lead: all that adds, and of the choices those made."""
    return tuple(each for each in found if each.merging is not Merging.CHOICE or each.key in chosen)


def stricter(one: VoicemailRule, other: VoicemailRule | None) -> VoicemailRule:
    """The rule that lets the desk say less."""
    return one if other is None else max(one, other, key=_STRICTER.index)


def what_is_same(lead: Says, person: Says) -> str:
    """ "Name, phone and e-mail are the same"; "" where nothing is."""
    emails = frozenset(map(fold, person.emails))
    same = [
        words
        for words, shared in (
            ("name", bool(words_of(lead.name)) and _same_name(lead.name, person.name)),
            ("phone", not frozenset(lead.numbers).isdisjoint(person.numbers)),
            ("e-mail", not emails.isdisjoint(map(fold, lead.emails))),
        )
        if shared
    ]
    if not same:
        return ""
    listed = " and ".join([", ".join(same[:-1]), same[-1]] if len(same) > 1 else same)
    verb = "are" if len(same) > 1 else "is"
    return f"{listed[0].upper()}{listed[1:]} {verb} the same"


def _same_name(one: str, other: str) -> bool:
    """The same words, in any order."""
    return set(words_of(one)) == set(words_of(other))


def _one(
    key: MergeKey, mine: str, theirs: str, *, same: bool | None = None
) -> LeadDifference | None:
    if not mine or (fold(mine) == fold(theirs) if same is None else same):
        return None
    if not theirs:
        return LeadDifference(key, (mine,), (), Merging.ADDS)
    return LeadDifference(key, (mine,), (theirs,), Merging.CHOICE)


def _more(
    key: MergeKey, mine: tuple[str, ...], theirs: tuple[str, ...], known: frozenset[str]
) -> LeadDifference | None:
    new = tuple(dict.fromkeys(each for each in mine if fold(each) not in known))
    return LeadDifference(key, new, theirs, Merging.ADDS) if new else None
