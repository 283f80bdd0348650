"""What two records of one person say differently, and what becomes of it. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from desktop.domain.vocabulary import VoicemailRule

Outcome = Literal["keeps", "takes", "choice", "stricter", "both", "sum"]

CHOICES: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "kind": ("kind",),
    "date_of_birth": ("date_of_birth",),
    "site": ("site_id",),
    "city": ("city", "zone"),
    "language": ("language", "interpreter"),
    "hours": ("hours_from", "hours_to"),
    "prefers": ("prefers",),
    "address": ("address",),
    "appointment": ("next_appointment_at",),
    "series": ("series_left",),
    "infusion": ("last_infusion_on",),
    "prepaid": ("prepaid_cents",),
    "consent": ("handover_consent",),
}
"""What is kept of one side, in the order of the dialog, and the columns that belong together."""

_STRICTER = (VoicemailRule.FULL, VoicemailRule.NEUTRAL, VoicemailRule.NONE)
_UNSAID = (None, "")
_NOT_CHOSEN: Mapping[str, Outcome] = {"prepaid": "sum", "consent": "stricter"}
"""Where both say something and nobody is asked: what was paid under either name is owed, and who
said no once has said no."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: both sides' answers, and which way it goes. ``choice`` means the
    person may say so; the one who stays wins until they do; with ``sum`` both amounts count."""

    key: str
    stays: Any
    gone: Any
    outcome: Outcome


def differences(stays: Mapping[str, Any], gone: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Only what differs, in the order of the dialog."""
    found = [
        Difference(key, _said(stays, columns), _said(gone, columns), _outcome(key, stays, gone))
        for key, columns in CHOICES.items()
        if _said(stays, columns) != _said(gone, columns)
    ]
    if stays["voicemail"] != gone["voicemail"]:
        found.append(Difference("voicemail", stays["voicemail"], gone["voicemail"], "stricter"))
    if gone["notes"] and gone["notes"] != stays["notes"]:
        outcome: Outcome = "both" if stays["notes"] else "takes"
        found.append(Difference("notes", stays["notes"], gone["notes"], outcome))
    return tuple(found)


def merged(
    stays: Mapping[str, Any], gone: Mapping[str, Any], take: Collection[str]
) -> dict[str, Any]:
    """The columns of the one who stays; ``take`` names what is taken of the one who goes."""
    columns: dict[str, Any] = {}
    for each in differences(stays, gone):
        if each.outcome == "takes" or (each.outcome == "choice" and each.key in take):
            names = CHOICES.get(each.key, (each.key,))
            columns |= {name: gone[name] for name in names}
        elif each.outcome == "sum":
            columns |= {name: stays[name] + gone[name] for name in CHOICES[each.key]}
        elif each.key == "consent" and each.outcome == "stricter":
            columns["handover_consent"] = "no"
        elif each.outcome == "stricter":
            columns["voicemail"] = stricter(stays["voicemail"], gone["voicemail"])
        elif each.outcome == "both":
            columns["notes"] = f"{stays['notes']}\n{gone['notes']}"
    return columns


def stricter(one: str, other: str) -> VoicemailRule:
    """The voicemail rule that lets the desk say less."""
    return max(VoicemailRule(one), VoicemailRule(other), key=_STRICTER.index)


def _said(row: Mapping[str, Any], columns: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(row[name] or None if row[name] in _UNSAID else row[name] for name in columns)


def _outcome(key: str, stays: Mapping[str, Any], gone: Mapping[str, Any]) -> Outcome:
    columns = CHOICES[key]
    if all(row in _UNSAID for row in _said(stays, columns)):
        return "takes"
    if all(row in _UNSAID for row in _said(gone, columns)):
        return "keeps"
    return _NOT_CHOSEN.get(key, "choice")
