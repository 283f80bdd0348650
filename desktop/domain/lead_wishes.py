"""What somebody who filled in a form wishes beside an answer: when, where, and what may be left on
their voicemail. A pure rule over the fields of the payload."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desktop.domain.consent_answers import is_leave
from desktop.domain.folding import fold
from desktop.domain.lead_fields import LeadField
from desktop.domain.vocabulary import VoicemailRule

_TIME: Final = re.compile(
    r"\b(?:best|preferred|good|convenient) (?:call(?:ing|back)? )?(?:time|hour|day)|"
    r"\btime to (?:call|reach|contact)|\bwhen (?:can|may|should) we (?:call|reach|ring)|"
    r"\b(?:mejor|buena) hora\b|\bhorario\b"
)
_PLACE: Final = re.compile(
    r"^(?:your |nearest |closest |preferred |which )*(?:clinic|location|city|office|site|clinica|"
    r"ciudad|sucursal)\b"
)
_VOICEMAIL: Final = re.compile(
    r"\bvoice ?mail\b|\bleave (?:you )?a (?:voice )?message\b|\bdejar(?:le)? un mensaje\b"
)
_NO_DETAILS: Final = re.compile(r"\bno details?\b|\bwithout details?\b|\bsin detalles\b")
_LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class LeadWishes:
    """Each "" or None where nothing was said. ``voicemail_words`` is the answer as given."""

    best_time: str = ""
    place: str = ""
    voicemail: VoicemailRule | None = None
    voicemail_words: str = ""


def wishes_of(fields: Sequence[LeadField]) -> LeadWishes:
    """The first answer to each question counts."""
    best_time = _first(fields, _TIME)
    place = _first(fields, _PLACE)
    voicemail = _first(fields, _VOICEMAIL)
    return LeadWishes(best_time, place, _rule(voicemail) if voicemail else None, voicemail)


def _first(fields: Sequence[LeadField], question: re.Pattern[str]) -> str:
    for field in fields:
        asked = fold(field.label.replace("_", " ").replace("-", " "))
        if field.text and question.search(asked):
            return " ".join(field.text.split())[:_LONGEST]
    return ""


def _rule(answer: str) -> VoicemailRule:
    """A yes that forbids details is neutral; what is no clear yes lets nothing be left."""
    said = fold(answer)
    if _NO_DETAILS.search(said):
        rest = _NO_DETAILS.sub(" ", said).strip(" ,.;:-")
        return VoicemailRule.NEUTRAL if not rest or is_leave(rest) else VoicemailRule.NONE
    return VoicemailRule.FULL if is_leave(answer) else VoicemailRule.NONE
